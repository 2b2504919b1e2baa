/// A piece of source text: 12 bytes, its text stays in the source.
struct Token {
  enum Kind: UInt8 {
    case number, name, string
    // An f-string is several tokens: its start, texts and fields in turn, its end.
    case formatStart, formatText, fieldStart, fieldEquals, fieldConversion, fieldColon, fieldEnd, formatEnd
    case plus, minus, star, slash, doubleSlash, percent, power, at
    case ampersand, bar, caret, tilde, leftShift, rightShift
    case less, lessEqual, greater, greaterEqual, equal, notEqual
    /// `=`, and `+=` and its kin, which are told apart by their text.
    case assign, augmentedAssign, walrus
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case comma, dot, colon, semicolon, arrow, ellipsis
    case newline, indent, dedent, endOfFile
    /// What is meant for the notebook's machinery, such as `%matplotlib inline` or `!pip install`.
    case magic
    case and, `as`, assert, `break`, `class`, `continue`, def, del, elif, `else`, `false`, `for`, from,
      global,
      `if`, `import`
    case `in`, `is`, lambda, none, nonlocal, not, or, pass, `return`, `true`, `while`
    /// A word of Python that the subset has not.
    case foreignKeyword
  }

  let kind: Kind
  let start: Int32
  let length: Int32

  init(_ kind: Kind, _ start: Int, _ length: Int) {
    self.kind = kind
    self.start = Int32(start)
    self.length = Int32(length)
  }

  /// Whether it is a word that is no name.
  var isKeyword: Bool { kind.rawValue >= Kind.and.rawValue }

  var offset: Int { Int(start) }
  var end: Int { Int(start + length) }
  var range: Range<Int> { Int(start)..<Int(start + length) }

  static let keywords: [String: Kind] = {
    var keywords: [String: Kind] = [
      "and": .and, "as": .as, "assert": .assert, "break": .break, "class": .class, "continue": .continue,
      "def": .def, "del": .del, "elif": .elif, "else": .else, "False": .false, "for": .for, "from": .from,
      "global": .global, "if": .if,
      "import": .import, "in": .in, "is": .is, "lambda": .lambda, "None": .none, "nonlocal": .nonlocal,
      "not": .not, "or": .or,
      "pass": .pass, "return": .return, "True": .true, "while": .while,
    ]
    for word in [
      "async", "await", "except", "finally", "raise", "try", "with", "yield",
    ] { keywords[word] = .foreignKeyword }
    return keywords
  }()
}
