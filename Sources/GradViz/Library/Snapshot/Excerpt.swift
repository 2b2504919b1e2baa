/// The part of a graph that is drawn: all of it, or what is next to the root.
struct Excerpt: Sendable {
  /// What a drawing leaves out below one value.
  struct Stub: Sendable {
    /// The value whose operands are left out, some or all.
    let node: Int
    /// How many values are left out here; each is counted at one stub.
    let count: Int
  }

  /// Ids, ascending.
  let nodes: [Int]
  let stubs: [Stub]

  var isWhole: Bool { stubs.isEmpty }
  var hiddenCount: Int { stubs.reduce(0) { $0 + $1.count } }

  /// Nobody reads along a chain of hundreds: what is cut is cut at some distance from the root as well.
  static func deepest(most: Int) -> Int { max(40, most / 15) }

  /// The graph from its root breadth-first, up to `most` values. O(n).
  init(of snapshot: Snapshot, most: Int) {
    guard snapshot.nodes.count > most else {
      nodes = Array(snapshot.nodes.indices)
      stubs = []
      return
    }
    var isShown = [Bool](repeating: false, count: snapshot.nodes.count)
    var queue = [(id: snapshot.root, depth: 0)]
    isShown[snapshot.root] = true
    var next = 0
    search: while next < queue.count {
      let (id, depth) = queue[next]
      next += 1
      guard depth < Excerpt.deepest(most: most) else { continue }
      for operand in snapshot.operands(of: id) where !isShown[operand] {
        guard queue.count < max(1, most) else { break search }
        isShown[operand] = true
        queue.append((operand, depth + 1))
      }
    }
    nodes = queue.map(\.id).sorted()
    stubs = Excerpt.stubs(snapshot, isShown, queue.map(\.id))
  }

  /// Counts every hidden value at the shown one, nearest to the root, from which it is reached.
  private static func stubs(_ snapshot: Snapshot, _ isShown: [Bool], _ shown: [Int]) -> [Stub] {
    var isCounted = isShown
    var stubs: [Stub] = []
    for node in shown {
      guard snapshot.operands(of: node).contains(where: { !isShown[$0] }) else { continue }
      var count = 0
      var stack = [node]
      while let id = stack.popLast() {
        for operand in snapshot.operands(of: id) where !isCounted[operand] {
          isCounted[operand] = true
          count += 1
          stack.append(operand)
        }
      }
      stubs.append(Stub(node: node, count: count))
    }
    return stubs.sorted { $0.node < $1.node }
  }
}
