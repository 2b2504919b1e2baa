import Micrograd

/// A drawing as TikZ: the places of its layout, names in math mode, and styles by role that a document may define.
///
/// What users typed is data here as well: every label is typeset as it was written, see `TexText`.
struct TikzPicture {
  private let drawn: DotGraph
  private let layout: Layout
  private let graph: Graph
  private let options: DrawingOptions
  private let look: TikzLook
  private let labels: TikzLabels
  /// What each node is called in the picture.
  private let names: [String]

  /// TeX measures up to 16,383 points.
  private static let mostPoints = 16_000.0

  /// - Throws: `TikzError` if the drawing is larger than TeX can measure.
  init(_ drawn: DotGraph, _ layout: Layout, _ graph: Graph, _ options: DrawingOptions) throws {
    self.drawn = drawn
    self.layout = layout
    self.graph = graph
    self.options = options
    look = TikzLook(options)
    labels = TikzLabels(drawn, layout, graph)
    names = TikzNames(drawn, graph).names
    let size = drawn.scale * (max(layout.size.width, layout.size.height) + 2 * drawn.pad)
    guard size <= TikzPicture.mostPoints else { throw TikzError(points: size) }
  }

  /// - Parameter isDocument: whether it is a document of its own, rather than a part of one.
  func text(isDocument: Bool) -> String {
    let body = self.body
    var text = "% Drawn by gradviz. A document with this picture needs \\usepackage{tikz}.\n"
    if isDocument { text += "\\documentclass[tikz]{standalone}\n\\begin{document}\n" }
    if body.contains("\\gradvizchar") { text += TexText.definitionOfCharacters }
    let scale = drawn.scale == 1 ? "" : ", scale=\(drawn.scale), transform shape"
    text += "\\begin{tikzpicture}[x=1bp, y=1bp\(scale)]\n" + look.definitions(for: body) + body
    text += "\\end{tikzpicture}\n"
    return isDocument ? text + "\\end{document}\n" : text
  }

  private var body: String {
    let pad = drawn.pad
    let (low, high) = corners(of: layout.bounds.box ?? .init(center: .init(x: 0, y: 0), width: 0, height: 0))
    let area =
      point(.init(x: low.x - pad, y: low.y - pad)) + " rectangle "
      + point(.init(x: high.x + pad, y: high.y + pad))
    var lines = ["\\path[use as bounding box] \(area);"]
    if look.hasCanvas {
      let opacity = look.opacity < 1 ? ", fill opacity=\(Coordinate.text(look.opacity))" : ""
      lines.append("\\fill[gradviz-canvas\(opacity)] \(area);")
    }
    if let place = layout.bounds.label, !drawn.caption.isEmpty {
      lines.append("\\node[gradviz/caption] at \(point(place)) {\(TexText.escaped(drawn.caption))};")
    }
    for (cluster, frame) in zip(drawn.clusters, layout.clusters) { lines += self.frame(cluster, frame) }
    for index in drawn.nodes.indices { lines += node(index) }
    for index in drawn.edges.indices { lines += edge(index) }
    return lines.map { "  \($0)\n" }.joined()
  }

  // MARK: - Frames and nodes

  private func frame(_ cluster: DotGraph.Cluster, _ frame: Layout.Frame) -> [String] {
    guard let box = frame.box else { return [] }
    let (low, high) = corners(of: box)
    let isFilled = cluster.attributes.contains { $0.name == "fillcolor" }
    var lines = [
      "\\draw[gradviz/\(isFilled ? "gradient " : "")frame] \(point(low)) rectangle \(point(high));"
    ]
    if let place = frame.label, !cluster.label.isEmpty {
      lines.append("\\node[gradviz/title] at \(point(place)) {\(TexText.escaped(cluster.label))};")
    }
    return lines
  }

  private func node(_ index: Int) -> [String] {
    let node = drawn.nodes[index]
    let box = layout.nodes[index]
    guard !isInvisible(node.attributes) else { return [] }
    let attributes = drawn.nodeDefaults + node.attributes
    func attribute(_ name: String) -> String { attributes.last { $0.name == name }?.value ?? "" }
    var keys = styles(of: attribute("class"))
    for sign in ["positive", "negative"] where attribute("class").hasSuffix(sign) {
      keys.append("text=gradviz-\(sign)")
    }
    if attribute("shape") == "circle" { keys.append("circle") }
    if case .operation = node.subject, attribute("shape") == "box" { keys.append("rounded corners=4bp") }
    if attribute("peripheries") == "2", keys.first == "gradviz/module" {
      keys += ["double=gradviz-module", "double distance=2bp"]
    }
    keys += [
      "minimum width=\(Coordinate.text(box.width))bp", "minimum height=\(Coordinate.text(box.height))bp",
    ]
    // What `draw_dot` has around operations.
    if attribute("shape") == "ellipse", case .text(let text) = node.shape.label {
      let size = "x radius=\(Coordinate.text(box.width / 2)), y radius=\(Coordinate.text(box.height / 2))"
      return [
        "\\draw[\(keys[0])] \(point(box.center)) ellipse [\(size)] node[\(keys[0]), draw=none] (\(names[index])) "
          + "{\(labels.text(text, of: index))};"
      ]
    }
    let start = "\\node[\(keys.joined(separator: ", "))] (\(names[index])) at \(point(box.center)) "
    switch node.shape.label {
    case .text(let text): return [start + "{\(labels.text(text, of: index))};"]
    case .record(let fields): return [start + "{};"] + record(fields, index, box)
    }
  }

  /// Fields side by side, as wide as their texts ask for.
  private func record(_ fields: [String], _ index: Int, _ box: Layout.Box) -> [String] {
    let widths = fields.map { TextExtent.width($0) + 1.2 }
    let unit = box.width / widths.reduce(0, +)
    let (low, high) = corners(of: box)
    var x = low.x
    var lines: [String] = []
    for (place, field) in fields.enumerated() {
      let middle = Layout.Point(x: x + unit * widths[place] / 2, y: box.center.y)
      if place > 0 {
        lines.append(
          "\\draw[gradviz/box] \(point(.init(x: x, y: low.y))) -- \(point(.init(x: x, y: high.y)));")
      }
      let text = labels.field(field, place, of: index)
      if !text.isEmpty { lines.append("\\node[gradviz/box, draw=none] at \(point(middle)) {\(text)};") }
      x += unit * widths[place]
    }
    return lines
  }

  /// Roles from the classes by which a style sheet knows them.
  private func styles(of classes: String) -> [String] {
    let words = Set(classes.split(separator: " ").map(String.init))
    let role: String
    if words.contains("module") {
      role = words.contains("parameter") ? "module parameter" : "module"
    } else {
      let first = ["operation", "constant", "input", "parameter", "stub", "note"].first(where: words.contains)
      role = first ?? (words.contains("result") ? "result" : "value")
    }
    var roles = [role]
    for mark in ["result", "outside", "dead", "alarm"] where words.contains(mark) && mark != role {
      roles.append(mark)
    }
    return roles.map { "gradviz/\($0)" }
  }

  // MARK: - Edges

  private func edge(_ index: Int) -> [String] {
    let edge = drawn.edges[index]
    let place = layout.edges[index]
    guard !isInvisible(edge.attributes) else { return [] }
    let attributes = drawn.edgeDefaults + edge.attributes
    func attribute(_ name: String) -> String { attributes.last { $0.name == name }?.value ?? "" }
    let classes = Set(attribute("class").split(separator: " ").map(String.init))
    var keys = ["gradviz/edge"]
    for sign in ["positive", "negative"] where classes.contains(sign) { keys.append("gradviz/\(sign)") }
    if let width = edge.attributes.last(where: { $0.name == "penwidth" })?.value {
      keys.append("line width=\(width)bp")
    }
    if attribute("style").contains("dashed") { keys.append("dashed") }
    if attribute("arrowhead") == "none" { keys.append("-") }
    var lines: [String] = []
    for curve in place.curves where curve.points.count > 1 {
      lines.append("\\draw[\(keys.joined(separator: ", "))] \(path(curve, edge));")
    }
    if let label = edge.label, let center = label.isAtHead ? place.headLabel : place.label {
      let style = classes.contains("numbered") ? "number" : "label"
      lines.append("\\node[gradviz/\(style)] at \(point(center)) {\(labels.edge(label.text))};")
    }
    return lines
  }

  /// A curve to the tip of its arrow. Where it meets a box as TikZ would, it begins or ends at the name of that box,
  /// and follows when the box is moved.
  private func path(_ curve: Layout.Curve, _ edge: DotGraph.Edge) -> String {
    var points = curve.points
    if let tip = curve.endTip, let end = points.last {
      points[points.count - 1] = tip
      if points.count > 2 {
        let before = points.count - 2
        points[before] = .init(x: points[before].x + tip.x - end.x, y: points[before].y + tip.y - end.y)
      }
    }
    if let tip = curve.startTip { points[0] = tip }
    let isSingle = points.count <= 4
    let straight = isSingle && isStraight(points)
    func end(_ node: Int, _ at: Layout.Point, towards control: Layout.Point) -> String {
      guard isSingle, let border = border(of: node, towards: control), distance(border, at) < 2 else {
        return point(at)
      }
      return "(\(names[node]))"
    }
    let last = points[points.count - 1]
    let from = end(edge.tail, points[0], towards: straight ? layout.nodes[edge.head].center : points[1])
    let to = end(
      edge.head, last, towards: straight ? layout.nodes[edge.tail].center : points[points.count - 2])
    if straight { return "\(from) -- \(to)" }
    var text = from
    for index in stride(from: 1, to: points.count - 2, by: 3) {
      let goal = index + 2 == points.count - 1 ? to : point(points[index + 2])
      text +=
        isStraight(Array(points[(index - 1)...(index + 2)]))
        ? " -- \(goal)" : " .. controls \(point(points[index])) and \(point(points[index + 1])) .. \(goal)"
    }
    return text
  }

  /// Where a line from the middle of a node leaves it; nil if it has no simple border.
  private func border(of node: Int, towards goal: Layout.Point) -> Layout.Point? {
    let attributes = drawn.nodeDefaults + drawn.nodes[node].attributes
    let shape = attributes.last { $0.name == "shape" }?.value
    let box = layout.nodes[node]
    let (dx, dy) = (goal.x - box.center.x, goal.y - box.center.y)
    guard dx != 0 || dy != 0, shape != "ellipse" else { return nil }
    let share =
      shape == "circle"
      ? box.width / 2 / (dx * dx + dy * dy).squareRoot()
      : min(dx == 0 ? .infinity : box.width / 2 / abs(dx), dy == 0 ? .infinity : box.height / 2 / abs(dy))
    return .init(x: box.center.x + share * dx, y: box.center.y + share * dy)
  }

  private func isStraight(_ points: [Layout.Point]) -> Bool {
    guard let first = points.first, let last = points.last else { return true }
    let (dx, dy) = (last.x - first.x, last.y - first.y)
    let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
    return points.allSatisfy { abs(dx * ($0.y - first.y) - dy * ($0.x - first.x)) / length < 0.3 }
  }

  private func distance(_ a: Layout.Point, _ b: Layout.Point) -> Double {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
  }

  private func isInvisible(_ attributes: DotGraph.Attributes) -> Bool {
    attributes.contains { $0.name == "style" && $0.value == "invis" }
  }

  private func corners(of box: Layout.Box) -> (low: Layout.Point, high: Layout.Point) {
    let (dx, dy) = (box.width / 2, box.height / 2)
    return (
      .init(x: box.center.x - dx, y: box.center.y - dy), .init(x: box.center.x + dx, y: box.center.y + dy)
    )
  }

  private func point(_ point: Layout.Point) -> String {
    "(\(Coordinate.text(point.x)), \(Coordinate.text(point.y)))"
  }
}

/// A drawing that is larger than LaTeX can make it.
public struct TikzError: Error, Sendable, CustomStringConvertible {
  /// How large it is, and what to do.
  public let description: String

  init(points: Double) {
    description =
      "the drawing is \(Count.grouped(Int(min(points, 1e12)))) points wide or high, and TeX measures up to 16,000; "
      + "draw less with --max-nodes, --depth or --focus, or include it as PDF"
  }
}
