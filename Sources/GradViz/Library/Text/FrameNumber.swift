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
    var text = decimal(mantissa, decimals: decimals)
    if text == "10" {
      text = "1"
      exponent += 1
    }
    return "\(sign)\(text)e\(exponent < 0 ? "\u{2212}" : "")\(exponent.magnitude)"
  }

  private static func integerDigits(_ size: Double) -> Int {
    size < 10 ? 1 : (size < 100 ? 2 : (size < 1000 ? 3 : 4))
  }

  private static let powers = [1.0, 10, 100, 1000, 10_000, 100_000, 1_000_000]

  private static func decimal(_ size: Double, decimals: Int) -> String {
    var digits = Int((size * powers[decimals]).rounded())
    var places = decimals
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
