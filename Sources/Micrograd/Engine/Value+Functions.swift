extension Value {
  /// `eˣ`. Derivative: the result itself.
  public func exp() -> Value { OpenTape.record(.exp, self) }

  /// The natural logarithm; NaN below 0, -∞ at 0. Derivative: `1/x`.
  public func log() -> Value { OpenTape.record(.log, self) }

  /// The hyperbolic tangent. Derivative: `1 - tanh²x`.
  ///
  ///     Value(0.8813735870195432).tanh().data   // 0.7071067811865477
  public func tanh() -> Value { OpenTape.record(.tanh, self) }

  /// The rectified linear unit, `max(0, x)`.
  ///
  ///     Value(-2).relu().data   // 0.0
  ///
  /// Derivative: 1 where `x > 0`, else 0; at the kink `x == 0` it is 0, as in PyTorch.
  public func relu() -> Value { OpenTape.record(.relu, self) }

  /// The logistic function `1 / (1 + e⁻ˣ)`, stable for any `x`. Derivative: `s·(1 - s)`.
  public func sigmoid() -> Value { OpenTape.record(.sigmoid, self) }

  /// The sine of an angle in radians. Derivative: the cosine.
  public func sin() -> Value { OpenTape.record(.sin, self) }

  /// The cosine of an angle in radians. Derivative: minus the sine.
  public func cos() -> Value { OpenTape.record(.cos, self) }

  /// The square root; NaN below 0. Derivative: `1 / (2√x)`, infinite at 0.
  public func sqrt() -> Value { OpenTape.record(.sqrt, self) }

  /// The absolute value. Derivative: the sign; 0 at the kink `x == 0`.
  public func abs() -> Value { OpenTape.record(.abs, self) }

  /// `log(1 + eˣ)`, stable for any `x`. Derivative: the logistic function.
  public func softplus() -> Value { OpenTape.record(.softplus, self) }

  /// The greater of two. Derivatives: 1 for the greater and 0 for the other; one half each on a tie.
  public func max(_ other: Value) -> Value { OpenTape.record(.max, self, other) }

  /// The lesser of two. Derivatives: 1 for the lesser and 0 for the other; one half each on a tie.
  public func min(_ other: Value) -> Value { OpenTape.record(.min, self, other) }
}

/// `eˣ`; see `Value.exp()`.
public func exp(_ x: Value) -> Value { x.exp() }
/// The natural logarithm; see `Value.log()`.
public func log(_ x: Value) -> Value { x.log() }
/// The hyperbolic tangent; see `Value.tanh()`.
public func tanh(_ x: Value) -> Value { x.tanh() }
/// The rectified linear unit; see `Value.relu()`.
public func relu(_ x: Value) -> Value { x.relu() }
/// The logistic function; see `Value.sigmoid()`.
public func sigmoid(_ x: Value) -> Value { x.sigmoid() }
/// The sine; see `Value.sin()`.
public func sin(_ x: Value) -> Value { x.sin() }
/// The cosine; see `Value.cos()`.
public func cos(_ x: Value) -> Value { x.cos() }
/// The square root; see `Value.sqrt()`.
public func sqrt(_ x: Value) -> Value { x.sqrt() }
/// The absolute value; see `Value.abs()`.
public func abs(_ x: Value) -> Value { x.abs() }
/// `log(1 + eˣ)`; see `Value.softplus()`.
public func softplus(_ x: Value) -> Value { x.softplus() }

/// The greater of two; see `Value.max(_:)`.
public func max(_ left: Value, _ right: Value) -> Value { left.max(right) }
/// The greater of a value and a number.
public func max(_ left: Value, _ right: Double) -> Value {
  OpenTape.record(.max, left, number: right)
}
/// The greater of a number and a value.
public func max(_ left: Double, _ right: Value) -> Value {
  OpenTape.record(.max, number: left, right)
}
/// The lesser of two; see `Value.min(_:)`.
public func min(_ left: Value, _ right: Value) -> Value { left.min(right) }
/// The lesser of a value and a number.
public func min(_ left: Value, _ right: Double) -> Value {
  OpenTape.record(.min, left, number: right)
}
/// The lesser of a number and a value.
public func min(_ left: Double, _ right: Value) -> Value {
  OpenTape.record(.min, number: left, right)
}
