import Micrograd

extension Graph {
  /// The part of the graph of a batch that belongs to one of its samples: what the call of the network for it
  /// computed, all below, and all above that depends on no other sample, such as its part of the loss. Gradients stay
  /// those by the root of the whole.
  ///
  /// - Parameter index: which of the samples, from 0; see `ModuleNesting.samples`.
  /// - Returns: nil if there is no such sample.
  /// - Complexity: O(n).
  func sample(_ index: Int) -> Graph? {
    let nesting = ModuleNesting(self)
    let samples = nesting.samples
    guard samples.indices.contains(index) else { return nil }
    // Of each node the sample that it depends on: -1 for none, -2 for several.
    var owners = [Int](repeating: -1, count: nodes.count)
    for (sample, call) in samples.enumerated() {
      for id in modules[call].nodes { owners[id] = sample }
    }
    var top: Int?
    for id in nodes.indices {
      for operand in operands(of: id) where owners[operand] != -1 {
        owners[id] = owners[id] == -1 || owners[id] == owners[operand] ? owners[operand] : -2
      }
      if owners[id] == index { top = id }
    }
    return top.map { below($0) }
  }

  /// The graph below a node.
  private func below(_ root: Int) -> Graph {
    var isKept = [Bool](repeating: false, count: nodes.count)
    isKept[root] = true
    for id in stride(from: root, through: 0, by: -1) where isKept[id] {
      for operand in operands(of: id) { isKept[operand] = true }
    }
    /// How many nodes before each are kept.
    var places = [Int](repeating: 0, count: nodes.count + 1)
    for id in nodes.indices { places[id + 1] = places[id] + (isKept[id] ? 1 : 0) }
    var kept: [Node] = []
    var keptOperands: [Int32] = []
    var locals: [Double] = []
    for id in nodes.indices where isKept[id] {
      var node = nodes[id]
      let first = keptOperands.count
      keptOperands += operands(of: id).map { Int32(places[$0]) }
      locals += localDerivatives(of: id) ?? ArraySlice(repeating: .nan, count: keptOperands.count - first)
      node.operands = first..<keptOperands.count
      kept.append(node)
    }
    let calls = modules.compactMap { module -> ModuleCall? in
      let range = places[module.nodes.lowerBound]..<places[module.nodes.upperBound]
      return range.isEmpty ? nil : ModuleCall(path: module.path, call: module.call, nodes: range)
    }
    var part = Graph(
      nodes: kept, operands: keptOperands, locals: locals, root: kept.count - 1, hasGradients: hasGradients,
      modules: calls)
    for (id, note) in notes where isKept[id] { part.notes[places[id]] = note }
    return part
  }
}
