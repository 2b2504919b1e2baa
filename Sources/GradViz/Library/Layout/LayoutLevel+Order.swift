/// The order of items within columns: each near the middle of its neighbours, modules and inputs by their indexes.
extension LayoutLevel {
  private static let sweeps = 8

  mutating func order() {
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
  func chain(of item: Int) -> Int { items[items[item].leader].order }

  /// One after another, as close as they may be, around zero.
  mutating func spread(_ column: [Int]) {
    var position = 0.0
    for (index, item) in column.enumerated() {
      if index > 0 { position += distance(column[index - 1], item) }
      items[item].center = position
    }
    for item in column { items[item].center -= position / 2 }
  }

  /// Where an item would be in line with its neighbours on one side; nil if it has none.
  func wish(_ item: Int, _ isForward: Bool) -> Double? {
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
}
