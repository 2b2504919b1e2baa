import Micrograd

/// What `draw_dot` of the micrograd lecture draws: a record for every value, a small node for every
/// operation; with every edge drawn that the graph has, and "—" where no gradient was computed.
struct LectureStyle {
  let graph: Graph
  let view: GraphView
  let options: DrawingOptions

  func dotGraph() -> DotGraph {
    let explanation = Explanation(graph, view, digits: options.digits)
    let number = NumberText(digits: options.digits, isFixed: true)
    let isDark = options.theme == .dark
    let (ink, canvas) = isDark ? ("#e8edf3", "#0f141b") : ("black", "white")
    var drawn = DotGraph()
    drawn.attributes = [
      ("rankdir", options.direction.rawValue),
      ("bgcolor", options.background.flatMap { Colour($0)?.hex } ?? canvas), ("fontcolor", ink),
    ]
    drawn.caption = LabelText.elided(LabelText.visible(options.title), to: 200)
    drawn.nodeDefaults = [
      ("class", ""), ("shape", "ellipse"), ("color", ink), ("fontcolor", ink),
      ("style", "solid"),
    ]
    drawn.edgeDefaults = [
      ("class", ""), ("label", ""), ("color", ink), ("fontcolor", ink), ("style", "solid"),
    ]

    var boxes: [Int: Int] = [:]
    var targets: [Int: Int] = [:]
    for id in view.values {
      guard !isWritten(id) else { continue }
      let node = graph.nodes[id]
      let label = LabelText.elided(LabelText.visible(node.label))
      let operation = operation(id, number)
      let isFolded = options.operations == .folded && !node.op.isEmpty
      let name = isFolded ? (label.isEmpty ? operation : "\(label) = \(operation)") : label
      let grad = node.grad.map { number($0) } ?? "—"
      let box = drawn.add(
        .value(id), .init(label: .record([name, "data \(number(node.data))", "grad \(grad)"])),
        [("class", "value")],
        .init(isLeaf: node.op.isEmpty, isOrdered: node.role == .input, isSum: node.op == "+"),
        tooltip: explanation.value(id))
      boxes[id] = box
      targets[id] = box
      guard !node.op.isEmpty, !view.outside.contains(id) else { continue }
      if !isFolded {
        let target = drawn.add(
          .operation(id), .init(label: .text(operation)), [("class", "operation")],
          tooltip: explanation.operation(id))
        drawn.connect(target, box, .result, tooltip: explanation.operation(id))
        targets[id] = target
      }
      for (place, operand) in graph.operands(of: id).enumerated() where boxes[operand] != nil {
        let written = explanation.number(options.edges, at: place, to: id, number)
        drawn.connect(
          boxes[operand]!, targets[id]!, .operand(place),
          label: written.map { .init(text: $0, isAtHead: false) },
          tooltip: explanation.edge(from: operand, at: place, to: id))
      }
    }
    addBoxes(&drawn, boxes, targets, explanation)
    for stub in view.stubs {
      let text = stub.count == 0 ? "…" : "… \(Count.grouped(stub.count)) more"
      let node = drawn.add(
        .stub(stub.node), .init(label: .text(text)), [("class", "stub"), ("style", "dashed")],
        tooltip: "\(Count.grouped(stub.count, "value")) \(stub.count == 1 ? "is" : "are") not drawn here")
      drawn.connect(
        node, targets[stub.node]!, .stub, [("style", "dashed")], tooltip: "values that are not drawn")
    }
    drawn.boundTimeOfLayout()
    if options.theme == .auto {
      let canvas = options.background == nil ? ".graph>polygon{fill:#0f141b}" : ""
      drawn.styleSheet =
        "@media(prefers-color-scheme:dark){\(canvas)text{fill:#e8edf3}"
        + ".node polygon,.node ellipse,.node polyline,.edge path,.edge polygon{stroke:#e8edf3}"
        + ".edge polygon{fill:#e8edf3}}"
    }
    return drawn
  }

  private func isWritten(_ id: Int) -> Bool {
    options.hidesConstants && graph.nodes[id].role == .constant && id != view.root
  }

  /// The operation, with the constants that have no box.
  private func operation(_ id: Int, _ number: NumberText) -> String {
    let op = LabelText.elided(LabelText.visible(graph.nodes[id].op))
    let operands = Array(graph.operands(of: id))
    guard operands.contains(where: isWritten) else { return op }
    let numbers = operands.map { isWritten($0) ? number(graph.nodes[$0].data) : "" }
    guard numbers.count == 2 else { return "\(op)(\(numbers.joined(separator: ", ")))" }
    return [numbers[0], op, numbers[1]].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Records for the modules that are drawn closed.
  private func addBoxes(
    _ drawn: inout DotGraph, _ values: [Int: Int], _ targets: [Int: Int], _ explanation: Explanation
  ) {
    let number = NumberText(digits: options.digits, isFixed: true)
    var places: [Int] = []
    for (index, box) in view.boxes.enumerated() {
      let text = BoxText(box, graph, nil) { number($0) }
      let isModule = if case .calls = box.kind { true } else { false }
      let fields = ([box.name(in: graph)] + text.lines).map {
        LabelText.elided(LabelText.visible($0), to: 60)
      }
      places.append(
        drawn.add(
          .box(index), .init(label: .record(fields)), [("class", "module")],
          .init(isLeaf: !isModule, isOrdered: isModule, isClosed: isModule), tooltip: text.tooltip))
    }
    for link in view.links {
      let from: Int? =
        if case .value(let id) = link.from { values[id] } else { link.from.box.map { places[$0] } }
      let to: Int? = if case .value(let id) = link.to { targets[id] } else { link.to.box.map { places[$0] } }
      guard let from, let to else { continue }
      let sum = options.edges == .contribution ? explanation.contribution(of: link) : nil
      drawn.connect(
        from, to, .link, label: sum.map { .init(text: number($0), isAtHead: false) },
        tooltip: explanation.link(link))
    }
  }
}
