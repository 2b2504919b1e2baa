/// Lines with corners, and curves that take them roundly.
enum LayoutPath {
  static let radius = 7.0

  static func withoutRepeats(_ points: [LayoutPoint]) -> [LayoutPoint] {
    var out: [LayoutPoint] = []
    for point in points {
      if let last = out.last, abs(last.along - point.along) < 0.05, abs(last.across - point.across) < 0.05 {
        continue
      }
      // A corner that is none goes.
      if out.count > 1 {
        let (a, b) = (out[out.count - 2], out[out.count - 1])
        let turn =
          (b.along - a.along) * (point.across - b.across) - (b.across - a.across) * (point.along - b.along)
        if abs(turn) < 1e-6 { out.removeLast() }
      }
      out.append(point)
    }
    return out
  }

  /// Whether a part of it runs across the reading direction.
  static func hasLanes(_ points: [LayoutPoint]) -> Bool {
    zip(points, points.dropFirst()).contains {
      abs($0.along - $1.along) < 0.05 && abs($0.across - $1.across) > 1
    }
  }

  /// The points of a chain of cubic Bézier curves: a start, then three for each.
  static func curve(_ points: [LayoutPoint]) -> [LayoutPoint] {
    guard points.count > 1 else { return points }
    func between(_ a: LayoutPoint, _ b: LayoutPoint, _ t: Double) -> LayoutPoint {
      LayoutPoint(along: a.along + t * (b.along - a.along), across: a.across + t * (b.across - a.across))
    }
    func length(_ a: LayoutPoint, _ b: LayoutPoint) -> Double {
      ((a.along - b.along) * (a.along - b.along) + (a.across - b.across) * (a.across - b.across)).squareRoot()
    }
    var out = [points[0]]
    var start = points[0]
    func line(to end: LayoutPoint) {
      out += [between(start, end, 1 / 3), between(start, end, 2 / 3), end]
      start = end
    }
    for index in points.indices.dropFirst().dropLast() {
      let (before, corner, after) = (points[index - 1], points[index], points[index + 1])
      let reach = min(radius, length(before, corner) / 2, length(corner, after) / 2)
      line(to: between(corner, before, reach / max(length(before, corner), 1e-9)))
      let exit = between(corner, after, reach / max(length(corner, after), 1e-9))
      out += [between(start, corner, 0.6), between(exit, corner, 0.6), exit]
      start = exit
    }
    line(to: points[points.count - 1])
    return out
  }

  /// The same way, ended sooner by the length of an arrow.
  static func shortened(_ points: [LayoutPoint], by length: Double) -> [LayoutPoint] {
    guard points.count > 1 else { return points }
    var points = points
    var rest = length
    while points.count > 1 {
      let (a, b) = (points[points.count - 2], points[points.count - 1])
      let reach = ((a.along - b.along) * (a.along - b.along) + (a.across - b.across) * (a.across - b.across))
        .squareRoot()
      if reach > rest + 0.5 || points.count == 2 {
        let t = min(rest, 0.8 * reach) / max(reach, 1e-9)
        points[points.count - 1] = LayoutPoint(
          along: b.along + t * (a.along - b.along), across: b.across + t * (a.across - b.across))
        return points
      }
      rest -= reach
      points.removeLast()
    }
    return points
  }
}
