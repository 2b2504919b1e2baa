extension JSONReader {
  // MARK: - Numbers

  /// A number; also `NaN`, `Infinity` and `-Infinity`, and in quotes these or `nan`, `inf` and `-inf`.
  mutating func number() throws(JSONError) -> Double {
    switch try kind() {
    case .text:
      let start = position
      switch try text() {
      case "nan", "NaN": return .nan
      case "inf", "Infinity": return .infinity
      case "-inf", "-Infinity": return -.infinity
      default:
        position = start
        throw unexpected("a number, \"nan\", \"inf\" or \"-inf\"")
      }
    case .number: break
    default: throw unexpected("a number")
    }
    if byte == UInt8(ascii: "N") {
      position += 3
      return .nan
    }
    if byte == UInt8(ascii: "I") {
      position += 8
      return .infinity
    }
    return try digits()
  }

  /// A whole number, also one that is written as `3.0`.
  mutating func whole() throws(JSONError) -> Int {
    guard try kind() == .number else { throw unexpected("a whole number") }
    let start = position
    var end = position + (byte == UInt8(ascii: "-") ? 1 : 0)
    var size = 0
    // The usual case: up to 15 digits and nothing else.
    while end < bytes.count, bytes[end] &- UInt8(ascii: "0") < 10, end - start < 15 {
      size = 10 * size + Int(bytes[end] - UInt8(ascii: "0"))
      end += 1
    }
    if end < bytes.count, end > start, !".eE0123456789".utf8.contains(bytes[end]),
      bytes[end - 1] != UInt8(ascii: "-"),
      size == 0 ? end - start == 1 : bytes[start] != UInt8(ascii: "0")
    {
      let isNegative = bytes[start] == UInt8(ascii: "-")
      guard !isNegative || bytes[start + 1] != UInt8(ascii: "0") else { return try wholeNumber(start) }
      position = end
      return isNegative ? -size : size
    }
    return try wholeNumber(start)
  }

  private mutating func wholeNumber(_ start: Int) throws(JSONError) -> Int {
    let number = try number()
    // From 2⁵³ on a Double does not tell neighbours apart.
    guard number.magnitude < 0x1p53, number == number.rounded() else {
      position = start
      throw unexpected("a whole number below 2⁵³")
    }
    return Int(number)
  }

  /// A number as the standard has it: no leading zeros, digits on both sides of the point.
  private mutating func digits() throws(JSONError) -> Double {
    let start = position
    let isNegative = byte == UInt8(ascii: "-")
    if isNegative {
      position += 1
      if isWord("Infinity") {
        position += 8
        return -.infinity
      }
    }
    // As many digits as fit are taken as a whole number, whose exponent is counted beside it.
    var significand: UInt64 = 0
    var dropped = 0
    var exponent = 0
    func take(_ digit: UInt8) {
      if significand < 1_000_000_000_000_000_000 {
        significand = 10 * significand + UInt64(digit)
      } else {
        dropped += 1
      }
    }
    let first = position
    while case let digit = byte &- UInt8(ascii: "0"), digit < 10 {
      take(digit)
      position += 1
    }
    guard position > first else {
      position = start
      throw error("a number needs a digit behind its sign")
    }
    guard bytes[first] != UInt8(ascii: "0") || position == first + 1 else {
      position = start
      throw error("a number must not begin with 0 here; remove the zeros in front")
    }
    exponent = dropped
    if byte == UInt8(ascii: ".") {
      position += 1
      let point = position
      while case let digit = byte &- UInt8(ascii: "0"), digit < 10 {
        let before = dropped
        take(digit)
        if dropped == before { exponent -= 1 }
        position += 1
      }
      guard position > point else { throw error("a digit is expected behind the point; write 1.0 for 1.") }
    }
    if byte | 0x20 == UInt8(ascii: "e") { exponent += try writtenExponent() }
    guard !JSONReader.isWordByte(byte), byte != UInt8(ascii: "."), byte != UInt8(ascii: "+"),
      byte != UInt8(ascii: "-")
    else {
      position = start
      throw unexpected("a number")
    }
    let size = dropped == 0 ? JSONReader.exact(significand, exponent) : nil
    let number = size ?? JSONReader.parsed(bytes[first..<position])
    guard number.isFinite else {
      position = start
      throw error("this number is larger than the largest double, 1.8e308; write Infinity if that is meant")
    }
    return isNegative ? -number : number
  }

  /// What stands behind an `e`; bounded, as beyond 10,000 nothing changes any more.
  private mutating func writtenExponent() throws(JSONError) -> Int {
    position += 1
    let isNegative = byte == UInt8(ascii: "-")
    if isNegative || byte == UInt8(ascii: "+") { position += 1 }
    let first = position
    var exponent = 0
    while case let digit = byte &- UInt8(ascii: "0"), digit < 10 {
      exponent = min(10 * exponent + Int(digit), 10_000)
      position += 1
    }
    guard position > first else { throw error("a digit is expected in the exponent") }
    return isNegative ? -exponent : exponent
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19,
    1e20, 1e21, 1e22,
  ]

  /// `significand · 10^exponent` where one rounding gives it: both factors are exact (W. D. Clinger, 1990).
  private static func exact(_ significand: UInt64, _ exponent: Int) -> Double? {
    guard significand < 1 << 53, abs(exponent) <= 22 else { return nil }
    let number = Double(significand)
    return exponent < 0 ? number / powers[-exponent] : number * powers[exponent]
  }

  private static func parsed(_ digits: ArraySlice<UInt8>) -> Double {
    // Digits were checked, and infinite is what is too large for a double.
    Double(String(decoding: digits, as: UTF8.self)) ?? .infinity
  }

  // MARK: - Texts

  /// A text, without its quotes and escapes.
  mutating func text() throws(JSONError) -> String {
    guard try kind() == .text else { throw unexpected("a text") }
    return try decoded(try textRange())
  }

  /// Passes over a text in quotes, and says where what is between them is.
  mutating func textRange() throws(JSONError) -> Range<Int> {
    let quote = position
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return start..<position - 1
      case UInt8(ascii: "\\"): position += 2
      case 0..<0x20:
        throw error(
          "a text in quotes has a \(bytes[position] == 0x0A ? "line break" : "control character") here; "
            + "write \\\(bytes[position] == 0x0A ? "n" : "u and four digits"), or close the quotes")
      default: position += 1
      }
    }
    position = bytes.count
    throw error(
      "the text that begins here has no closing quotes; the file was cut off: write it again", at: quote)
  }

  /// The text between two quotes.
  func decoded(_ range: Range<Int>) throws(JSONError) -> String {
    let slice = bytes[range]
    var isPlain = true
    for byte in slice where byte == UInt8(ascii: "\\") || byte >= 0x80 {
      isPlain = false
      break
    }
    if isPlain { return String(decoding: slice, as: UTF8.self) }
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw error("this text is not UTF-8; save the file as UTF-8", at: range.lowerBound)
    }
    return slice.contains(UInt8(ascii: "\\")) ? try unescaped(range) : text
  }

  private func unescaped(_ range: Range<Int>) throws(JSONError) -> String {
    var out: [UInt8] = []
    var at = range.lowerBound
    while at < range.upperBound {
      guard bytes[at] == UInt8(ascii: "\\") else {
        out.append(bytes[at])
        at += 1
        continue
      }
      switch bytes[at + 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(bytes[at + 1])
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "u"):
        let (scalar, length) = try escapedScalar(at, range.upperBound)
        out += Character(scalar).utf8
        at += length
        continue
      default:
        throw error(
          "'\\\(String(decoding: bytes[(at + 1)...].prefix(1), as: UTF8.self))' is no escape of JSON; "
            + "write \\\\ for a backslash", at: at)
      }
      at += 2
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The scalar of `\u` and four digits, or of two such that are a pair, and how many bytes it took.
  private func escapedScalar(_ start: Int, _ end: Int) throws(JSONError) -> (Unicode.Scalar, Int) {
    func unit(_ at: Int) -> UInt32? {
      guard at + 6 <= end, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
        return nil
      }
      let digits = bytes[(at + 2)..<(at + 6)]
      guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
    guard let first = unit(start) else { throw error("\\u needs four hexadecimal digits", at: start) }
    if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
    if first < 0xDC00, let second = unit(start + 6), (0xDC00..<0xE000).contains(second) {
      return (Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))!, 12)
    }
    throw error(
      "this is half of a character (a lone surrogate); write both halves, or the character itself", at: start)
  }
}
