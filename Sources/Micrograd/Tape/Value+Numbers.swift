// Operators between a value and a number, which is recorded as a constant in its place.

extension Value {
  /// Records a sum with a number.
  public static func + (left: Value, right: Double) -> Value {
    Recorder.record(.add, left, number: right)
  }
  /// Records a sum with a number.
  public static func + (left: Double, right: Value) -> Value {
    Recorder.record(.add, number: left, right)
  }
  /// Records a sum with a number.
  public static func + (left: Value, right: Int) -> Value { left + Double(right) }
  /// Records a sum with a number.
  public static func + (left: Int, right: Value) -> Value { Double(left) + right }
  /// Records a difference with a number.
  public static func - (left: Value, right: Double) -> Value {
    Recorder.record(.subtract, left, number: right)
  }
  /// Records a difference with a number.
  public static func - (left: Double, right: Value) -> Value {
    Recorder.record(.subtract, number: left, right)
  }
  /// Records a difference with a number.
  public static func - (left: Value, right: Int) -> Value { left - Double(right) }
  /// Records a difference with a number.
  public static func - (left: Int, right: Value) -> Value { Double(left) - right }
  /// Records a product with a number.
  public static func * (left: Value, right: Double) -> Value {
    Recorder.record(.multiply, left, number: right)
  }
  /// Records a product with a number.
  public static func * (left: Double, right: Value) -> Value {
    Recorder.record(.multiply, number: left, right)
  }
  /// Records a product with a number.
  public static func * (left: Value, right: Int) -> Value { left * Double(right) }
  /// Records a product with a number.
  public static func * (left: Int, right: Value) -> Value { Double(left) * right }
  /// Records a quotient with a number.
  public static func / (left: Value, right: Double) -> Value {
    Recorder.record(.divide, left, number: right)
  }
  /// Records a quotient with a number.
  public static func / (left: Double, right: Value) -> Value {
    Recorder.record(.divide, number: left, right)
  }
  /// Records a quotient with a number.
  public static func / (left: Value, right: Int) -> Value { left / Double(right) }
  /// Records a quotient with a number.
  public static func / (left: Int, right: Value) -> Value { Double(left) / right }
  /// Records a power with a number as exponent.
  ///
  ///     (Value(3) ** 2).data   // 9.0
  public static func ** (base: Value, exponent: Double) -> Value {
    Recorder.record(.power, base, number: exponent)
  }
  /// Records a power of a number.
  public static func ** (base: Double, exponent: Value) -> Value {
    Recorder.record(.power, number: base, exponent)
  }
  /// Records a power with a number as exponent.
  public static func ** (base: Value, exponent: Int) -> Value { base ** Double(exponent) }
  /// Records a power of a number.
  public static func ** (base: Int, exponent: Value) -> Value { Double(base) ** exponent }
  /// Rebinds to the sum.
  public static func += (left: inout Value, right: Double) { left = left + right }
  /// Rebinds to the difference.
  public static func -= (left: inout Value, right: Double) { left = left - right }
  /// Rebinds to the product.
  public static func *= (left: inout Value, right: Double) { left = left * right }
  /// Rebinds to the quotient.
  public static func /= (left: inout Value, right: Double) { left = left / right }
}
