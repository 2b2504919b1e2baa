/// A piece of source text: 12 bytes, its text stays in the source.
struct Token {
  enum Kind: UInt8 {
    case number, name, string
    case plus, minus, star, slash, power
    case assign, plusAssign, minusAssign, starAssign, slashAssign
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, comma, dot
    case endOfStatement, endOfFile
  }

  let kind: Kind
  let start: Int32
  let length: Int32

  var offset: Int { Int(start) }
  var range: Range<Int> { Int(start)..<Int(start + length) }
}
