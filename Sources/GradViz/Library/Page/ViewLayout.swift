import Micrograd

/// Where everything of one view of the explorer is, in the words of the page's script.
///
/// References are relative to the view, so that calls of equal structure share a layout: values inside by
/// their distance from the first, values from outside by the order of their first use.
struct ViewLayout {
  private let view: GraphView
  private let drawn: DotGraph
  private let layout: Layout
  private let snapshot: Snapshot
  private let range: Range<Int>
  private let outside: [Int: Int]

  /// Lays a view out.
  init(_ snapshot: Snapshot, _ nesting: ModuleNesting, _ view: GraphView, _ options: DrawingOptions)
    throws(GraphvizError)
  {
    self.snapshot = snapshot
    self.view = view
    range = view.call.map { nesting.modules[$0].nodes } ?? snapshot.nodes.indices
    var outside: [Int: Int] = [:]
    if view.call != nil {
      for id in range {
        for operand in snapshot.operands(of: id) where !range.contains(operand) && outside[operand] == nil {
          outside[operand] = outside.count
        }
      }
    }
    self.outside = outside
    var options = options
    options.style = .modern
    options.operations = .node
    options.theme = .light
    options.legend = false
    let drawn = ModernStyle(snapshot, view, options, content: .page).dotGraph()
    self.drawn = drawn
    layout = try GraphvizExecutor.shared.wait { () throws(GraphvizError) in
      try Graphviz.layOut(drawn).layout
    }
  }

  private func reference(_ id: Int) -> Int { range.contains(id) ? id - range.lowerBound : -1 - outside[id]! }

  func json() -> String {
    let size = layout.size
    var out = "{\"w\":\(number(size.width)),\"h\":\(number(size.height)),\"items\":["
    var itemCount = 0
    var itemOfNode: [Int] = []
    for (index, node) in drawn.nodes.enumerated() {
      // An operation belongs to its value, which stands in front of it.
      if case .operation = node.subject {
        itemOfNode.append(itemCount - 1)
        continue
      }
      itemOfNode.append(itemCount)
      out += itemCount == 0 ? "" : ","
      out += item(index, node.subject)
      itemCount += 1
    }
    out += "],\"edges\":["
    var isFirst = true
    for (index, edge) in drawn.edges.enumerated() {
      guard let path = path(layout.edges[index].curves, size.height) else { continue }
      out += isFirst ? "" : ","
      isFirst = false
      out += "[\(itemOfNode[edge.tail]),\(itemOfNode[edge.head]),\(place(edge.kind)),\"\(path)\""
      if let label = edge.label, let place = layout.edges[index].label ?? layout.edges[index].headLabel {
        out += ",[\(number(place.x)),\(number(size.height - place.y)),\(JSONText.quoted(label.text))]"
      }
      out += "]"
    }
    out += "],\"frames\":["
    isFirst = true
    for (cluster, frame) in zip(drawn.clusters, layout.clusters) {
      guard let call = cluster.call, let box = frame.box else { continue }
      out += isFirst ? "" : ","
      isFirst = false
      let (left, top) = (box.center.x - box.width / 2, size.height - box.center.y - box.height / 2)
      out += "[\(relative(call)),\(number(left)),\(number(top)),\(number(box.width)),\(number(box.height))]"
    }
    return out + "]}"
  }

  private func item(_ index: Int, _ subject: DotGraph.Subject) -> String {
    let box = rectangle(index)
    switch subject {
    case .value(let id):
      let hasOperation = index + 1 < drawn.nodes.count && drawn.nodes[index + 1].subject == .operation(id)
      let operation = hasOperation ? ",\"o\":\(rectangle(index + 1))" : ""
      return "{\"v\":\(reference(id)),\"b\":\(box)\(operation)}"
    case .box(let position):
      let content = view.boxes[position]
      let outputs = content.outputs.map { String(reference($0)) }.joined(separator: ",")
      switch content.kind {
      case .calls(let calls):
        let own = calls.map { String(relative($0)) }.joined(separator: ",")
        return
          "{\"c\":[\(own)],\"u\":[\(outputs)],\"n\":\(content.valueCount),\"k\":\(content.parameterCount),\"b\":\(box)}"
      case .values: return "{\"p\":[\(outputs)],\"b\":\(box)}"
      }
    case .stub(let id): return "{\"s\":\(view.stubs.first { $0.node == id }?.count ?? 0),\"b\":\(box)}"
    case .operation, .legend: return "{\"s\":0,\"b\":\(box)}"
    }
  }

  /// A call, counted from the view's own.
  private func relative(_ call: Int) -> Int { call - ((view.call ?? -1) + 1) }

  private func rectangle(_ node: Int) -> String {
    let box = layout.nodes[node]
    let y = layout.size.height - box.center.y
    return "[\(number(box.center.x)),\(number(y)),\(number(box.width)),\(number(box.height))]"
  }

  /// The operand's place; of other edges what they are for.
  private func place(_ kind: DotGraph.Edge.Kind) -> Int {
    switch kind {
    case .operand(let place): place
    case .link, .legend: -1
    case .result: -2
    case .stub: -3
    }
  }

  /// A Bézier curve to the tip of the arrow.
  private func path(_ curves: [Layout.Curve], _ height: Double) -> String? {
    let points = curves.flatMap(\.points)
    guard let first = points.first else { return nil }
    func text(_ point: Layout.Point) -> String { "\(number(point.x)) \(number(height - point.y))" }
    var path = "M" + text(first)
    if points.count > 1 { path += "C" + points.dropFirst().map(text).joined(separator: " ") }
    if let tip = curves.last(where: { $0.endTip != nil })?.endTip { path += "L" + text(tip) }
    return path
  }

  private func number(_ number: Double) -> String { Coordinate.text(number) }
}
