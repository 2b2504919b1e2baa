/// Places along the reading direction, and the ways of wires.
extension LayoutLevel {
  /// How far apart columns are.
  private enum Gap {
    static let plain = 22.0
    /// Between layers: wide enough that lines across are not too steep.
    static let most = 150.0
    static let lane = 4.5
    static let laneMargin = 6.0
  }

  /// Places all items along, and says how each wire runs, from its start or the near side of the level to its end
  /// or the far side.
  mutating func route() -> [[LayoutPoint]] {
    let gaps = (0..<max(0, columns.count - 1)).map { hops(behind: $0) }
    var lanes: [[Int: Double]] = []
    var widths: [Double] = []
    for hops in gaps {
      let (width, lane) = measure(hops)
      widths.append(width)
      lanes.append(lane)
    }
    // Layers stand at equal distances.
    let layers = gaps.indices.filter { gaps[$0].contains { isModule($0.from) || isModule($0.to) } }
    if let widest = layers.map({ widths[$0] }).max() {
      for gap in layers where isModule(columns[gap]) && isModule(columns[gap + 1]) {
        lanes[gap] = lanes[gap].mapValues { $0 + (widest - widths[gap]) / 2 }
        widths[gap] = widest
      }
    }
    var starts: [Double] = []
    var ends: [Double] = []
    var position = 0.0
    for (column, members) in columns.enumerated() {
      starts.append(position)
      position = placeAlong(members, at: position)
      ends.append(position)
      if column < widths.count { position += widths[column] }
    }
    size.along = position
    return wires.indices.map { path($0, starts, ends, lanes) }
  }

  private func hops(behind column: Int) -> [Hop] {
    columns[column].flatMap { hopsOut[$0] }
  }

  private func ins(_ item: Int) -> Int { hopsIn[item].count }

  private func isModule(_ item: Int) -> Bool { items[item].isFrame || items[item].isClosed }

  private func isModule(_ column: [Int]) -> Bool { column.contains { isModule($0) } }

  private func ends(_ hop: Hop) -> (Double, Double) {
    (items[hop.from].center + hop.fromOffset, items[hop.to].center + hop.toOffset)
  }

  /// The width of a gap; if lines would be too steep in it, the lane of each source as well, from its start.
  private func measure(_ hops: [Hop]) -> (width: Double, lanes: [Int: Double]) {
    var width = columnGap ?? (isRoot ? Gap.plain : (isTight ? 8 : 15))
    if let label = hops.compactMap({ wires[$0.wire].label?.along }).max() {
      // Labels stand where lines to different modules are furthest apart.
      let most = hops.map { items[$0.to].isClosed ? ins($0.to) : 1 }.max() ?? 1
      width = max(width, label + 12, min(240, (label / 2 + 9) * Double(most + 1)))
    }
    let climb = hops.map { abs(ends($0).0 - ends($0).1) }.max() ?? 0
    let isBusy = hops.contains { isModule($0.from) || isModule($0.to) }
    if isBusy && !hops.contains(where: { wires[$0.wire].isBus }) {
      width = max(width, min(Gap.most, 0.4 * climb))
    }
    guard climb > 2 * width, hops.contains(where: { wires[$0.wire].isBus }) else { return (width, [:]) }
    // Straight wires need no lane.
    let sources = Dictionary(grouping: hops, by: { wires[$0.wire].source })
      .filter { $0.value.contains { abs(ends($0).0 - ends($0).1) > 0.5 } }
    let order = laneOrder(sources.mapValues { $0.map { ends($0) } })
    var lanes: [Int: Double] = [:]
    for (index, source) in order.enumerated() { lanes[source] = Gap.laneMargin + Gap.lane * Double(index) }
    return (max(width, 2 * Gap.laneMargin + Gap.lane * Double(max(0, order.count - 1))), lanes)
  }

  /// Lanes in the order that has the fewest crossings, as far as exchanging neighbours finds it.
  private func laneOrder(_ nets: [Int: [(from: Double, to: Double)]]) -> [Int] {
    /// How often two nets cross if the first has the lane nearer to the start.
    func crossings(_ first: Int, _ second: Int) -> Int {
      func span(_ net: [(from: Double, to: Double)]) -> ClosedRange<Double> {
        let ends = net.flatMap { [$0.from, $0.to] }
        return ends.min()!...ends.max()!
      }
      // The first one's ways out pass the second's lane, the second's ways in the first's.
      let (a, b) = (nets[first]!, nets[second]!)
      return a.count { span(b).contains($0.to) } + (span(a).contains(b[0].from) ? 1 : 0)
    }
    var order = nets.keys.sorted { (nets[$0]![0].from, $0) < (nets[$1]![0].from, $1) }
    for _ in 0..<min(order.count, 24) {
      var isSettled = true
      for index in order.indices.dropLast() {
        if crossings(order[index], order[index + 1]) > crossings(order[index + 1], order[index]) {
          order.swapAt(index, index + 1)
          isSettled = false
        }
      }
      if isSettled { break }
    }
    return order
  }

  /// Boxes of a column stand with their starts in line, leaves at the end; beside modules all stand in the middle.
  private mutating func placeAlong(_ members: [Int], at start: Double) -> Double {
    let hasModules = isModule(members)
    let boxes = members.filter { !items[$0].isPassage && !isModule($0) }
    let lead = boxes.map { items[$0].lead }.max() ?? 0
    let body = boxes.map { items[$0].size.along - items[$0].lead }.max() ?? 0
    let chained = wires.filter { $0.isChained && $0.label != nil && members.contains($0.to ?? -1) }
    let label = chained.compactMap(\.label?.along).max().map { lead + 16 + $0 } ?? 0
    let width = max(lead + body, label, members.map { items[$0].size.along }.max() ?? 0)
    for item in members {
      let along = items[item].size.along
      items[item].start =
        if items[item].isPassage {
          start
        } else if items[item].isLeaf {
          start + width - along
        } else if !hasModules {
          start + lead - items[item].lead
        } else {
          start + (width - along) / 2
        }
    }
    return start + width
  }

  // MARK: - Ways

  private func path(
    _ index: Int, _ starts: [Double], _ ends: [Double], _ lanes: [[Int: Double]]
  ) -> [LayoutPoint] {
    let wire = wires[index]
    var points: [LayoutPoint] = []
    func add(_ along: Double, _ across: Double) {
      points.append(LayoutPoint(along: along, across: across))
    }
    if wire.isChained, let from = wire.from, let to = wire.to {
      // From the corner of the one into the head of the next; corners are round.
      let (above, below) = (items[from], items[to])
      add(above.start + above.lead + 3, above.center + above.size.across / 2 - 3)
      add(below.start, below.center)
      return points
    }
    let ways = (wire.from.map { [$0] } ?? []) + wire.via + (wire.to.map { [$0] } ?? [])
    func across(_ item: Int) -> Double {
      items[item].center
        + (item == wire.from ? wire.fromOffset : item == wire.to ? wire.toOffset : 0)
    }
    if let from = wire.from {
      add(items[from].end, across(from))
    } else if let first = ways.first {
      add(0, across(first))
    }
    for (from, to) in zip(ways, ways.dropFirst()) {
      let (column, next) = (items[from].column, items[to].column)
      guard column < next else { continue }
      add(ends[column], across(from))
      if let lane = lanes[column][wire.source], abs(across(from) - across(to)) > 0.5 {
        add(ends[column] + lane, across(from))
        add(ends[column] + lane, across(to))
      }
      add(starts[next], across(to))
    }
    if let to = wire.to {
      add(items[to].start, across(to))
    } else if let last = ways.last {
      add(size.along, across(last))
    }
    return points
  }
}
