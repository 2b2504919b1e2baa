import Micrograd

/// What a view of the page looks like to the layout: each value with its operation in front of it as one node of the
/// size that the page draws, so that only positions and curves are left for Graphviz.
struct PageDotGraph {
  /// The size of text, in points; the page draws in the same units.
  static let text = 12.0
  private static let line = 14.4
  private static let padding = 12.0
  /// The line between an operation and its value.
  private static let wire = NestedGraph.headGap
  private static let sign = 24.0

  /// The parts of a node, by their distance from its center, y downwards.
  struct Parts {
    var box: (x: Double, y: Double, width: Double, height: Double)
    var operation: (x: Double, y: Double, width: Double, height: Double)?
  }

  private(set) var drawn = DotGraph()
  /// Of each drawn node.
  private(set) var parts: [Parts] = []
  private let graph: Graph
  private let nesting: ModuleNesting
  private let view: GraphView
  private let direction: DrawingOptions.Direction
  /// The width of a number, in points.
  private let number: Double
  private let frames: ModuleFrames?
  private var nodeOfValue: [Int: Int] = [:]
  private var nodeOfBox: [Int: Int] = [:]

  /// - Parameter room: how many characters of a number are shown.
  init(
    _ graph: Graph, _ nesting: ModuleNesting, _ view: GraphView, _ direction: DrawingOptions.Direction,
    room: Int
  ) {
    self.graph = graph
    self.nesting = nesting
    self.view = view
    self.direction = direction
    number = PageDotGraph.text * TextWidth.number(ofLength: room)
    // Frames of hundreds of modules would hide what they frame.
    let showsFrames = !graph.modules.isEmpty && view.stubs.isEmpty && view.count <= 400
    frames = showsFrames ? ModuleFrames(graph, view, nesting) : nil
    declare()
    for id in view.values { addValue(id) }
    for index in view.boxes.indices { addBox(index) }
    for link in view.links { connect(node(link.from), node(link.to), .link) }
    for stub in view.stubs {
      let text = stub.count == 0 ? "…" : "… \(Count.grouped(stub.count)) more"
      let node = add(.stub(stub.node), width: width(of: [text]), lines: 1)
      connect(node, nodeOfValue[stub.node]!, .stub)
    }
    addFrames()
    drawn.boundTimeOfLayout()
  }

  private func node(_ place: GraphView.Place) -> Int {
    switch place {
    case .value(let id): nodeOfValue[id]!
    case .box(let index): nodeOfBox[index]!
    }
  }

  /// Whether layers are joined by hundreds of lines.
  private var isDense: Bool { view.links.count > 100 }

  /// In inches. Numbers are seen to travel along edges, where there is room.
  private var rankGap: String {
    if isDense { return "1.4" }
    return switch (direction, view.count <= 30) {
    case (.leftToRight, true): "0.72"
    case (.leftToRight, false): "0.5"
    case (.topToBottom, true): "0.5"
    case (.topToBottom, false): "0.4"
    }
  }

  private mutating func declare() {
    drawn.attributes = [
      ("rankdir", direction.rawValue), ("pad", "0"), ("nodesep", "0.2"),
      ("ranksep", rankGap),
    ]
    // Curves would get out of each other's way, over the whole page.
    if isDense { drawn.attributes.append(("splines", "line")) }
    // Layers of networks are further apart by themselves; of what is left a window has no room to spare.
    drawn.columnGap = isDense ? 100 : 30
    drawn.nodeDefaults = [("shape", "box")]
    drawn.shapeDefaults = .init(width: 1, height: 1, isFixed: true)
    drawn.edgeDefaults = [
      ("headport", ""), ("arrowsize", "0.6"),
    ]
  }

  // MARK: - Nodes

  private mutating func addValue(_ id: Int) {
    let node = graph.nodes[id]
    let label = LabelText.elided(LabelText.visible(nesting.shortLabel(node.label, in: frames?.home(of: id))))
    let named = label.isEmpty ? 0 : 1
    let width: Double
    let lines: Int
    if node.role == .constant && id != view.root {
      width =
        PageDotGraph.padding / 2 + PageDotGraph.text
        * max(
          TextWidth.ems(label, isBold: true), TextWidth.ems(FrameNumber.text(node.data)))
      lines = named + 1
    } else {
      width = self.width(of: [label], numbers: 1)
      lines = named + 2
    }
    let isComputed = !node.op.isEmpty && !view.outside.contains(id)
    nodeOfValue[id] = add(
      .value(id), width: width, lines: lines, operation: isComputed ? node.op : nil,
      isRoot: id == view.root,
      .init(
        isLeaf: !isComputed, isOrdered: node.role == .input, isSum: node.op == "+" && isComputed,
        isBare: node.role == .constant && id != view.root))
    guard isComputed else { return }
    for (place, operand) in graph.operands(of: id).enumerated() {
      if let tail = nodeOfValue[operand] { connect(tail, nodeOfValue[id]!, .operand(place)) }
    }
  }

  private mutating func addBox(_ index: Int) {
    let box = view.boxes[index]
    let name = LabelText.elided(LabelText.visible(box.name), to: 40)
    let count: String? =
      switch box.kind {
      case .values: nil
      case .calls:
        Count.grouped(box.valueCount, "value")
          + (box.parameterCount > 0 ? ", \(Count.grouped(box.parameterCount)) par." : "")
      }
    nodeOfBox[index] = add(
      .box(index),
      width: width(of: [name, count ?? ""], numbers: box.outputs.count > 1 ? 2 : 1) + 8,
      lines: (count == nil ? 1 : 2) + 2,
      .init(isLeaf: count == nil, isOrdered: count != nil, isClosed: count != nil))
  }

  /// Wide enough for names and lines of numbers.
  private func width(of lines: [String], numbers: Int = 0) -> Double {
    var ems = lines.map { TextWidth.ems($0, isBold: true) }.max() ?? 0
    if numbers > 0 {
      let digits = number / PageDotGraph.text * Double(numbers) + (numbers > 1 ? TextWidth.ems(" … ") : 0)
      ems = max(ems, TextWidth.ems("data ") + digits)
    }
    return PageDotGraph.padding + PageDotGraph.text * ems
  }

  private mutating func add(
    _ subject: DotGraph.Subject, width: Double, lines: Int, operation: String? = nil,
    isRoot: Bool = false, _ traits: DotGraph.Traits = .init()
  ) -> Int {
    let rim = isRoot ? 6.0 : 0
    let width = (width + rim).rounded(.up)
    let height = PageDotGraph.line * Double(lines) + 8 + rim
    var parts = Parts(box: (0, 0, width, height))
    var size = (width: width, height: height)
    if let operation {
      let symbol = OpText.sign(operation)
      let isSign = symbol.count == 1
      let mark = (
        width: isSign ? PageDotGraph.sign : PageDotGraph.text * TextWidth.ems(LabelText.elided(symbol)) + 12,
        height: isSign ? PageDotGraph.sign : 22
      )
      switch direction {
      case .leftToRight:
        size.width += mark.width + PageDotGraph.wire
        parts.box.x = (size.width - width) / 2
        parts.operation = ((mark.width - size.width) / 2, 0, mark.width, mark.height)
      case .topToBottom:
        size.height += mark.height + PageDotGraph.wire
        size.width = max(width, mark.width)
        parts.box.y = (size.height - height) / 2
        parts.operation = (0, (mark.height - size.height) / 2, mark.width, mark.height)
      }
    }
    self.parts.append(parts)
    return drawn.add(
      subject,
      .init(
        width: size.width / 72, height: size.height / 72, isFixed: true,
        head: parts.operation.map { ($0.width, $0.height) }), [], traits, tooltip: "")
  }

  // MARK: - Edges and frames

  /// To the operation in front of the head.
  private mutating func connect(_ tail: Int, _ head: Int, _ kind: DotGraph.Edge.Kind) {
    let hasOperation = parts[head].operation != nil
    let ports: DotGraph.Attributes = hasOperation ? [("headport", direction == .leftToRight ? "w" : "n")] : []
    drawn.connect(tail, head, kind, ports, tooltip: "")
  }

  /// A frame around what is drawn of each call of a module.
  private mutating func addFrames() {
    for frame in frames?.frames(where: { _ in true }) ?? [] {
      drawn.clusters.append(
        .init(
          parent: frame.parent, call: frame.call, label: "", attributes: [("margin", "9")],
          nodes: frame.places.map(node)))
    }
  }
}
