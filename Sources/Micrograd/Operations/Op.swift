import CSystem

/// An operation of the engine: all there is to know about it.
///
///     Op.multiply.result(2, -3)                  // -6.0
///     Op.multiply.partials(2, -3, result: -6)    // (-3.0, 2.0)
///     Op.multiply.notation.rules                 // ["b", "a"]
///
/// This file is the table of operations. One is a case with four lines: how many operands it has (if not
/// one), how it is written, its result, and its partials. Recording, backward passes, replay, gradients that
/// are graphs, forward mode, the language, the drawings and the page follow from them; what they compute is
/// compared with `Tests/Reference/operations.json`.
///
/// At kinks the derivatives are those of PyTorch: 0 for `relu` and `abs` at 0, one half each for `max` and
/// `min` of equal operands. NaN and infinities propagate by the rules of IEEE 754.
public enum Op: String, Sendable, CaseIterable, Codable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case power = "**"
  case negate = "neg"
  case exp
  case expm1
  case log
  case log1p
  case log2
  case log10
  case sqrt
  case sin
  case cos
  case tan
  case asin
  case acos
  case atan
  case sinh
  case cosh
  case tanh
  case asinh
  case acosh
  case atanh
  case sigmoid
  case softplus
  case erf
  case relu
  case abs
  case max
  case min
  /// What the derivatives of those with kinks are made of.
  case sign
  case step
  case greater
  case gate

  /// What a user reads and files store: `+ - * / ** neg exp …`.
  public var symbol: String { rawValue }

  /// The operation of this symbol, or nil if the engine has none.
  public init?(symbol: String) {
    guard let op = Op.bySymbol[symbol] else { return nil }
    self = op
  }

  private static let bySymbol = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// The number of operands: 1 or 2.
  public var arity: Int {
    switch self {
    case .add, .subtract, .multiply, .divide, .power, .max, .min, .greater, .gate: 2
    default: 1
    }
  }

  /// How it is written, and its local derivatives in words.
  public var notation: Notation {
    switch self {
    case .add: .infix("+", by: "1", "1")
    case .subtract: .infix("−", ["+", "−"], by: "1", "-1")
    case .multiply: .infix("·", by: "b", "a")
    case .divide: .infix("/", ["num", "den"], by: "1 / b", "-y / b")
    case .power: .infix("**", ["base", "exp"], by: "b * a ** (b - 1)", "y * log(a)")
    case .negate: .prefix("−", by: "-1")
    case .exp: .function(by: "y")
    case .expm1: .function(by: "exp(a)")
    case .log: .function(by: "1 / a")
    case .log1p: .function(by: "1 / (1 + a)")
    case .log2: .function(by: "1 / (a * log(2))")
    case .log10: .function(by: "1 / (a * log(10))")
    case .sqrt: .function(by: "0.5 / y")
    case .sin: .function(by: "cos(a)")
    case .cos: .function(by: "-sin(a)")
    case .tan: .function(by: "1 + y ** 2")
    case .asin: .function(by: "1 / sqrt(1 - a ** 2)")
    case .acos: .function(by: "-1 / sqrt(1 - a ** 2)")
    case .atan: .function(by: "1 / (1 + a ** 2)")
    case .sinh: .function(by: "cosh(a)")
    case .cosh: .function(by: "sinh(a)")
    case .tanh: .function(by: "1 - y ** 2")
    case .asinh: .function(by: "1 / sqrt(a ** 2 + 1)")
    case .acosh: .function(by: "1 / sqrt(a ** 2 - 1)")
    case .atanh: .function(by: "1 / (1 - a ** 2)")
    case .sigmoid: .function(by: "y * (1 - y)")
    case .softplus: .function(by: "sigmoid(a)")
    case .erf: .function(by: "2 / sqrt(pi) * exp(-a ** 2)")
    case .relu: .function(by: "1 if a > 0 else 0")
    case .abs: .function(by: "1 if a > 0 else -1 if a < 0 else 0")
    case .max: .function(by: "1 if a > b else 0 if a < b else 0.5", "1 if a < b else 0 if a > b else 0.5")
    case .min: .function(by: "1 if a < b else 0 if a > b else 0.5", "1 if a > b else 0 if a < b else 0.5")
    case .sign, .step: .function(by: "0")
    case .greater: .function(by: "0", "0")
    case .gate: .function(["mask", "x"], by: "0", "a")
    }
  }

  // MARK: - Derivatives

  /// The derivative of the result by the first operand, at these operands and this result.
  @inline(__always)
  func firstPartial<N: Number>(_ a: N, _ b: N, result y: N) -> N {
    switch self {
    case .add, .subtract: 1
    case .multiply: b
    case .divide: 1 / b
    case .power: Op.isNotZero(b).gate(b * a.power(b - 1))
    case .negate: -1
    case .exp: y
    case .expm1: a.apply(.exp)
    case .log: 1 / a
    case .log1p: 1 / (1 + a)
    case .log2: 1 / (a * 0.6931471805599453)
    case .log10: 1 / (a * 2.302585092994046)
    case .sqrt: 0.5 / y
    case .sin: a.apply(.cos)
    case .cos: -a.apply(.sin)
    case .tan: 1 + y * y
    case .asin: 1 / ((1 - a) * (1 + a)).apply(.sqrt)
    case .acos: -1 / ((1 - a) * (1 + a)).apply(.sqrt)
    case .atan: 1 / (1 + a * a)
    case .sinh: a.apply(.cosh)
    case .cosh: a.apply(.sinh)
    case .tanh: 1 - y * y
    case .asinh: 1 / (a * a + 1).apply(.sqrt)
    case .acosh: 1 / ((a - 1).apply(.sqrt) * (a + 1).apply(.sqrt))
    case .atanh: 1 / ((1 - a) * (1 + a))
    case .sigmoid: y * (1 - y)
    case .softplus: a.apply(.sigmoid)
    // 2/√π
    case .erf: 1.1283791670955126 * (-(a * a)).apply(.exp)
    case .relu: a.apply(.step)
    case .abs: a.apply(.sign)
    case .max: a.greater(b)
    case .min: b.greater(a)
    case .sign, .step, .greater, .gate: 0
    }
  }

  /// The derivative of the result by the second operand; 0 of an operation on one.
  @inline(__always)
  func secondPartial<N: Number>(_ a: N, _ b: N, result y: N) -> N {
    switch self {
    case .add: 1
    case .subtract: -1
    case .multiply, .gate: a
    case .divide: -y / b
    case .power: Op.hasLogarithm(a, b).gate(y * a.apply(.log))
    case .max: b.greater(a)
    case .min: a.greater(b)
    default: 0
    }
  }

  /// Whether the partials are masks: where one is 0 its branch is closed and hands on 0, whatever the gradient of
  /// the result is. Elsewhere `0 · ∞` is NaN.
  @inline(__always)
  private var closesBranches: Bool {
    switch self {
    case .relu, .max, .min, .sign, .step, .greater, .gate: true
    default: false
    }
  }

  /// What the first operand gets of the gradient of the result: its partial times the gradient, or 0 through a
  /// closed branch.
  @inline(__always)
  package func firstContribution<N: Number>(_ grad: N, _ a: N, _ b: N, result y: N) -> N {
    if case .power = self { return Op.isNotZero(b).gate(b * a.power(b - 1) * grad) }
    let partial = firstPartial(a, b, result: y)
    return closesBranches ? partial.gate(grad) : partial * grad
  }

  /// What the second operand gets of the gradient of the result.
  @inline(__always)
  package func secondContribution<N: Number>(_ grad: N, _ a: N, _ b: N, result y: N) -> N {
    if case .power = self { return Op.hasLogarithm(a, b).gate(y * a.apply(.log) * grad) }
    let partial = secondPartial(a, b, result: y)
    return closesBranches ? partial.gate(grad) : partial * grad
  }

  /// 0 where a power does not change with its base, at exponent 0; else 1.
  @inline(__always)
  private static func isNotZero<N: Number>(_ b: N) -> N { b.apply(.abs).apply(.step) }

  /// 0 where a power does not change with its exponent, at base 0 and exponents from 0 on; else 1.
  @inline(__always)
  private static func hasLogarithm<N: Number>(_ a: N, _ b: N) -> N {
    (a.apply(.abs) + (-b).apply(.step)).apply(.step)
  }

  /// Whether the derivative can be had from the result alone, `partials(y, 0, result: y)`, so that a layer
  /// may forget what its activation was applied to.
  var followsFromResult: Bool {
    switch self {
    case .exp, .sqrt, .tan, .tanh, .sigmoid, .relu: true
    default: false
    }
  }
}

// MARK: - Results

extension Double: Number {
  package init(number: Double) { self = number }

  @inline(__always)
  package static func apply(_ op: Op, _ a: Double, _ b: Double) -> Double {
    switch op {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: pow(a, b)
    case .negate: -a
    case .exp: exp(a)
    case .expm1: expm1(a)
    case .log: log(a)
    case .log1p: log1p(a)
    case .log2: log2(a)
    case .log10: log10(a)
    case .sqrt: a.squareRoot()
    case .sin: sin(a)
    case .cos: cos(a)
    case .tan: tan(a)
    case .asin: asin(a)
    case .acos: acos(a)
    case .atan: atan(a)
    case .sinh: sinh(a)
    case .cosh: cosh(a)
    case .tanh: tanh(a)
    case .asinh: asinh(a)
    case .acosh: acosh(a)
    case .atanh: atanh(a)
    case .sigmoid: logistic(a)
    // log(1 + eˣ), written so that neither a large nor a very negative x overflows or cancels.
    case .softplus: (a > 0 ? a : (a.isNaN ? a : 0)) + log1p(exp(-a.magnitude))
    case .erf: erf(a)
    case .relu: a > 0 ? a : (a.isNaN ? a : 0)
    case .abs: a.magnitude
    case .max: a.isNaN ? a : (b.isNaN ? b : (a >= b ? a : b))
    case .min: a.isNaN ? a : (b.isNaN ? b : (a <= b ? a : b))
    case .sign: a > 0 ? 1 : (a < 0 ? -1 : (a == 0 ? 0 : a))
    case .step: a <= 0 ? 0 : 1
    case .greater: a > b ? 1 : (a < b ? 0 : 0.5)
    case .gate: a == 0 ? 0 : a * b
    }
  }
}

/// `1 / (1 + e⁻ˣ)` without overflow on either side.
@inline(__always)
private func logistic(_ x: Double) -> Double {
  if x >= 0 { return 1 / (1 + exp(-x)) }
  let e = exp(x)
  return e / (1 + e)
}

extension Op {
  /// The result for these operands. NaN and infinities propagate by the rules of IEEE 754.
  @inline(__always)
  public func result(_ a: Double, _ b: Double = 0) -> Double { Double.apply(self, a, b) }
}
