import Micrograd

extension ModernStyle {
  mutating func addValue(_ id: Int) {
    let node = graph.nodes[id]
    let (shape, attributes) = look(id)
    let box = drawn.add(
      .value(id), shape, attributes, traits(id),
      tooltip: isFrame ? explanation.name(id) : explanation.value(id))
    boxes[id] = box
    guard !node.op.isEmpty, !view.outside.contains(id) else { return }
    let shown = graph.operands(of: id).enumerated().filter { boxes[$0.element] != nil }
    var target = box
    if operations == .node {
      let (shape, attributes) = operationLook(id)
      target = drawn.add(
        .operation(id), shape, attributes, tooltip: isFrame ? "" : explanation.operation(id))
      drawn.connect(
        target, box, .result, [("weight", "4")], tooltip: isFrame || isHuge ? "" : explanation.operation(id))
    }
    for (place, operand) in shown {
      let (label, attributes) = edgeText(at: place, to: id)
      drawn.connect(
        boxes[operand]!, target, .operand(place), attributes, label: label,
        tooltip: isFrame || isHuge ? "" : explanation.edge(from: operand, at: place, to: id))
    }
  }

  /// What is written on the edge to an operand: its name where order matters, and the number that was asked for.
  func edgeText(at place: Int, to id: Int) -> (DotGraph.Edge.Label?, DotGraph.Attributes) {
    // The operation says which operand the other one is.
    let places = OpText.places(graph.nodes[id].op)
    let hasPlaces = places != nil && !graph.operands(of: id).contains(where: isWritten)
    let name = hasPlaces ? places?[place] : nil
    let number =
      content == .drawing ? explanation.number(options.edges, at: place, to: id, self.number) : nil
    guard let number else {
      // A label on the edge is never ambiguous, but doubles the ranks of the layout.
      return (name.map { .init(text: $0, isAtHead: isLarge) }, [])
    }
    return numbered(name.map { "\($0)\n\(number)" } ?? number)
  }

  /// The text of an edge with a number on it.
  func numbered(_ text: String) -> (DotGraph.Edge.Label?, DotGraph.Attributes) {
    (.init(text: text, isAtHead: false), [("class", "numbered"), ("fontcolor", palette.gradient)])
  }

  /// Whether a value has no box, as the operations that use it have its number.
  func isWritten(_ id: Int) -> Bool {
    options.hidesConstants && content == .drawing && graph.nodes[id].role == .constant
      && id != view.root
  }

  var isFrame: Bool { content != .drawing }

  /// Where nobody points at single edges, and explaining each takes longer than drawing them all.
  var isHuge: Bool { 2 * view.count > DotGraph.mostForDot }

  /// Of so many values, operations have no room of their own.
  var operations: DrawingOptions.Operations { isHuge ? .folded : options.operations }

  /// Whether numbers are still to come.
  var isBlank: Bool { content == .blanks || isRoom }

  var isRoom: Bool { if case .room = content { true } else { false } }

  private func isAlarming(_ id: Int) -> Bool { !isBlank && graph.isAlarming(id) }

  /// A number, marked if it is not finite, or room for any.
  private func marked(_ number: Double) -> String {
    switch content {
    case .drawing: (number.isFinite ? "" : "⚠ ") + self.number(number)
    case .blanks: FrameNumber.widest
    case .frame, .room: FrameNumber.text(number)
    }
  }

  /// Shape and colours by role, and the classes by which a style sheet finds them.
  private func look(_ id: Int) -> (DotGraph.Shape, DotGraph.Attributes) {
    let node = graph.nodes[id]
    var classes = ["value"]
    if !node.label.isEmpty && !isCompact { classes.append("named") }
    if (node.grad != nil || isFrame) && node.role != .constant && !isRoom { classes.append("graded") }
    var shape = DotGraph.Shape(label: .text(text(id)))
    var attributes: DotGraph.Attributes = []
    func paint(_ name: String, _ paint: Palette.Paint, _ rest: DotGraph.Attributes) {
      classes.append(name)
      attributes += [("fillcolor", paint.fill), ("color", paint.line)] + rest
    }
    switch node.role {
    case .constant where id != view.root:
      classes.append("constant")
      attributes = [
        ("shape", "plaintext"), ("style", ""), ("fontcolor", palette.muted), ("margin", "0.05,0.02"),
        ("peripheries", "0"),
      ]
      (shape.fontSize, shape.width, shape.height) = (isCompact ? 12 : 11, 0.2, 0.2)
    case _ where view.outside.contains(id):
      classes.append("outside")
      attributes += [("style", "rounded,filled,dashed")]
    case .input: paint("input", palette.input, [])
    case .parameter: paint("parameter", palette.parameter, [("style", "filled")])
    default: if id != view.root { classes.append("computed") }
    }
    if id == view.root { paint("result", palette.result, [("peripheries", "2")]) }
    if isAlarming(id) {
      attributes.removeAll {
        $0.name == "fillcolor" || $0.name == "color" || $0.name == "style" || $0.name == "shape"
      }
      paint("alarm", palette.alarm, [("style", "rounded,filled"), ("penwidth", "2.2")])
    }
    return (shape, [("class", classes.joined(separator: " "))] + attributes)
  }

  private func traits(_ id: Int) -> DotGraph.Traits {
    let node = graph.nodes[id]
    let isLeaf = node.op.isEmpty || view.outside.contains(id)
    return .init(
      isLeaf: isLeaf, isOrdered: node.role == .input, isSum: node.op == "+" && !isLeaf,
      isBare: node.role == .constant && id != view.root)
  }

  /// What stands before the numbers of a value.
  func prefixes(_ id: Int) -> (data: String, grad: String) {
    guard isCompact else { return ("data ", "grad ") }
    let name = name(of: id)
    return (name.isEmpty ? "" : name + " ", "∂ ")
  }

  /// What a value is called within its frame.
  private func name(of id: Int) -> String {
    let label = graph.nodes[id].label
    return LabelText.elided(
      LabelText.visible(frames.map { $0.nesting.shortLabel(label, in: $0.home(of: id)) } ?? label))
  }

  private func text(_ id: Int) -> String {
    let node = graph.nodes[id]
    let label = name(of: id)
    if case .room(let room, _) = content {
      let lines = lines(id)
      let numbers = room[.value(id)] ?? NumberTexts(data: "", grad: "")
      return ([lines.title, lines.data + numbers.data] + (lines.grad.map { [$0 + numbers.grad] } ?? []))
        .filter { !$0.isEmpty }.joined(separator: "\n")
    }
    if node.role == .constant {
      return label.isEmpty ? marked(node.data) : "\(label)\n\(marked(node.data))"
    }
    let prefixes = prefixes(id)
    let numbers =
      prefixes.data + marked(node.data) + "\n" + prefixes.grad
      + (isBlank ? marked(0) : node.grad.map(marked) ?? "—")
    if isCompact { return numbers }
    var lines: [String] = []
    if operations == .folded && !node.op.isEmpty {
      let formula = explanation.shortFormula(id) + (isDead(id) ? " (dead)" : "")
      lines.append(label.isEmpty ? formula : "\(label) = \(formula)")
    } else if !label.isEmpty {
      lines.append(label)
    }
    return (lines + [numbers]).joined(separator: "\n")
  }

  /// What stands in the box of a value beside its numbers: a title, which may be empty, and what is in front of each;
  /// of one without a label a title by which formulas call it. Constants have no gradient.
  func lines(_ id: Int) -> (title: String, data: String, grad: String?) {
    let node = graph.nodes[id]
    let name = name(of: id)
    if node.role == .constant { return (name, "", nil) }
    let prefixes = prefixes(id)
    if isCompact { return ("", prefixes.data, prefixes.grad) }
    var title = name
    if title.isEmpty, case .room(_, let names) = content { title = names[id] ?? "v\(id)" }
    guard operations == .folded && !node.op.isEmpty else { return (title, prefixes.data, prefixes.grad) }
    return ("\(title) = \(explanation.shortFormula(id))", prefixes.data, prefixes.grad)
  }

  // MARK: - Operations

  private func isDead(_ id: Int) -> Bool { !isBlank && graph.isDeadRelu(id) }

  private func operationLook(_ id: Int) -> (DotGraph.Shape, DotGraph.Attributes) {
    let op = graph.nodes[id].op
    let isDead = isDead(id)
    let paint = isDead ? palette.dead : palette.operation
    let written = operandsWritten(id)
    let isSign = op.count == 1 && written == nil
    let symbol = written ?? OpText.boxSign(op)
    let hasTwoLines = isDead || (content == .blanks && op == Op.relu.symbol)
    let text = hasTwoLines ? "relu\ndead" : LabelText.elided(LabelText.visible(symbol))
    var shape = DotGraph.Shape(label: .text(text))
    var look: DotGraph.Attributes = [
      ("class", isDead ? "operation dead" : "operation"), ("fillcolor", paint.fill), ("color", paint.line),
      ("penwidth", "1"), ("margin", isCompact ? "0.03,0.02" : "0.06,0.03"),
    ]
    if isSign {
      look += [("shape", "circle"), ("style", "filled")]
      shape.isFixed = true
      let size = isCompact ? 0.25 : 0.33
      (shape.fontSize, shape.width, shape.height) = (14, size, size)
    } else {
      look.append(("style", isDead ? "rounded,filled,dashed" : "rounded,filled"))
      (shape.fontSize, shape.width, shape.height) = (isCompact ? 12 : 11, isCompact ? 0.3 : 0.4, 0.3)
    }
    return (shape, look)
  }

  /// The operation with the constants that have no box: `− 1`, `2 ×`; nil if it has none.
  private func operandsWritten(_ id: Int) -> String? {
    let operands = Array(graph.operands(of: id))
    guard operands.contains(where: isWritten) else { return nil }
    return OpText.written(
      graph.nodes[id].op, operands.map { isWritten($0) ? number(graph.nodes[$0].data) : nil })
  }
}
