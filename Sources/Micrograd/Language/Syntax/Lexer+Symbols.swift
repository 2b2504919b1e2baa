extension Lexer {
  private static let symbols: [(text: StaticString, kind: Token.Kind)] = [
    ("**=", .augmentedAssign), ("//=", .augmentedAssign), (">>=", .augmentedAssign),
    ("<<=", .augmentedAssign),
    ("...", .ellipsis), ("**", .power), ("//", .doubleSlash), ("+=", .augmentedAssign),
    ("-=", .augmentedAssign),
    ("*=", .augmentedAssign), ("/=", .augmentedAssign), ("%=", .augmentedAssign), ("&=", .augmentedAssign),
    ("|=", .augmentedAssign), ("^=", .augmentedAssign), ("@=", .augmentedAssign), ("==", .equal),
    ("!=", .notEqual), ("<=", .lessEqual),
    (">=", .greaterEqual), ("<<", .leftShift), (">>", .rightShift), ("->", .arrow), (":=", .walrus),
    ("+", .plus), ("-", .minus), ("*", .star), ("/", .slash), ("%", .percent), ("@", .at), ("&", .ampersand),
    ("|", .bar), ("^", .caret), ("~", .tilde), ("<", .less), (">", .greater), ("=", .assign),
    ("(", .leftParenthesis),
    (")", .rightParenthesis), ("[", .leftBracket), ("]", .rightBracket), ("{", .leftBrace),
    ("}", .rightBrace),
    (",", .comma), (".", .dot), (":", .colon), (";", .semicolon),
  ]

  mutating func symbol(_ byte: UInt8) throws(Fault) -> Token {
    let start = position
    if let token = fieldSymbol(byte) ?? magicBehind(byte) { return token }
    for (text, kind) in Lexer.symbols where text.utf8Start.pointee == byte {
      let length = text.utf8CodeUnitCount
      guard (1..<length).allSatisfy({ peek($0) == text.utf8Start[$0] }) else { continue }
      position += length
      switch kind {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace: depth = max(0, depth - 1)
      default: break
      }
      return Token(kind, start, length)
    }
    switch byte {
    case UInt8(ascii: "!"):
      throw Fault(offset: start, message: "unexpected '!'; it is written 'not', and '!=' for 'is not equal'")
    case 0x20..<0x7F:
      let shown = String(UnicodeScalar(byte))
      throw Fault(offset: start, message: "unexpected '\(shown)'; no expression has this sign")
    default:
      throw Fault(offset: start, message: "unexpected control character \(Lexer.codePoint(UInt32(byte)))")
    }
  }
}
