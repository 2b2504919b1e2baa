/// What is left to do for edges when every box has its place: pulled straight, aimed at heads.
extension NestedLayout {
  /// Pulls edges straight that can be, without passing over anything.
  mutating func straighten() {
    var obstacles: [(rectangle: LayoutRectangle, box: Int)] = []
    for box in boxes.indices {
      var rectangle = boxes[box]
      if let head = heads[box] {
        rectangle.size.along += rectangle.start.along - head.start.along
        rectangle.start.along = head.start.along
      }
      obstacles.append((rectangle, box))
    }
    obstacles.sort { $0.rectangle.start.along < $1.rectangle.start.along }
    let widest = obstacles.map(\.rectangle.size.along).max() ?? 0
    for (index, edge) in graph.edges.enumerated() {
      paths[index] = LayoutPath.withoutRepeats(paths[index])
      guard paths[index].count > 2, let first = paths[index].first, let last = paths[index].last,
        !LayoutPath.hasLanes(paths[index]), first.along < last.along
      else { continue }
      var low = 0
      var high = obstacles.count
      while low < high {
        let middle = (low + high) / 2
        if obstacles[middle].rectangle.start.along < first.along - widest {
          low = middle + 1
        } else {
          high = middle
        }
      }
      let isFree = obstacles[low...].prefix { $0.rectangle.start.along < last.along }.allSatisfy {
        $0.box == edge.tail || $0.box == edge.head || !$0.rectangle.isCrossed(by: first, last)
      }
      if isFree { paths[index] = [first, last] }
    }
  }

  /// Aims at the center of a round head.
  mutating func finish(_ index: Int) {
    let edge = graph.edges[index]
    guard let tip = paths[index].last, paths[index].count > 1 else { return }
    let before = paths[index][paths[index].count - 2]
    if let head = heads[edge.head], graph.boxes[edge.head].isRound {
      let offset = tip.across - head.center.across
      let goal = head.center + LayoutPoint(along: 0, across: offset)
      let (dx, dy) = (goal.along - before.along, goal.across - before.across)
      let length = (dx * dx + dy * dy).squareRoot()
      let radius = (head.size.along * head.size.along / 4 - offset * offset).squareRoot()
      if length > radius {
        paths[index][paths[index].count - 1] = LayoutPoint(
          along: goal.along - dx / length * radius, across: goal.across - dy / length * radius)
      }
    }
    if let head = heads[edge.head], !graph.boxes[edge.head].isRound, before.along > head.start.along + 4,
      before.across < head.start.across
    {
      // From above it ends on top.
      paths[index][paths[index].count - 1] = LayoutPoint(
        along: min(head.end.along - 6, max(head.start.along + 6, before.along - 6)), across: head.start.across
      )
    }
  }
}
