/// Places across the reading direction: as near to the neighbours as the order and the sizes allow.
extension LayoutLevel {
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

  mutating func place() {
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
