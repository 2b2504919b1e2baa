import Micrograd

/// The default style: roles by colour and shape, and every number where it belongs.
struct ModernStyle {
  private let snapshot: Snapshot
  private let view: GraphView
  private let options: DrawingOptions
  private let explanation: Explanation
  private let number: NumberText
  private let palette: Palette
  private let content: Content
  /// nil if modules get no frames of their own: too much of a large graph is hidden.
  private let nesting: ModuleNesting?
  private let parameterHomes: [Int: Int]
  private var scene = Scene()
  /// The position in the scene of the box of each drawn value, by id.
  private var boxes: [Int: Int] = [:]
  /// The position in the scene of each box of the view.
  private var modules: [Int] = []

  private static let font = "Helvetica,Arial,sans-serif"
  private static let margin = "0.14,0.07"

  /// What is written into the boxes.
  enum Content: Equatable {
    /// Numbers, and tooltips that explain them.
    case drawing
    /// Room for the widest numbers, which `FrameTemplate` fills in.
    case blanks
    /// The same without a caption, for the explorer, which writes everything itself.
    case page
    /// The numbers of one moment, in a layout that was made for blanks.
    case frame(caption: String)
  }

  init(
    _ snapshot: Snapshot, _ view: GraphView, _ options: DrawingOptions, content: Content = .drawing
  ) {
    self.content = content
    self.snapshot = snapshot
    self.view = view
    self.options = options
    explanation = Explanation(snapshot, view, digits: options.digits)
    number = NumberText(digits: options.digits, isFixed: false)
    palette = options.theme == .dark ? .dark : .light
    // Frames of hundreds of modules would hide what they frame.
    let showsModules = !snapshot.modules.isEmpty && view.stubs.isEmpty && view.count <= 400
    nesting = showsModules ? ModuleNesting(snapshot) : nil
    parameterHomes = nesting?.parameterHomes(snapshot, view) ?? [:]
  }

  /// The call that a value belongs to; of a parameter, the one call of this view that uses it.
  private func home(of id: Int) -> Int? {
    guard let nesting else { return nil }
    let home = nesting.innermost[id] >= 0 ? nesting.innermost[id] : parameterHomes[id] ?? -1
    return home >= 0 ? home : nil
  }

  func makeScene() -> Scene {
    var style = self
    style.declare()
    for id in view.values where !style.isWritten(id) { style.addValue(id) }
    for index in view.boxes.indices { style.addBox(index) }
    for link in view.links { style.addLink(link) }
    for stub in view.stubs { style.addStub(stub) }
    style.addModules()
    if options.legend { style.addLegend() }
    style.scene.settleLayout()
    style.writeStyleSheet()
    return style.scene
  }

  /// Whether layers are joined by hundreds of lines.
  private var isDense: Bool { view.links.count > 100 }

  private var isLarge: Bool { view.count > 150 }

  /// In points: a large drawing is looked at from further away.
  private var titleSize: String { String(min(12 + view.count / 12, 48)) }

  private mutating func declare() {
    let background = options.background.flatMap { Colour($0)?.hex } ?? palette.canvas
    let size =
      isDense ? ("0.2", "1.6") : (isLarge ? ("0.22", "0.35") : ("0.3", "0.45"))
    scene.graph = [
      ("rankdir", options.direction.rawValue), ("bgcolor", background), ("pad", "0.15"),
      ("nodesep", size.0), ("ranksep", size.1), ("fontname", ModernStyle.font), ("fontsize", titleSize),
      ("fontcolor", palette.muted),
    ]
    let title =
      switch content {
      case .drawing: LabelText.elided(LabelText.visible(options.title), to: 200)
      case .blanks: "step 000000 · loss \(FrameNumber.widest) · accuracy 100 %"
      case .page: ""
      case .frame(let caption): caption
      }
    if !title.isEmpty {
      scene.graph += [("label", LabelText.escapedForLabel(title)), ("labelloc", "t")]
    }
    // Curves would get out of each other's way, over the whole page.
    if isDense { scene.graph.append(("splines", "line")) }
    scene.nodeDefaults = [
      ("id", ""), ("class", ""), ("label", ""), ("shape", "box"), ("style", "rounded,filled"),
      ("fontname", ModernStyle.font), ("fontsize", "12"), ("fontcolor", palette.ink),
      ("margin", ModernStyle.margin),
      ("fillcolor", palette.computed.fill), ("color", palette.computed.line), ("penwidth", "1.2"),
      ("width", "0.5"), ("height", "0.3"), ("peripheries", "1"), ("fixedsize", "false"),
    ]
    scene.edgeDefaults = [
      ("id", ""), ("class", ""), ("color", palette.edge), ("arrowsize", "0.6"), ("penwidth", "1.1"),
      ("label", ""), ("headlabel", ""), ("fontname", ModernStyle.font),
      ("fontsize", "10"), ("fontcolor", palette.muted), ("weight", "1"), ("style", "solid"),
      ("arrowhead", "normal"),
    ]
    if isDense {
      let isLeftToRight = options.direction == .leftToRight
      scene.edgeDefaults += [
        ("tailport", isLeftToRight ? "e" : "s"), ("headport", isLeftToRight ? "w" : "n"),
      ]
    }
  }

  // MARK: - Values

  private mutating func addValue(_ id: Int) {
    let node = snapshot.nodes[id]
    let box = scene.add(
      "v\(id)", look(id) + [("label", text(id))],
      tooltip: isFrame ? explanation.name(id) : explanation.value(id))
    boxes[id] = box
    guard !node.op.isEmpty, !view.outside.contains(id) else { return }
    let shown = snapshot.operands(of: id).enumerated().filter { boxes[$0.element] != nil }
    var target = box
    if operations == .node {
      target = scene.add("o\(id)", operationLook(id), tooltip: isFrame ? "" : explanation.operation(id))
      scene.connect(
        target, box, [("weight", "4")], tooltip: isFrame || isHuge ? "" : explanation.operation(id))
    }
    for (place, operand) in shown {
      scene.connect(
        boxes[operand]!, target, place: place, edgeText(at: place, to: id),
        tooltip: isFrame || isHuge ? "" : explanation.edge(from: operand, at: place, to: id))
    }
  }

  /// What is written on the edge to an operand: its name where order matters, and the number that was asked for.
  private func edgeText(at place: Int, to id: Int) -> Scene.Attributes {
    // The operation says which operand the other one is.
    let hasPlaces = !snapshot.operands(of: id).contains(where: isWritten)
    let name = hasPlaces ? OpText.places(snapshot.nodes[id].op)?[place] : nil
    let number =
      content == .drawing ? explanation.number(options.edges, at: place, to: id, self.number) : nil
    guard let number else {
      guard let name else { return [] }
      // A label on the edge is never ambiguous, but doubles the ranks of the layout.
      return isLarge ? [("headlabel", name)] : [("label", " \(name) ")]
    }
    let text = name.map { "\($0)\\n\(number)" } ?? number
    return [("class", "numbered"), ("label", " \(text) "), ("fontcolor", palette.gradient)]
  }

  /// Whether a value has no box, as the operations that use it have its number.
  private func isWritten(_ id: Int) -> Bool {
    options.hidesConstants && content == .drawing && snapshot.nodes[id].role == .constant
      && id != view.root
  }

  private var isFrame: Bool { content != .drawing }

  /// Where nobody points at single edges, and explaining each takes longer than drawing them all.
  private var isHuge: Bool { 2 * view.count > Scene.mostForDot }

  /// Of so many values, operations have no room of their own.
  private var operations: DrawingOptions.Operations { isHuge ? .folded : options.operations }

  /// Whether numbers are still to come.
  private var isBlank: Bool { content == .blanks || content == .page }

  private func isAlarming(_ id: Int) -> Bool { !isBlank && snapshot.isAlarming(id) }

  /// A number, marked if it is not finite, or room for any.
  private func marked(_ number: Double) -> String {
    switch content {
    case .drawing: (number.isFinite ? "" : "⚠ ") + self.number(number)
    case .blanks, .page: FrameNumber.widest
    case .frame: FrameNumber.text(number)
    }
  }

  /// Shape and colours by role, and the classes by which a style sheet finds them.
  private func look(_ id: Int) -> Scene.Attributes {
    let node = snapshot.nodes[id]
    var classes = ["value"]
    if !node.label.isEmpty { classes.append("named") }
    if (node.grad != nil || isFrame) && node.role != .constant { classes.append("graded") }
    var attributes: Scene.Attributes = []
    func paint(_ name: String, _ paint: Palette.Paint, _ rest: Scene.Attributes) {
      classes.append(name)
      attributes += [("fillcolor", paint.fill), ("color", paint.line)] + rest
    }
    switch node.role {
    case .constant where id != view.root:
      classes.append("constant")
      attributes = [
        ("shape", "plaintext"), ("style", ""), ("fontcolor", palette.muted), ("fontsize", "11"),
        ("margin", "0.05,0.02"), ("width", "0.2"), ("height", "0.2"), ("peripheries", "0"),
      ]
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
    return [("class", classes.joined(separator: " "))] + attributes
  }

  private func text(_ id: Int) -> String {
    let node = snapshot.nodes[id]
    let label = LabelText.elided(
      LabelText.visible(nesting?.shortLabel(node.label, in: home(of: id)) ?? node.label))
    if node.role == .constant {
      let number = content == .page ? FrameNumber.text(node.data) : marked(node.data)
      return LabelText.escapedForLabel(label.isEmpty ? number : "\(label)\n\(number)")
    }
    var lines: [String] = []
    if operations == .folded && !node.op.isEmpty {
      let formula = explanation.shortFormula(id) + (isDead(id) ? " (dead)" : "")
      lines.append(label.isEmpty ? formula : "\(label) = \(formula)")
    } else if !label.isEmpty {
      lines.append(label)
    }
    lines.append("data \(marked(node.data))")
    lines.append("grad \(isBlank ? marked(0) : node.grad.map(marked) ?? "—")")
    return LabelText.escapedForLabel(lines.joined(separator: "\n"))
  }

  // MARK: - Operations

  private func isDead(_ id: Int) -> Bool { !isBlank && snapshot.isDeadRelu(id) }

  private func operationLook(_ id: Int) -> Scene.Attributes {
    let op = snapshot.nodes[id].op
    let isDead = isDead(id)
    let paint = isDead ? palette.dead : palette.operation
    let written = operandsWritten(id)
    let isSign = op.count == 1 && written == nil
    let symbol = written ?? (op == "*" ? "×" : OpText.sign(op))
    let hasTwoLines = isDead || (content == .blanks && op == Op.relu.symbol)
    let text = hasTwoLines ? "relu\ndead" : LabelText.elided(LabelText.visible(symbol))
    var look: Scene.Attributes = [
      ("class", isDead ? "operation dead" : "operation"), ("label", LabelText.escapedForLabel(text)),
      ("fillcolor", paint.fill), ("color", paint.line), ("penwidth", "1"), ("margin", "0.06,0.03"),
    ]
    if isSign {
      look += [
        ("shape", "circle"), ("style", "filled"), ("fixedsize", "true"), ("width", "0.33"),
        ("height", "0.33"),
        ("fontsize", "14"),
      ]
    } else {
      look += [
        ("style", isDead ? "rounded,filled,dashed" : "rounded,filled"), ("width", "0.4"), ("height", "0.3"),
        ("fontsize", "11"),
      ]
    }
    return look
  }

  /// The operation with the constants that have no box: `− 1`, `2 ×`; nil if it has none.
  private func operandsWritten(_ id: Int) -> String? {
    let operands = Array(snapshot.operands(of: id))
    guard operands.contains(where: isWritten) else { return nil }
    let op = snapshot.nodes[id].op
    let sign = op == "*" ? "×" : OpText.sign(op)
    let numbers = operands.map { isWritten($0) ? number(snapshot.nodes[$0].data) : "" }
    guard numbers.count == 2, OpText.isInfix(op) else {
      return "\(sign)(\(numbers.map { $0.isEmpty ? "·" : $0 }.joined(separator: ", ")))"
    }
    let second =
      numbers[1].hasPrefix("\u{2212}") && OpText.bracketsSign(op, 1) ? "(\(numbers[1]))" : numbers[1]
    return [numbers[0], sign, second].filter { !$0.isEmpty }.joined(separator: " ")
  }

  // MARK: - Around the graph

  private mutating func addStub(_ stub: GraphView.Stub) {
    let text = stub.count == 0 ? "…" : "… \(Count.grouped(stub.count)) more"
    let node = scene.add(
      "s\(stub.node)",
      [
        ("class", "stub"), ("label", text), ("style", "rounded,dashed"), ("color", palette.muted),
        ("fontcolor", palette.muted), ("fontsize", "11"),
      ], tooltip: "\(Count.grouped(stub.count)) values are not drawn here")
    scene.connect(node, target(of: stub.node), [("style", "dashed")], tooltip: "values that are not drawn")
  }

  /// The inside of the target of edges: the operation of a computed value.
  private func target(of id: Int) -> Int {
    let isOperation =
      !snapshot.nodes[id].op.isEmpty && operations == .node && !view.outside.contains(id)
    return isOperation ? boxes[id]! + 1 : boxes[id]!
  }

  // MARK: - Modules

  /// A box that stands for many values.
  private mutating func addBox(_ index: Int) {
    let box = view.boxes[index]
    let text =
      switch content {
      case .drawing: BoxText(box, snapshot) { number($0) }
      case .blanks: BoxText(box, snapshot, hasRoom: true) { _ in FrameNumber.widest }
      case .page: BoxText(box, snapshot, marksDead: false) { _ in FrameNumber.widest }
      case .frame: BoxText(box, snapshot, FrameNumber.text)
      }
    let isDead = text.isDead && !isBlank
    let name = LabelText.elided(LabelText.visible(box.name(in: snapshot)), to: 40)
    let isParameters = box.outputs.first.map { snapshot.nodes[$0].role == .parameter } ?? false
    let paint = isDead ? palette.dead : isParameters ? palette.parameter : palette.module
    let look: Scene.Attributes =
      switch box.kind {
      case .calls(let calls) where calls.count == 1: [("peripheries", "1")]
      default: [("peripheries", "2")]
      }
    let node = scene.add(
      "b\(index)",
      [
        ("class", "module named\(isParameters ? " parameter" : "")\(isDead ? " dead" : "")"),
        ("label", LabelText.escapedForLabel(([name] + text.lines).joined(separator: "\n"))),
        ("shape", "box"), ("style", isDead ? "filled,dashed" : "filled"), ("fillcolor", paint.fill),
        ("color", paint.line), ("margin", "0.18,0.1"),
      ] + look, tooltip: text.tooltip)
    modules.append(node)
  }

  private mutating func addLink(_ link: GraphView.Link) {
    let from: Int
    switch link.from {
    case .value(let id):
      guard let box = boxes[id] else { return }
      from = box
    case .box(let index): from = modules[index]
    }
    let to: Int
    switch link.to {
    case .value(let id): to = target(of: id)
    case .box(let index): to = modules[index]
    }
    // Hundreds of lines between the same two ranks are a veil, not a wall.
    let width =
      isDense
      ? [("penwidth", "0.4"), ("arrowsize", "0.4")]
      : (link.count > 1 ? [("penwidth", link.count > 16 ? "2.4" : "1.7")] : [])
    scene.connect(from, to, width + text(of: link), tooltip: isFrame ? "" : explanation.link(link))
  }

  /// What is written on the edge from or to a box: as on the edges that it stands for.
  private func text(of link: GraphView.Link) -> Scene.Attributes {
    if case .value(let id) = link.to, link.count == 1, let edge = link.edges.first {
      return edgeText(at: edge.place, to: id)
    }
    guard content == .drawing, options.edges == .contribution, let sum = explanation.contribution(of: link)
    else { return [] }
    return [("class", "numbered"), ("label", " \(number(sum)) "), ("fontcolor", palette.gradient)]
  }

  /// A frame around what is drawn of each call of a module.
  private mutating func addModules() {
    guard let nesting else { return }
    var members: [Int: [Int]] = [:]
    func put(_ nodes: [Int], _ call: Int?) {
      guard let call, call != view.call else { return }
      members[call, default: []] += nodes
    }
    for id in view.values where !view.outside.contains(id) {
      guard let box = boxes[id] else { continue }
      var nodes = [box]
      if target(of: id) != box { nodes.append(target(of: id)) }
      put(nodes, home(of: id))
    }
    for (index, box) in view.boxes.enumerated() {
      if case .calls(let calls) = box.kind { put([modules[index]], nesting.parents[calls[0]]) }
    }
    // Those around a framed one are framed as well.
    for call in nesting.modules.indices.reversed() where members[call] != nil {
      put([], nesting.parents[call])
    }
    let around = view.call.map { Set(sequence(first: $0) { nesting.parents[$0] }) } ?? []
    var groups: [Int: Int] = [:]
    for call in members.keys.sorted() where !around.contains(call) {
      var parent = nesting.parents[call]
      while let outer = parent, groups[outer] == nil { parent = nesting.parents[outer] }
      // A network without a name says nothing; what is in it is in the frame around it.
      guard !nesting.modules[call].path.isEmpty else {
        if let parent { scene.groups[groups[parent]!].nodes += members[call]! }
        continue
      }
      let name = LabelText.elided(LabelText.visible(nesting.shortName(call)))
      groups[call] = scene.groups.count
      scene.groups.append(
        .init(
          parent: parent.map { groups[$0]! }, call: call,
          attributes: [
            ("label", LabelText.escapedForLabel(name)), ("style", "rounded"), ("color", palette.edge),
            ("penwidth", "0.7"), ("fontsize", "10"), ("fontcolor", palette.muted), ("labeljust", "l"),
            ("margin", "6"), ("id", "m\(call)"), ("class", "frame"),
          ], nodes: members[call]!))
    }
  }

  private mutating func addLegend() {
    let entries: [(String, Scene.Attributes, String)] = [
      ("input", [("fillcolor", palette.input.fill), ("color", palette.input.line)], "input"),
      (
        "parameter",
        [("fillcolor", palette.parameter.fill), ("color", palette.parameter.line), ("style", "filled")],
        "parameter"
      ),
      (
        "constant",
        [("shape", "plaintext"), ("style", ""), ("peripheries", "0"), ("fontcolor", palette.muted)],
        "constant"
      ),
      ("computed", [], "computed"),
      (
        "result", [("fillcolor", palette.result.fill), ("color", palette.result.line), ("peripheries", "2")],
        "result"
      ),
    ]
    var members: [Int] = []
    for (index, entry) in entries.enumerated() {
      let node = scene.add(
        "l\(index)",
        [("class", "value \(entry.2)"), ("label", entry.0), ("fontsize", "10"), ("margin", "0.1,0.03")]
          + entry.1,
        tooltip: entry.0)
      if let last = members.last { scene.connect(last, node, [("style", "invis")], tooltip: "") }
      members.append(node)
    }
    let root = LabelText.escapedForLabel(explanation.name(snapshot.root))
    scene.groups.append(
      .init(
        parent: nil,
        attributes: [
          ("label", "data: the value · grad: ∂\(root)/∂value"), ("style", "rounded"), ("color", palette.edge),
          ("fontsize", "10"), ("fontcolor", palette.muted), ("labelloc", "b"),
        ], nodes: members))
  }

  private mutating func writeStyleSheet() {
    scene.styleSheet = ".named text:first-of-type{font-weight:bold}" + palette.gradientRule
    if options.edges != .none { scene.styleSheet += palette.numberRule }
    // In frames a class is all that tells a value that went wrong.
    if isFrame { scene.styleSheet += palette.markRules }
    if options.theme == .auto {
      let dark =
        Palette.dark.styleSheet(canvas: options.background == nil)
        + (options.edges == .none ? "" : Palette.dark.numberRule)
      scene.styleSheet += "@media(prefers-color-scheme:dark){\(dark)}"
    }
    scene.styleSheet += "@media print{\(Palette.light.styleSheet(canvas: false))}"
  }
}
