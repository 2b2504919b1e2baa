/// Cuts source text into Python's tokens, one at a time: lines end with `newline`, blocks are enclosed in `indent`
/// and `dedent`.
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  /// The end of the cell under way: no bracket and no block reaches from one cell into the next.
  private var limit: Int
  private var laterCells: ArraySlice<Int>
  /// Columns of the blocks that are open.
  private var indents = [0]
  private var pendingDedents = 0
  /// Open brackets outside of f-strings, or in the field under way.
  private(set) var depth = 0
  private var isAtLineStart = true
  private var formats: [Format] = []
  /// Where there are comments, in order; a text that is read again after a mistake has each once.
  private(set) var comments: [Range<Int32>] = []

  /// An f-string under way.
  private struct Format {
    let quote: UInt8
    let isTriple: Bool
    let isRaw: Bool
    /// The `depth` around each field that is open; a field may stand in the format of another.
    var fields: [Field] = []
    var isInText = true

    struct Field {
      var depth: Int
      var isInSpec = false
    }
  }

  /// - Parameter cells: where the cells of a notebook begin; none for a plain text.
  init(_ bytes: [UInt8], cells: [Int] = []) {
    self.bytes = bytes
    laterCells = cells.drop { $0 == 0 } + [bytes.count]
    limit = laterCells.removeFirst()
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }  // a byte order mark
  }

  func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < limit ? bytes[position + ahead] : nil
  }

  mutating func next() throws(Fault) -> Token {
    if pendingDedents > 0 {
      pendingDedents -= 1
      return Token(.dedent, position, 0)
    }
    if let format = formats.last, format.isInText { return try formatToken() }
    if isAtLineStart && depth == 0 && formats.isEmpty, let token = try startLine() { return token }
    skipBlanks()
    let start = position
    guard let byte = peek() else { return endOfCell() }
    switch byte {
    case UInt8(ascii: "\n"):
      position += 1
      isAtLineStart = true
      return Token(.newline, start, 1)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: ".") where Lexer.isDigit(peek(1)): return try number()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return try string(from: start, prefix: 0)
    case UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      0x80...:
      return try word()
    default: return try symbol(byte)
    }
  }

  /// Reads on at another place, outside of all brackets: after a fault, which may stand at the end of the text.
  mutating func resume(at place: Int) {
    let place = min(place, limit)
    position = place
    depth = 0
    formats = []
    isAtLineStart = place == 0 || bytes[place - 1] == UInt8(ascii: "\n")
  }

  // MARK: - Lines and blocks

  /// Skips lines without content and compares the indentation of the next with that of its block.
  private mutating func startLine() throws(Fault) -> Token? {
    var lineStart = position
    var column = 0
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "): column += 1
      case UInt8(ascii: "\t"): column = (column / 8 + 1) * 8
      case UInt8(ascii: "\r"), 0x0C: break
      case UInt8(ascii: "\n"):
        column = 0
        lineStart = position + 1
      case UInt8(ascii: "#"):
        skipComment()
        continue
      default: return try indent(to: column, lineStart)
      }
      position += 1
    }
    return nil
  }

  private mutating func indent(to column: Int, _ lineStart: Int) throws(Fault) -> Token? {
    isAtLineStart = false
    let start = position
    if column > indents[indents.count - 1] {
      indents.append(column)
      return Token(.indent, lineStart, start - lineStart)
    }
    while column < indents[indents.count - 1] {
      indents.removeLast()
      pendingDedents += 1
    }
    guard column == indents[indents.count - 1] else {
      // The line belongs to the block that it is indented more than.
      indents.append(column)
      pendingDedents -= 1
      throw Fault(
        offset: start, message: "this line is indented like none before it; align it with a line of its block"
      )
    }
    if pendingDedents > 0 {
      pendingDedents -= 1
      return Token(.dedent, position, 0)
    }
    return magic()
  }

  private mutating func magic() -> Token? {
    guard let byte = peek(), byte == UInt8(ascii: "%") || byte == UInt8(ascii: "!") else { return nil }
    let start = position
    skipLine()
    return Token(.magic, start, position - start)
  }

  private mutating func endOfCell() -> Token {
    let start = position
    if !isAtLineStart {
      isAtLineStart = true
      depth = 0
      formats = []
      return Token(.newline, start, 0)
    }
    if indents.count > 1 {
      pendingDedents = indents.count - 2
      indents = [0]
      return Token(.dedent, start, 0)
    }
    guard let next = laterCells.popFirst() else { return Token(.endOfFile, start, 0) }
    limit = next
    return Token(.newline, start, 0)
  }

  /// Whether the text ends here for an open bracket.
  var isAtEnd: Bool { position >= limit }

  mutating func skipLine() {
    while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func skipComment() {
    let start = Int32(position)
    skipLine()
    if start >= comments.last?.upperBound ?? 0 { comments.append(start..<Int32(position)) }
  }

  private mutating func skipBlanks() {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x0C: position += 1
      case UInt8(ascii: "\n") where depth > 0 || !formats.isEmpty: position += 1
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\n"): position += 2
      case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\r") && peek(2) == UInt8(ascii: "\n"):
        position += 3
      default: return
      }
    }
  }

  // MARK: - Symbols

  private static let symbols: [(text: StaticString, kind: Token.Kind)] = [
    ("**=", .augmentedAssign), ("//=", .augmentedAssign), (">>=", .augmentedAssign),
    ("<<=", .augmentedAssign),
    ("...", .ellipsis), ("**", .power), ("//", .doubleSlash), ("+=", .augmentedAssign),
    ("-=", .augmentedAssign),
    ("*=", .augmentedAssign), ("/=", .augmentedAssign), ("%=", .augmentedAssign), ("&=", .augmentedAssign),
    ("|=", .augmentedAssign), ("@=", .augmentedAssign), ("==", .equal), ("!=", .notEqual), ("<=", .lessEqual),
    (">=", .greaterEqual), ("<<", .leftShift), (">>", .rightShift), ("->", .arrow), (":=", .walrus),
    ("+", .plus), ("-", .minus), ("*", .star), ("/", .slash), ("%", .percent), ("@", .at), ("&", .ampersand),
    ("|", .bar), ("~", .tilde), ("<", .less), (">", .greater), ("=", .assign), ("(", .leftParenthesis),
    (")", .rightParenthesis), ("[", .leftBracket), ("]", .rightBracket), ("{", .leftBrace),
    ("}", .rightBrace),
    (",", .comma), (".", .dot), (":", .colon), (";", .semicolon),
  ]

  private mutating func symbol(_ byte: UInt8) throws(Fault) -> Token {
    let start = position
    if let token = fieldSymbol(byte) { return token }
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
    case UInt8(ascii: "^"):
      throw Fault(
        offset: start, message: "unexpected '^'; a power is written '**'\(suggestion(from: start, 1, "**"))")
    case 0x20..<0x7F:
      let shown = String(UnicodeScalar(byte))
      throw Fault(offset: start, message: "unexpected '\(shown)'; no expression has this sign")
    default:
      throw Fault(offset: start, message: "unexpected control character \(Lexer.codePoint(UInt32(byte)))")
    }
  }

  /// What to type in place of `a·x`, as far as the words on both sides say.
  private func suggestion(from start: Int, _ length: Int, _ sign: String) -> String {
    func isWord(_ byte: UInt8) -> Bool {
      Lexer.isDigit(byte) || byte == UInt8(ascii: "_") || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
        || byte == UInt8(ascii: ".")
    }
    var from = start
    while from > 0 && start - from < 20 && isWord(bytes[from - 1]) { from -= 1 }
    var to = start + length
    while to < limit && to - start < 20 && isWord(bytes[to]) { to += 1 }
    guard from < start && to > start + length else { return "" }
    let left = String(decoding: bytes[from..<start], as: UTF8.self)
    let right = String(decoding: bytes[(start + length)..<to], as: UTF8.self)
    return "; write \(left)\(sign)\(right)"
  }

  private static func codePoint(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  // MARK: - Numbers

  static func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private mutating func number() throws(Fault) -> Token {
    let start = position
    if bytes[start] == UInt8(ascii: "0"), let mark = peek(1), "xXoObB".utf8.contains(mark) {
      position += 2
      while let byte = peek(),
        Lexer.isDigit(byte) || byte == 0x5F || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
      { position += 1 }
    } else {
      digits()
      if peek() == UInt8(ascii: ".") {
        position += 1
        if Lexer.isDigit(peek()) { digits() }
      }
      if let e = peek(), e | 0x20 == UInt8(ascii: "e") {
        let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
        if Lexer.isDigit(peek(1 + sign)) {
          position += 1 + sign
          digits()
        }
      }
    }
    if let byte = peek(), byte == UInt8(ascii: "_") || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) {
      // `1if x else 2` is Python, but nobody writes it.
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      throw Fault(
        offset: position,
        message: "a number is followed by a letter; write '\(text) * …' for a product")
    }
    return Token(.number, start, position - start)
  }

  /// Digits, with single underscores between them as in Python.
  private mutating func digits() {
    while let byte = peek() {
      if Lexer.isDigit(byte)
        || (byte == UInt8(ascii: "_") && Lexer.isDigit(peek(1)) && position > 0
          && Lexer.isDigit(bytes[position - 1]))
      {
        position += 1
      } else {
        return
      }
    }
  }

  // MARK: - Words and strings

  private mutating func word() throws(Fault) -> Token {
    let start = position
    var isASCII = true
    while let byte = peek() {
      if byte < 0x80 {
        let letter = byte | 0x20
        guard Lexer.isDigit(byte) || byte == UInt8(ascii: "_") || (letter >= 0x61 && letter <= 0x7A) else {
          break
        }
        position += 1
        continue
      }
      let length = byte >= 0xF0 ? 4 : (byte >= 0xE0 ? 3 : 2)
      let end = min(position + length, bytes.count)
      guard let scalar = String(decoding: bytes[position..<end], as: UTF8.self).unicodeScalars.first else {
        break
      }
      // The point in the middle of a product is a letter by Unicode's rules (Catalan has it in words).
      let isLetter =
        scalar != "\u{B7}"
        && (position == start ? scalar.properties.isXIDStart : scalar.properties.isXIDContinue)
      guard isLetter else {
        if position > start { break }
        throw Fault(offset: start, message: message(for: scalar, length))
      }
      isASCII = false
      position = end
    }
    if isASCII && position - start <= 2, let quote = peek(),
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      bytes[start..<position].allSatisfy({ "rRbBfFuU".utf8.contains($0) })
    {
      return try string(from: start, prefix: position - start)
    }
    if isASCII && position - start <= 8,
      let kind = Token.keywords[String(decoding: bytes[start..<position], as: UTF8.self)]
    {
      return Token(kind, start, position - start)
    }
    return Token(.name, start, position - start)
  }

  private func message(for scalar: UnicodeScalar, _ length: Int) -> String {
    let shown = "unexpected character '\(scalar)' (\(Lexer.codePoint(scalar.value)))"
    func suggested(_ sign: String) -> String { suggestion(from: position, length, sign) }
    switch scalar {
    case "−", "–", "—": return shown + "; minus is written '-'" + suggested("-")
    case "×", "·", "⋅", "∙": return shown + "; a product is written '*'" + suggested("*")
    case "÷": return shown + "; a quotient is written '/'" + suggested("/")
    case "²": return shown + "; a square is written '**2'"
    case "³": return shown + "; a cube is written '**3'"
    case "≤": return shown + "; it is written '<='"
    case "≥": return shown + "; it is written '>='"
    case "≠": return shown + "; it is written '!='"
    case "‘", "’", "“", "”": return shown + "; quotes are written ' or \""
    case "\u{A0}", "\u{2003}", "\u{3000}", "\u{200B}":
      return "unexpected \(Lexer.codePoint(scalar.value)), a space that is not one; write a plain space"
    default:
      return scalar.properties.generalCategory == .control
        ? "unexpected control character \(Lexer.codePoint(scalar.value))" : shown
    }
  }

  /// - Parameter prefix: how many letters stand before the quote.
  private mutating func string(from start: Int, prefix: Int) throws(Fault) -> Token {
    let quote = bytes[position]
    let isTriple = peek(1) == quote && peek(2) == quote
    let letters = bytes[start..<start + prefix]
    if letters.contains(where: { $0 | 0x20 == UInt8(ascii: "f") }) {
      position += isTriple ? 3 : 1
      let isRaw = letters.contains { $0 | 0x20 == UInt8(ascii: "r") }
      formats.append(Format(quote: quote, isTriple: isTriple, isRaw: isRaw))
      return Token(.formatStart, start, position - start)
    }
    position += isTriple ? 3 : 1
    while let byte = peek(), isTriple || byte != UInt8(ascii: "\n") {
      if byte == UInt8(ascii: "\\"), peek(1) != nil {
        position += 2
        continue
      }
      position += 1
      guard byte == quote else { continue }
      if !isTriple { return Token(.string, start, position - start) }
      if peek() == quote && peek(1) == quote {
        position += 2
        return Token(.string, start, position - start)
      }
    }
    throw unclosed(start, quote, isTriple)
  }

  private func unclosed(_ start: Int, _ quote: UInt8, _ isTriple: Bool) -> Fault {
    let end = String(repeating: String(UnicodeScalar(quote)), count: isTriple ? 3 : 1)
    return Fault(offset: start, message: "this text is not closed; end it with \(end)")
  }

  // MARK: - Formatted strings

  /// The text up to the next field or the end, or the mark that ends it.
  private mutating func formatToken() throws(Fault) -> Token {
    var format = formats.removeLast()
    let start = position
    let isInSpec = format.fields.last?.isInSpec == true
    while let byte = peek() {
      let isQuote =
        byte == format.quote && (!format.isTriple || (peek(1) == format.quote && peek(2) == format.quote))
      if isQuote || (byte == UInt8(ascii: "\n") && !format.isTriple) {
        guard isQuote && !isInSpec else { break }
        if position > start {
          formats.append(format)
          return Token(.formatText, start, position - start)
        }
        position += format.isTriple ? 3 : 1
        return Token(.formatEnd, start, position - start)
      }
      switch byte {
      case UInt8(ascii: "\\") where !format.isRaw && peek(1) != nil: position += 2
      case UInt8(ascii: "{"), UInt8(ascii: "}"):
        if peek(1) == byte && !isInSpec {
          position += 2
          continue
        }
        if position > start {
          formats.append(format)
          return Token(.formatText, start, position - start)
        }
        position += 1
        if byte == UInt8(ascii: "{") {
          format.fields.append(Format.Field(depth: depth))
          format.isInText = false
          formats.append(format)
          return Token(.fieldStart, start, 1)
        }
        guard isInSpec else {
          throw Fault(offset: start, message: "'}' closes no field; write '}}' for the sign itself")
        }
        format.fields.removeLast()
        format.isInText = format.fields.last.map(\.isInSpec) ?? true
        formats.append(format)
        return Token(.fieldEnd, start, 1)
      default: position += 1
      }
    }
    throw unclosed(start, format.quote, format.isTriple)
  }

  /// The signs that end an expression in a field.
  private mutating func fieldSymbol(_ byte: UInt8) -> Token? {
    guard let field = formats.last?.fields.last, field.depth == depth else { return nil }
    let start = position
    let last = formats.count - 1
    switch byte {
    case UInt8(ascii: "}"):
      position += 1
      formats[last].fields.removeLast()
      formats[last].isInText = true
      return Token(.fieldEnd, start, 1)
    case UInt8(ascii: ":"):
      position += 1
      formats[last].fields[formats[last].fields.count - 1].isInSpec = true
      formats[last].isInText = true
      return Token(.fieldColon, start, 1)
    case UInt8(ascii: "!") where peek(1) != UInt8(ascii: "="):
      position += min(2, limit - position)
      return Token(.fieldConversion, start, position - start)
    case UInt8(ascii: "="):
      var ahead = 1
      while peek(ahead) == UInt8(ascii: " ") { ahead += 1 }
      guard let next = peek(ahead), "}:!".utf8.contains(next) else { return nil }
      position += ahead
      return Token(.fieldEquals, start, ahead)
    default: return nil
    }
  }
}
