/// How the weights of a network are drawn. Biases start at zero.
public enum Initialization: String, Sendable, CaseIterable, Codable {
  /// Evenly from -1..<1, as in micrograd.
  case micrograd
  /// Evenly from ±√(6 / (inputs + outputs)): X. Glorot, Y. Bengio, 2010. For tanh and sigmoid.
  case xavier
  /// Evenly from ±√(6 / inputs): K. He et al., 2015. For relu.
  case he

  func weight(_ generator: inout RandomGenerator, inputs: Int, outputs: Int) -> Double {
    let bound =
      switch self {
      case .micrograd: 1.0
      case .xavier: (6 / Double(inputs + outputs)).squareRoot()
      case .he: (6 / Double(inputs)).squareRoot()
      }
    return generator.uniform(in: -bound..<bound)
  }
}
