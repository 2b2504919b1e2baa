/// What a neuron applies to its weighted sum.
public enum Activation: String, Sendable, CaseIterable, Codable {
  case none, tanh, relu, sigmoid

  /// The operation, if there is one.
  var op: Op? {
    switch self {
    case .none: nil
    case .tanh: .tanh
    case .relu: .relu
    case .sigmoid: .sigmoid
    }
  }
}
