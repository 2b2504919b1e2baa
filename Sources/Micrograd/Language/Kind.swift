/// What an expression stands for. All sizes are known before anything is computed.
enum Kind: Equatable, Sendable {
  case value
  case list(Int)
  case network(inputs: Int, outputs: Int)
  /// Of an expression with a mistake, which is not reported again.
  case unknown

  /// Whether it can be used as a number: a list of one element stands for the element, as micrograd's
  /// networks of one output do.
  var isValue: Bool { self == .value || self == .list(1) || self == .unknown }

  var description: String {
    switch self {
    case .value, .unknown: "a value"
    case .list(let count): "a list of \(count)"
    case .network: "a network"
    }
  }
}

/// The kind of an operand, and where its numbers come from.
struct TypedOperand {
  var kind: Kind
  /// Of each element that is an input by itself, its index in `Program.inputs`; -1 for others.
  var inputs: [Int] = []

  static let value = TypedOperand(kind: .value)
  static let unknown = TypedOperand(kind: .unknown)
}
