extension Lexer {
  static func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  mutating func number() throws(Fault) -> Token {
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
      if byte | 0x20 == UInt8(ascii: "j") {
        throw Fault(
          offset: start, message: "a complex number is Python, but not in the subset that GradViz reads")
      }
      throw Fault(
        offset: position,
        message: "a number is followed by a letter\(product(of: text))")
    }
    let number = bytes[start..<position]
    if number.count > 1, number.first == UInt8(ascii: "0"), number.allSatisfy(Lexer.isDigit),
      number.contains(where: { $0 != UInt8(ascii: "0") })
    {
      let digits = String(decoding: number.drop { $0 == UInt8(ascii: "0") }, as: UTF8.self)
      throw Fault(
        offset: start,
        message: "a whole number begins with no 0; write \(digits), or 0o\(digits) if it is octal")
    }
    return Token(.number, start, position - start)
  }

  /// What to write for `2x`.
  private func product(of number: String) -> String {
    var end = position
    while end < limit, end - position < 20,
      Lexer.isDigit(bytes[end]) || bytes[end] == 0x5F
        || (bytes[end] | 0x20 >= 0x61 && bytes[end] | 0x20 <= 0x7A)
    { end += 1 }
    return "; write \(number)*\(String(decoding: bytes[position..<end], as: UTF8.self)) for a product"
  }

  /// Digits, with single underscores between them as in Python.
  mutating func digits() {
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

  mutating func word() throws(Fault) -> Token {
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
}
