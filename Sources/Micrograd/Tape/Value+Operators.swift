/// Binds tighter than `*` and groups from the right, as in Python: `a ** b ** c` is `a ** (b ** c)`.
precedencegroup ExponentiationPrecedence {
  higherThan: MultiplicationPrecedence
  associativity: right
}

infix operator ** : ExponentiationPrecedence

extension Value {
  /// Records a sum. Derivatives: 1 and 1.
  public static func + (left: Value, right: Value) -> Value { Recorder.record(.add, left, right) }

  /// Records a difference, as one operation. Derivatives: 1 and -1.
  public static func - (left: Value, right: Value) -> Value {
    Recorder.record(.subtract, left, right)
  }

  /// Records a product. Derivatives: each operand's is the other operand.
  public static func * (left: Value, right: Value) -> Value {
    Recorder.record(.multiply, left, right)
  }

  /// Records a quotient, as one operation. Derivatives: `1/b` and `-a/b²`.
  public static func / (left: Value, right: Value) -> Value {
    Recorder.record(.divide, left, right)
  }

  /// Records a power. Derivatives: `b·aᵇ⁻¹` by the base, `aᵇ·ln a` by the exponent (NaN for a negative
  /// base, as in PyTorch).
  ///
  /// In Swift a prefix minus binds tighter than any infix operator, so `-a ** 2` squares `-a`; write
  /// `-(a ** 2)` for the other. The expression language follows Python, where `-a ** 2` is `-(a ** 2)`.
  public static func ** (base: Value, exponent: Value) -> Value {
    Recorder.record(.power, base, exponent)
  }

  /// Records a change of sign. Derivative: -1.
  public static prefix func - (operand: Value) -> Value { Recorder.record(.negate, operand) }

  /// The value itself.
  public static prefix func + (operand: Value) -> Value { operand }

  /// Rebinds to the sum; the value that the name stood for is unchanged.
  public static func += (left: inout Value, right: Value) { left = left + right }

  /// Rebinds to the difference.
  public static func -= (left: inout Value, right: Value) { left = left - right }

  /// Rebinds to the product.
  public static func *= (left: inout Value, right: Value) { left = left * right }

  /// Rebinds to the quotient.
  public static func /= (left: inout Value, right: Value) { left = left / right }
}
