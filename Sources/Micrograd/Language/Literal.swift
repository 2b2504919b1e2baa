/// What number and string tokens stand for.
enum Literal {
  /// The nearest double. The lexer has checked the form, so it always parses; underscores are dropped.
  static func number(_ bytes: ArraySlice<UInt8>) -> Double {
    let text = String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    // Swift reads neither "1." nor ".5" nor "1.e5".
    if let number = Double(text) { return number }
    var padded = text.replacingFirst(".", with: ".0")
    if padded.hasPrefix(".") { padded = "0" + text }
    return Double(padded) ?? .nan
  }

  /// A name as error messages show it: at most 60 characters.
  static func shortened(_ name: String) -> String {
    name.unicodeScalars.count <= 60
      ? name : String(String.UnicodeScalarView(name.unicodeScalars.prefix(60))) + "…"
  }

  /// The text between the quotes, with Python's common escapes resolved.
  static func string(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = bytes.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
        result.append(byte)
        continue
      }
      switch escaped {
      case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "r"): result.append(UInt8(ascii: "\r"))
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(escaped)
      default: result += [byte, escaped]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension String {
  fileprivate func replacingFirst(_ character: Character, with text: String) -> String {
    guard let index = firstIndex(of: character) else { return self }
    return replacing(String(self[index]), with: text, maxReplacements: 1)
  }
}
