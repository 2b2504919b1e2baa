import Micrograd

extension Graph {
  /// Whether a number of a value is not finite.
  func isAlarming(_ id: Int) -> Bool {
    let node = nodes[id]
    return !node.data.isFinite || (node.role != .constant && !(node.grad ?? 0).isFinite)
  }

  /// Whether a value is a relu that lets nothing through.
  func isDeadRelu(_ id: Int) -> Bool {
    guard nodes[id].op == "relu", let operand = operands(of: id).first else { return false }
    return nodes[operand].data <= 0
  }
}
