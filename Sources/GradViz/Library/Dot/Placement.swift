import CGraphviz

/// Where a layout put everything, in Graphviz's own words: a scene of the same shape can be rendered again
/// without a layout.
struct Placement: Sendable {
  /// The box of the drawing and the place of its label.
  private var graph: [String] = []
  private var nodes: [[String]] = []
  private var edges: [[String]] = []
  private var groups: [[String]] = []

  struct Box {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  /// Of the whole drawing, in points.
  var size: (width: Double, height: Double) {
    let box = Placement.box(graph[0])
    return (box?.width ?? 0, box?.height ?? 0)
  }

  /// The center and the size of a node, y upwards.
  func node(_ index: Int) -> Box {
    let center = Placement.numbers(nodes[index][0])
    return Box(
      x: center.first ?? 0, y: center.last ?? 0, width: 72 * (Double(nodes[index][1]) ?? 0),
      height: 72 * (Double(nodes[index][2]) ?? 0))
  }

  /// The curve of an edge, as Graphviz writes it.
  func spline(_ index: Int) -> String { edges[index][0] }

  /// The center of an edge's label.
  func label(_ index: Int) -> (x: Double, y: Double)? {
    for text in edges[index][1...] {
      let numbers = Placement.numbers(text)
      if numbers.count == 2 { return (numbers[0], numbers[1]) }
    }
    return nil
  }

  /// The lower left corner and the size of a group's border.
  func box(ofGroup index: Int) -> Box? { Placement.box(groups[index][0]) }

  private static func box(_ text: String) -> Box? {
    let numbers = numbers(text)
    guard numbers.count == 4 else { return nil }
    return Box(x: numbers[0], y: numbers[1], width: numbers[2] - numbers[0], height: numbers[3] - numbers[1])
  }

  private static func numbers(_ text: String) -> [Double] {
    text.split(separator: ",").compactMap { Double($0) }
  }

  /// A drawing of a size in points, to which nodes and edges are added in the order of the scene.
  init(width: Double, height: Double) {
    graph = ["0,0,\(width),\(height)", ""]
  }

  /// - Parameter center: as Graphviz writes a point.
  mutating func addNode(at center: String, width: Double, height: Double) {
    nodes.append([center, "\(width / 72)", "\(height / 72)"])
  }

  /// - Parameters:
  ///   - spline: as Graphviz writes it.
  ///   - label: the point for a label, be it that of the edge or of its head.
  mutating func addEdge(_ spline: String, label: String) { edges.append([spline, label, label]) }

  private static let graphNames = ["bb", "lp"]
  private static let nodeNames = ["pos", "width", "height"]
  private static let edgeNames = ["pos", "lp", "head_lp"]
}

@GraphvizActor
extension Placement {
  /// Reads what the format `dot` has written into the attributes.
  init(_ objects: Graphviz.Objects) {
    func read(_ object: OpaquePointer, _ names: [String]) -> [String] {
      names.map { cgv_get(object, $0).map { String(cString: $0) } ?? "" }
    }
    graph = read(objects.graph, Placement.graphNames)
    nodes = objects.nodes.map { read($0, Placement.nodeNames) }
    edges = objects.edges.map { read($0, Placement.edgeNames) }
    groups = objects.groups.map { read($0, Placement.graphNames) }
  }

  /// Puts everything where it was.
  ///
  /// - Precondition: The objects are those of a scene of the same shape.
  func apply(to objects: Graphviz.Objects) {
    for name in Placement.graphNames { cgv_declare(objects.graph, cgv_kind_graph, name, "") }
    for name in ["pos"] { cgv_declare(objects.graph, cgv_kind_node, name, "") }
    for name in Placement.edgeNames { cgv_declare(objects.graph, cgv_kind_edge, name, "") }
    func write(_ object: OpaquePointer, _ names: [String], _ values: [String]) {
      for (name, value) in zip(names, values) where !value.isEmpty { cgv_set(object, name, value) }
    }
    write(objects.graph, Placement.graphNames, graph)
    for (object, values) in zip(objects.nodes, nodes) {
      write(object, Placement.nodeNames, values)
      cgv_set(object, "fixedsize", "true")
    }
    for (object, values) in zip(objects.edges, edges) { write(object, Placement.edgeNames, values) }
    for (object, values) in zip(objects.groups, groups) { write(object, Placement.graphNames, values) }
  }
}
