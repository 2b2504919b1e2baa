/// The longest path to each box of a drawing of characters: its layer.
struct TextRanks {
  private(set) var ranks: [Int]
  /// Of each box, those that it leads to.
  private(set) var uses: [[Int]]
  /// Whether edges run in a circle, as they may between boxes of many values; such a box stays where it was reached.
  private(set) var hasCircle = false

  /// - Complexity: O(n) in boxes and edges.
  init(_ edges: [TextLayout.Edge], count: Int) {
    ranks = Array(repeating: 0, count: count)
    uses = Array(repeating: [], count: count)
    var missing = ranks
    for edge in edges {
      missing[edge.to] += 1
      uses[edge.from].append(edge.to)
    }
    var ready = ranks.indices.filter { missing[$0] == 0 }
    var next = 0
    while next < ready.count {
      for use in uses[ready[next]] {
        ranks[use] = max(ranks[use], ranks[ready[next]] + 1)
        missing[use] -= 1
        if missing[use] == 0 { ready.append(use) }
      }
      next += 1
    }
    hasCircle = ready.count < count
  }
}
