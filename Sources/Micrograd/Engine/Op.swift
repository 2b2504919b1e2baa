#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An operation of the engine: its symbol, its rule forward and its local derivatives.
///
///     Op.multiply.evaluate(2, -3)            // -6.0
///     Op.multiply.partials(2, -3, result: -6)  // (-3.0, 2.0)
///
/// Unary operations ignore their second operand, and its partial is 0. At kinks the derivatives are those
/// of PyTorch: 0 for `relu` and `abs` at 0, one half each for `max` and `min` of equal operands.
public enum Op: UInt8, Sendable, CaseIterable {
  /// A number written inside an expression; it has no operands.
  case constant
  /// A stand-in on one tape for a value that lives elsewhere. Never seen outside the engine.
  case external
  /// The head of a dense record. Never seen outside the engine.
  case dense
  case add, subtract, multiply, divide, power
  case negate, exp, log, tanh, relu, sigmoid, sin, cos, sqrt, abs, softplus
  case max, min

  /// What a user reads and files store: `+ - * / ** neg exp …`; empty for a number.
  public var symbol: String {
    switch self {
    case .constant, .external, .dense: ""
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .power: "**"
    case .negate: "neg"
    case .exp: "exp"
    case .log: "log"
    case .tanh: "tanh"
    case .relu: "relu"
    case .sigmoid: "sigmoid"
    case .sin: "sin"
    case .cos: "cos"
    case .sqrt: "sqrt"
    case .abs: "abs"
    case .softplus: "softplus"
    case .max: "max"
    case .min: "min"
    }
  }

  /// The operation of this symbol, or nil if the engine has none.
  public init?(symbol: String) {
    guard let op = Op.bySymbol[symbol] else { return nil }
    self = op
  }

  private static let bySymbol: [String: Op] = Dictionary(
    uniqueKeysWithValues: allCases.filter { $0.arity > 0 }.map { ($0.symbol, $0) })

  /// The number of operands: 0, 1 or 2.
  public var arity: Int {
    switch self {
    case .constant, .external, .dense: 0
    case .negate, .exp, .log, .tanh, .relu, .sigmoid, .sin, .cos, .sqrt, .abs, .softplus: 1
    case .add, .subtract, .multiply, .divide, .power, .max, .min: 2
    }
  }

  /// The result for these operands. NaN and infinities propagate by the rules of IEEE 754.
  @inline(__always)
  public func evaluate(_ a: Double, _ b: Double = 0) -> Double { result(of: self, a, b) }

  /// The derivatives of the result by each operand, at these operands and this result.
  ///
  /// `power` follows PyTorch: by the base it is `b·aᵇ⁻¹` (0 where `b` is 0), by the exponent `aᵇ·ln a`
  /// (0 where `a` is 0 and `b ≥ 0`, NaN where `a` is negative).
  @inline(__always)
  public func partials(_ a: Double, _ b: Double, result y: Double) -> (Double, Double) {
    derivatives(of: self, a, b, y)
  }
}

// The rules stand outside the type, where `exp` names the C library's function and not a case.

@inline(__always)
private func result(of op: Op, _ a: Double, _ b: Double) -> Double {
  switch op {
  case .constant, .external, .dense: a
  case .add: a + b
  case .subtract: a - b
  case .multiply: a * b
  case .divide: a / b
  case .power: pow(a, b)
  case .negate: -a
  case .exp: exp(a)
  case .log: log(a)
  case .tanh: tanh(a)
  case .relu: a > 0 ? a : (a.isNaN ? a : 0)
  case .sigmoid: logistic(a)
  case .sin: sin(a)
  case .cos: cos(a)
  case .sqrt: a.squareRoot()
  case .abs: a.magnitude
  // log(1 + eˣ), written so that neither a large nor a very negative x overflows or cancels.
  case .softplus: (a > 0 ? a : (a.isNaN ? a : 0)) + log1p(exp(-a.magnitude))
  case .max: a.isNaN ? a : (b.isNaN ? b : (a >= b ? a : b))
  case .min: a.isNaN ? a : (b.isNaN ? b : (a <= b ? a : b))
  }
}

@inline(__always)
private func derivatives(of op: Op, _ a: Double, _ b: Double, _ y: Double) -> (Double, Double) {
  switch op {
  case .constant, .external, .dense: (0, 0)
  case .add: (1, 1)
  case .subtract: (1, -1)
  case .multiply: (b, a)
  case .divide: (1 / b, -y / b)
  case .power: (powerByBase(a, b), powerByExponent(a, b, y))
  case .negate: (-1, 0)
  case .exp: (y, 0)
  case .log: (1 / a, 0)
  case .tanh: (1 - y * y, 0)
  case .relu: (a <= 0 ? 0 : 1, 0)
  case .sigmoid: (y * (1 - y), 0)
  case .sin: (cos(a), 0)
  case .cos: (-sin(a), 0)
  case .sqrt: (0.5 / y, 0)
  case .abs: (a > 0 ? 1 : (a < 0 ? -1 : (a == 0 ? 0 : a)), 0)
  case .softplus: (logistic(a), 0)
  case .max: a > b ? (1, 0) : (a < b ? (0, 1) : (0.5, 0.5))
  case .min: a < b ? (1, 0) : (a > b ? (0, 1) : (0.5, 0.5))
  }
}

/// Zero for exponent 0 even at base 0, where the formula would give 0 · ∞.
@inline(__always)
private func powerByBase(_ a: Double, _ b: Double) -> Double {
  b == 0 ? 0 : b * pow(a, b - 1)
}

@inline(__always)
private func powerByExponent(_ a: Double, _ b: Double, _ y: Double) -> Double {
  a == 0 && b >= 0 ? 0 : y * log(a)
}

/// `1 / (1 + e⁻ˣ)` without overflow on either side.
@inline(__always)
private func logistic(_ x: Double) -> Double {
  if x >= 0 { return 1 / (1 + exp(-x)) }
  let e = exp(x)
  return e / (1 + e)
}
