/// Where the labels of edges stand: beside their lines or, where many lines come in one below the other, in a gap of
/// their own, so that each can be read and told from the next.
extension NestedLayout {
  /// Expected O(n) in the edges, unless labels have no room.
  mutating func placeLabels() {
    var placed = PlacedLabels()
    for (index, edge) in graph.edges.enumerated() where !isInLine(index) {
      guard let label = edge.label, let center = beside(label, index) else { continue }
      labels[index] = center
      placed.add(center, label)
    }
    let inLine = graph.edges.indices.filter { graph.edges[$0].label != nil && isInLine($0) }
    let ends = inLine.map { (index: $0, end: paths[$0][1]) }.sorted {
      ($0.end.across, $0.end.along, $0.index) < ($1.end.across, $1.end.along, $1.index)
    }
    for (index, _) in ends {
      guard let label = graph.edges[index].label else { continue }
      let center = placed.best(of: placesInLine(label, index), label)
      placed.add(center, label)
      labels[index] = center
      gaps[index] = gap(for: label, at: center, index)
    }
  }

  /// Whether the label of an edge may interrupt its line: one that is straight, into a closed module.
  private func isInLine(_ index: Int) -> Bool {
    guard graph.boxes[graph.edges[index].head].isClosed, paths[index].count == 2 else { return false }
    let (start, end) = (paths[index][0], paths[index][1])
    return end.along - start.along > 1
  }

  /// On the line, from its end backwards.
  private func placesInLine(_ label: NestedGraph.Size, _ index: Int) -> [LayoutPoint] {
    let (start, end) = (paths[index][0], paths[index][1])
    let run = end.along - start.along
    let last = max(end.along - 14 - label.along / 2, start.along + run / 2)
    let first = min(start.along + 6 + label.along / 2, last)
    let step = 4.0
    return (0...Int((last - first) / step)).map { place in
      let along = last - Double(place) * step
      return LayoutPoint(
        along: along, across: end.across - (end.across - start.across) * (end.along - along) / run)
    }
  }

  /// The stretch of the line under its label.
  private func gap(
    for label: NestedGraph.Size, at center: LayoutPoint, _ index: Int
  ) -> (from: LayoutPoint, to: LayoutPoint) {
    let (start, end) = (paths[index][0], paths[index][1])
    let (run, rise) = (end.along - start.along, end.across - start.across)
    let share = min(
      (label.along / 2 + 1) / run, rise == 0 ? .infinity : (label.across / 2) / rise.magnitude)
    let (dx, dy) = (run * share, rise * share)
    return (
      LayoutPoint(along: max(center.along - dx, start.along), across: center.across - dy),
      LayoutPoint(along: min(center.along + dx, end.along), across: center.across + dy)
    )
  }

  /// Beside the line, near its end.
  private func beside(_ label: NestedGraph.Size, _ index: Int) -> LayoutPoint? {
    guard paths[index].count > 1, let end = paths[index].last else { return nil }
    let before = paths[index][paths[index].count - 2]
    let run = end.along - before.along
    guard run > 1 else {
      // From one row of a chain to the next: between the two.
      return LayoutPoint(
        along: max(before.along, end.along) + 5 + label.along / 2,
        across: before.across + 1 + label.across / 2)
    }
    let center = end.along - 9 - label.along / 2
    let slope = (end.across - before.across) / run
    let onLine = end.across - slope * (end.along - center)
    // Above what comes from above, so that two operands have one on either side.
    let reach = label.across / 2 + 1 + min(abs(slope), 1) * label.along / 4
    return LayoutPoint(along: center, across: onLine + (slope > -0.02 ? -reach : reach))
  }
}

/// The rectangles of labels, by squares of a grid.
private struct PlacedLabels {
  private struct Square: Hashable {
    let column: Int
    let row: Int
  }

  private static let side = 64.0
  private var rectangles: [Square: [LayoutRectangle]] = [:]

  /// What is around the letters of a label, and may be shared.
  private static let margin = 2.5

  private static func rectangle(_ center: LayoutPoint, _ size: NestedGraph.Size) -> LayoutRectangle {
    let size = NestedGraph.Size(along: max(1, size.along - margin), across: max(1, size.across - margin))
    return LayoutRectangle(
      start: .init(along: center.along - size.along / 2, across: center.across - size.across / 2), size: size)
  }

  private static func squares(_ rectangle: LayoutRectangle) -> [Square] {
    let columns = Int(rectangle.start.along / side)...Int(rectangle.end.along / side)
    let rows = Int(rectangle.start.across / side)...Int(rectangle.end.across / side)
    return columns.flatMap { column in rows.map { Square(column: column, row: $0) } }
  }

  mutating func add(_ center: LayoutPoint, _ size: NestedGraph.Size) {
    let rectangle = Self.rectangle(center, size)
    for square in Self.squares(rectangle) { rectangles[square, default: []].append(rectangle) }
  }

  /// The first place that is free; where none is, the one that covers least of others.
  func best(of places: [LayoutPoint], _ size: NestedGraph.Size) -> LayoutPoint {
    var best = (place: places[0], covered: Double.infinity)
    for place in places {
      let covered = covered(Self.rectangle(place, size))
      if covered == 0 { return place }
      if covered < best.covered { best = (place, covered) }
    }
    return best.place
  }

  private func covered(_ rectangle: LayoutRectangle) -> Double {
    var sum = 0.0
    for square in Self.squares(rectangle) {
      for other in rectangles[square] ?? [] {
        let along = min(rectangle.end.along, other.end.along) - max(rectangle.start.along, other.start.along)
        let across =
          min(rectangle.end.across, other.end.across) - max(rectangle.start.across, other.start.across)
        if along > 0, across > 0 { sum += along * across }
      }
    }
    return sum
  }
}
