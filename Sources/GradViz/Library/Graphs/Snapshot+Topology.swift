import Micrograd

extension Snapshot {
  /// The same topology with other numbers.
  func with(data: [Double], grad: [Double?]) -> Snapshot {
    var nodes = nodes
    var locals: [Double] = []
    for id in nodes.indices {
      nodes[id].data = data[id]
      nodes[id].grad = grad.isEmpty ? nil : grad[id]
      let prev = self.operands(of: id)
      let operands = prev.map { data[$0] }
      guard !operands.isEmpty else { continue }
      if let op = Op(symbol: nodes[id].op), op.arity == operands.count {
        let partials = op.locals(
          operands[0], operands.last!, result: data[id],
          isConstant: (nodes[prev.first!].role == .constant, nodes[prev.last!].role == .constant))
        locals.append(partials.0)
        if operands.count > 1 { locals.append(partials.1) }
      } else {
        locals += operands.map { _ in .nan }
        nodes[id].hasLocalDerivatives = false
      }
    }
    return replacing(nodes: nodes, locals: locals, hasGradients: !grad.isEmpty)
  }

  /// Whether two graphs differ at most in their numbers.
  func hasTopology(of other: Snapshot) -> Bool {
    guard nodes.count == other.nodes.count, root == other.root, modules == other.modules else { return false }
    return nodes.indices.allSatisfy { id in
      let (a, b) = (nodes[id], other.nodes[id])
      return a.op == b.op && a.label == b.label && a.role == b.role
        && operands(of: id).elementsEqual(other.operands(of: id))
    }
  }
}
