import CNumberText

/// Numbers of frames: four significant digits in at most ten characters, so that any number fits into a box
/// that was laid out for another.
enum FrameNumber {
  /// As wide as the widest.
  static let widest = "\u{2212}8.888e\u{2212}88"

  /// The number as text.
  ///
  ///     FrameNumber.text(-0.70710678)   // "−0.7071"
  ///     FrameNumber.text(1.5e-7)        // "1.5e−7"
  static func text(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "⚠ NaN" : (number > 0 ? "⚠ ∞" : "⚠ −∞") }
    guard number != 0 else { return "0" }
    let sign = number < 0 ? "\u{2212}" : ""
    let size = number.magnitude
    if size >= 0.001 && size < 99_999.5 {
      let before = size < 1 ? (size < 0.01 ? -2 : (size < 0.1 ? -1 : 0)) : integerDigits(size)
      return sign + decimal(size, decimals: Swift.max(0, 4 - before))
    }
    var exponent = 0
    var mantissa = size
    // A power of ten at a time loses nothing that four digits would show.
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    let decimals = exponent.magnitude >= 100 ? 2 : 3
    var digits = rounded(mantissa, decimals: decimals) ?? exactDigits(size, decimals, isScientific: true)
    // Up to the next power of ten; the exact digits are those of the next one already.
    let ten = Int(powers[decimals + 1])
    if digits == ten || (digits == ten / 10 && mantissa > 5) {
      digits = ten / 10
      exponent += 1
    }
    return "\(sign)\(text(digits, decimals))e\(exponent < 0 ? "\u{2212}" : "")\(exponent.magnitude)"
  }

  private static func integerDigits(_ size: Double) -> Int {
    size < 10 ? 1 : (size < 100 ? 2 : (size < 1000 ? 3 : 4))
  }

  private static let powers = [1.0, 10, 100, 1000, 10_000, 100_000, 1_000_000]

  private static func decimal(_ size: Double, decimals: Int) -> String {
    text(rounded(size, decimals: decimals) ?? exactDigits(size, decimals, isScientific: false), decimals)
  }

  /// The digits of the number, the decimals included; nil if it is so near to the middle of two that a product cannot
  /// tell which is next.
  private static func rounded(_ size: Double, decimals: Int) -> Int? {
    let scaled = size * powers[decimals]
    let whole = scaled.rounded(.down)
    return abs(scaled - whole - 0.5) < 1e-6 ? nil : Int(scaled.rounded())
  }

  /// The same from the exact value, halves to the even digit, as `NumberText` and Python round.
  private static func exactDigits(_ size: Double, _ decimals: Int, isScientific: Bool) -> Int {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
      let length = gradviz_format(
        buffer.baseAddress!, Int32(buffer.count), isScientific ? 1 : 0, Int32(decimals), size)
      var digits = 0
      for character in buffer[..<Int(length)] {
        let byte = UInt8(bitPattern: character)
        if byte == UInt8(ascii: "e") { break }
        if byte != UInt8(ascii: ".") { digits = 10 * digits + Int(byte - UInt8(ascii: "0")) }
      }
      return digits
    }
  }

  private static func text(_ digits: Int, _ decimals: Int) -> String {
    var (digits, places) = (digits, decimals)
    while places > 0 && digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
    guard places > 0 else { return String(digits) }
    var text = String(digits)
    if text.count <= places { text = String(repeating: "0", count: places + 1 - text.count) + text }
    text.insert(".", at: text.index(text.endIndex, offsetBy: -places))
    return text
  }
}
