// A function is a method and a free function of the name that its operation has; a test compares them with the
// table of operations.

extension Value {
  /// `eˣ`. Derivative: the result itself.
  ///
  ///     Value(1).exp().data   // 2.718281828459045
  public func exp() -> Value { Recorder.record(.exp, self) }

  /// `eˣ - 1`, without cancellation where `x` is small. Derivative: `eˣ`.
  ///
  ///     Value(1e-9).expm1().data   // 1.0000000005000001e-09
  public func expm1() -> Value { Recorder.record(.expm1, self) }

  /// The natural logarithm; NaN below 0, -∞ at 0. Derivative: `1/x`.
  ///
  ///     Value(2).log().data   // 0.6931471805599453
  public func log() -> Value { Recorder.record(.log, self) }

  /// `log(1 + x)`, without cancellation where `x` is small; NaN below -1. Derivative: `1/(1 + x)`.
  ///
  ///     Value(1e-9).log1p().data   // 9.999999995e-10
  public func log1p() -> Value { Recorder.record(.log1p, self) }

  /// The logarithm to base 2; NaN below 0. Derivative: `1/(x·ln 2)`.
  ///
  ///     Value(8).log2().data   // 3.0
  public func log2() -> Value { Recorder.record(.log2, self) }

  /// The logarithm to base 10; NaN below 0. Derivative: `1/(x·ln 10)`.
  ///
  ///     Value(1000).log10().data   // 3.0
  public func log10() -> Value { Recorder.record(.log10, self) }

  /// The square root; NaN below 0. Derivative: `1/(2√x)`, infinite at 0.
  ///
  ///     Value(9).sqrt().data   // 3.0
  public func sqrt() -> Value { Recorder.record(.sqrt, self) }

  /// The sine of an angle in radians. Derivative: the cosine.
  ///
  ///     Value(0.5).sin().data   // 0.479425538604203
  public func sin() -> Value { Recorder.record(.sin, self) }

  /// The cosine of an angle in radians. Derivative: minus the sine.
  ///
  ///     Value(0.5).cos().data   // 0.8775825618903728
  public func cos() -> Value { Recorder.record(.cos, self) }

  /// The tangent of an angle in radians. Derivative: `1 + tan²x`.
  ///
  ///     Value(0.5).tan().data   // 0.5463024898437905
  public func tan() -> Value { Recorder.record(.tan, self) }

  /// The angle, from -π/2 to π/2, with this sine; NaN beyond ±1. Derivative: `1/√(1 - x²)`, infinite at ±1.
  ///
  ///     Value(0.5).asin().data   // 0.5235987755982989
  public func asin() -> Value { Recorder.record(.asin, self) }

  /// The angle, from 0 to π, with this cosine; NaN beyond ±1. Derivative: `-1/√(1 - x²)`, infinite at ±1.
  ///
  ///     Value(0.5).acos().data   // 1.0471975511965979
  public func acos() -> Value { Recorder.record(.acos, self) }

  /// The angle, from -π/2 to π/2, with this tangent. Derivative: `1/(1 + x²)`.
  ///
  ///     Value(0.5).atan().data   // 0.4636476090008061
  public func atan() -> Value { Recorder.record(.atan, self) }

  /// The hyperbolic sine. Derivative: the hyperbolic cosine.
  ///
  ///     Value(0.5).sinh().data   // 0.5210953054937474
  public func sinh() -> Value { Recorder.record(.sinh, self) }

  /// The hyperbolic cosine. Derivative: the hyperbolic sine.
  ///
  ///     Value(0.5).cosh().data   // 1.1276259652063807
  public func cosh() -> Value { Recorder.record(.cosh, self) }

  /// The hyperbolic tangent. Derivative: `1 - tanh²x`.
  ///
  ///     Value(0.8813735870195432).tanh().data   // 0.7071067811865477
  public func tanh() -> Value { Recorder.record(.tanh, self) }

  /// The inverse of the hyperbolic sine. Derivative: `1/√(x² + 1)`.
  ///
  ///     Value(0.5).asinh().data   // 0.48121182505960347
  public func asinh() -> Value { Recorder.record(.asinh, self) }

  /// The inverse of the hyperbolic cosine, from 0 on; NaN below 1. Derivative: `1/√(x² - 1)`, infinite at 1.
  ///
  ///     Value(2).acosh().data   // 1.3169578969248166
  public func acosh() -> Value { Recorder.record(.acosh, self) }

  /// The inverse of the hyperbolic tangent; NaN beyond ±1, infinite at ±1. Derivative: `1/(1 - x²)`.
  ///
  ///     Value(0.5).atanh().data   // 0.5493061443340548
  public func atanh() -> Value { Recorder.record(.atanh, self) }

  /// The logistic function `1 / (1 + e⁻ˣ)`, stable for any `x`. Derivative: `s·(1 - s)`.
  ///
  ///     Value(0).sigmoid().data   // 0.5
  public func sigmoid() -> Value { Recorder.record(.sigmoid, self) }

  /// `log(1 + eˣ)`, stable for any `x`. Derivative: the logistic function.
  ///
  ///     Value(0).softplus().data   // 0.6931471805599453
  public func softplus() -> Value { Recorder.record(.softplus, self) }

  /// The error function, `2/√π · ∫₀ˣ e^(-t²) dt`. Derivative: `2/√π · e^(-x²)`.
  ///
  ///     Value(0.5).erf().data   // 0.5204998778130465
  public func erf() -> Value { Recorder.record(.erf, self) }

  /// The rectified linear unit, `max(0, x)`. Derivative: 1 where `x > 0`, else 0; at the kink `x == 0` it is
  /// 0, as in PyTorch.
  ///
  ///     Value(-2).relu().data   // 0.0
  public func relu() -> Value { Recorder.record(.relu, self) }

  /// The absolute value. Derivative: the sign; 0 at the kink `x == 0`.
  ///
  ///     Value(-2).abs().data   // 2.0
  public func abs() -> Value { Recorder.record(.abs, self) }

  /// -1, 0 or 1. Derivative: 0.
  ///
  ///     Value(-2).sign().data   // -1.0
  public func sign() -> Value { Recorder.record(.sign, self) }

  /// 0 up to 0, 1 above: the derivative of `relu`. Derivative: 0.
  ///
  ///     Value(2).step().data   // 1.0
  public func step() -> Value { Recorder.record(.step, self) }

  /// The greater of two. Derivatives: 1 for the greater and 0 for the other; one half each on a tie.
  ///
  ///     Value(2).max(Value(3)).data   // 3.0
  public func max(_ other: Value) -> Value { Recorder.record(.max, self, other) }

  /// The lesser of two. Derivatives: 1 for the lesser and 0 for the other; one half each on a tie.
  ///
  ///     Value(2).min(Value(3)).data   // 2.0
  public func min(_ other: Value) -> Value { Recorder.record(.min, self, other) }

  /// 1 where this is greater than the other, 0 where it is less, one half on a tie: the derivative of `max`.
  /// Derivatives: 0.
  ///
  ///     Value(2).greater(Value(3)).data   // 0.0
  public func greater(_ other: Value) -> Value { Recorder.record(.greater, self, other) }

  /// This value as a mask: 0 where it is 0, whatever the other is, also infinite or NaN; else the product.
  /// Derivatives: 0 by the mask, the mask by the other.
  ///
  ///     Value(0).gate(Value(.infinity)).data   // 0.0
  public func gate(_ other: Value) -> Value { Recorder.record(.gate, self, other) }
}

/// `eˣ`; see `Value.exp()`.
public func exp(_ x: Value) -> Value { x.exp() }
/// `eˣ - 1`, without cancellation where `x` is small; see `Value.expm1()`.
public func expm1(_ x: Value) -> Value { x.expm1() }
/// The natural logarithm; see `Value.log()`.
public func log(_ x: Value) -> Value { x.log() }
/// `log(1 + x)`, without cancellation where `x` is small; see `Value.log1p()`.
public func log1p(_ x: Value) -> Value { x.log1p() }
/// The logarithm to base 2; see `Value.log2()`.
public func log2(_ x: Value) -> Value { x.log2() }
/// The logarithm to base 10; see `Value.log10()`.
public func log10(_ x: Value) -> Value { x.log10() }
/// The square root; see `Value.sqrt()`.
public func sqrt(_ x: Value) -> Value { x.sqrt() }
/// The sine of an angle in radians; see `Value.sin()`.
public func sin(_ x: Value) -> Value { x.sin() }
/// The cosine of an angle in radians; see `Value.cos()`.
public func cos(_ x: Value) -> Value { x.cos() }
/// The tangent of an angle in radians; see `Value.tan()`.
public func tan(_ x: Value) -> Value { x.tan() }
/// The angle, from -π/2 to π/2, with this sine; see `Value.asin()`.
public func asin(_ x: Value) -> Value { x.asin() }
/// The angle, from 0 to π, with this cosine; see `Value.acos()`.
public func acos(_ x: Value) -> Value { x.acos() }
/// The angle, from -π/2 to π/2, with this tangent; see `Value.atan()`.
public func atan(_ x: Value) -> Value { x.atan() }
/// The hyperbolic sine; see `Value.sinh()`.
public func sinh(_ x: Value) -> Value { x.sinh() }
/// The hyperbolic cosine; see `Value.cosh()`.
public func cosh(_ x: Value) -> Value { x.cosh() }
/// The hyperbolic tangent; see `Value.tanh()`.
public func tanh(_ x: Value) -> Value { x.tanh() }
/// The inverse of the hyperbolic sine; see `Value.asinh()`.
public func asinh(_ x: Value) -> Value { x.asinh() }
/// The inverse of the hyperbolic cosine, from 0 on; see `Value.acosh()`.
public func acosh(_ x: Value) -> Value { x.acosh() }
/// The inverse of the hyperbolic tangent; see `Value.atanh()`.
public func atanh(_ x: Value) -> Value { x.atanh() }
/// The logistic function `1 / (1 + e⁻ˣ)`, stable for any `x`; see `Value.sigmoid()`.
public func sigmoid(_ x: Value) -> Value { x.sigmoid() }
/// `log(1 + eˣ)`, stable for any `x`; see `Value.softplus()`.
public func softplus(_ x: Value) -> Value { x.softplus() }
/// The error function, `2/√π · ∫₀ˣ e^(-t²) dt`; see `Value.erf()`.
public func erf(_ x: Value) -> Value { x.erf() }
/// The rectified linear unit, `max(0, x)`; see `Value.relu()`.
public func relu(_ x: Value) -> Value { x.relu() }
/// The absolute value; see `Value.abs()`.
public func abs(_ x: Value) -> Value { x.abs() }
/// -1, 0 or 1; see `Value.sign()`.
public func sign(_ x: Value) -> Value { x.sign() }
/// 0 up to 0, 1 above: the derivative of `relu`; see `Value.step()`.
public func step(_ x: Value) -> Value { x.step() }

/// The greater of two; see `Value.max(_:)`.
public func max(_ left: Value, _ right: Value) -> Value { left.max(right) }
/// The greater of a value and a number.
public func max(_ left: Value, _ right: Double) -> Value { Recorder.record(.max, left, number: right) }
/// The greater of a number and a value.
public func max(_ left: Double, _ right: Value) -> Value { Recorder.record(.max, number: left, right) }
/// The lesser of two; see `Value.min(_:)`.
public func min(_ left: Value, _ right: Value) -> Value { left.min(right) }
/// The lesser of a value and a number.
public func min(_ left: Value, _ right: Double) -> Value { Recorder.record(.min, left, number: right) }
/// The lesser of a number and a value.
public func min(_ left: Double, _ right: Value) -> Value { Recorder.record(.min, number: left, right) }
/// 1, 0 or one half on a tie; see `Value.greater(_:)`.
public func greater(_ left: Value, _ right: Value) -> Value { left.greater(right) }
/// A product that is 0 where the mask is; see `Value.gate(_:)`.
public func gate(_ mask: Value, _ x: Value) -> Value { mask.gate(x) }

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
