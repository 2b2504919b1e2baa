/// Layouts of our own for graphs with modules: what `dot` makes of clusters is neither in the order of indexes nor
/// straight, and leaks.
extension DotGraph {
  /// Whether frames or boxes for modules are drawn.
  var hasModules: Bool { nodes.contains { $0.traits.isClosed } || clusters.contains { $0.call != nil } }

  /// Where everything goes.
  func nestedLayout(_ direction: DrawingOptions.Direction) -> Layout {
    NestedDrawing(self, direction).layout()
  }
}

extension DotGraph {
  /// The least box around two others.
  fileprivate static func around(_ a: Layout.Box, _ b: Layout.Box) -> Layout.Box {
    func span(_ center: KeyPath<Layout.Box, Double>, _ size: KeyPath<Layout.Box, Double>) -> (Double, Double)
    {
      let low = min(a[keyPath: center] - a[keyPath: size] / 2, b[keyPath: center] - b[keyPath: size] / 2)
      let high = max(a[keyPath: center] + a[keyPath: size] / 2, b[keyPath: center] + b[keyPath: size] / 2)
      return ((low + high) / 2, high - low)
    }
    let (x, width) = span(\.center.x, \.width)
    let (y, height) = span(\.center.y, \.height)
    return Layout.Box(center: .init(x: x, y: y), width: width, height: height)
  }
}

/// A drawing in the words of `NestedLayout`, and back.
private struct NestedDrawing {
  private let drawn: DotGraph
  private let isLeftToRight: Bool
  private let sizes: [DotGraph.Size]
  private var graph = NestedGraph()
  /// For each node the box of the layout that it is, or whose head it is; nil for the legend.
  private var boxes: [Int?] = []
  /// For each cluster its frame; nil for that of the legend.
  private var frames: [Int?] = []
  /// For each edge that of the layout; nil for those between a head and its box, and in the legend.
  private var edges: [Int?] = []

  init(_ drawn: DotGraph, _ direction: DrawingOptions.Direction) {
    self.drawn = drawn
    isLeftToRight = direction == .leftToRight
    sizes = drawn.nodes.map { drawn.size(of: $0) }
    graph.isTight = drawn.isTight
    graph.columnGap = drawn.columnGap
    addFrames()
    addBoxes()
    makeEqual()
    addEdges()
  }

  private func turned(_ size: DotGraph.Size) -> NestedGraph.Size {
    isLeftToRight
      ? .init(along: size.width, across: size.height) : .init(along: size.height, across: size.width)
  }

  private func number(_ name: String, _ attributes: DotGraph.Attributes, _ fallback: Double) -> Double {
    attributes.last { $0.name == name }.flatMap { Double($0.value) } ?? fallback
  }

  // MARK: - There

  private mutating func addFrames() {
    for cluster in drawn.clusters {
      guard cluster.call != nil else {
        frames.append(nil)
        continue
      }
      frames.append(graph.frames.count)
      // The page writes names onto borders.
      let fontSize = number("fontsize", cluster.attributes, 14)
      let title: DotGraph.Size = cluster.label.isEmpty ? (10, 10) : DotGraph.size(of: cluster.label, fontSize)
      graph.frames.append(.init(parent: cluster.parent.flatMap { frames[$0] }, title: turned(title)))
    }
  }

  private func isHead(_ node: Int) -> Bool {
    if case .operation = drawn.nodes[node].subject { true } else { false }
  }

  private mutating func addBoxes() {
    // Those around others come first, so that the innermost has the last word.
    var frameOfNode: [Int: Int] = [:]
    for (cluster, frame) in zip(drawn.clusters, frames) {
      for node in cluster.nodes { frameOfNode[node] = frame }
    }
    for (index, node) in drawn.nodes.enumerated() {
      switch node.subject {
      case .legend, .text: boxes.append(nil)
      case .operation:
        // It comes behind the value that it made.
        let box = boxes[index - 1]!
        graph.boxes[box].head = turned(sizes[index])
        graph.boxes[box].isRound = node.attributes.contains { $0 == ("shape", "circle") }
        boxes.append(box)
      case .value, .box, .stub:
        boxes.append(graph.boxes.count)
        var size = turned(sizes[index])
        let head = node.shape.head.map(turned)
        if let head { size.along -= head.along + NestedGraph.headGap }
        graph.boxes.append(
          .init(
            size: size, head: head, isRound: head.map { $0.along == $0.across } ?? false,
            frame: frameOfNode[index], isLeaf: node.traits.isLeaf,
            isOrdered: node.traits.isOrdered, isSum: node.traits.isSum, isClosed: node.traits.isClosed,
            isBare: node.traits.isBare))
      }
    }
  }

  /// Modules beside each other, inputs, and what is in frames are of one width by their kind.
  private mutating func makeEqual() {
    enum Kind: Hashable {
      case module(Int?)
      case input, parameter, value
    }
    var kinds: [Kind: [Int]] = [:]
    let fixed = Set(drawn.nodes.indices.filter { drawn.nodes[$0].shape.isFixed }.compactMap { boxes[$0] })
    for (index, box) in graph.boxes.enumerated() where !fixed.contains(index) {
      if box.isClosed {
        kinds[.module(box.frame), default: []].append(index)
      } else if box.isOrdered && box.frame == nil {
        kinds[.input, default: []].append(index)
      } else if box.frame != nil && !box.isBare {
        kinds[box.isLeaf ? .parameter : .value, default: []].append(index)
      }
    }
    func widest(_ members: [Int]) -> NestedGraph.Size {
      .init(
        along: members.map { graph.boxes[$0].size.along }.max() ?? 0,
        across: members.map { graph.boxes[$0].size.across }.max() ?? 0)
    }
    let values = widest(kinds[.value] ?? [])
    for (kind, members) in kinds {
      let size = widest(members)
      let isModule = if case .module = kind { true } else { false }
      for member in members {
        // A bias stands below values, and is as wide as they are if it can be.
        let isNarrow = kind == .parameter && graph.boxes[member].size.along <= values.along
        if isLeftToRight || isModule { graph.boxes[member].size.along = isNarrow ? values.along : size.along }
        if !isLeftToRight || isModule { graph.boxes[member].size.across = size.across }
      }
    }
  }

  private mutating func addEdges() {
    let fontSize = number("fontsize", drawn.edgeDefaults, 14)
    for edge in drawn.edges {
      guard let tail = boxes[edge.tail], let head = boxes[edge.head], tail != head else {
        edges.append(nil)
        continue
      }
      edges.append(graph.edges.count)
      let label = edge.label.map { turned(DotGraph.size(of: $0.text, fontSize)) }
      var place = 0
      if case .operand(let number) = edge.kind { place = number }
      graph.edges.append(.init(tail: tail, head: head, place: place, label: label))
    }
  }

  // MARK: - Back

  func layout() -> Layout {
    let nested = NestedLayout(graph, isTitleAcross: isLeftToRight)
    let body =
      isLeftToRight
      ? (width: nested.size.along, height: nested.size.across)
      : (width: nested.size.across, height: nested.size.along)
    let legend = Legend(drawn, sizes)
    let caption = drawn.caption.isEmpty ? 0 : 1.2 * number("fontsize", drawn.attributes, 14) + 12
    let (width, height) = (max(body.width, legend.width), legend.height + body.height + caption)
    func point(_ point: LayoutPoint) -> Layout.Point {
      // Graphviz counts upwards.
      let (x, y) = isLeftToRight ? (point.along, point.across) : (point.across, point.along)
      return Layout.Point(x: rounded(x), y: rounded(legend.height + body.height - y))
    }
    func box(_ rectangle: LayoutRectangle) -> Layout.Box {
      let (a, b) = (point(rectangle.start), point(rectangle.end))
      return Layout.Box(center: point(rectangle.center), width: abs(a.x - b.x), height: abs(a.y - b.y))
    }
    var bounds = Layout.Frame(
      box: .init(
        center: .init(x: rounded(width / 2), y: rounded(height / 2)), width: rounded(width),
        height: rounded(height)))
    if caption > 0 { bounds.label = .init(x: rounded(width / 2), y: rounded(height - caption / 2 + 3)) }
    var layout = Layout(bounds: bounds)
    for (index, node) in drawn.nodes.enumerated() {
      var place = legend.boxes[index]
      if let number = boxes[index] {
        place = box(isHead(index) ? nested.heads[number] ?? nested.boxes[number] : nested.boxes[number])
        if drawn.nodes[index].shape.head != nil, let head = nested.heads[number] {
          place = DotGraph.around(place!, box(head))
        }
      }
      let borders = drawn.borders(of: node)
      place?.width -= borders
      place?.height -= borders
      layout.nodes.append(place ?? .init(center: .init(x: 0, y: 0), width: 0, height: 0))
    }
    for (index, edge) in drawn.edges.enumerated() {
      let path = edges[index].map { nested.paths[$0] } ?? pathWithin(edge, nested)
      let label = edges[index].flatMap { nested.labels[$0] }.map(point)
      layout.edges.append(
        Layout.Edge(
          curves: curves(path, edge, around: edges[index].flatMap { nested.gaps[$0] }).map { curve in
            Layout.Curve(endTip: curve.tip.map(point), points: curve.points.map(point))
          }, label: label, headLabel: label))
    }
    for (cluster, frame) in zip(drawn.clusters, frames) {
      let fontSize = number("fontsize", cluster.attributes, 14)
      let size = DotGraph.size(of: cluster.label, fontSize)
      guard let border = frame.map({ box(nested.frames[$0]) }) ?? legend.frame else {
        layout.clusters.append(Layout.Frame())
        continue
      }
      // In the middle of its edge, or at its corner if edges come in there; that of the legend is below.
      let isLegend = frame == nil
      let y = border.center.y + (border.height / 2 - 3 - size.height / 2) * (isLegend ? -1 : 1)
      let x =
        isLeftToRight || isLegend ? border.center.x : border.center.x - (border.width - size.width) / 2 + 7
      layout.clusters.append(Layout.Frame(box: border, label: .init(x: rounded(x), y: rounded(y))))
    }
    return layout
  }

  /// From an operation to its box.
  private func pathWithin(_ edge: DotGraph.Edge, _ nested: NestedLayout) -> [LayoutPoint] {
    guard let box = boxes[edge.tail], let head = nested.heads[box] else { return [] }
    return [
      LayoutPoint(along: head.end.along, across: head.center.across),
      LayoutPoint(along: nested.boxes[box].start.along, across: head.center.across),
    ]
  }

  /// - Parameter gap: where a straight line is interrupted by its label.
  private func curves(
    _ path: [LayoutPoint], _ edge: DotGraph.Edge, around gap: (from: LayoutPoint, to: LayoutPoint)?
  ) -> [(points: [LayoutPoint], tip: LayoutPoint?)] {
    guard let tip = path.last, path.count > 1 else { return [] }
    let look = drawn.edgeDefaults + edge.attributes
    let hasArrow = look.last { $0.name == "arrowhead" }?.value != "none"
    let line = hasArrow ? LayoutPath.shortened(path, by: 10 * number("arrowsize", look, 1)) : path
    if let gap, let start = line.first, let end = line.last, gap.to.along < end.along {
      return [
        (LayoutPath.curve([start, gap.from]), nil), (LayoutPath.curve([gap.to, end]), hasArrow ? tip : nil),
      ]
    }
    return [(LayoutPath.curve(line), hasArrow ? tip : nil)]
  }

  private func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
}
