/// Cuts source text into tokens, one at a time.
struct Lexer {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }  // a byte order mark
  }

  /// Reads the tokens up to the end of the next statement, which is the last of them.
  ///
  /// A statement ends at a newline outside parentheses and brackets, at a semicolon or at the end of the file. After a
  /// fault, `tokens` holds what came before it and the rest of the line is skipped.
  mutating func readStatement(into tokens: inout [Token]) throws(Fault) {
    tokens.removeAll(keepingCapacity: true)
    depth = 0
    do {
      while true {
        let token = try nextToken()
        tokens.append(token)
        switch token.kind {
        case .leftParenthesis, .leftBracket: depth += 1
        case .rightParenthesis, .rightBracket: depth = max(0, depth - 1)
        case .endOfStatement, .endOfFile: return
        default: break
        }
      }
    } catch {
      skipLine()
      throw error
    }
  }

  private mutating func skipLine() {
    while position < bytes.count && bytes[position] != UInt8(ascii: "\n") { position += 1 }
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func nextToken() throws(Fault) -> Token {
    skipBlanks()
    let start = position
    guard let byte = peek() else { return token(.endOfFile, from: start) }
    switch byte {
    case UInt8(ascii: "\n"), UInt8(ascii: ";"):
      position += 1
      return token(.endOfStatement, from: start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: ".") where isDigit(peek(1)): return try number()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return try string(quote: byte)
    case UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      0x80...:
      return try name()
    default: return try symbol(byte)
    }
  }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    Token(kind: kind, start: Int32(start), length: Int32(position - start))
  }

  private mutating func skipBlanks() {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x0C: position += 1
      case UInt8(ascii: "\n") where depth > 0: position += 1
      case UInt8(ascii: "#"): skipLine()
      case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\n"): position += 2
      case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\r") && peek(2) == UInt8(ascii: "\n"):
        position += 3
      default: return
      }
    }
  }

  private mutating func symbol(_ byte: UInt8) throws(Fault) -> Token {
    let start = position
    let next = peek(1)
    let equals = next == UInt8(ascii: "=")
    let kind: Token.Kind
    switch byte {
    case UInt8(ascii: "+"): kind = equals ? .plusAssign : .plus
    case UInt8(ascii: "-"): kind = equals ? .minusAssign : .minus
    case UInt8(ascii: "*") where next == UInt8(ascii: "*"):
      if peek(2) == UInt8(ascii: "=") {
        throw Fault(offset: start, message: "'**=' is not in this language; write 'x = x ** n'")
      }
      position += 2
      return token(.power, from: start)
    case UInt8(ascii: "*"): kind = equals ? .starAssign : .star
    case UInt8(ascii: "/") where next == UInt8(ascii: "/"):
      throw Fault(offset: start, message: "'//' is not in this language; write '/', and '#' before a comment")
    case UInt8(ascii: "/"): kind = equals ? .slashAssign : .slash
    case UInt8(ascii: "=") where equals:
      throw Fault(offset: start, message: "comparisons are not in this language; write '=' to name a value")
    case UInt8(ascii: "="):
      position += 1
      return token(.assign, from: start)
    case UInt8(ascii: "("): kind = .leftParenthesis
    case UInt8(ascii: ")"): kind = .rightParenthesis
    case UInt8(ascii: "["): kind = .leftBracket
    case UInt8(ascii: "]"): kind = .rightBracket
    case UInt8(ascii: ","): kind = .comma
    case UInt8(ascii: "."): kind = .dot
    case UInt8(ascii: "^"): throw Fault(offset: start, message: "unexpected '^'; a power is written '**'")
    case 0x20..<0x7F:
      let shown = String(UnicodeScalar(byte))
      throw Fault(offset: start, message: "unexpected '\(shown)'; \(Lexer.hint)")
    default:
      throw Fault(offset: start, message: "unexpected control character \(Lexer.codePoint(UInt32(byte)))")
    }
    let compound: Bool =
      switch kind {
      case .plusAssign, .minusAssign, .starAssign, .slashAssign: true
      default: false
      }
    position += compound ? 2 : 1
    return token(kind, from: start)
  }

  private static let hint =
    "expressions are made of numbers, names, + - * / **, functions, lists and parentheses"

  private static func codePoint(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  // MARK: - Numbers

  private func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private mutating func number() throws(Fault) -> Token {
    let start = position
    try digits()
    if peek() == UInt8(ascii: ".") {
      position += 1
      if isDigit(peek()) { try digits() }
    }
    if let e = peek(), e | 0x20 == UInt8(ascii: "e") {
      let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if isDigit(peek(1 + sign)) {
        position += 1 + sign
        try digits()
      }
    }
    if let byte = peek(), byte == UInt8(ascii: "_") || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) {
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      throw Fault(
        offset: position, message: "a number is followed by a letter; write '\(text) * …' for a product")
    }
    return token(.number, from: start)
  }

  /// Digits, with single underscores between them as in Python.
  private mutating func digits() throws(Fault) {
    while let byte = peek() {
      if isDigit(byte)
        || (byte == UInt8(ascii: "_") && isDigit(peek(1)) && position > 0 && isDigit(bytes[position - 1]))
      {
        position += 1
      } else {
        return
      }
    }
  }

  // MARK: - Names and strings

  private mutating func name() throws(Fault) -> Token {
    let start = position
    while let byte = peek() {
      if byte < 0x80 {
        let letter = byte | 0x20
        guard isDigit(byte) || byte == UInt8(ascii: "_") || (letter >= 0x61 && letter <= 0x7A) else { break }
        position += 1
        continue
      }
      let length = byte >= 0xF0 ? 4 : (byte >= 0xE0 ? 3 : 2)
      let end = min(position + length, bytes.count)
      guard let scalar = String(decoding: bytes[position..<end], as: UTF8.self).unicodeScalars.first else {
        break
      }
      guard position == start ? scalar.properties.isXIDStart : scalar.properties.isXIDContinue else {
        if position > start { break }
        throw Fault(offset: start, message: Lexer.message(for: scalar))
      }
      position = end
    }
    return token(.name, from: start)
  }

  private static func message(for scalar: UnicodeScalar) -> String {
    let shown = "unexpected character '\(scalar)' (\(codePoint(scalar.value)))"
    switch scalar {
    case "−", "–", "—": return shown + "; minus is written '-'"
    case "×", "·", "⋅", "∙": return shown + "; a product is written '*'"
    case "÷": return shown + "; a quotient is written '/'"
    case "‘", "’", "“", "”": return shown + "; quotes are written ' or \""
    case "\u{A0}", "\u{2003}", "\u{3000}", "\u{200B}":
      return "unexpected \(codePoint(scalar.value)), a space that is not one; write a plain space"
    default:
      return scalar.properties.generalCategory == .control
        ? "unexpected control character \(codePoint(scalar.value))" : shown
    }
  }

  private mutating func string(quote: UInt8) throws(Fault) -> Token {
    let start = position
    position += 1
    while let byte = peek(), byte != UInt8(ascii: "\n") {
      if byte == UInt8(ascii: "\\"), peek(1) != nil, peek(1) != UInt8(ascii: "\n") {
        position += 2
        continue
      }
      position += 1
      if byte == quote { return token(.string, from: start) }
    }
    throw Fault(
      offset: start, message: "this text is not closed; end it with \(String(UnicodeScalar(quote)))")
  }
}
