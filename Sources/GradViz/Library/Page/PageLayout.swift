import Micrograd

/// Where everything of one view of the page is.
///
/// References are relative to the view, so that calls of equal structure share a layout: values inside by their
/// distance from the first, values from outside by the order of their first use.
struct PageLayout {
  private let view: GraphView
  private let direction: DrawingOptions.Direction
  private let depth: Int
  private let range: Range<Int>
  private let outside: [Int: Int]
  private let page: PageDotGraph
  private let places: PlacedView

  /// Lays a view out.
  ///
  /// - Parameters:
  ///   - depth: how many levels of modules are open.
  ///   - room: how many characters of a number are shown.
  init(
    _ graph: Graph, _ nesting: ModuleNesting, _ view: GraphView, _ direction: DrawingOptions.Direction,
    depth: Int, room: Int
  ) throws(GraphvizError) {
    self.view = view
    self.direction = direction
    self.depth = depth
    range = view.call.map { nesting.modules[$0].nodes } ?? graph.nodes.indices
    var outside: [Int: Int] = [:]
    if view.call != nil {
      for id in range {
        for operand in graph.operands(of: id) where !range.contains(operand) && outside[operand] == nil {
          outside[operand] = outside.count
        }
      }
    }
    self.outside = outside
    let page = PageDotGraph(graph, nesting, view, direction, room: room)
    self.page = page
    let (drawn, own) = page.drawn.laidOutHere(direction)
    if let own {
      places = PlacedView(drawn, own)
      return
    }
    let layout = try GraphvizExecutor.shared.wait { () throws(GraphvizError) in
      try Graphviz.layOut(drawn).layout
    }
    var places = PlacedView(drawn, layout)
    places.orderLeaves(drawn, direction) { id in
      let node = graph.nodes[id]
      guard node.op.isEmpty else { return nil }
      return node.label.lastIndex { !$0.isNumber && $0 != "]" }.map { String(node.label[...$0]) }
    }
    self.places = places
  }

  private func reference(_ id: Int) -> Int { range.contains(id) ? id - range.lowerBound : -1 - outside[id]! }

  private func relative(_ call: Int) -> Int { call - ((view.call ?? -1) + 1) }

  /// The layout as the page's script reads it.
  func json() -> String {
    let items = page.drawn.nodes.indices.map(item)
    let edges = page.drawn.edges.indices.compactMap(edge)
    let frames = places.frames.map { frame in
      "[\(relative(frame.call)),\(text(frame.box.x - frame.box.width / 2, frame.box.y - frame.box.height / 2, frame.box.width, frame.box.height))]"
    }
    return """
      {"w":\(PlacedView.text(places.width)),"h":\(PlacedView.text(places.height)),\
      "d":"\(direction.rawValue)","z":\(depth),\
      "items":[\(items.joined(separator: ","))],"edges":[\(edges.joined(separator: ","))],\
      "frames":[\(frames.joined(separator: ","))]}
      """
  }

  private func item(_ index: Int) -> String {
    let parts = page.parts[index]
    let center = places.nodes[index]
    func rectangle(_ part: (x: Double, y: Double, width: Double, height: Double)) -> String {
      "[\(text(center.x + part.x, center.y + part.y, part.width, part.height))]"
    }
    let box = rectangle(parts.box)
    switch page.drawn.nodes[index].subject {
    case .value(let id):
      let operation = parts.operation.map { ",\"o\":\(rectangle($0))" } ?? ""
      return "{\"v\":\(reference(id)),\"b\":\(box)\(operation)}"
    case .box(let number):
      let content = view.boxes[number]
      let outputs = content.outputs.map { String(reference($0)) }.joined(separator: ",")
      switch content.kind {
      case .calls(let calls):
        let inside = calls.map { String(relative($0)) }.joined(separator: ",")
        return
          "{\"c\":[\(inside)],\"u\":[\(outputs)],\"n\":\(content.valueCount),\"k\":\(content.parameterCount),\"b\":\(box)}"
      case .values: return "{\"p\":[\(outputs)],\"b\":\(box)}"
      }
    case .stub(let id): return "{\"s\":\(view.stubs.first { $0.node == id }?.count ?? 0),\"b\":\(box)}"
    case .operation, .legend, .text: return "{\"s\":0,\"b\":\(box)}"
    }
  }

  private func edge(_ index: Int) -> String? {
    let edge = page.drawn.edges[index]
    guard let path = places.edges[index].svg else { return nil }
    let place =
      switch edge.kind {
      case .operand(let place): place
      case .stub: -3
      case .link, .result, .legend: -1
      }
    return "[\(edge.tail),\(edge.head),\(place),\"\(path)\"]"
  }

  private func text(_ numbers: Double...) -> String { numbers.map(PlacedView.text).joined(separator: ",") }
}
