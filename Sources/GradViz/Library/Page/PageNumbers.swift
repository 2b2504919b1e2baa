import Micrograd

/// The numbers of a graph at one moment, as the page's script reads them.
struct PageNumbers {
  /// Up to this many nodes (times moments) the page holds every number; of more only the leaves, from which it
  /// computes the rest.
  static let mostStored = 300_000

  /// How many characters numbers are given room for: enough for 99 in 100 of them, the others lose digits.
  ///
  /// - Complexity: O(n) up to some ten thousand numbers, of which more tell nothing.
  static func room(_ snapshots: [Graph]) -> Int {
    var lengths = [Int](repeating: 0, count: 11)
    var count = 0
    let all = snapshots.reduce(0) { $0 + $1.nodes.count }
    let stride = Swift.max(1, all / 20_000)
    for graph in snapshots {
      for id in Swift.stride(from: 0, to: graph.nodes.count, by: stride) {
        let node = graph.nodes[id]
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

  /// - Parameter isCompact: only the leaves; the graph must be `followsFromLeaves`.
  static func json(_ graph: Graph, isCompact: Bool) -> String {
    if isCompact {
      let leaves = graph.nodes.filter(\.op.isEmpty).map(\.data)
      return "\"leaves\":\"\(PageText.doubles(leaves))\",\"backward\":\(graph.hasGradients)"
    }
    var out = "\"data\":\"\(PageText.doubles(graph.nodes.map(\.data)))\""
    if graph.nodes.contains(where: { $0.grad != nil }) {
      out += ",\"grad\":\"\(PageText.doubles(graph.nodes.map { $0.grad ?? 0 }))\""
      out += ",\"hasGrad\":\"\(PageText.base64(graph.nodes.map { $0.grad == nil ? 0 : 1 }))\""
    }
    return out
  }
}
