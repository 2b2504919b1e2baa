import Micrograd

/// Where everything of one view of the explorer is, in the words of the page's script.
///
/// References are relative to the view, so that calls of equal structure share a layout: values inside by
/// their distance from the first, values from outside by the order of their first use.
struct ViewLayout {
  private let view: GraphView
  private let scene: Scene
  private let placement: Placement
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
    let scene = ModernStyle(snapshot, view, options, content: .page).makeScene()
    self.scene = scene
    placement = try GraphvizExecutor.shared.wait { () throws(GraphvizError) in
      try Graphviz.place(scene).placement
    }
  }

  private func reference(_ id: Int) -> Int { range.contains(id) ? id - range.lowerBound : -1 - outside[id]! }

  func json() -> String {
    let size = placement.size
    var out = "{\"w\":\(number(size.width)),\"h\":\(number(size.height)),\"items\":["
    var items: [Int] = []
    var itemOfNode: [Int: Int] = [:]
    for (index, node) in scene.nodes.enumerated() {
      guard !node.name.hasPrefix("o") else {
        itemOfNode[index] = itemOfNode[index - 1]
        continue
      }
      itemOfNode[index] = items.count
      if !items.isEmpty { out += "," }
      items.append(index)
      out += item(index, node.name)
    }
    out += "],\"edges\":["
    var isFirst = true
    for (index, edge) in scene.edges.enumerated() {
      guard let path = path(placement.spline(index), size.height) else { continue }
      out += isFirst ? "" : ","
      isFirst = false
      out += "[\(itemOfNode[edge.tail]!),\(itemOfNode[edge.head]!),\(place(edge)),\"\(path)\""
      if let (x, y, text) = label(index, edge, size.height) {
        out += ",[\(number(x)),\(number(y)),\(JSONText.quoted(text))]"
      }
      out += "]"
    }
    out += "],\"frames\":["
    isFirst = true
    for (index, group) in scene.groups.enumerated() {
      guard let call = group.call, let box = placement.box(ofGroup: index) else { continue }
      out += isFirst ? "" : ","
      isFirst = false
      let relative = call - ((view.call ?? -1) + 1)
      out +=
        "[\(relative),\(number(box.x)),\(number(size.height - box.y - box.height)),\(number(box.width)),\(number(box.height))]"
    }
    return out + "]}"
  }

  private func item(_ index: Int, _ name: String) -> String {
    let number = Int(name.dropFirst())!
    let box = rectangle(index)
    switch name.first {
    case "v":
      var out = "{\"v\":\(reference(number)),\"b\":\(box)"
      if index + 1 < scene.nodes.count, scene.nodes[index + 1].name == "o\(number)" {
        out += ",\"o\":\(rectangle(index + 1))"
      }
      return out + "}"
    case "b":
      let content = view.boxes[number]
      let outputs = content.outputs.map { String(reference($0)) }.joined(separator: ",")
      switch content.kind {
      case .calls(let calls):
        let relative = calls.map { String($0 - ((view.call ?? -1) + 1)) }.joined(separator: ",")
        return
          "{\"c\":[\(relative)],\"u\":[\(outputs)],\"n\":\(content.valueCount),\"k\":\(content.parameterCount),\"b\":\(box)}"
      case .values: return "{\"p\":[\(outputs)],\"b\":\(box)}"
      }
    default: return "{\"s\":\(view.stubs.first { $0.node == number }?.count ?? 0),\"b\":\(box)}"
    }
  }

  private func rectangle(_ node: Int) -> String {
    let box = placement.node(node)
    let y = placement.size.height - box.y
    return "[\(number(box.x)),\(number(y)),\(number(box.width)),\(number(box.height))]"
  }

  /// The operand's place; of other edges what they are for.
  private func place(_ edge: Scene.Edge) -> Int {
    if let place = edge.place { return place }
    let (tail, head) = (scene.nodes[edge.tail].name, scene.nodes[edge.head].name)
    if tail.hasPrefix("o") && head.hasPrefix("v") { return -2 }
    return tail.hasPrefix("s") ? -3 : -1
  }

  private func label(_ index: Int, _ edge: Scene.Edge, _ height: Double) -> (Double, Double, String)? {
    guard let place = placement.label(index),
      let text = edge.attributes.first(where: { $0.name == "label" || $0.name == "headlabel" })?.value
    else { return nil }
    return (place.x, height - place.y, text.filter { $0 != " " })
  }

  /// A Bézier curve to the tip of the arrow.
  private func path(_ spline: String, _ height: Double) -> String? {
    var tip: (x: Double, y: Double)?
    var points: [(x: Double, y: Double)] = []
    for word in spline.split(whereSeparator: { $0 == " " || $0 == ";" }) {
      let isTip = word.hasPrefix("e,")
      let numbers = word.split(separator: ",").compactMap { Double($0) }
      guard numbers.count == 2, !word.hasPrefix("s,") else { continue }
      if isTip { tip = (numbers[0], numbers[1]) } else { points.append((numbers[0], numbers[1])) }
    }
    guard let first = points.first else { return nil }
    func text(_ point: (x: Double, y: Double)) -> String { "\(number(point.x)) \(number(height - point.y))" }
    var path = "M" + text(first)
    if points.count > 1 { path += "C" + points.dropFirst().map(text).joined(separator: " ") }
    if let tip { path += "L" + text(tip) }
    return path
  }

  private func number(_ number: Double) -> String { Coordinate.text(number) }
}
