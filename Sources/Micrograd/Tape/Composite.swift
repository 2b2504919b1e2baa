/// Functions that are made of several operations: recorded, drawn as one box that opens, and differentiated as what
/// they are.
///
///     Composite.gelu.apply(Value(-0.5)).data   // -0.15426877
///
/// Values and derivatives, also at kinks, are those of PyTorch.
public enum Composite: String, Sendable, CaseIterable {
  case leakyRelu = "leaky_relu"
  case elu, gelu, silu

  /// What the optional second number is called and is without being given; nil if there is none.
  public var parameter: (name: String, value: Double)? {
    switch self {
    case .leakyRelu: ("negative_slope", 0.01)
    case .elu: ("alpha", 1)
    case .gelu, .silu: nil
    }
  }

  /// Records the function of a value, as a part of the graph that has its name.
  ///
  /// - Parameters:
  ///   - x: what the function is applied to.
  ///   - parameter: in place of the usual one; of a function without it, without meaning.
  public func apply(_ x: Value, _ parameter: Double? = nil) -> Value {
    let parameter = parameter ?? self.parameter?.value ?? 0
    return scope(rawValue) {
      switch self {
      case .leakyRelu: x.relu() + parameter * negativePart(x)
      case .elu: x.relu() + parameter * negativePart(x).expm1()
      case .gelu: 0.5 * x * (1 + (x * 0.5.squareRoot()).erf())
      case .silu: x * x.sigmoid()
      }
    }
  }

  /// `min(x, 0)` with the slope 1 at 0, where `min` would share it with the 0.
  private func negativePart(_ x: Value) -> Value { (1 - x.step()).gate(x) }
}

/// The leaky rectified linear unit: `x` from 0 on, `slope · x` below.
///
///     leakyRelu(Value(-2)).data   // -0.02
///
/// Derivative: 1 where `x > 0`, else the slope. Source: A. L. Maas, A. Y. Hannun, A. Y. Ng, 2013.
public func leakyRelu(_ x: Value, slope: Double = 0.01) -> Value { Composite.leakyRelu.apply(x, slope) }

/// The exponential linear unit: `x` from 0 on, `alpha · (eˣ - 1)` below.
///
///     elu(Value(-2)).data   // -0.8646647167633873
///
/// Derivative: 1 where `x > 0`, else `alpha · eˣ`. Source: D. Clevert, T. Unterthiner, S. Hochreiter, 2015.
public func elu(_ x: Value, alpha: Double = 1) -> Value { Composite.elu.apply(x, alpha) }

/// The Gaussian error linear unit, `x · Φ(x)` with the normal distribution `Φ`, by the error function.
///
///     gelu(Value(2)).data   // 1.9544997361036416
///
/// Source: D. Hendrycks, K. Gimpel, 2016.
public func gelu(_ x: Value) -> Value { Composite.gelu.apply(x) }

/// The sigmoid linear unit, `x · σ(x)`, also called swish.
///
///     silu(Value(2)).data   // 1.7615941559557646
///
/// Source: S. Elfwing, E. Uchibe, K. Doya, 2017.
public func silu(_ x: Value) -> Value { Composite.silu.apply(x) }

/// The logarithm of a sum of exponentials, `log Σ exp(xᵢ)`, stable for any numbers.
///
///     logSumExp([Value(1000), Value(1000)]).data   // 1000.6931471805599
///
/// - Precondition: There is at least one value.
/// - Complexity: O(n).
public func logSumExp(_ values: [Value]) -> Value {
  precondition(!values.isEmpty, "A sum needs at least one value.")
  return scope("logsumexp") {
    let greatest = values.dropFirst().reduce(values[0]) { $0.max($1) }
    return greatest + sum(values.map { ($0 - greatest).exp() }).log()
  }
}
