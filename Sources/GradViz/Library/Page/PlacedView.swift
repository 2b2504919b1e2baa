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

    mutating func move(_ by: Point) {
      points = points.map { ($0.x + by.x, $0.y + by.y) }
      tip = tip.map { ($0.x + by.x, $0.y + by.y) }
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

  /// Puts modules that are alike into the order of their indexes, and leaves that are used alike as well: a reader
  /// looks for `neurons[0]` above `neurons[1]`. What is alike has equal sizes, so that they change places without a
  /// new layout.
  ///
  /// - Parameter leafName: what leaves have in common that are told apart by an index, such as `x` of `x[1]`.
  mutating func orderSiblings(
    _ graph: DotGraph, _ view: GraphView, _ nesting: ModuleNesting, _ direction: DrawingOptions.Direction,
    leafName: (Int) -> String?
  ) {
    var moved: [Int: Point] = [:]
    var siblings: [String: [(call: Int, frame: Int?, node: Int?)]] = [:]
    func key(_ call: Int) -> String { "\(nesting.parents[call] ?? -1) \(nesting.stem(call))" }
    for (index, frame) in frames.enumerated() {
      siblings[key(frame.call), default: []].append((frame.call, index, nil))
    }
    for (node, subject) in graph.nodes.map(\.subject).enumerated() {
      guard case .box(let index) = subject, case .calls(let calls) = view.boxes[index].kind,
        calls.count == 1
      else { continue }
      siblings[key(calls[0]), default: []].append((calls[0], nil, node))
    }
    for (node, subject) in graph.nodes.map(\.subject).enumerated() {
      guard case .value(let id) = subject, let name = leafName(id) else { continue }
      let heads = ends.indices.filter { ends[$0].tail == node }.map { ends[$0].head }.sorted()
      siblings["\(name) \(heads)", default: []].append((id, nil, node))
    }
    // The outer ones first: what is inside moves along.
    for key in siblings.keys.sorted(by: { siblings[$0]![0].call < siblings[$1]![0].call }) {
      let group = siblings[key]!.sorted { $0.call < $1.call }
      let boxes = group.map { $0.frame.map { frames[$0].box } ?? nodes[$0.node!] }
      let isAlike = boxes.allSatisfy {
        abs($0.width - boxes[0].width) < 1 && abs($0.height - boxes[0].height) < 1
          && (direction == .leftToRight ? abs($0.x - boxes[0].x) : abs($0.y - boxes[0].y)) < 1
      }
      guard group.count > 1, isAlike else { continue }
      let places = boxes.map { (x: $0.x, y: $0.y) }.sorted {
        direction == .leftToRight ? $0.y < $1.y : $0.x < $1.x
      }
      for ((member, box), place) in zip(zip(group, boxes), places) {
        let by = (x: place.x - box.x, y: place.y - box.y)
        guard by.x != 0 || by.y != 0 else { continue }
        for node in member.frame.map(nodesInside) ?? [member.node!] {
          nodes[node].x += by.x
          nodes[node].y += by.y
          let before = moved[node] ?? (0, 0)
          moved[node] = (before.x + by.x, before.y + by.y)
        }
        if let frame = member.frame { moveFrame(frame, by) }
      }
    }
    for (index, end) in ends.enumerated() {
      if graph.edges[index].kind == .link, isNear(end, direction) {
        edges[index] = Curve(isPlain: true)
        continue
      }
      switch (moved[end.tail], moved[end.head]) {
      case (nil, nil): break
      case (let tail?, let head?) where abs(tail.x - head.x) < 0.5 && abs(tail.y - head.y) < 0.5:
        edges[index].move(tail)
      default: edges[index] = Curve(isPlain: true)
      }
    }
  }

  /// Whether nothing can be between both ends, so that an edge may go its own way.
  private func isNear(_ end: (tail: Int, head: Int), _ direction: DrawingOptions.Direction) -> Bool {
    let (tail, head) = (nodes[end.tail], nodes[end.head])
    let gap =
      direction == .leftToRight
      ? head.x - head.width / 2 - tail.x - tail.width / 2
      : head.y - head.height / 2 - tail.y - tail.height / 2
    return gap > 8 && gap < 90
  }

  private func isInside(_ frame: Int, _ outer: Int) -> Bool {
    var at: Int? = frame
    while let next = at {
      if next == outer { return true }
      at = frames[next].parent
    }
    return false
  }

  private func nodesInside(_ frame: Int) -> [Int] {
    frames.indices.filter { isInside($0, frame) }.flatMap { frames[$0].nodes }
  }

  private mutating func moveFrame(_ frame: Int, _ by: Point) {
    for index in frames.indices where isInside(index, frame) {
      frames[index].box.x += by.x
      frames[index].box.y += by.y
    }
  }
}
