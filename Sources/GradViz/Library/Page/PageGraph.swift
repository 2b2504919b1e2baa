import Micrograd

/// A graph as the page's script reads it: what does not change over a run, and the layouts of its views.
struct PageGraph {
  private let graph: Graph
  private let nesting: ModuleNesting
  private let options: DrawingOptions
  private let room: Int
  /// So many names of a text, beside labels, values are found by.
  private static let mostNames = 20_000

  /// - Parameter room: how many characters of a number are shown.
  init(_ graph: Graph, _ options: DrawingOptions, room: Int) {
    self.room = room
    self.graph = graph
    self.options = options
    nesting = ModuleNesting(graph)
  }

  func json() throws -> String {
    var names: [String: Int] = [:]
    var ops: [String: Int] = ["": 0]
    var opNames = [""]
    var op: [Int] = []
    var flags: [UInt8] = []
    var arity: [Int] = []
    var operands: [Int] = []
    var labelled: [Int] = []
    var lastLabelled = 0
    var labels: [String] = []
    for (id, node) in graph.nodes.enumerated() {
      if ops[node.op] == nil {
        ops[node.op] = opNames.count
        opNames.append(node.op)
      }
      op.append(ops[node.op]!)
      let role: UInt8 =
        switch node.role {
        case nil: 0
        case .input: 1
        case .parameter: 2
        case .constant: 3
        }
      flags.append(role << 1)
      let prev = graph.operands(of: id)
      arity.append(prev.count)
      for operand in prev { operands.append(id - operand) }
      if !node.label.isEmpty {
        labelled.append(id - lastLabelled)
        lastLabelled = id
        labels.append(LabelText.elided(node.label, to: 10_000))
      }
    }
    let views = try PageViews(graph, nesting, options, room: room)
    var calls: [Int] = []
    var start = 0
    var paths: [String] = []
    for (index, call) in nesting.modules.enumerated() {
      if names[call.path] == nil {
        names[call.path] = paths.count
        paths.append(LabelText.elided(LabelText.visible(call.path), to: 10_000))
      }
      calls += [
        names[call.path]!, call.nodes.lowerBound - start, call.nodes.count,
        (nesting.parents[index] ?? -1) + 1, views.viewOfCall[index],
      ]
      start = call.nodes.lowerBound
    }
    var out = "{\"root\":\(graph.root),\"ops\":\(PageText.list(opNames)),\"op\":\"\(PageText.wholes(op))\""
    out += ",\"flags\":\"\(PageText.base64(flags))\",\"arity\":\"\(PageText.wholes(arity))\""
    out += ",\"operands\":\"\(PageText.wholes(operands))\""
    out += ",\"labelled\":\"\(PageText.wholes(labelled))\",\"labels\":\(PageText.list(labels))"
    let named = graph.names.filter { graph.nodes[$0.value].label != $0.key }
      .sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(PageGraph.mostNames)
    if !named.isEmpty {
      out += ",\"aliases\":\(PageText.list(named.map { LabelText.elided($0.key, to: 1000) }))"
      out += ",\"aliased\":\"\(PageText.wholes(named.map(\.value)))\""
    }
    if !graph.notes.isEmpty {
      let notes = graph.notes.sorted { $0.key < $1.key }
      out += ",\"notes\":\(PageText.list(notes.map { LabelText.elided($0.value, to: 400) }))"
      out += ",\"noted\":\"\(PageText.wholes(notes.map(\.key)))\""
    }
    if !graph.hasDerivedLocals {
      let locals = graph.nodes.indices.flatMap { id in
        graph.localDerivatives(of: id).map(Array.init) ?? graph.operands(of: id).map { _ in .nan }
      }
      out += ",\"locals\":\"\(PageText.doubles(locals))\""
    }
    out +=
      ",\"names\":\(PageText.list(paths)),\"calls\":\"\(PageText.wholes(calls))\",\"whole\":\(views.whole)"
    out +=
      ",\"views\":[\(views.views.map { "[\($0.map(String.init).joined(separator: ","))]" }.joined(separator: ","))]"
    return out + ",\"layouts\":[\(views.layouts.joined(separator: ",\n"))]}"
  }
}

/// Numbers and text inside the page.
enum PageText {
  static func base64(_ bytes: [UInt8]) -> String { Base64.text(bytes) }

  static func doubles(_ numbers: [Double]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 * numbers.count)
    for number in numbers {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
    }
    return base64(bytes)
  }

  /// Numbers from 0 on, seven bits a byte, the lowest first.
  static func wholes(_ numbers: [Int]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count)
    for number in numbers {
      var rest = UInt64(number)
      while rest > 127 {
        bytes.append(UInt8(rest & 127) | 128)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    return base64(bytes)
  }

  /// Text in quotes that cannot end the script element around it.
  static func quoted(_ text: String) -> String { JSONText.quoted(text, isInScript: true) }

  static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ",") + "]" }
}
