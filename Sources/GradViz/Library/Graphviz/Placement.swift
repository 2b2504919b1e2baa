import CGraphviz

/// Where a layout put everything, in Graphviz's own words: a scene of the same shape can be rendered again
/// without a layout.
struct Placement: Sendable {
  /// The box of the drawing and the place of its label.
  private var graph: [String] = []
  private var nodes: [[String]] = []
  private var edges: [[String]] = []
  private var groups: [[String]] = []

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
