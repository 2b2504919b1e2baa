import Micrograd

/// Tells the steps of a playback.
struct Narration {
  let playback: Playback
  let number: @Sendable (Double) -> String
  /// What values without labels are called: by the module that they leave, if that says which one it is.
  let outputNames: [Int: String]
  /// The path of the call in view, which its values are named without.
  private let prefix: String

  private var graph: Graph { playback.graph }

  init(_ playback: Playback, _ nesting: ModuleNesting, _ number: @escaping @Sendable (Double) -> String) {
    self.playback = playback
    self.number = number
    let path = playback.view.call.map { nesting.modules[$0].path } ?? ""
    let prefix = path.isEmpty ? "" : path + "."
    self.prefix = prefix
    outputNames = Narration.outputNames(playback.graph, nesting, playback.view.call).mapValues { name in
      let isInside = !prefix.isEmpty && name.hasPrefix(prefix)
      return LabelText.elided(LabelText.visible(isInside ? String(name.dropFirst(prefix.count)) : name))
    }
  }

  /// `layers[1][2]`, the third output of a layer: what leaves a module is called by the outermost one in view, what a
  /// network says that is trained `ŷ`, or `network[2]` if it says several things. What leaves no module, or one whose
  /// path has many calls, has no name. O(n) for each level of modules.
  private static func outputNames(_ graph: Graph, _ nesting: ModuleNesting, _ view: Int?) -> [Int: String] {
    guard !nesting.modules.isEmpty else { return [:] }
    var lastUse = [Int](repeating: -1, count: graph.nodes.count)
    for id in graph.nodes.indices {
      for operand in graph.operands(of: id) { lastUse[operand] = id }
    }
    let callsOfPath = nesting.modules.reduce(into: [:]) { $0[$1.path, default: 0] += 1 }
    let within = view.map { nesting.modules[$0].nodes }
    var names: [Int: String] = [:]
    // Those around others come first.
    for (index, call) in nesting.modules.enumerated() {
      if let within {
        guard within.lowerBound <= call.nodes.lowerBound, call.nodes.upperBound <= within.upperBound else {
          continue
        }
      } else if callsOfPath[call.path] != 1 {
        continue
      }
      let outputs = call.nodes.filter { $0 == graph.root || lastUse[$0] >= call.nodes.upperBound }
      let name = index == view ? nesting.shortName(index) : call.path.isEmpty ? "network" : call.path
      for (place, id) in outputs.enumerated() where names[id] == nil {
        names[id] = outputs.count > 1 ? "\(name)[\(place)]" : call.path.isEmpty ? "ŷ" : name
      }
    }
    return names
  }

  /// Its label; its number if it is a constant; else a name of its own, which the drawing shows as well.
  func name(_ id: Int) -> String {
    let node = graph.nodes[id]
    if node.label.isEmpty { return node.role == .constant ? number(node.data) : outputNames[id] ?? "v\(id)" }
    let isInside = !prefix.isEmpty && node.label.hasPrefix(prefix)
    return LabelText.elided(
      LabelText.visible(isInside ? String(node.label.dropFirst(prefix.count)) : node.label))
  }

  private func boxName(_ index: Int) -> String {
    LabelText.elided(LabelText.visible(playback.view.boxes[index].name), to: 40)
  }

  private func name(_ place: Playback.Place) -> String {
    switch place {
    case .value(let id): name(id)
    case .box(let index): boxName(index)
    }
  }

  private func spoken(_ id: Int) -> String { LabelText.isolated(name(id)) }

  private func term(_ id: Int) -> String { LabelText.term(name(id)) }

  private func spoken(_ place: Playback.Place) -> String { LabelText.isolated(name(place)) }

  /// What a step changes, as its picture is called.
  func subject(_ step: Int) -> String {
    switch playback.steps[step] {
    case .forward(let place), .deposit(_, _, let place): name(place)
    case .seed: name(playback.root)
    case .box(let index, _): boxName(index)
    }
  }

  /// Which way a step goes.
  func phase(_ step: Int) -> String { step < playback.forwardEnd ? "forward" : "backward" }

  /// The caption of a step, with the step done.
  func caption(_ step: Int) -> StepCaption {
    let position = step + 1
    func caption(_ pieces: [Formula.Piece], _ remark: String, about id: Int? = nil) -> StepCaption {
      StepCaption(
        phase: phase(step), formula: Formula(pieces: pieces), remark: remark,
        note: id.flatMap { graph.notes[$0] }.map(LabelText.visible) ?? "")
    }
    switch playback.steps[step] {
    case .forward(.value(let id)):
      return caption(forward(id), "forward: a value from its operands", about: id)
    case .forward(.box(let index)):
      let box = playback.view.boxes[index]
      let with = box.parameterCount > 0 ? "with \(Count.grouped(box.parameterCount, "parameter")), " : ""
      return caption(forward(box: index), "\(with)\(Count.grouped(box.valueCount, "value")) computed")
    case .seed: return caption(seed(position), seedRemark, about: playback.root)
    case .deposit(let result, let place, let to):
      return caption(chain(result, place, position), remark(result, place, to, position), about: result)
    case .box(let index, let sources):
      let names = sources.map(spoken)
      let shown =
        names.count > 4
        ? "\(names.prefix(3).joined(separator: ", ")) and \(names.count - 3) more"
        : names.joined(separator: ", ")
      return caption(backward(box: index, position), "the chain rule inside hands gradients on to \(shown)")
    }
  }

  // MARK: - Forward

  /// The operands that are written before the rest is counted.
  private static let mostOperands = 8

  private typealias Pieces = [Formula.Piece]

  /// The operation with its operands, each a list of pieces.
  private func applied(_ id: Int, _ operands: (_ isBetweenSigns: Bool) -> [Pieces]) -> Pieces {
    let op = graph.nodes[id].op
    let between = operands(true)
    switch (op, between.count) {
    case ("/", 2): return [.fraction(operands(false)[0], operands(false)[1])]
    case ("**", 2): return [.power(between[0], operands(false)[1])]
    case (_, 2) where OpText.isInfix(op): return between[0] + [.text(" \(OpText.sign(op)) ")] + between[1]
    case (_, 1) where OpText.isPrefix(op): return [.text(OpText.sign(op))] + between[0]
    default: return [.call(LabelText.elided(LabelText.visible(op)), operands(false))]
    }
  }

  private func operands(_ id: Int, _ pieces: (Int) -> Pieces) -> [Pieces] {
    let all = graph.operands(of: id)
    guard all.count > Narration.mostOperands else { return all.map(pieces) }
    let rest = Count.grouped(all.count - Narration.mostOperands + 2)
    return all.prefix(Narration.mostOperands - 2).map(pieces) + [[.text("… \(rest) more")]]
  }

  private func value(_ id: Int, isBetweenSigns: Bool = false) -> Formula.Piece {
    piece(graph.nodes[id].data, .value, isBetweenSigns)
  }

  private func piece(
    _ number: Double?, _ part: Formula.Part, _ isBetweenSigns: Bool = false, why: Pieces = []
  ) -> Formula.Piece {
    .number(
      number.map(self.number) ?? "?", part, isBracketed: isBetweenSigns && (number ?? 0) < 0, why: why)
  }

  /// e = a · b = 2 · (−3) = −6
  private func forward(_ id: Int) -> Pieces {
    let names = applied(id) { isBetweenSigns in
      operands(id) { [isBetweenSigns ? .term(name($0)) : .name(name($0))] }
    }
    let numbers = applied(id) { isBetweenSigns in
      operands(id) { [value($0, isBetweenSigns: isBetweenSigns)] }
    }
    return [.name(name(id)), .text(" = ")] + names + [.text(" = ")] + numbers + [.text(" = "), value(id)]
  }

  /// neuron(x1, x2) = 0.7071
  private func forward(box index: Int) -> Pieces {
    let box = playback.view.boxes[index]
    let sources = playback.view.links.filter { $0.to == .box(index) }.map(\.from).filter { place in
      if case .value(let id) = place { graph.nodes[id].role != .parameter } else { true }
    }
    guard case .calls = box.kind, !sources.isEmpty else { return [.text(boxName(index))] }
    var operands: [Pieces] = sources.prefix(4).map { [.name(name($0))] }
    if sources.count > 4 { operands.append([.text("… \(sources.count - 4) more")]) }
    let call: Pieces = [.call(boxName(index), operands)]
    return box.outputs.count == 1 ? call + [.text(" = "), value(box.outputs[0])] : call
  }

  // MARK: - Backward

  /// neuron: o.grad = 1 back through 12 values
  private func backward(box index: Int, _ position: Int) -> Pieces {
    let box = playback.view.boxes[index]
    guard case .calls = box.kind else { return [.text(boxName(index))] }
    guard box.outputs.count == 1, let gradient = playback.gradient(of: box.outputs[0], at: position) else {
      return [.text("\(boxName(index)): back through \(Count.grouped(box.valueCount, "value"))")]
    }
    return [
      .text("\(boxName(index)): "), .grad(name(box.outputs[0])), .text(" = "),
      piece(gradient.number, .upstream),
      .text(" back through \(Count.grouped(box.valueCount, "value"))"),
    ]
  }

  private func seed(_ position: Int) -> Pieces {
    let root = playback.root
    let gradient = playback.gradient(of: root, at: position)
    return [
      .grad(name(root)), .text(" = "), gradient.map { piece($0.number, .sum) } ?? .number("—", .sum),
    ]
  }

  private var seedRemark: String {
    playback.root == graph.root
      ? "how much \(spoken(graph.root)) changes with itself: every gradient starts here"
      : "comes from outside of this module"
  }

  /// a.grad += e.grad · ∂e/∂a = (−2) · (−3) = 6
  ///
  /// The sum over all paths and the derivative of one operation have different signs.
  private func chain(_ result: Int, _ place: Int, _ position: Int) -> Pieces {
    let by = Array(graph.operands(of: result))[place]
    let upstream = playback.gradient(of: result, at: position)
    return [
      .grad(name(by)), .text(" += "), .grad(name(result)), .text(" · "),
      .partial(of: name(result), by: operandName(result, place)), .text(" = "),
      piece(upstream?.number, .upstream, true), .text(" · "),
      piece(local(result, place), .local, true, why: why(result, place)), .text(" = "),
      piece(graph.contribution(of: result, at: place), .sum),
    ]
  }

  /// The operand as ∂ has it: of an operation that has one value twice, as a + a, it tells which of the two, a₁.
  private func operandName(_ result: Int, _ place: Int) -> String {
    let operands = Array(graph.operands(of: result))
    let nth = operands[..<place].count(where: { $0 == operands[place] })
    guard operands.count(where: { $0 == operands[place] }) > 1, nth < Narration.subscripts.count else {
      return name(operands[place])
    }
    return name(operands[place]) + Narration.subscripts[nth]
  }

  private static let subscripts = ["₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"]

  /// nil if nobody knows it.
  private func local(_ result: Int, _ place: Int) -> Double? {
    guard let locals = graph.localDerivatives(of: result) else { return nil }
    let local = locals[locals.startIndex + place]
    return local.isNaN && graph.nodes[result].operation == nil ? nil : local
  }

  private func why(_ result: Int, _ place: Int) -> Pieces {
    let operands = Array(graph.operands(of: result))
    guard let op = graph.nodes[result].operation, op.arity == operands.count else { return [] }
    let (a, b) = (operands[0], operands[operands.count - 1])
    return DerivativeRule.why(
      op, place,
      .init(a: graph.nodes[a].data, b: graph.nodes[b].data, y: graph.nodes[result].data),
      .init(a: .term(name(a)), b: .term(name(b)), y: .term(name(result))))
  }

  private func sumRemark(_ to: Playback.Place, _ position: Int) -> String {
    guard case .value(let id) = to else { return "arrives at an output of \(spoken(to))" }
    guard let gradient = playback.gradient(of: id, at: position), !playback.hasOneTerm(id) else {
      return "the only use of \(spoken(id))"
    }
    let terms = playback.terms(of: id, at: position)
    let shown = terms.count > 4 ? "… + \(sum(terms.suffix(2)))" : sum(terms[...])
    let surplus = playback.surplus(of: id)
    let total = gradient.number.map { number($0 - (gradient.isPartial ? 0 : surplus)) } ?? "?"
    let name = "\(term(id)).grad"
    if gradient.isPartial {
      let soFar = terms.count > 1 ? "\(shown) = \(total)" : sum(terms[...])
      return "\(name) so far: \(soFar) (\(gradient.parts) of \(gradient.of) uses)"
    }
    if surplus != 0 {
      return "this pass adds \(terms.count > 1 ? "\(shown) = \(total)" : total); \(name) came as "
        + "\(gradient.number.map(number) ?? "?"), with more from before"
    }
    if playback.isSeeded(id) {
      return
        "\(Count.grouped(gradient.of, "use")) in here, and what comes from outside: \(name) = \(shown) = \(total)"
    }
    let all = gradient.of == 2 ? "both" : "all \(gradient.of)"
    return "\(all) uses add up: \(name) = \(shown) = \(total)"
  }

  /// Why a use hands on nothing, and what its operand has of all its uses.
  private func remark(_ result: Int, _ place: Int, _ to: Playback.Place, _ position: Int) -> String {
    let sum = sumRemark(to, position)
    guard let shut = shutRemark(result, place, position) else { return sum }
    return sum.hasPrefix("the only use") ? shut : "\(shut); \(sum)"
  }

  /// nil if a use hands on something.
  private func shutRemark(_ result: Int, _ place: Int, _ position: Int) -> String? {
    guard playback.gradient(of: result, at: position)?.isPartial == false,
      graph.contribution(of: result, at: place) == 0
    else { return nil }
    if playback.gradient(of: result, at: position)?.number == 0 {
      return "\(term(result)).grad is 0, and so is all that it hands on"
    }
    let operand = Array(graph.operands(of: result))[place]
    if graph.isDeadRelu(result) {
      let data = number(graph.nodes[operand].data)
      return "relu is shut, as \(spoken(operand)) = \(data) is not above 0: 0 is handed on"
    }
    let symbol = LabelText.elided(LabelText.visible(OpText.boxSign(graph.nodes[result].op)))
    return "∂\(term(result))/∂\(term(operand)) of \(symbol) is 0: 0 is handed on"
  }

  /// Terms with their signs.
  private func sum(_ terms: ArraySlice<Double?>) -> String {
    terms.map { $0.map(number) ?? "?" }.joined(separator: " + ")
      .replacing("+ \u{2212}", with: "\u{2212} ")
  }
}
