import Micrograd

/// The boxes of a view and the edges between them, as a terminal shows them.
struct TextGraph {
  private(set) var boxes: [TextBox] = []
  /// Into a box in the order of its operands.
  private(set) var edges: [TextLayout.Edge] = []
  /// What each box is computed from or is, in words: for a listing.
  private(set) var origins: [String] = []

  private let graph: Graph
  private let view: GraphView
  private let number: NumberText
  private let isCompact: Bool
  private let isTitleInside: Bool
  private let hidesConstants: Bool
  /// The values that have boxes, in order; boxes of many values and stubs are behind them.
  private var values: [Int] = []

  /// - Parameters:
  ///   - options: digits, and whether constants have boxes.
  ///   - isCompact: leaves out words.
  ///   - isTitleInside: keeps the borders free for edges.
  init(_ graph: Graph, _ view: GraphView, _ options: DrawingOptions, isCompact: Bool, isTitleInside: Bool) {
    self.graph = graph
    self.view = view
    self.isCompact = isCompact
    self.isTitleInside = isTitleInside
    hidesConstants = options.hidesConstants
    number = NumberText(digits: options.digits, isFixed: false)
    var places: [GraphView.Place: Int] = [:]
    for id in view.values where !isWritten(id) {
      places[.value(id)] = boxes.count
      values.append(id)
      boxes.append(value(id))
      origins.append(origin(id))
    }
    for (index, box) in view.boxes.enumerated() {
      places[.box(index)] = boxes.count
      boxes.append(self.box(box))
      origins.append(Count.grouped(box.valueCount, "value"))
    }
    for id in view.values where !graph.nodes[id].op.isEmpty && !view.outside.contains(id) {
      for operand in graph.operands(of: id) {
        guard let from = places[.value(operand)] else { continue }
        edges.append(.init(from: from, to: places[.value(id)]!))
      }
    }
    for link in view.links {
      guard let from = places[link.from], let to = places[link.to] else { continue }
      edges.append(.init(from: from, to: to))
    }
    for stub in view.stubs {
      edges.append(.init(from: boxes.count, to: places[.value(stub.node)]!))
      let text = stub.count == 0 ? "…" : "… \(Count.grouped(stub.count)) more"
      boxes.append(TextBox(lines: [("", text, .line)], border: .none))
      origins.append("")
    }
  }

  private func name(_ id: Int) -> String {
    TextGraph.elided(LabelText.visible(graph.nodes[id].label), to: isCompact ? 12 : 24)
  }

  /// Of a path, the end tells most.
  private static func elided(_ name: String, to most: Int) -> String {
    guard CellWidth.of(name) > most, name.contains("].") else { return CellWidth.elided(name, to: most) }
    var end = Substring(name)
    while CellWidth.of(end) > most - 1 { end = end.dropFirst() }
    return "…" + end
  }

  private func ink(_ number: Double, _ ink: TextCanvas.Ink) -> TextCanvas.Ink {
    number.isFinite ? ink : .alarm
  }

  private func value(_ id: Int) -> TextBox {
    let node = graph.nodes[id]
    if node.role == .constant, id != view.root {
      let text = (node.label.isEmpty ? "" : name(id) + " ") + number(node.data)
      return TextBox(lines: [("", text, ink(node.data, .constant))], border: .none, ink: .constant)
    }
    var box = TextBox(name: name(id))
    if !node.op.isEmpty { box.operation = operation(id) }
    box.lines = [
      (isCompact ? "" : "data", number(node.data), ink(node.data, .plain)),
      (isCompact ? "∂" : "grad", node.grad.map { number($0) } ?? "—", ink(node.grad ?? 0, .gradient)),
    ]
    (box.border, box.ink) =
      switch node.role {
      case .parameter: (.square, .parameter)
      case .input: (.round, .input)
      default: (.round, .plain)
      }
    if id == view.root { (box.border, box.ink) = (.double, .result) }
    box.isOrdered = node.role == .input
    box.isCommutative = ["+", "*", "max", "min"].contains(node.op)
    return titled(box)
  }

  /// Whether a value has no box, as the operations that use it have its number.
  private func isWritten(_ id: Int) -> Bool {
    hidesConstants && graph.nodes[id].role == .constant && id != view.root
  }

  /// What stands in the border of its result: with the constants that have no box.
  private func operation(_ id: Int) -> String {
    let operands = Array(graph.operands(of: id))
    guard operands.contains(where: isWritten) else { return sign(id) }
    let numbers = operands.map { isWritten($0) ? number(graph.nodes[$0].data) : nil }
    return CellWidth.elided(OpText.written(graph.nodes[id].op, numbers), to: 20)
  }

  private func sign(_ id: Int) -> String {
    let op = graph.nodes[id].op
    if graph.isDeadRelu(id) { return "relu dead" }
    return CellWidth.elided(LabelText.visible(OpText.boxSign(op)), to: 12)
  }

  private func box(_ content: GraphView.Box) -> TextBox {
    let text = BoxText(content, graph, NeuronText(content, graph)) { number($0) }
    let name = LabelText.visible(content.name(in: graph))
    var box = TextBox(name: CellWidth.elided(name, to: isCompact ? 16 : 32), border: .heavy, ink: .module)
    if !isCompact, let line = text.count ?? text.neuron.map({ $0.prefix + $0.bias }) {
      box.lines.append(("", line, .plain))
    }
    box.lines += [
      (isCompact ? "" : "data", text.numbers[0], .plain),
      (isCompact ? "∂" : "grad", text.numbers[1], .gradient),
    ]
    if let dead = text.dead, !dead.isEmpty { box.lines.append(("", dead, .alarm)) }
    box.isCommutative = true
    if case .calls = content.kind { box.isOrdered = true }
    return titled(box)
  }

  private func titled(_ box: TextBox) -> TextBox {
    guard isTitleInside, !(box.name.isEmpty && box.operation.isEmpty) else { return box }
    var box = box
    box.lines.insert((box.name, box.operation, .plain), at: 0)
    (box.name, box.operation) = ("", "")
    return box
  }

  /// `a × b`, or the role of what is not computed.
  private func origin(_ id: Int) -> String {
    let node = graph.nodes[id]
    guard !node.op.isEmpty else { return node.role?.rawValue ?? "" }
    let operands = Array(graph.operands(of: id))
    var names = operands.prefix(6).map { operand in
      let node = graph.nodes[operand]
      return node.role == .constant && node.label.isEmpty
        ? number(node.data) : TextGraph.elided(LabelText.visible(graph.name(of: operand)), to: 20)
    }
    if names.count < operands.count { names.append("…") }
    let sign = sign(id)
    if OpText.isInfix(node.op), names.count == 2 { return "\(names[0]) \(sign) \(names[1])" }
    return OpText.isPrefix(node.op) && names.count == 1
      ? "\(sign)\(names[0])" : "\(sign)(\(names.joined(separator: ", ")))"
  }

  /// What a listing calls a box, and shorter ways to say it: no frame around it tells its layer and its sample.
  func listedNames(_ index: Int, _ samples: SampleNesting) -> [String] {
    guard index < values.count else {
      let number = index - values.count
      return number < view.boxes.count
        ? listedNames(view.boxes[number], samples) : [boxes[index].lines[0].text]
    }
    let id = values[index]
    let node = graph.nodes[id]
    if node.role == .constant && node.label.isEmpty { return [number(node.data)] }
    let name = LabelText.visible(graph.name(of: id))
    return [node.label.isEmpty ? samples.name(name, ofValue: id) : name]
  }

  private func listedNames(_ box: GraphView.Box, _ samples: SampleNesting) -> [String] {
    let name = LabelText.visible(box.name(in: graph))
    guard case .calls(let calls) = box.kind, calls.count == 1, name.hasPrefix(box.name) else { return [name] }
    let path = LabelText.visible(samples.path(calls[0]))
    return [path + name.dropFirst(box.name.count), path].map { samples.name($0, in: calls[0]) }
  }
}
