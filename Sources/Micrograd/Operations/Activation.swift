/// What a neuron applies to its weighted sum: an operation on one number, or none.
public enum Activation: String, Sendable, CaseIterable, Codable {
  case none, tanh, relu, sigmoid

  /// The operation of this name, if there is one.
  package var op: Op? { Op(symbol: rawValue) }
}
