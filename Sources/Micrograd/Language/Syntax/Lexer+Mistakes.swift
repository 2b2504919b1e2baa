extension Lexer {
  func message(for scalar: UnicodeScalar, _ length: Int) -> String {
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

  /// What to type in place of `a·x`, as far as the words on both sides say.
  func suggestion(from start: Int, _ length: Int, _ sign: String) -> String {
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

  static func codePoint(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
