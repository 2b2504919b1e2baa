import Micrograd

extension GraphView {
  /// Nobody reads along a chain of hundreds: what is cut is cut at some distance from the root as well.
  static func deepest(most: Int) -> Int { max(40, most / 15) }

  /// The graph from its root breadth-first, up to `most` values. O(n).
  init(excerptOf graph: Graph, most: Int) {
    guard graph.nodes.count > most else {
      self.init(all: graph)
      return
    }
    var isShown = [Bool](repeating: false, count: graph.nodes.count)
    var queue = [(id: graph.root, depth: 0)]
    isShown[graph.root] = true
    var next = 0
    search: while next < queue.count {
      let (id, depth) = queue[next]
      next += 1
      guard depth < GraphView.deepest(most: most) else { continue }
      for operand in graph.operands(of: id) where !isShown[operand] {
        guard queue.count < max(1, most) else { break search }
        isShown[operand] = true
        queue.append((operand, depth + 1))
      }
    }
    self.init(
      values: queue.map(\.id).sorted(), stubs: GraphView.stubs(graph, isShown, queue.map(\.id)),
      root: graph.root)
  }

  /// What is at most `hops` edges away from a value, in both directions, the nearest `most` of it. O(n).
  init(around center: Int, hops: Int, in graph: Graph, most: Int) {
    var users = [[Int32]](repeating: [], count: graph.nodes.count)
    for id in graph.nodes.indices {
      for operand in graph.operands(of: id) { users[operand].append(Int32(id)) }
    }
    var isShown = [Bool](repeating: false, count: graph.nodes.count)
    var queue = [(id: center, distance: 0)]
    isShown[center] = true
    var next = 0
    while next < queue.count {
      let (id, distance) = queue[next]
      next += 1
      guard distance < hops else { continue }
      for neighbour in Array(graph.operands(of: id)) + users[id].map(Int.init) where !isShown[neighbour] {
        guard queue.count < max(1, most) else { break }
        isShown[neighbour] = true
        queue.append((neighbour, distance + 1))
      }
    }
    self.init(
      values: queue.map(\.id).sorted(), stubs: GraphView.stubs(graph, isShown, queue.map(\.id)),
      root: center
    )
  }

  /// Counts every hidden value at the shown one, nearest to the root, from which it is reached.
  private static func stubs(_ graph: Graph, _ isShown: [Bool], _ shown: [Int]) -> [Stub] {
    var isCounted = isShown
    var stubs: [Stub] = []
    for node in shown {
      guard graph.operands(of: node).contains(where: { !isShown[$0] }) else { continue }
      var count = 0
      var stack = [node]
      while let id = stack.popLast() {
        for operand in graph.operands(of: id) where !isCounted[operand] {
          isCounted[operand] = true
          count += 1
          stack.append(operand)
        }
      }
      stubs.append(Stub(node: node, count: count))
    }
    return stubs.sorted { $0.node < $1.node }
  }

  /// The boxes nearest to the root, up to `most`; what is left out is counted at one stub of the root.
  func nearest(_ most: Int, _ graph: Graph) -> GraphView {
    guard count > most else { return self }
    var before: [Place: [Place]] = [:]
    let shown = Set(values)
    for id in values where !outside.contains(id) {
      before[.value(id)] = graph.operands(of: id).filter { shown.contains($0) }.map { .value($0) }
    }
    for link in links { before[link.to, default: []].append(link.from) }
    let top =
      shown.contains(root) ? Place.value(root) : .box(boxes.firstIndex { $0.outputs.contains(root) } ?? 0)
    var queue = [top]
    var kept: Set<Place> = [top]
    var next = 0
    while next < queue.count && queue.count < most {
      for place in before[queue[next]] ?? [] where queue.count < most && kept.insert(place).inserted {
        queue.append(place)
      }
      next += 1
    }
    var cut = self
    cut.values = values.filter { kept.contains(.value($0)) }
    var position: [Int: Int] = [:]
    cut.boxes = []
    for (index, box) in boxes.enumerated() where kept.contains(.box(index)) {
      position[index] = cut.boxes.count
      cut.boxes.append(box)
    }
    func moved(_ place: Place) -> Place? {
      guard kept.contains(place) else { return nil }
      if case .box(let index) = place { return .box(position[index]!) }
      return place
    }
    cut.links = links.compactMap { link in
      guard let from = moved(link.from), let to = moved(link.to) else { return nil }
      return Link(from: from, to: to, count: link.count, edges: link.edges)
    }
    let keptValues = Set(cut.values)
    cut.stubs = cut.values.compactMap { id in
      guard !outside.contains(id) else { return nil }
      let missing = graph.operands(of: id).count { shown.contains($0) && !keptValues.contains($0) }
      return missing > 0 ? Stub(node: id, count: missing) : nil
    }
    return cut
  }
}
