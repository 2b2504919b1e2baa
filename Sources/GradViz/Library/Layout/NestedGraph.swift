/// What is laid out: boxes of known sizes, joined by edges, in frames that stand in frames.
///
/// There is one reading direction; "along" is in it, from operands to results, and "across" is to its right or
/// downwards, in points.
struct NestedGraph: Sendable {
  struct Size: Sendable, Equatable {
    var along: Double
    var across: Double
  }

  /// Between a head and its box, unless everything is tight.
  static let headGap = 8.0

  struct Box: Sendable {
    var size: Size
    /// The operation that stands in front of it, into which its edges lead.
    var head: Size?
    /// Whether edges aim at the center of the head, which is round.
    var isRound = false
    /// The innermost frame around it.
    var frame: Int?
    /// Whether it has no operands, and may stand beside its first use.
    var isLeaf = false
    /// Whether it keeps its place in the order of indexes among all of which this is said: inputs and modules.
    var isOrdered = false
    /// Whether it adds, so that a row of such boxes may stand in one column.
    var isSum = false
    /// Whether it stands for a module: its edges end apart from one another.
    var isClosed = false
    /// Whether it has no border, so that nobody sees a width it shares with others.
    var isBare = false
  }

  struct Edge: Sendable {
    /// Positions in `boxes`.
    var tail: Int
    var head: Int
    /// Which operand of its head it is.
    var place = 0
    var label: Size?
  }

  struct Frame: Sendable {
    /// The position in `frames` of the frame around it, which comes before it.
    var parent: Int?
    /// The space for its name.
    var title: Size
  }

  /// Whether everything stands as close as it may, to fit a page.
  var isTight = false
  /// The least room between columns; nil for what boxes and labels ask for.
  var columnGap: Double?
  var boxes: [Box] = []
  var edges: [Edge] = []
  var frames: [Frame] = []
}

/// A point of a layout.
struct LayoutPoint: Sendable, Equatable {
  var along: Double
  var across: Double

  static func + (a: LayoutPoint, b: LayoutPoint) -> LayoutPoint {
    LayoutPoint(along: a.along + b.along, across: a.across + b.across)
  }
}

/// The place of a box, a head or a frame.
struct LayoutRectangle: Sendable, Equatable {
  var start: LayoutPoint
  var size: NestedGraph.Size

  var end: LayoutPoint { start + LayoutPoint(along: size.along, across: size.across) }
  var center: LayoutPoint { start + LayoutPoint(along: size.along / 2, across: size.across / 2) }

  /// Whether a straight line passes over the inside.
  func isCrossed(by a: LayoutPoint, _ b: LayoutPoint) -> Bool {
    // The stretch of the line that is within the sides, one axis after the other (Liang and Barsky, 1984).
    var (from, to) = (0.0, 1.0)
    for (first, delta, low, high) in [
      (a.along, b.along - a.along, start.along, end.along),
      (a.across, b.across - a.across, start.across, end.across),
    ] {
      if delta == 0 {
        if first <= low || first >= high { return false }
      } else {
        let (enter, leave) = ((low - first) / delta, (high - first) / delta)
        from = max(from, min(enter, leave))
        to = min(to, max(enter, leave))
      }
    }
    return to - from > 1e-9
  }
}
