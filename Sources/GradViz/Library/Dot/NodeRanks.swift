/// The rank of each node of a drawing: how many operations come before it.
struct NodeRanks {
  /// Operands of each node and its uses, as stretches of one list each.
  let below: Neighbours
  let above: Neighbours
  private(set) var ranks: [Int]
  /// How many ranks all edges together pass between their ends: places that a layout by ranks has to find for them, as
  /// for the nodes.
  let passedCount: Int

  /// The longest path from the leaves; leaves then move up to their first use, so that no edge is longer than it
  /// must be. O(n) in the nodes and edges.
  init(_ drawn: DotGraph) {
    below = Neighbours(of: drawn, \.head, \.tail)
    above = Neighbours(of: drawn, \.tail, \.head)
    let count = drawn.nodes.count
    var ranks = Array(repeating: 0, count: count)
    var missing = (0..<count).map { [below] in below[$0].count }
    var ready = (0..<count).filter { missing[$0] == 0 }
    var next = 0
    while next < ready.count {
      let node = ready[next]
      next += 1
      for use in above[node] {
        ranks[use] = max(ranks[use], ranks[node] + 1)
        missing[use] -= 1
        if missing[use] == 0 { ready.append(use) }
      }
    }
    for node in 0..<count where below[node].isEmpty {
      if let first = above[node].map({ ranks[$0] }).min() { ranks[node] = max(0, first - 1) }
    }
    passedCount = drawn.edges.reduce(0) { $0 + max(0, abs(ranks[$1.head] - ranks[$1.tail]) - 1) }
    self.ranks = ranks
  }

  /// The nodes of each rank.
  var layers: [[Int]] {
    var layers = [[Int]](repeating: [], count: (ranks.max() ?? 0) + 1)
    for (node, rank) in ranks.enumerated() { layers[rank].append(node) }
    return layers
  }

  /// For each node its neighbours in one direction.
  struct Neighbours {
    private var starts: [Int]
    private var nodes: [Int]

    fileprivate init(
      of drawn: DotGraph, _ from: KeyPath<DotGraph.Edge, Int>, _ to: KeyPath<DotGraph.Edge, Int>
    ) {
      let ends = drawn.edges.map { ($0[keyPath: from], $0[keyPath: to]) }
      starts = Array(repeating: 0, count: drawn.nodes.count + 1)
      for (from, _) in ends { starts[from + 1] += 1 }
      for index in drawn.nodes.indices { starts[index + 1] += starts[index] }
      var next = starts
      nodes = Array(repeating: 0, count: ends.count)
      for (from, to) in ends {
        nodes[next[from]] = to
        next[from] += 1
      }
    }

    subscript(node: Int) -> ArraySlice<Int> { nodes[starts[node]..<starts[node + 1]] }
  }
}
