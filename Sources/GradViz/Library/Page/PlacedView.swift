/// Where everything of a view is, y downwards, in points.
struct PlacedView {
  typealias Point = (x: Double, y: Double)

  /// A point is less than what a reader sees.
  static func text(_ number: Double) -> String { Coordinate.text(number.rounded()) }

  struct Curve {
    /// The beginning, and three points for each Bézier curve.
    var points: [Point] = []
    /// Where its arrow points to.
    var tip: Point?

    /// Whether it goes from the middle of one side to the middle of another, which the page draws itself.
    var isPlain = false

    /// The curve as an SVG path to the tip of the arrow, empty if the page knows it; nil without points.
    var svg: String? {
      if isPlain { return "" }
      guard let first = points.first else { return nil }
      func text(_ point: Point) -> String { "\(PlacedView.text(point.x)) \(PlacedView.text(point.y))" }
      var path = "M" + text(first)
      if points.count > 1 { path += "C" + points.dropFirst().map(text).joined(separator: " ") }
      if let tip { path += "L" + text(tip) }
      return path
    }

  }

  /// A rectangle by its center.
  struct Box {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  struct Frame {
    var call: Int
    /// The position in `frames` of the frame around it.
    var parent: Int?
    var box: Box
    /// Nodes directly inside.
    var nodes: [Int]
  }

  let width: Double
  let height: Double
  var nodes: [Box] = []
  var edges: [Curve] = []
  var frames: [Frame] = []
  private let ends: [(tail: Int, head: Int)]

  init(_ graph: DotGraph, _ layout: Layout) {
    let size = layout.size
    width = size.width
    height = size.height
    func box(_ box: Layout.Box) -> Box {
      Box(x: box.center.x, y: size.height - box.center.y, width: box.width, height: box.height)
    }
    func point(_ point: Layout.Point) -> Point { (point.x, size.height - point.y) }
    nodes = layout.nodes.map(box)
    edges = layout.edges.map { edge in
      Curve(
        points: edge.curves.flatMap(\.points).map(point),
        tip: edge.curves.last { $0.endTip != nil }?.endTip.map(point))
    }
    ends = graph.edges.map { ($0.tail, $0.head) }
    var places: [Int: Int] = [:]
    for (index, (cluster, frame)) in zip(graph.clusters, layout.clusters).enumerated() {
      guard let call = cluster.call, let border = frame.box else { continue }
      places[index] = frames.count
      frames.append(
        Frame(
          call: call, parent: cluster.parent.flatMap { places[$0] }, box: box(border), nodes: cluster.nodes))
    }
  }

  // MARK: - Order

  /// Puts leaves that are used alike into the order of their indexes: a reader looks for `x[0]` above `x[1]`. What is
  /// alike has equal sizes, so that they change places without a new layout.
  ///
  /// - Parameter name: what leaves have in common that are told apart by an index, such as `x` of `x[1]`.
  mutating func orderLeaves(
    _ graph: DotGraph, _ direction: DrawingOptions.Direction, name: (Int) -> String?
  ) {
    var alike: [String: [(id: Int, node: Int)]] = [:]
    for (node, subject) in graph.nodes.map(\.subject).enumerated() {
      guard case .value(let id) = subject, let name = name(id) else { continue }
      let heads = ends.indices.filter { ends[$0].tail == node }.map { ends[$0].head }.sorted()
      alike["\(name) \(heads)", default: []].append((id, node))
    }
    var moved = Set<Int>()
    for group in alike.values where group.count > 1 {
      let members = group.sorted { $0.id < $1.id }.map(\.node)
      let boxes = members.map { nodes[$0] }
      let isLine = boxes.allSatisfy {
        abs($0.width - boxes[0].width) < 1 && abs($0.height - boxes[0].height) < 1
          && (direction == .leftToRight ? abs($0.x - boxes[0].x) : abs($0.y - boxes[0].y)) < 1
      }
      guard isLine else { continue }
      let places = boxes.sorted { direction == .leftToRight ? $0.y < $1.y : $0.x < $1.x }
      for (node, place) in zip(members, places) where nodes[node].x != place.x || nodes[node].y != place.y {
        (nodes[node].x, nodes[node].y) = (place.x, place.y)
        moved.insert(node)
      }
    }
    for (index, end) in ends.enumerated() where moved.contains(end.tail) {
      edges[index] = Curve(isPlain: true)
    }
  }
}
