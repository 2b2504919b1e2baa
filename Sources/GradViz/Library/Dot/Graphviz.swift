import CGraphviz

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why Graphviz could not draw, and what to do about it.
public struct GraphvizError: Error, Sendable, CustomStringConvertible {
  public let description: String
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

  static var version: String { context.map { String(cString: cgv_version($0)) } ?? "none" }

  /// The names of the plugins of a kind: "device" for formats, "layout" for engines.
  static func plugins(_ kind: String) -> [String] {
    guard let context else { return [] }
    var count: Int32 = 0
    guard let list = cgv_plugins(context, kind, &count) else { return [] }
    defer { cgv_free_list(list, count) }
    return (0..<Int(count)).compactMap { list[$0].map { String(cString: $0) } }
  }

  /// The scene in each of the formats, from one layout.
  ///
  /// - Parameter placement: a layout that was made elsewhere; nil to have `dot` make one.
  static func render(
    _ scene: Scene, as formats: [Format], at placement: Placement? = nil
  ) throws(GraphvizError) -> [[UInt8]] {
    guard let context else { throw failure("Graphviz did not start") }
    messages = ""
    let (graph, objects) = try open(scene)
    defer { cgv_close(graph) }
    var results: [[UInt8]] = []
    var isLaidOut = false
    defer { if isLaidOut { cgv_free_layout(context, graph) } }
    // DOT comes first: layout adds attributes.
    let dot = formats.contains(.dot) ? try write(graph) : []
    for format in formats {
      guard format != .dot else {
        results.append(dot)
        continue
      }
      if !isLaidOut {
        placement?.apply(to: objects)
        // nop2 takes all positions as they are.
        let engine = placement == nil ? "dot" : "nop2"
        guard cgv_layout(context, graph, engine) == 0 else { throw failure("layout failed") }
        isLaidOut = true
      }
      results.append(try render(graph, context, format, scene))
    }
    return results
  }

  /// Lays the scene out, and renders it as well if a format is given.
  static func place(_ scene: Scene, rendering format: Format? = nil) throws(GraphvizError)
    -> (placement: Placement, rendered: [UInt8])
  {
    guard let context else { throw failure("Graphviz did not start") }
    messages = ""
    let (graph, objects) = try open(scene)
    defer { cgv_close(graph) }
    guard cgv_layout(context, graph, "dot") == 0 else { throw failure("layout failed") }
    defer { cgv_free_layout(context, graph) }
    let rendered =
      try format.map { format throws(GraphvizError) in try render(graph, context, format, scene) } ?? []
    // This format writes the positions into attributes.
    _ = try render(graph, context, .dot, scene)
    return (Placement(objects), rendered)
  }

  // MARK: - One drawing

  /// What a scene became, in its order.
  struct Objects {
    var graph: OpaquePointer
    var nodes: [OpaquePointer] = []
    var edges: [OpaquePointer] = []
    var groups: [OpaquePointer] = []
  }

  private static func open(_ scene: Scene) throws(GraphvizError) -> (OpaquePointer, Objects) {
    guard let graph = cgv_open("gradviz") else { throw failure("no graph could be made") }
    for (kind, attributes) in [
      (cgv_kind_graph, scene.graph), (cgv_kind_node, scene.nodeDefaults), (cgv_kind_edge, scene.edgeDefaults),
    ] {
      for (name, value) in attributes { cgv_declare(graph, kind, name, value) }
    }
    var objects = Objects(graph: graph)
    for node in scene.nodes {
      let object = cgv_add_node(graph, node.name)!
      for (name, value) in node.attributes { cgv_set(object, name, value) }
      objects.nodes.append(object)
    }
    for edge in scene.edges {
      let object = cgv_add_edge(graph, objects.nodes[edge.tail], objects.nodes[edge.head])!
      for (name, value) in edge.attributes { cgv_set(object, name, value) }
      objects.edges.append(object)
    }
    for (number, group) in scene.groups.prefix(Int(cgv_most_groups)).enumerated() {
      let subgraph = cgv_add_group(group.parent.map { objects.groups[$0] } ?? graph, Int32(number))!
      objects.groups.append(subgraph)
      for (name, value) in group.attributes { cgv_set_subgraph(subgraph, name, value) }
      for node in group.nodes { cgv_include(subgraph, objects.nodes[node]) }
    }
    return (graph, objects)
  }

  private static func write(_ graph: OpaquePointer) throws(GraphvizError) -> [UInt8] {
    var length = 0
    guard let text = cgv_write(graph, &length) else { throw failure("the DOT text could not be written") }
    defer { free(text) }
    return Array(UnsafeRawBufferPointer(start: text, count: length))
  }

  private static func render(
    _ graph: OpaquePointer, _ context: OpaquePointer, _ format: Format, _ scene: Scene
  ) throws(GraphvizError) -> [UInt8] {
    if format == .png {
      var (width, height) = (0.0, 0.0)
      cgv_size(graph, &width, &height)
      cgv_set_resolution(graph, Raster.resolution(width: width, height: height, scale: scene.scale))
    } else {
      cgv_set_resolution(graph, 72)
      if scene.scale != 1 {
        var (width, height) = (0.0, 0.0)
        cgv_size(graph, &width, &height)
        let margin = 2 * scene.pad
        cgv_set_page(graph, (width + margin) * scene.scale, (height + margin) * scene.scale)
      }
    }
    var data: UnsafeMutablePointer<CChar>?
    var length = 0
    let status = cgv_render(context, graph, format.graphvizName, &data, &length)
    defer { if let data { cgv_free_data(data) } }
    guard status == 0, let data, length > 0 else { throw failure("rendering \(format.rawValue) failed") }
    return Array(UnsafeRawBufferPointer(start: data, count: length))
  }

  private static func failure(_ what: String) -> GraphvizError {
    let said = messages.split(separator: "\n").joined(separator: "; ")
    let remedy =
      said.contains("not recognized")
      ? " (Graphviz has no list of its plugins: run 'libgvc6-config-update -c' or 'dot -c' as root)"
      : " (run 'gradviz doctor' to see what is installed)"
    return GraphvizError(description: "Graphviz: \(what)\(said.isEmpty ? "" : ": " + said)\(remedy)")
  }
}

/// Called by Graphviz, on its thread, several times for one message.
private func collectMessage(_ text: UnsafeMutablePointer<CChar>?) -> Int32 {
  if let text, Graphviz.messages.utf8.count < 10_000 { Graphviz.messages += String(cString: text) }
  return 0
}
