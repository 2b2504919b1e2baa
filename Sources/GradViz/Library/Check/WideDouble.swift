/// A Double whose exponent cannot run out.
///
/// The product of local derivatives along a path may leave the range of a Double although the gradient is
/// well inside: 1e-200 · 1e-200 · 1e300. 53 bits, as a Double; NaN and infinities as IEEE 754 has them.
struct WideDouble {
  /// Zero, not finite, or of a magnitude from 1 up to 2.
  private(set) var significand: Double
  private(set) var exponent: Int

  static let zero = WideDouble(0)
  static let infinity = WideDouble(.infinity)

  @inline(__always)
  private init(_ significand: Double, _ exponent: Int) {
    self.significand = significand
    self.exponent = exponent
  }

  init(_ number: Double) { self.init(normalizing: number, 0) }

  private init(normalizing number: Double, _ exponent: Int) {
    guard number.isFinite, number != 0 else {
      self.init(number, 0)
      return
    }
    self.init(number < 0 ? -number.significand : number.significand, exponent + Int(number.exponent))
  }

  /// Rounded to a Double: infinite or zero where it is out of range.
  var double: Double {
    guard significand.isFinite, significand != 0 else { return significand }
    return Double(sign: .plus, exponent: exponent, significand: significand)
  }

  var isZero: Bool { significand == 0 }
  var isFinite: Bool { significand.isFinite }
  var magnitude: WideDouble { WideDouble(significand.magnitude, exponent) }

  static prefix func - (a: WideDouble) -> WideDouble { WideDouble(-a.significand, a.exponent) }

  @inline(__always)
  static func * (a: WideDouble, b: WideDouble) -> WideDouble {
    let product = a.significand * b.significand
    guard product.isFinite, product != 0 else { return WideDouble(product, 0) }
    return product.magnitude < 2
      ? WideDouble(product, a.exponent + b.exponent)
      : WideDouble(product / 2, a.exponent + b.exponent + 1)
  }

  static func * (a: WideDouble, b: Double) -> WideDouble { a * WideDouble(b) }

  static func + (a: WideDouble, b: WideDouble) -> WideDouble {
    if a.isZero || !b.isFinite { return a.isFinite ? b : WideDouble(a.significand + b.significand, 0) }
    if b.isZero || !a.isFinite { return a }
    let (high, low) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let distance = high.exponent - low.exponent
    guard distance < 128 else { return high }
    let shift = Double(bitPattern: UInt64(1023 - distance) << 52)
    return WideDouble(normalizing: high.significand + low.significand * shift, high.exponent)
  }

  static func - (a: WideDouble, b: WideDouble) -> WideDouble { a + (-b) }
  static func += (a: inout WideDouble, b: WideDouble) { a = a + b }

  /// Whether a magnitude is at most another; false if one is NaN.
  static func <= (a: WideDouble, b: WideDouble) -> Bool {
    (b - a).significand >= 0 || a.significand == b.significand && a.exponent == b.exponent
  }

  static func max(_ a: WideDouble, _ b: WideDouble) -> WideDouble { a <= b ? b : a }
}
