/// What a neuron applies to its weighted sum.
public enum Activation: String, Sendable, CaseIterable, Codable {
  case none, tanh, relu, sigmoid

  func callAsFunction(_ sum: Value) -> Value {
    switch self {
    case .none: sum
    case .tanh: sum.tanh()
    case .relu: sum.relu()
    case .sigmoid: sum.sigmoid()
    }
  }
}
