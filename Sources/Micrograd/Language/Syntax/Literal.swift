/// What number and string tokens stand for.
enum Literal {
  enum Number: Equatable {
    case int(Int)
    case float(Double)
  }

  /// The integer, or the nearest double. The lexer has checked the form; underscores are dropped.
  ///
  /// - Returns: nil for an integer of more than 64 bits, or a number that is none, such as `0x`.
  static func number(_ bytes: ArraySlice<UInt8>) -> Number? {
    if let small = smallInteger(bytes) { return .int(small) }
    let text = String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    if text.count > 2, let radix = ["0x": 16, "0o": 8, "0b": 2][text.prefix(2).lowercased()] {
      return Int(text.dropFirst(2), radix: radix).map { .int($0) }
    }
    if text.utf8.allSatisfy({ Lexer.isDigit($0) }) { return Int(text).map { .int($0) } }
    // Swift reads neither "1." nor ".5" nor "1.e5".
    if let number = Double(text) { return .float(number) }
    var padded = text
    if let point = text.firstIndex(of: ".") { padded.replaceSubrange(point...point, with: ".0") }
    if text.hasPrefix(".") { padded = "0" + text }
    return Double(padded).map { .float($0) }
  }

  /// Whether it is 2⁶³: with a minus before it, it has 64 bits.
  static func isLowestWithoutSign(_ bytes: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    let radix = ["0x": 16, "0o": 8, "0b": 2][text.prefix(2).lowercased()]
    return UInt(radix == nil ? text : String(text.dropFirst(2)), radix: radix ?? 10) == Int.min.magnitude
  }

  private static func smallInteger(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count <= 15 else { return nil }
    var number = 0
    for byte in bytes {
      guard Lexer.isDigit(byte) else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
  }

  /// A name as error messages show it: at most 60 characters.
  static func shortened(_ name: String) -> String {
    name.unicodeScalars.count <= 60
      ? name : String(String.UnicodeScalarView(name.unicodeScalars.prefix(60))) + "…"
  }

  /// The text of a string token, with Python's escapes resolved.
  static func string(_ bytes: ArraySlice<UInt8>) -> String {
    let prefix = bytes.prefix { $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\"") }
    let rest = bytes.dropFirst(prefix.count)
    let quotes = rest.count >= 6 && rest.prefix(3).allSatisfy { $0 == rest.first } ? 3 : 1
    let content = rest.dropFirst(quotes).dropLast(quotes)
    if prefix.contains(where: { $0 | 0x20 == UInt8(ascii: "r") }) {
      return String(decoding: content, as: UTF8.self)
    }
    return unescaped(content)
  }

  /// A text with the escapes resolved that Python knows, but for names of characters.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
        result.append(byte)
        continue
      }
      switch escaped {
      case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "r"): result.append(UInt8(ascii: "\r"))
      case UInt8(ascii: "a"): result.append(7)
      case UInt8(ascii: "b"): result.append(8)
      case UInt8(ascii: "f"): result.append(12)
      case UInt8(ascii: "v"): result.append(11)
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        let others = rest.prefix(2).prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        let code = others.reduce(UInt32(escaped - 48)) { 8 * $0 + UInt32($1 - 48) }
        result += String(UnicodeScalar(code) ?? "\u{FFFD}").utf8
        rest = rest.dropFirst(others.count)
      case UInt8(ascii: "\n"): break
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(escaped)
      case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
        let count = escaped == UInt8(ascii: "x") ? 2 : (escaped == UInt8(ascii: "u") ? 4 : 8)
        let digits = String(decoding: rest.prefix(count), as: UTF8.self)
        if digits.utf8.count == count, let code = UInt32(digits, radix: 16), let scalar = UnicodeScalar(code)
        {
          result += String(scalar).utf8
          rest = rest.dropFirst(count)
        } else {
          result += [byte, escaped]
        }
      default: result += [byte, escaped]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
