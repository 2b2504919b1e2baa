import Micrograd

extension ModernStyle {
  mutating func addStub(_ stub: GraphView.Stub) {
    let text = stub.count == 0 ? "…" : "… \(Count.grouped(stub.count)) more"
    let node = drawn.add(
      .stub(stub.node), .init(label: .text(text), fontSize: 11),
      [
        ("class", "stub"), ("style", "rounded,dashed"), ("color", palette.muted),
        ("fontcolor", palette.muted),
      ], tooltip: "\(Count.grouped(stub.count, "value")) \(stub.count == 1 ? "is" : "are") not drawn here")
    drawn.connect(
      node, target(of: stub.node), .stub, [("style", "dashed")], tooltip: "values that are not drawn")
  }

  /// Where edges into a value end: at its operation, if that is drawn by itself.
  func target(of id: Int) -> Int {
    let isOperation =
      !graph.nodes[id].op.isEmpty && operations == .node && !view.outside.contains(id)
    return isOperation ? boxes[id]! + 1 : boxes[id]!
  }

  // MARK: - Modules

  /// A box that stands for many values.
  mutating func addBox(_ index: Int) {
    let box = view.boxes[index]
    let text =
      switch content {
      case .drawing: BoxText(box, graph, neurons.texts[index]) { number($0) }
      case .blanks: BoxText(box, graph, neurons.texts[index], hasRoom: true) { _ in FrameNumber.widest }
      case .frame, .room: BoxText(box, graph, neurons.texts[index], FrameNumber.text)
      }
    let isDead = text.isDead && !isBlank
    let name = boxName(index)
    let isModule = if case .calls = box.kind { true } else { false }
    let isParameters = box.outputs.first.map { graph.nodes[$0].role == .parameter } ?? false
    let paint = isDead ? palette.dead : isParameters ? palette.parameter : palette.module
    let look: DotGraph.Attributes =
      switch box.kind {
      case .calls(let calls) where calls.count == 1: [("peripheries", "1")]
      default: [("peripheries", "2")]
      }
    var lines = [name] + text.lines + (isShared(index) ? ["shared by all"] : [])
    if case .room(let room, _) = content {
      let numbers = room[.box(index)] ?? NumberTexts(data: "", grad: "")
      lines =
        titles(ofBox: index) + [numbers.note].compactMap(\.self)
        + ["data \(numbers.data)", "grad \(numbers.grad)"]
    }
    let node = drawn.add(
      .box(index), .init(label: .text(lines.joined(separator: "\n"))),
      [
        ("class", "module named\(isParameters ? " parameter" : "")\(isDead ? " dead" : "")"),
        ("shape", "box"), ("style", isDead ? "filled,dashed" : "filled"), ("fillcolor", paint.fill),
        ("color", paint.line),
        ("margin", "0.18,0.1"),
      ] + look, .init(isLeaf: !isModule, isOrdered: isModule, isClosed: isModule), tooltip: text.tooltip)
    modules.append(node)
  }

  private func boxName(_ index: Int) -> String {
    LabelText.elided(LabelText.visible(view.boxes[index].name(in: graph)), to: 40)
  }

  /// What stands in a box above its numbers.
  func titles(ofBox index: Int) -> [String] {
    let text = BoxText(view.boxes[index], graph, neurons.texts[index], FrameNumber.text)
    return [boxName(index)] + [text.count].compactMap(\.self)
  }

  mutating func addLinks() {
    let scale = WeightScale(
      neurons.weights.compactMap { $0.map { graph.nodes[$0].data } }, palette, isDense: isDense)
    for (link, weight) in zip(view.links, neurons.weights) { add(link, weight, scale) }
  }

  /// - Parameter weight: the id of the weight that the link stands for.
  private mutating func add(_ link: GraphView.Link, _ weight: Int?, _ scale: WeightScale) {
    let from: Int
    switch link.from {
    case .value(let id):
      guard let box = boxes[id] else { return }
      from = box
    case .box(let index):
      guard !isShared(index) else { return }
      from = modules[index]
    }
    let to: Int
    switch link.to {
    case .value(let id): to = target(of: id)
    case .box(let index): to = modules[index]
    }
    // Hundreds of lines between the same two ranks are a veil, not a wall.
    var look: DotGraph.Attributes =
      isDense
      ? [("penwidth", "0.4"), ("arrowsize", "0.4")]
      : (link.count > 1 ? [("penwidth", link.count > 16 ? "2.4" : "1.7")] : [])
    if let weight {
      // Those of many moments get the looks of each.
      look = isBlank ? [] : scale.look(of: graph.nodes[weight].data).edgeAttributes
      look.append(("arrowsize", isDense ? "0.4" : "0.6"))
    }
    var kind = DotGraph.Edge.Kind.link
    if case .value = link.to, link.count == 1, let edge = link.edges.first { kind = .operand(edge.place) }
    let (label, attributes) = text(of: link)
    let classes = (look + attributes).filter { $0.name == "class" }.map(\.value).joined(separator: " ")
    if !classes.isEmpty { look.append(("class", classes)) }
    drawn.connect(
      from, to, kind, look + attributes.filter { $0.name != "class" }, label: label,
      tooltip: isFrame ? "" : explanation.link(link))
    drawn.edges[drawn.edges.count - 1].weight = weight
  }

  /// Whether a box of parameters is used by so many that lines to all of them would hide what they lead to.
  private func isShared(_ index: Int) -> Bool {
    guard case .values(let ids) = view.boxes[index].kind, graph.nodes[ids[0]].role == .parameter else {
      return false
    }
    return view.links.count { $0.from == .box(index) } > 8
  }

  /// What is written on the edge from or to a box: as on the edges that it stands for.
  private func text(of link: GraphView.Link) -> (DotGraph.Edge.Label?, DotGraph.Attributes) {
    if case .value(let id) = link.to, link.count == 1, let edge = link.edges.first {
      return edgeText(at: edge.place, to: id)
    }
    guard content == .drawing, options.edges == .contribution, let sum = explanation.contribution(of: link)
    else { return (nil, []) }
    return numbered(number(sum))
  }

  /// A frame around what is drawn of each call of a module.
  mutating func addModules() {
    guard let frames else { return }
    for frame in frames.frames(where: { boxes[$0] != nil }) {
      let name = frames.nesting.shortName(frame.call)
      // What `gradient(of:by:)` recorded has a tint beside the graph that it is the gradient of: a veil, for any theme.
      let isGradient = name == "∂"
      drawn.clusters.append(
        .init(
          parent: frame.parent, call: frame.call, label: LabelText.elided(LabelText.visible(name)),
          attributes: [
            ("style", isGradient ? "rounded,filled" : "rounded"), ("color", palette.edge),
            ("penwidth", "0.7"), ("fontsize", smallText), ("fontcolor", palette.muted), ("labeljust", "l"),
            ("margin", "6"), ("id", "m\(frame.call)"), ("class", "frame"),
          ] + (isGradient ? [("fillcolor", palette.gradient + "14")] : []),
          nodes: frame.places.flatMap(nodes)))
    }
  }

  /// A box, and the operation that is drawn by itself.
  private func nodes(_ place: GraphView.Place) -> [Int] {
    switch place {
    case .value(let id): target(of: id) == boxes[id]! ? [boxes[id]!] : [boxes[id]!, target(of: id)]
    case .box(let index): [modules[index]]
    }
  }
}
