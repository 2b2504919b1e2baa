/// Text and numbers as they stand in JSON.
package enum JSONText {
  /// The shortest form that reads back to the same bits; a string if the number is not finite.
  package static func number(_ number: Double) -> String {
    if number.isFinite { return number.description }
    return number.isNaN ? "\"nan\"" : (number > 0 ? "\"inf\"" : "\"-inf\"")
  }

  /// The text in quotes, with what JSON forbids escaped.
  package static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case "\u{0}"..<"\u{20}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
