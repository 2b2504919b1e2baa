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
  var items: [Item] = []
  var wires: [Wire] = []
  /// Items by column, in order.
  var columns: [[Int]] = []
  /// By item.
  var hopsIn: [[Hop]] = []
  var hopsOut: [[Hop]] = []
  var size = NestedGraph.Size(along: 0, across: 0)
  /// The room that labels take between the items of chains.
  private var chainLabel = 0.0

  private static let sweeps = 8

  init(isRoot: Bool, isTight: Bool) {
    self.isRoot = isRoot
    self.isTight = isTight
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

  // MARK: - Order

  private mutating func order() {
    for column in columns.indices {
      columns[column] = columns[column].sorted {
        (chain(of: $0), items[$0].order) < (chain(of: $1), items[$1].order)
      }
      spread(columns[column])
    }
    for sweep in 0..<LayoutLevel.sweeps {
      // The last word is that of results: operands stand in the order of what they are for.
      let isForward = sweep % 2 == 0
      for index in columns.indices {
        let column = isForward ? index : columns.count - 1 - index
        sort(column, isForward)
      }
    }
  }

  private mutating func sort(_ column: Int, _ isForward: Bool) {
    var wanted = columns[column].map { item in
      // What has no edges stands below all that have.
      hopsIn[item].isEmpty && hopsOut[item].isEmpty && items[item].isLeaf
        ? .infinity : wish(item, isForward) ?? items[item].center
    }
    // Those of a chain stay together.
    var chains: [Int: (sum: Double, count: Int)] = [:]
    for (item, place) in zip(columns[column], wanted) {
      let known = chains[items[item].leader] ?? (0, 0)
      chains[items[item].leader] = (known.sum + place, known.count + 1)
    }
    for (position, item) in columns[column].enumerated() {
      let chain = chains[items[item].leader]!
      wanted[position] = chain.sum / Double(chain.count)
    }
    // Modules and inputs keep the order of their indexes: each as near to its wish as that allows.
    for isModule in [true, false] {
      let ordered = columns[column].indices.filter {
        items[columns[column][$0]].isOrdered && items[columns[column][$0]].isModule == isModule
      }
      .sorted { items[columns[column][$0]].order < items[columns[column][$1]].order }
      let steps = MonotoneFit(ordered.map { (wanted[$0], 1) }).values
      for (position, place) in zip(ordered, steps) { wanted[position] = place }
    }
    let sorted = zip(columns[column], wanted).sorted {
      ($0.1, chain(of: $0.0), items[$0.0].order) < ($1.1, chain(of: $1.0), items[$1.0].order)
    }
    columns[column] = sorted.map(\.0)
    spread(columns[column])
  }

  /// The order of a chain is that of its first item.
  private func chain(of item: Int) -> Int { items[items[item].leader].order }

  /// One after another, as close as they may be, around zero.
  private mutating func spread(_ column: [Int]) {
    var position = 0.0
    for (index, item) in column.enumerated() {
      if index > 0 { position += distance(column[index - 1], item) }
      items[item].center = position
    }
    for item in column { items[item].center -= position / 2 }
  }

  /// Where an item would be in line with its neighbours on one side; nil if it has none.
  private func wish(_ item: Int, _ isForward: Bool) -> Double? {
    let hops = isForward ? hopsIn[item] : hopsOut[item]
    func rank(_ hop: Hop) -> Int {
      let other = items[isForward ? hop.from : hop.to]
      return other.isPassage ? (isRoot ? 1 : 3) : (other.isLeaf ? 2 : 0)
    }
    // In line with what it is computed from, with its weight in a frame; constants do not matter beside that.
    guard let best = hops.map(rank).min() else { return nil }
    var (sum, count) = (0.0, 0.0)
    for hop in hops where rank(hop) == best {
      sum +=
        isForward
        ? items[hop.from].center + hop.fromOffset - hop.toOffset
        : items[hop.to].center + hop.toOffset - hop.fromOffset + 0.01 * Double(wires[hop.wire].place)
      count += 1
    }
    return sum / count
  }

  // MARK: - Places across

  /// How far apart the centers of two neighbours are at least.
  func distance(_ a: Int, _ b: Int) -> Double {
    let isChained = items[a].leader == items[b].leader
    return (items[a].size.across + items[b].size.across) / 2 + (gap(items[a]) + gap(items[b])) / 2
      + (isChained ? chainLabel : 0)
  }

  private func gap(_ item: Item) -> Double {
    if item.isPassage { return 2 }
    if item.isModule { return isRoot ? 20 : (item.isClosed ? 14 : 6) }
    return isRoot ? 14 : (isTight ? 3 : 6)
  }

  private mutating func place() {
    for isForward in [false, true, false, true, false, true] {
      for index in columns.indices { align(isForward ? index : columns.count - 1 - index, isForward) }
    }
    for column in columns.indices {
      settleLeaves(column)
      space(column)
    }
    let low = items.map { $0.center - $0.size.across / 2 }.min() ?? 0
    for item in items.indices { items[item].center -= low }
    size.across = items.map { $0.center + $0.size.across / 2 }.max() ?? 0
  }

  /// Moves a column towards its neighbours on one side, as far as its order and the sizes in it allow.
  private mutating func align(_ column: Int, _ isForward: Bool) {
    var previous: (item: Int, place: Double)?
    var wishes: [(place: Double, weight: Double)] = []
    for item in columns[column] {
      let (place, weight): (Double, Double) =
        if isForward, let (place, weight) = rowOfChain(item, previous) {
          (place, weight)
        } else if let place = wish(item, isForward) {
          (place, items[item].isPassage && !isRoot ? 0.1 : 1)
        } else {
          (items[item].center, 0.01)
        }
      previous = (item, place)
      wishes.append((place, weight))
    }
    fit(column, to: wishes)
  }

  /// Moves leaves to what they are for, where the rest leaves room.
  private mutating func settleLeaves(_ column: Int) {
    fit(
      column,
      to: columns[column].map { item in
        if items[item].isLeaf, let place = wish(item, false) { return (place, 1) }
        return (items[item].center, 1e6)
      })
  }

  /// Inputs that stand close together stand at equal distances.
  private mutating func space(_ column: Int) {
    let members = columns[column]
    var start = 0
    while start < members.count {
      var end = start + 1
      func isInput(_ position: Int) -> Bool {
        items[members[position]].isOrdered && items[members[position]].isLeaf
      }
      while isInput(start), end < members.count, isInput(end),
        items[members[end]].center - items[members[end - 1]].center
          < 2 * distance(members[end - 1], members[end])
      { end += 1 }
      if end - start > 2 {
        let (first, last) = (items[members[start]].center, items[members[end - 1]].center)
        for position in start..<end {
          items[members[position]].center =
            first + (last - first) * Double(position - start) / Double(end - start - 1)
        }
      }
      start = end
    }
  }

  /// Places a column as near to wishes as its order and the sizes in it allow.
  private mutating func fit(_ column: Int, to wishes: [(place: Double, weight: Double)]) {
    var offset = 0.0
    var offsets: [Double] = []
    for (position, item) in columns[column].enumerated() {
      if position > 0 { offset += distance(columns[column][position - 1], item) }
      offsets.append(offset)
    }
    let free = zip(wishes, offsets).map { (place: $0.place - $1, weight: $0.weight) }
    for (index, place) in MonotoneFit(free).values.enumerated() {
      items[columns[column][index]].center = place + offsets[index]
    }
  }

  /// The row of an item of a chain: the one above its own term, as its first has two.
  private func rowOfChain(_ item: Int, _ previous: (item: Int, place: Double)?) -> (Double, Double)? {
    guard let chainPlace = items[item].chainPlace else { return nil }
    let terms = hopsIn[item].map { items[$0.from].center + $0.fromOffset }
    if chainPlace == 0 { return (isRoot ? terms.max() : terms.min()).map { ($0, 1) } }
    guard let previous else { return nil }
    // Rows of whole samples are far apart: there each sum stands beside its term.
    let step = isRoot && !terms.isEmpty ? 0 : distance(previous.item, item)
    return (terms.min().map { $0 - step } ?? previous.place + step, 1)
  }
}

/// Numbers that never fall, as near as possible to given ones by weighted squares.
///
///     MonotoneFit([(3, 1), (1, 1), (5, 1)]).values   // [2.0, 2.0, 5.0]
///
/// Neighbours that fall are pooled (M. Ayer et al., 1955). O(n).
struct MonotoneFit {
  let values: [Double]

  init(_ wanted: [(place: Double, weight: Double)]) {
    var runs: [(sum: Double, weight: Double, count: Int)] = []
    for (place, weight) in wanted {
      runs.append((place * weight, weight, 1))
      while runs.count > 1 {
        let (a, b) = (runs[runs.count - 2], runs[runs.count - 1])
        guard a.sum / a.weight > b.sum / b.weight else { break }
        runs.removeLast()
        runs[runs.count - 1] = (a.sum + b.sum, a.weight + b.weight, a.count + b.count)
      }
    }
    values = runs.flatMap { Array(repeating: $0.sum / $0.weight, count: $0.count) }
  }
}
