import Micrograd

/// The numbers of a graph at one moment, as the page's script reads them.
struct PageNumbers {
  /// Up to this many nodes (times moments) the page holds every number; of more only the leaves, from which it
  /// computes the rest.
  static let mostStored = 300_000

  /// How many characters numbers are given room for: enough for 99 in 100 of them, the others lose digits.
  ///
  /// - Complexity: O(n) up to some ten thousand numbers, of which more tell nothing.
  static func room(_ snapshots: [Snapshot]) -> Int {
    var lengths = [Int](repeating: 0, count: 11)
    var count = 0
    let all = snapshots.reduce(0) { $0 + $1.nodes.count }
    let stride = Swift.max(1, all / 20_000)
    for snapshot in snapshots {
      for id in Swift.stride(from: 0, to: snapshot.nodes.count, by: stride) {
        let node = snapshot.nodes[id]
        for number in [node.data, node.grad ?? 0] where number.isFinite {
          lengths[Swift.min(10, FrameNumber.text(number).count)] += 1
          count += 1
        }
      }
    }
    var longer = count
    for room in 0..<10 {
      longer -= lengths[room]
      if room >= 7, longer * 100 <= count { return room }
    }
    return 10
  }

  /// - Parameter isCompact: only the leaves; the graph must be `isRecomputable`.
  static func json(_ snapshot: Snapshot, isCompact: Bool) -> String {
    if isCompact {
      let leaves = snapshot.nodes.filter(\.op.isEmpty).map(\.data)
      return "\"leaves\":\"\(PageText.doubles(leaves))\",\"backward\":\(snapshot.hasGradients)"
    }
    var out = "\"data\":\"\(PageText.doubles(snapshot.nodes.map(\.data)))\""
    if snapshot.nodes.contains(where: { $0.grad != nil }) {
      out += ",\"grad\":\"\(PageText.doubles(snapshot.nodes.map { $0.grad ?? 0 }))\""
      out += ",\"hasGrad\":\"\(PageText.base64(snapshot.nodes.map { $0.grad == nil ? 0 : 1 }))\""
    }
    return out
  }
}

extension Snapshot {
  /// Whether all numbers follow from the leaves: no operation is unknown, no leaf was changed after recording,
  /// and the gradients are those of one `backward()`. O(n).
  var isRecomputable: Bool {
    var grads = [Double](repeating: 0, count: nodes.count)
    if hasGradients { grads[root] = 1 }
    for id in nodes.indices where !nodes[id].op.isEmpty {
      let prev = operands(of: id)
      guard let op = Op(symbol: nodes[id].op), op.arity == prev.count else { return false }
      let result = op.result(nodes[prev.first!].data, nodes[prev.last!].data)
      guard result == nodes[id].data || (result.isNaN && nodes[id].data.isNaN) else { return false }
    }
    guard hasGradients else { return !nodes.contains { $0.grad != nil } }
    for id in nodes.indices.reversed() where !nodes[id].op.isEmpty {
      guard let op = Op(symbol: nodes[id].op), nodes[id].hasLocalDerivatives else { return false }
      let prev = operands(of: id)
      let (a, b) = (nodes[prev.first!].data, nodes[prev.last!].data)
      let amounts = op.contributions(grads[id], a, b, result: nodes[id].data)
      for (place, operand) in prev.enumerated() where nodes[operand].role != .constant {
        grads[operand] += place == 0 ? amounts.0 : amounts.1
      }
    }
    return nodes.indices.allSatisfy { id in
      guard let grad = nodes[id].grad else { return true }
      return abs(grad - grads[id]) <= 1e-9 * max(1, abs(grad)) || !(grad.isFinite && grads[id].isFinite)
    }
  }
}
