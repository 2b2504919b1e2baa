/// What a value without operands is for. A computed value has none.
public enum Role: String, Sendable, Hashable, CaseIterable {
  /// A number that the user gave a place of its own: data, or a variable of an expression.
  case input
  /// A number that training adjusts: a weight or a bias.
  case parameter
  /// A number written inside an expression, such as the 2 of `2 * n`.
  case constant
}
