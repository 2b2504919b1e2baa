/// The inside of one frame, or the whole drawing: items in columns, one behind the other in reading direction.
///
/// The steps are those of K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system
/// structures", 1981: columns by longest paths, order within columns by the middle of neighbours, room for edges that
/// pass a column, straightening. What differs serves networks: modules and inputs keep the order of their indexes, a
/// sum of many terms stands in one column below each other, and frames are items with their insides laid out before.
struct LayoutLevel {
  enum Content: Equatable {
    case box(Int)
    case frame(Int)
    /// Room for a wire that passes a column.
    case passage
  }

  struct Item {
    var content: Content
    var size: NestedGraph.Size
    /// What its head and the way from there to the box take of its size.
    var lead = 0.0
    var order: Int
    /// The first item of the chain that it is in, and how many of it come before; else itself.
    var leader: Int
    var chainPlace: Int?
    var isLeaf = false
    var isOrdered = false
    var isSum = false
    var isClosed = false
    /// Whether it is a module, open or closed.
    var isModule: Bool { isClosed || isFrame }
    var column = 0
    /// Across.
    var center = 0.0
    /// Along.
    var start = 0.0

    var isPassage: Bool { content == .passage }
    var isFrame: Bool { if case .frame = content { true } else { false } }
    var end: Double { start + size.along }
  }

  /// The way of an edge on this level, or of all edges that leave it from one box.
  struct Wire {
    /// Where it begins and ends; nil if it comes from outside of the level, or leads out of it.
    var from: Int?
    var to: Int?
    /// Where it meets these items, from their centers.
    var fromOffset = 0.0
    var toOffset = 0.0
    /// The box where it begins, and which operand it is.
    var source: Int
    var place: Int
    /// Whether it leads to a single value inside of a frame, where straight lines would be a thicket.
    var isBus = false
    var label: NestedGraph.Size?
    /// The passages, column after column.
    var via: [Int] = []
    /// Whether it leads from an item to the next of its chain.
    var isChained = false
  }

  /// A wire between two columns that stand next to each other.
  struct Hop {
    var wire: Int
    var from: Int
    var to: Int
    var fromOffset: Double
    var toOffset: Double
  }

  let isRoot: Bool
  let isTight: Bool
  let columnGap: Double?
  var items: [Item] = []
  var wires: [Wire] = []
  /// Items by column, in order.
  var columns: [[Int]] = []
  /// By item.
  var hopsIn: [[Hop]] = []
  var hopsOut: [[Hop]] = []
  var size = NestedGraph.Size(along: 0, across: 0)
  /// The room that labels take between the items of chains.
  var chainLabel = 0.0

  init(isRoot: Bool, isTight: Bool, columnGap: Double? = nil) {
    self.isRoot = isRoot
    self.isTight = isTight
    self.columnGap = columnGap
  }

  mutating func layOut() {
    findChains()
    rank()
    spreadEnds()
    addPassages()
    order()
    place()
  }

  // MARK: - Columns

  /// Sums that are added up one term after another stand in one column, with what is applied to the result.
  private mutating func findChains() {
    var outs = [[Int]](repeating: [], count: items.count)
    var ins = [[Int]](repeating: [], count: items.count)
    for (index, wire) in wires.enumerated() {
      if let from = wire.from { outs[from].append(index) }
      if let to = wire.to { ins[to].append(index) }
    }
    /// The only use of an item, if it is by another item.
    func user(_ item: Int) -> (wire: Int, item: Int)? {
      guard outs[item].count == 1, let to = wires[outs[item][0]].to else { return nil }
      return (outs[item][0], to)
    }
    var isTaken = [Bool](repeating: false, count: items.count)
    for first in items.indices where items[first].isSum && !isTaken[first] {
      var chain = [first]
      var links: [Int] = []
      while let (wire, next) = user(chain.last!), items[next].isSum, !isTaken[next], !chain.contains(next) {
        chain.append(next)
        links.append(wire)
      }
      // The first of several sums that go into one is the one that goes on.
      guard chain.count > 1 else { continue }
      if !isRoot, let (wire, next) = user(chain.last!), ins[next].count == 1, !items[next].isFrame,
        !items[next].isClosed
      {
        chain.append(next)
        links.append(wire)
      }
      for item in chain {
        isTaken[item] = true
        items[item].leader = first
      }
      for (place, item) in chain.enumerated() { items[item].chainPlace = place }
      for wire in links { wires[wire].isChained = true }
    }
  }

  /// The longest path from where nothing comes in; leaves then move to where they are used first.
  private mutating func rank() {
    let representative = items.map(\.leader)
    var after = [[Int]](repeating: [], count: items.count)
    var missing = [Int](repeating: 0, count: items.count)
    for wire in wires {
      guard let from = wire.from, let to = wire.to, representative[from] != representative[to] else {
        continue
      }
      after[representative[from]].append(representative[to])
      missing[representative[to]] += 1
    }
    var columns = [Int](repeating: 0, count: items.count)
    var isDone = [Bool](repeating: false, count: items.count)
    var ready = items.indices.filter { representative[$0] == $0 && missing[$0] == 0 }
    var rest = items.indices.filter { representative[$0] == $0 }.sorted { items[$0].order < items[$1].order }[
      ...]
    while true {
      // Boxes for calls between which other values were computed may run in a circle: it is cut at the first.
      if ready.isEmpty {
        rest = rest.drop { isDone[$0] }
        guard let first = rest.first else { break }
        ready = [first]
      }
      let item = ready.removeLast()
      guard !isDone[item] else { continue }
      isDone[item] = true
      for next in after[item] where !isDone[next] {
        columns[next] = max(columns[next], columns[item] + 1)
        missing[next] -= 1
        if missing[next] == 0 { ready.append(next) }
      }
    }
    for item in items.indices { items[item].column = columns[representative[item]] }
    var firstUse: [Int: Int] = [:]
    for wire in wires {
      guard let from = wire.from, let to = wire.to, items[from].isLeaf else { continue }
      firstUse[from] = min(firstUse[from] ?? .max, items[to].column)
    }
    for (leaf, column) in firstUse { items[leaf].column = max(0, column - 1) }
    keepLeavesApart(Array(firstUse.keys))
  }

  /// Beside a frame, which may be as high as the drawing, leaves get a column of their own behind it.
  private mutating func keepLeavesApart(_ leaves: [Int]) {
    let framed = Set(items.indices.filter { items[$0].isFrame }.map { items[$0].column })
    let split = Set(leaves.map { items[$0].column }).intersection(framed).sorted()
    guard !split.isEmpty else { return }
    let isLeaf = Set(leaves)
    for item in items.indices {
      let column = items[item].column
      let before = split.count { $0 < column }
      items[item].column = column + before + (isLeaf.contains(item) && split.contains(column) ? 1 : 0)
    }
  }

  /// Ends of edges at a module stand apart, in the order of where they come from; so do edges that would coincide.
  private mutating func spreadEnds() {
    var ends: [Int: [Int]] = [:]
    for (index, wire) in wires.enumerated() {
      if let to = wire.to, !items[to].isFrame { ends[to, default: []].append(index) }
    }
    for (item, wires) in ends {
      let isApart = items[item].isClosed || Set(wires.map { self.wires[$0].source }).count < wires.count
      guard wires.count > 1, isApart else { continue }
      let room = items[item].isClosed ? items[item].size.across - 16 : 14
      let step = min(10, room / Double(wires.count - 1))
      let sorted = wires.sorted {
        (self.wires[$0].source, self.wires[$0].place) < (self.wires[$1].source, self.wires[$1].place)
      }
      for (position, wire) in sorted.enumerated() {
        self.wires[wire].toOffset = step * (Double(position) - Double(wires.count - 1) / 2)
      }
    }
  }

  private mutating func addPassages() {
    chainLabel = wires.filter(\.isChained).compactMap { $0.label?.across }.max() ?? 0
    let count = (items.map(\.column).max() ?? 0) + 1
    for index in wires.indices where !wires[index].isChained {
      let first = (wires[index].from.map { items[$0].column } ?? -1) + 1
      let last = wires[index].to.map { items[$0].column } ?? count
      guard first < last else { continue }
      for column in first..<last {
        var passage = Item(
          content: .passage, size: .init(along: 0, across: 2), order: items.count, leader: items.count)
        passage.column = column
        wires[index].via.append(items.count)
        items.append(passage)
      }
    }
    columns = Array(repeating: [], count: count)
    for item in items.indices { columns[items[item].column].append(item) }
    hopsIn = Array(repeating: [], count: items.count)
    hopsOut = hopsIn
    for (index, wire) in wires.enumerated() where !wire.isChained {
      let stations = [wire.from, wire.to].compactMap { $0 }
      let ways = (wire.from.map { [$0] } ?? []) + wire.via + (wire.to.map { [$0] } ?? [])
      guard stations.count < 2 || items[wire.from!].column < items[wire.to!].column else { continue }
      for (from, to) in zip(ways, ways.dropFirst()) {
        let hop = Hop(
          wire: index, from: from, to: to, fromOffset: from == wire.from ? wire.fromOffset : 0,
          toOffset: to == wire.to ? wire.toOffset : 0)
        hopsOut[from].append(hop)
        hopsIn[to].append(hop)
      }
    }
  }
}
