/// What explains the drawing, in a row below it.
struct Legend {
  private(set) var boxes: [Int: Layout.Box] = [:]
  private(set) var width = 0.0
  private(set) var height = 0.0
  /// Around the entries of roles.
  private(set) var frame: Layout.Box?

  private static let gap = 10.0
  /// What the frame takes for its text, below the entries.
  static let text = 18.0

  init(_ drawn: DotGraph, _ sizes: [DotGraph.Size]) {
    let entries = drawn.nodes.indices.filter {
      if case .legend = drawn.nodes[$0].subject { true } else { false }
    }
    guard !entries.isEmpty else { return }
    let framed = Set(drawn.clusters.filter { $0.call == nil }.flatMap(\.nodes))
    let row = entries.map { sizes[$0].height }.max() ?? 0
    let low = framed.isEmpty ? 0 : Legend.text
    var x = Legend.gap
    for entry in entries {
      if !framed.isEmpty, !framed.contains(entry), frame == nil {
        frame = Legend.border(to: x, low + row + 8)
        x += 2 * Legend.gap
      }
      boxes[entry] = Layout.Box(
        center: .init(x: x + sizes[entry].width / 2, y: low + row / 2), width: sizes[entry].width,
        height: sizes[entry].height)
      x += sizes[entry].width + Legend.gap
    }
    if !framed.isEmpty, frame == nil { frame = Legend.border(to: x, low + row + 8) }
    width = x
    height = low + row + (framed.isEmpty ? 10 : 8 + 12)
  }

  private static func border(to x: Double, _ height: Double) -> Layout.Box {
    Layout.Box(center: .init(x: x / 2, y: height / 2), width: x, height: height)
  }
}

extension DotGraph {
  /// Whether anything explains the drawing: it is added after all others.
  var hasLegend: Bool { if case .legend = nodes.last?.subject { true } else { false } }

  /// What is explained.
  var withoutLegend: DotGraph {
    var drawn = self
    drawn.nodes.removeAll { if case .legend = $0.subject { true } else { false } }
    drawn.edges.removeAll { $0.kind == .legend }
    drawn.clusters.removeAll { $0.call == nil }
    return drawn
  }
}

extension Layout {
  /// With the legend in a row below, where `dot` would put it above or at the side.
  ///
  /// - Parameter drawn: the graph with its legend; this is the layout of the one without.
  func withLegend(of drawn: DotGraph) -> Layout {
    let legend = Legend(drawn, drawn.nodes.map { drawn.size(of: $0) })
    var layout = moved(up: legend.height)
    let (width, height) = (max(size.width, legend.width), size.height + legend.height)
    layout.bounds.box = Box(center: .init(x: width / 2, y: height / 2), width: width, height: height)
    for (index, node) in drawn.nodes.enumerated() {
      guard var box = legend.boxes[index] else { continue }
      let borders = drawn.borders(of: node)
      (box.width, box.height) = (box.width - borders, box.height - borders)
      layout.nodes.append(box)
    }
    let line = Edge(curves: [])
    layout.edges += Array(repeating: line, count: drawn.edges.count - edges.count)
    for cluster in drawn.clusters where cluster.call == nil {
      let label = legend.frame.map { Point(x: $0.center.x, y: Legend.text / 2 + 1) }
      layout.clusters.append(Frame(box: legend.frame, label: label))
    }
    return layout
  }

  private func moved(up height: Double) -> Layout {
    func moved(_ point: Point) -> Point { Point(x: point.x, y: point.y + height) }
    func moved(_ box: Box) -> Box { Box(center: moved(box.center), width: box.width, height: box.height) }
    func moved(_ frame: Frame) -> Frame { Frame(box: frame.box.map(moved), label: frame.label.map(moved)) }
    return Layout(
      bounds: moved(bounds), nodes: nodes.map(moved),
      edges: edges.map { edge in
        Edge(
          curves: edge.curves.map {
            Curve(
              startTip: $0.startTip.map(moved), endTip: $0.endTip.map(moved), points: $0.points.map(moved))
          }, label: edge.label.map(moved), headLabel: edge.headLabel.map(moved))
      }, clusters: clusters.map(moved))
  }
}
