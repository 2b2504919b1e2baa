import Micrograd

/// A closed box that is a neuron: what it adds to its weighted sum, and what it applies to it.
///
/// Found in the operations, not in names, so that neurons of other programs are found as well.
struct NeuronText: Sendable {
  /// The symbol of the operation on the sum; nil if there is none.
  let activation: String?
  /// The id of the bias; nil if there is none.
  let bias: Int?

  /// - Returns: nil if the box is more than products with parameters, their sum, and one operation on it.
  init?(_ box: GraphView.Box, _ graph: Graph) {
    guard case .calls(let calls) = box.kind, calls.count == 1, box.outputs.count == 1 else { return nil }
    let range = graph.modules[calls[0]].nodes
    let output = box.outputs[0]
    var (bias, hasWeights, activation): (Int?, Bool, String?) = (nil, false, nil)
    for id in range where !graph.nodes[id].op.isEmpty {
      let operands = Array(graph.operands(of: id))
      switch graph.nodes[id].op {
      case "*" where operands.count == 2:
        guard NeuronText.weight(of: id, graph) != nil else { return nil }
        hasWeights = true
      case "+" where operands.count == 2:
        for operand in operands where graph.nodes[operand].role == .parameter {
          guard bias == nil else { return nil }
          bias = operand
        }
      case let op where operands.count == 1 && id == output: activation = op
      default: return nil
      }
    }
    guard hasWeights else { return nil }
    self.activation = activation
    self.bias = bias
  }

  /// The parameter that a product multiplies something else with; nil if there is none, or it stands alone.
  static func weight(of product: Int, _ graph: Graph) -> Int? {
    guard graph.nodes[product].op == "*" else { return nil }
    let operands = Array(graph.operands(of: product))
    let weights = operands.filter { graph.nodes[$0].role == .parameter }
    return operands.count == 2 && weights.count == 1 ? weights[0] : nil
  }

  /// Such as `tanh · bias −0.12`; what stands before the number of the bias, and the number.
  func line(_ graph: Graph, _ number: (Double) -> String) -> (prefix: String, bias: String) {
    let activation = LabelText.elided(LabelText.visible(self.activation ?? "linear"))
    guard let bias else { return (activation, "") }
    return ("\(activation) · bias ", number(graph.nodes[bias].data))
  }
}
