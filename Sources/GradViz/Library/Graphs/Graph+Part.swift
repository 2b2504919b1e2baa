import Micrograd

extension Graph {
  /// The graph below one of its values, whose gradients stay those by the root of the whole. O(n).
  func below(_ root: Int) -> Graph {
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
    if givenIDs != nil || kept.count < nodes.count {
      part.givenIDs = nodes.indices.filter { isKept[$0] }.map(givenID)
    }
    return part
  }
}
