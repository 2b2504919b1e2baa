extension Lexer {
  /// - Parameter prefix: how many letters stand before the quote.
  mutating func string(from start: Int, prefix: Int) throws(Fault) -> Token {
    let quote = bytes[position]
    let isTriple = peek(1) == quote && peek(2) == quote
    let letters = bytes[start..<start + prefix]
    if letters.contains(where: { $0 | 0x20 == UInt8(ascii: "b") }) {
      throw Fault(
        offset: start, message: "bytes are Python, but not in the subset that GradViz reads; leave the b out")
    }
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

  func unclosed(_ start: Int, _ quote: UInt8, _ isTriple: Bool) -> Fault {
    let end = String(repeating: String(UnicodeScalar(quote)), count: isTriple ? 3 : 1)
    return Fault(offset: start, message: "this text is not closed; end it with \(end)")
  }

  /// The text up to the next field or the end, or the mark that ends it.
  mutating func formatToken() throws(Fault) -> Token {
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
  mutating func fieldSymbol(_ byte: UInt8) -> Token? {
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
