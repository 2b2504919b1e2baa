import CGraphviz

@GraphvizActor
extension Graphviz {
  /// Reads what the format `dot` has written into the attributes.
  static func layout(of objects: Objects) -> Layout {
    func read(_ object: OpaquePointer, _ name: String) -> String {
      cgv_get(object, name).map { String(cString: $0) } ?? ""
    }
    func frame(_ graph: OpaquePointer) -> Layout.Frame {
      Layout.Frame(box: Layout.Box(corners: read(graph, "bb")), label: Layout.Point(read(graph, "lp")))
    }
    return Layout(
      bounds: frame(objects.graph),
      nodes: objects.nodes.map { node in
        Layout.Box(
          center: Layout.Point(read(node, "pos")) ?? Layout.Point(x: 0, y: 0),
          width: 72 * (Double(read(node, "width")) ?? 0), height: 72 * (Double(read(node, "height")) ?? 0))
      },
      edges: objects.edges.map { edge in
        Layout.Edge(spline: read(edge, "pos"), label: read(edge, "lp"), headLabel: read(edge, "head_lp"))
      },
      clusters: objects.clusters.map(frame))
  }

  /// Puts everything where it was, frames being nodes like others.
  ///
  /// - Precondition: The objects are those of a graph of the same shape.
  static func apply(_ layout: Layout, to objects: Objects) {
    for name in ["bb", "lp"] { cgv_declare(objects.graph, cgv_kind_graph, name, "") }
    cgv_declare(objects.graph, cgv_kind_node, "pos", "")
    for name in ["pos", "lp", "head_lp"] { cgv_declare(objects.graph, cgv_kind_edge, name, "") }
    func write(_ object: OpaquePointer, _ name: String, _ value: String?) {
      if let value, !value.isEmpty { cgv_set_any(object, name, value) }
    }
    write(objects.graph, "bb", layout.bounds.box?.corners)
    write(objects.graph, "lp", layout.bounds.label?.text)
    let frames = zip(objects.clusters, layout.clusters).compactMap { frame in
      frame.1.box.map { (frame.0, $0) }
    }
    for (node, box) in frames + zip(objects.nodes, layout.nodes) {
      write(node, "pos", box.center.text)
      write(node, "width", "\(box.width / 72)")
      write(node, "height", "\(box.height / 72)")
      write(node, "fixedsize", "true")
    }
    for (title, frame) in zip(objects.titles, layout.clusters) {
      write(title, "pos", frame.label?.text)
      write(title, "fixedsize", "shape")
    }
    for (object, edge) in zip(objects.edges, layout.edges) {
      write(object, "pos", edge.spline)
      write(object, "lp", edge.label?.text)
      write(object, "head_lp", edge.headLabel?.text)
    }
  }
}
