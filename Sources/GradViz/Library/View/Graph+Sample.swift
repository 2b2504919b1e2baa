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
}
