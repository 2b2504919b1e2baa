import Micrograd

extension Graph {
  /// Reads graph JSON.
  ///
  /// Nodes may come in any order with any distinct ids; those that do not reach the root are left out. Numbers
  /// that are not given are computed, where the operation is one of the engine's; so are local derivatives.
  /// Operations may have the names that micrograd and PyTorch give them.
  ///
  /// - Parameters:
  ///   - bytes: the file, UTF-8.
  ///   - source: what error messages call it.
  /// - Throws: `JSONError` with line and column for anything that is not a graph: malformed JSON, wrong types,
  ///   duplicate or dangling ids, cycles, wrong numbers of operands, no root.
  /// - Complexity: O(n) in the bytes.
  public init(graphJSON bytes: [UInt8], source: String) throws(JSONError) {
    var remarks: [String] = []
    try self.init(graphJSON: bytes, source: source, &remarks)
  }

  /// - Parameter remarks: gets what of the file was not read.
  init(graphJSON bytes: [UInt8], source: String, _ remarks: inout [String]) throws(JSONError) {
    var reader = JSONReader(bytes, source: source)
    var json = GraphJSON()
    try json.read(&reader)
    self = try json.graph(reader)
    if let ignored = json.ignored.sentence { remarks.append(ignored) }
  }

  /// Whether an input is JSON rather than an expression: it begins with `{`, or with `[` and `{`.
  public static func isGraphJSON(_ bytes: [UInt8]) -> Bool {
    let text = bytes.dropFirst(bytes.starts(with: JSONReader.byteOrderMark) ? 3 : 0).lazy.filter {
      !" \t\r\n".utf8.contains($0)
    }
    guard text.first == UInt8(ascii: "[") else { return text.first == UInt8(ascii: "{") }
    return text.dropFirst().first == UInt8(ascii: "{")
  }
}

/// The nodes of a graph file as they stand in it.
struct GraphJSON {
  /// Members of a node, as a set that is made for every one of a million.
  private struct Members: OptionSet {
    static let names = ["id", "op", "label", "note", "role", "data", "grad", "prev", "local"]

    var rawValue: UInt16 = 0

    init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The one of that name; nil if it is none of a node.
    init?(_ name: String) {
      guard let place = Members.names.firstIndex(of: name) else { return nil }
      rawValue = 1 << place
    }
  }

  struct Module {
    var call: Graph.ModuleCall
    /// Where it stands in the file.
    var offset: Int
  }

  /// Whether numbers are left out, as in the lines of a run file, and ids count from 0.
  let isTopology: Bool
  private(set) var root: (id: Int, offset: Int)?
  private(set) var backward: Bool?
  private(set) var nodes: [Graph.Node] = []
  /// What is to be said of nodes, by their place in the file.
  private(set) var notes: [Int: String] = [:]
  private(set) var hasData: [Bool] = []
  private(set) var ids: [Int] = []
  /// Where each node stands in the file.
  private(set) var offsets: [Int] = []
  /// The ids of all operands, node by node.
  private(set) var operands: [Int] = []
  private(set) var locals: [Double] = []
  private(set) var modules: [Module] = []
  private(set) var ignored = IgnoredMembers()

  init(isTopology: Bool = false) { self.isTopology = isTopology }

  // MARK: - Reading

  /// Reads a whole file.
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    try GraphJSON.checkKind(reader)
    try reader.beginObject()
    var others: [String] = []
    while let name = try reader.nextName() {
      if try !readMember(name, &reader) {
        others.append(name)
        ignored.add(name, of: .graph)
        try reader.skip()
      }
    }
    try reader.end()
    guard nodes.isEmpty else { return }
    let known = others.prefix(6).map { "\"\(LabelText.elided(LabelText.visible($0)))\"" }
    throw reader.error(
      "there are no nodes; a graph has \"root\" and \"nodes\""
        + (known.isEmpty ? "" : ", this file has \(known.joined(separator: ", "))"), at: 0)
  }

  /// Reads the value of a member of the file; false, and nothing is read, if it is none of a graph.
  mutating func readMember(_ name: String, _ reader: inout JSONReader) throws(JSONError) -> Bool {
    switch name {
    case "format": try checkFormat(&reader)
    case "version": try GraphJSON.checkVersion(&reader)
    case "root":
      guard root == nil else { throw twice(name, "the graph", reader) }
      let offset = reader.nextPosition
      root = (try reader.whole(), offset)
    case "backward":
      guard backward == nil else { throw twice(name, "the graph", reader) }
      backward = try reader.null() ? nil : try reader.boolean()
    case "nodes": try readNodes(&reader)
    case "modules": try readModules(&reader)
    case "nbformat", "cells":
      throw reader.error("this is a Jupyter notebook; graph JSON has \"root\" and \"nodes\"", at: 0)
    default: return false
    }
    return true
  }

  /// Says what the file is if it is no object.
  private static func checkKind(_ reader: JSONReader) throws(JSONError) {
    switch FileKind(of: reader.bytes) {
    case .jsonObject: return
    case .jsonList:
      throw reader.error("the file is a list; a graph is an object, {\"root\": 1, \"nodes\": [the list]}")
    case let kind:
      throw reader.error("this is \(kind.description); graph JSON, which begins with {, is expected")
    }
  }

  private func checkFormat(_ reader: inout JSONReader) throws(JSONError) {
    let start = reader.nextPosition
    let format = try reader.text()
    switch format {
    case "gradviz-graph": return
    case "gradviz-run":
      throw reader.error("this is a recorded run; give its folder to 'gradviz timeline'", at: start)
    case "gradviz-model":
      throw reader.error(
        "this is a trained model, not a graph; give its folder to 'gradviz predict'", at: start)
    default:
      throw reader.error(
        "the format is '\(LabelText.elided(LabelText.visible(format)))'; 'gradviz-graph' is expected",
        at: start)
    }
  }

  static func checkVersion(_ reader: inout JSONReader) throws(JSONError) {
    let start = reader.nextPosition
    let version = try reader.whole()
    guard version == 1 else {
      throw reader.error("version \(version) is not known; this program reads version 1", at: start)
    }
  }

  private mutating func readNodes(_ reader: inout JSONReader) throws(JSONError) {
    guard nodes.isEmpty else { throw reader.error("\"nodes\" stands twice; a file has one graph") }
    try reader.beginList("a list of nodes")
    while try reader.nextElement() { try readNode(&reader) }
  }

  private mutating func readNode(_ reader: inout JSONReader) throws(JSONError) {
    var node = Graph.Node(
      op: "", label: "", role: nil, data: .nan, grad: nil, operands: operands.count..<operands.count,
      hasLocalDerivatives: false)
    let firstLocal = locals.count
    var id: Int?
    var isGiven = false
    var read = Members()
    try reader.beginObject("a node, such as {\"id\": 0, \"data\": 1.5, \"prev\": []},")
    // Behind its brace.
    offsets.append(reader.position - 1)
    while let name = try reader.nextName() {
      if let member = Members(name), !read.insert(member).inserted { throw twice(name, "this node", reader) }
      switch name {
      case "id": id = try reader.whole()
      case "op": if try !reader.null() { node.op = try reader.text() }
      case "label": if try !reader.null() { node.label = try reader.text() }
      case "note": if try !reader.null() { notes[nodes.count] = try reader.text() }
      case "role": if try !reader.null() { node.role = try role(id, &reader) }
      case "data":
        if try !reader.null() {
          node.data = try reader.number()
          isGiven = true
        }
      case "grad": node.grad = try reader.null() ? nil : try reader.number()
      case "prev":
        if try !reader.null() {
          try reader.beginList("a list of ids")
          while try reader.nextElement() { operands.append(try reader.whole()) }
        }
      case "local":
        if try !reader.null() {
          try reader.beginList("a list of numbers")
          while try reader.nextElement() { locals.append(try reader.number()) }
          node.hasLocalDerivatives = true
        }
      default:
        if let meant = Spelling.nearest(to: name, among: Members.names) {
          throw reader.error(
            "\"\(LabelText.elided(LabelText.visible(name)))\" is no member of a node; did you mean \"\(meant)\"?"
          )
        }
        ignored.add(name, of: .node)
        try reader.skip()
      }
    }
    node.operands = node.operands.lowerBound..<operands.count
    guard let id = id ?? (isTopology ? nodes.count : nil) else {
      throw reader.error(
        "nodes[\(nodes.count)]: \"id\" is missing; give each node a number of its own",
        at: offsets[nodes.count])
    }
    let localCount = locals.count - firstLocal
    let count = node.operands.count
    guard !node.hasLocalDerivatives || localCount == count else {
      throw reader.error(
        "node \(id): \"local\" has \(Count.things(localCount, "number")) for \(Count.things(count, "operand")); give one for each",
        at: offsets[nodes.count])
    }
    if localCount == 0 { locals += repeatElement(.nan, count: count) }
    ids.append(id)
    hasData.append(isGiven)
    nodes.append(node)
  }

  private func twice(_ name: String, _ place: String, _ reader: JSONReader) -> JSONError {
    reader.error("\"\(name)\" stands twice in \(place); keep one")
  }

  private func role(_ id: Int?, _ reader: inout JSONReader) throws(JSONError) -> Role {
    let start = reader.nextPosition
    let name = try reader.text()
    guard let role = Role(rawValue: name) else {
      throw reader.error(
        "\(id.map { "node \($0)" } ?? "nodes[\(nodes.count)]"): the role "
          + "'\(LabelText.elided(LabelText.visible(name)))' is not known; it is input, parameter or constant, or absent",
        at: start)
    }
    return role
  }

  private mutating func readModules(_ reader: inout JSONReader) throws(JSONError) {
    guard modules.isEmpty else { throw twice("modules", "the graph", reader) }
    if try reader.null() { return }
    try reader.beginList("a list of modules")
    while try reader.nextElement() {
      try reader.beginObject("a module, such as {\"path\": \"layers[0]\", \"nodes\": [0, 5]},")
      let offset = reader.position - 1
      var call = Graph.ModuleCall(path: "", call: 0, nodes: 0..<0)
      var bounds: [Int] = []
      var read: Set<String> = []
      while let name = try reader.nextName() {
        if ["path", "call", "nodes"].contains(name), !read.insert(name).inserted {
          throw twice(name, "this module", reader)
        }
        switch name {
        case "path": call.path = try reader.text()
        case "call": call.call = try reader.whole()
        case "nodes":
          try reader.beginList("[first, end]")
          while try reader.nextElement() { bounds.append(try reader.whole()) }
        default:
          ignored.add(name, of: .module)
          try reader.skip()
        }
      }
      guard bounds.count == 2, bounds[0] >= 0, bounds[0] < bounds[1] else {
        throw reader.error(
          "\(GraphJSON.name(of: call)): \"nodes\" is [first, end], such as [0, 5], not \(bounds.prefix(8))",
          at: offset)
      }
      call.nodes = bounds[0]..<bounds[1]
      modules.append(Module(call: call, offset: offset))
    }
  }

  static func name(of call: Graph.ModuleCall) -> String {
    "module '\(LabelText.elided(LabelText.visible(call.path)))'"
  }
}
