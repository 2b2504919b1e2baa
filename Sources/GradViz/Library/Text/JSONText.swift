/// Text and numbers as they stand in JSON.
package enum JSONText {
  /// The shortest form that reads back to the same bits; a string if the number is not finite.
  package static func number(_ number: Double) -> String {
    if number.isFinite { return number.description }
    return number.isNaN ? "\"nan\"" : (number > 0 ? "\"inf\"" : "\"-inf\"")
  }

  /// The text in quotes, with what JSON forbids escaped.
  ///
  /// - Parameter isInScript: whether it stands inside a script element of a page, which nothing in it may end.
  package static func quoted(_ text: String, isInScript: Bool = false) -> String {
    // Almost every text is as it stands.
    if text.utf8.allSatisfy({ isPlain($0, isInScript) }) { return "\"\(text)\"" }
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case "\u{0}"..<"\u{20}", "\u{7F}": out += escaped(scalar)
      case "<" where isInScript, "\u{2028}" where isInScript, "\u{2029}" where isInScript:
        out += escaped(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  private static func isPlain(_ byte: UInt8, _ isInScript: Bool) -> Bool {
    switch byte {
    case 0..<0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"): false
    // The first byte of U+2028 and U+2029 is 0xE2.
    case UInt8(ascii: "<"), 0xE2: !isInScript
    default: true
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
