import CGraphviz
import LibC

/// Why Graphviz could not draw, and what to do about it.
public struct GraphvizError: Error, Sendable, CustomStringConvertible {
  /// What failed, what Graphviz said, and what to do.
  public let description: String
  /// Whether a part of Graphviz is not installed.
  public let isMissing: Bool
}

/// The only place that touches the C API, always on the one thread of `GraphvizExecutor`.
@GraphvizActor
enum Graphviz {
  /// One context for the life of the process: freeing one leaks, and leaves a plugin with a dangling font.
  private static let context: OpaquePointer? = {
    cgv_handle_messages(collectMessage)
    messages = ""
    return cgv_new_context()
  }()

  /// What Graphviz has said since the last reset. Its return codes and `agerrors()` do not tell failures.
  nonisolated(unsafe) fileprivate static var messages = ""

  /// Loads the plugins.
  static func prepare() { _ = context }

  /// Of the library; needs no plugins, which take a hundred times as long to load.
  static var version: String { cgv_new_bare_context().map { String(cString: cgv_version($0)) } ?? "none" }

  /// The names of the plugins of a kind: "device" for formats, "layout" for engines.
  static func plugins(_ kind: String) -> [String] {
    guard let context else { return [] }
    var count: Int32 = 0
    guard let list = cgv_plugins(context, kind, &count) else { return [] }
    defer { cgv_free_list(list, count) }
    return (0..<Int(count)).compactMap { list[$0].map { String(cString: $0) } }
  }

  /// The graph in each of the formats, from one layout.
  ///
  /// - Parameter layout: one that was made elsewhere; nil to have `dot` make one.
  static func render(
    _ drawn: DotGraph, as formats: [Format], at layout: Layout? = nil
  ) throws(GraphvizError) -> [[UInt8]] {
    guard let context else { throw failure("Graphviz did not start") }
    messages = ""
    // DOT comes first, and is without positions: layout adds attributes.
    let dot = formats.contains(.dot) ? DotText.quoted(try write(drawn)) : []
    guard formats.contains(where: { $0 != .dot }) else { return formats.map { _ in dot } }
    if layout == nil, drawn.hasLegend { return try layOut(drawn, rendering: formats).rendered }
    let objects = try open(drawn, framesAreShapes: layout != nil)
    let graph = objects.graph
    defer { cgv_close(graph) }
    var results: [[UInt8]] = []
    var isLaidOut = false
    defer { if isLaidOut { cgv_free_layout(context, graph) } }
    for format in formats {
      guard format != .dot else {
        results.append(dot)
        continue
      }
      if !isLaidOut {
        if let layout { apply(layout, to: objects) }
        // nop2 takes all positions as they are.
        let engine = layout == nil ? "dot" : "nop2"
        guard cgv_layout(context, graph, engine) == 0 else { throw failure("layout failed") }
        isLaidOut = true
      }
      results.append(try render(graph, context, format, drawn))
    }
    return results
  }

  /// Lays the graph out by `dot`, its legend below, and renders it in each of the formats.
  static func layOut(
    _ drawn: DotGraph, rendering formats: [Format] = []
  ) throws(GraphvizError) -> (layout: Layout, rendered: [[UInt8]]) {
    if drawn.hasLegend {
      let layout = try layOut(drawn.withoutLegend).layout.withLegend(of: drawn)
      return (layout, formats.isEmpty ? [] : try render(drawn, as: formats, at: layout))
    }
    guard let context else { throw failure("Graphviz did not start") }
    messages = ""
    let dot = formats.contains(.dot) ? DotText.quoted(try write(drawn)) : []
    let objects = try open(drawn, framesAreShapes: false)
    defer { cgv_close(objects.graph) }
    guard cgv_layout(context, objects.graph, "dot") == 0 else { throw failure("layout failed") }
    defer { cgv_free_layout(context, objects.graph) }
    let rendered = try formats.map { format throws(GraphvizError) in
      format == .dot ? dot : try render(objects.graph, context, format, drawn)
    }
    // This format writes the positions into attributes.
    _ = try render(objects.graph, context, .dot, drawn)
    var layout = layout(of: objects)
    // `dot` says how large all borders are, and takes sizes of the first.
    for (index, node) in drawn.nodes.enumerated() {
      let borders = drawn.borders(of: node)
      layout.nodes[index].width -= borders
      layout.nodes[index].height -= borders
    }
    return (layout, rendered)
  }

  // MARK: - One drawing

  /// What a graph became, in its order.
  struct Objects {
    var graph: OpaquePointer
    var nodes: [OpaquePointer] = []
    var edges: [OpaquePointer] = []
    /// Subgraphs, or nodes if frames are shapes.
    var clusters: [OpaquePointer] = []
    /// The names of frames that are shapes.
    var titles: [OpaquePointer] = []
  }

  /// - Parameter framesAreShapes: draws frames as boxes behind all others. Otherwise they are clusters, whose layout
  ///   by `dot` leaks 15 to 30 KB each.
  private static func open(_ drawn: DotGraph, framesAreShapes: Bool) throws(GraphvizError) -> Objects {
    guard GraphvizExecutor.addresses >= leastAddresses else { throw tooFewAddresses }
    guard let graph = cgv_open("gradviz") else { throw failure("no graph could be made") }
    for (kind, attributes) in [
      (cgv_kind_graph, drawn.graphAttributes), (cgv_kind_node, [("id", "")] + drawn.nodeDefaults),
      (cgv_kind_node, drawn.shapeDefaults.attributes), (cgv_kind_edge, [("id", "")] + drawn.edgeDefaults),
    ] {
      for (name, value) in attributes { cgv_declare(graph, kind, name, value) }
    }
    var objects = Objects(graph: graph)
    if framesAreShapes { (objects.clusters, objects.titles) = addFrames(drawn, to: graph) }
    for node in drawn.nodes {
      let object = cgv_add_node(graph, node.subject.name)!
      cgv_set(object, "id", node.subject.name)
      for (name, value) in node.attributes { cgv_set(object, name, value) }
      for (name, value) in node.shape.attributes { cgv_set(object, name, value) }
      objects.nodes.append(object)
    }
    for (index, edge) in drawn.edges.enumerated() {
      let object = cgv_add_edge(graph, objects.nodes[edge.tail], objects.nodes[edge.head])!
      cgv_set(object, "id", DotGraph.edgeName(index))
      if let label = edge.label?.attribute { cgv_set(object, label.name, label.value) }
      for (name, value) in edge.attributes { cgv_set(object, name, value) }
      objects.edges.append(object)
    }
    guard !framesAreShapes else { return objects }
    for (number, cluster) in drawn.clusters.prefix(Int(cgv_most_groups)).enumerated() {
      let subgraph = cgv_add_group(cluster.parent.map { objects.clusters[$0] } ?? graph, Int32(number))!
      objects.clusters.append(subgraph)
      cgv_set_subgraph(subgraph, "label", LabelText.escapedForLabel(cluster.label))
      for (name, value) in cluster.attributes { cgv_set_subgraph(subgraph, name, value) }
      for node in cluster.nodes { cgv_include(subgraph, objects.nodes[node]) }
    }
    return objects
  }

  /// A box for each frame, and its name as a node of its own: Graphviz would write it onto the border.
  private static func addFrames(
    _ drawn: DotGraph, to graph: OpaquePointer
  ) -> (frames: [OpaquePointer], titles: [OpaquePointer]) {
    func add(_ name: String, _ attributes: DotGraph.Attributes) -> OpaquePointer {
      let node = cgv_add_node(graph, name)!
      for (name, value) in attributes { cgv_set_any(node, name, value) }
      return node
    }
    var (frames, titles): ([OpaquePointer], [OpaquePointer]) = ([], [])
    for (index, cluster) in drawn.clusters.enumerated() {
      frames.append(add("f\(index)", cluster.attributes + [("shape", "box"), ("label", "")]))
      let text = cluster.attributes.filter { $0.name.hasPrefix("font") }
      titles.append(
        add(
          "t\(index)",
          text + [
            ("shape", "plaintext"), ("style", ""), ("peripheries", "0"), ("class", "frame"),
            ("label", LabelText.escapedForLabel(cluster.label)),
          ]))
    }
    return (frames, titles)
  }

  private static func write(_ drawn: DotGraph) throws(GraphvizError) -> [UInt8] {
    let graph = try open(drawn, framesAreShapes: false).graph
    defer { cgv_close(graph) }
    var length = 0
    guard let text = cgv_write(graph, &length) else { throw failure("the DOT text could not be written") }
    defer { free(text) }
    return Array(UnsafeRawBufferPointer(start: text, count: length))
  }

  private static func render(
    _ graph: OpaquePointer, _ context: OpaquePointer, _ format: Format, _ drawn: DotGraph
  ) throws(GraphvizError) -> [UInt8] {
    if format == .png {
      var (width, height) = (0.0, 0.0)
      cgv_size(graph, &width, &height)
      cgv_set_resolution(graph, Raster.resolution(width: width, height: height, scale: drawn.scale))
    } else {
      cgv_set_resolution(graph, 72)
      // A page is as large as the drawing, without the half inch around it that Graphviz would leave white.
      if format == .pdf { cgv_set_any(graph, "margin", "0") }
      if drawn.scale != 1 {
        var (width, height) = (0.0, 0.0)
        cgv_size(graph, &width, &height)
        let margin = 2 * drawn.pad
        cgv_set_page(graph, (width + margin) * drawn.scale, (height + margin) * drawn.scale)
      }
    }
    var data: UnsafeMutablePointer<CChar>?
    var length = 0
    let status = cgv_render(context, graph, format.graphvizName, &data, &length)
    defer { if let data { cgv_free_data(data) } }
    guard status == 0, let data, length > 0 else { throw failure("rendering \(format.rawValue) failed") }
    return Array(UnsafeRawBufferPointer(start: data, count: length))
  }

  /// With fewer, libraries of fonts end the process where they get no thread and no memory: seen below 310 MB.
  private static let leastAddresses = 384 << 20

  private static var tooFewAddresses: GraphvizError {
    GraphvizError(
      description: "Graphviz: its libraries need \(leastAddresses >> 20) MB of addresses, and a limit leaves "
        + "\(GraphvizExecutor.addresses >> 20) MB (raise it with 'ulimit -v')", isMissing: false)
  }

  private static func failure(_ what: String) -> GraphvizError {
    let said = messages.split(separator: "\n").joined(separator: "; ")
    let isMissing = !plugins("layout").contains("dot")
    let remedy =
      isMissing
      ? " (Graphviz has no list of its plugins: run 'libgvc6-config-update -c' or 'dot -c' as root)"
      : " (run 'gradviz doctor' to see what is installed)"
    return GraphvizError(
      description: "Graphviz: \(what)\(said.isEmpty ? "" : ": " + said)\(remedy)", isMissing: isMissing)
  }
}

/// Called by Graphviz, on its thread, several times for one message.
private func collectMessage(_ text: UnsafeMutablePointer<CChar>?) -> Int32 {
  if let text, Graphviz.messages.utf8.count < 10_000 { Graphviz.messages += String(cString: text) }
  return 0
}
