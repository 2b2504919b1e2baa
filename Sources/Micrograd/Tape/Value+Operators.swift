/// Binds tighter than `*` and groups from the right, as in Python: `a ** b ** c` is `a ** (b ** c)`.
precedencegroup ExponentiationPrecedence {
  higherThan: MultiplicationPrecedence
  associativity: right
}

infix operator ** : ExponentiationPrecedence

extension Value {
  /// Records a sum. Derivatives: 1 and 1.
  public static func + (left: Value, right: Value) -> Value { Recorder.record(.add, left, right) }
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

  /// Records a difference, as one operation. Derivatives: 1 and -1.
  public static func - (left: Value, right: Value) -> Value {
    Recorder.record(.subtract, left, right)
  }
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

  /// Records a product. Derivatives: each operand's is the other operand.
  public static func * (left: Value, right: Value) -> Value {
    Recorder.record(.multiply, left, right)
  }
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

  /// Records a quotient, as one operation. Derivatives: `1/b` and `-a/b²`.
  public static func / (left: Value, right: Value) -> Value {
    Recorder.record(.divide, left, right)
  }
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

  /// Records a power. Derivatives: `b·aᵇ⁻¹` by the base, `aᵇ·ln a` by the exponent (NaN for a negative
  /// base, as in PyTorch).
  ///
  /// In Swift a prefix minus binds tighter than any infix operator, so `-a ** 2` squares `-a`; write
  /// `-(a ** 2)` for the other. The expression language follows Python, where `-a ** 2` is `-(a ** 2)`.
  public static func ** (base: Value, exponent: Value) -> Value {
    Recorder.record(.power, base, exponent)
  }
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

  /// Records a change of sign. Derivative: -1.
  public static prefix func - (operand: Value) -> Value { Recorder.record(.negate, operand) }
  /// The value itself.
  public static prefix func + (operand: Value) -> Value { operand }

  /// Rebinds to the sum; the value that the name stood for is unchanged.
  public static func += (left: inout Value, right: Value) { left = left + right }
  /// Rebinds to the sum.
  public static func += (left: inout Value, right: Double) { left = left + right }
  /// Rebinds to the difference.
  public static func -= (left: inout Value, right: Value) { left = left - right }
  /// Rebinds to the difference.
  public static func -= (left: inout Value, right: Double) { left = left - right }
  /// Rebinds to the product.
  public static func *= (left: inout Value, right: Value) { left = left * right }
  /// Rebinds to the product.
  public static func *= (left: inout Value, right: Double) { left = left * right }
  /// Rebinds to the quotient.
  public static func /= (left: inout Value, right: Value) { left = left / right }
  /// Rebinds to the quotient.
  public static func /= (left: inout Value, right: Double) { left = left / right }
}

extension Value {
  /// Records an operation on one value.
  ///
  ///     Value.apply(.tanh, x)   // x.tanh()
  ///
  /// - Precondition: `op` takes one operand.
  public static func apply(_ op: Op, _ operand: Value) -> Value {
    precondition(op.arity == 1, "'\(op.symbol)' takes two operands.")
    return Recorder.record(op, operand)
  }

  /// Records an operation on two values.
  ///
  ///     Value.apply(.multiply, a, b)   // a * b
  ///
  /// - Precondition: `op` takes two operands.
  public static func apply(_ op: Op, _ left: Value, _ right: Value) -> Value {
    precondition(op.arity == 2, "'\(op.symbol)' takes one operand.")
    return Recorder.record(op, left, right)
  }
}
