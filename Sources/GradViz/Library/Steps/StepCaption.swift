import Micrograd

/// What a step does, as a formula and a remark, in the words of the page.
struct StepCaption: Sendable, Equatable {
  /// What goes on: `forward`, `backward`, `step 10`.
  var phase: String
  var formula: Formula
  var remark: String
  /// What the text says of it in a comment.
  var note = ""

  /// For those who listen.
  var plainText: String {
    formula.pieces.isEmpty ? remark : "\(formula.plainText). \(remark)" + (note.isEmpty ? "" : " \(note)")
  }
}

/// Tells the steps of a playback.
struct Narration {
  let playback: Playback
  let number: @Sendable (Double) -> String
  /// The path of the call in view, which its values are named without.
  private let prefix: String

  private var graph: Graph { playback.graph }

  init(_ playback: Playback, _ nesting: ModuleNesting, _ number: @escaping @Sendable (Double) -> String) {
    self.playback = playback
    self.number = number
    let path = playback.view.call.map { nesting.modules[$0].path } ?? ""
    prefix = path.isEmpty ? "" : path + "."
  }

  /// Its label; its number if it is a constant; else a name of its own, which the drawing shows as well.
  func name(_ id: Int) -> String {
    let node = graph.nodes[id]
    if node.label.isEmpty { return node.role == .constant ? number(node.data) : "v\(id)" }
    let isInside = !prefix.isEmpty && node.label.hasPrefix(prefix)
    return LabelText.elided(
      LabelText.visible(isInside ? String(node.label.dropFirst(prefix.count)) : node.label))
  }

  private func spoken(_ id: Int) -> String { LabelText.isolated(name(id)) }

  private func spoken(_ place: Playback.Place) -> String {
    switch place {
    case .value(let id): spoken(id)
    case .box(let index): playback.view.boxes[index].name
    }
  }

  private func boxName(_ index: Int) -> String {
    LabelText.elided(LabelText.visible(playback.view.boxes[index].name), to: 40)
  }

  /// The caption of a step, with the step done.
  func caption(_ step: Int) -> StepCaption {
    let position = step + 1
    let phase = position <= playback.forwardEnd ? "forward" : "backward"
    func caption(_ pieces: [Formula.Piece], _ remark: String, about id: Int? = nil) -> StepCaption {
      StepCaption(
        phase: phase, formula: Formula(pieces: pieces), remark: remark,
        note: id.flatMap { graph.notes[$0] }.map(LabelText.visible) ?? "")
    }
    switch playback.steps[step] {
    case .forward(.value(let id)):
      return caption(forward(id), "forward: a value from its operands", about: id)
    case .forward(.box(let index)):
      let count = playback.view.boxes[index].valueCount
      return caption(
        [.text(boxName(index))], "\(Count.grouped(count)) value\(count == 1 ? "" : "s") computed")
    case .seed: return caption(seed(position), seedRemark, about: playback.root)
    case .deposit(let result, let place, let to):
      return caption(chain(result, place, position), sumRemark(to, position), about: result)
    case .box(let index, let sources):
      let names = sources.map(spoken)
      let shown =
        names.count > 4
        ? "\(names.prefix(3).joined(separator: ", ")) and \(names.count - 3) more"
        : names.joined(separator: ", ")
      return caption([.text(boxName(index))], "hands gradients on to \(shown)")
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
    case ("+", 2): return between[0] + [.text(" + ")] + between[1]
    case ("-", 2): return between[0] + [.text(" \u{2212} ")] + between[1]
    case ("*", 2): return between[0] + [.text(" · ")] + between[1]
    case ("/", 2): return [.fraction(operands(false)[0], operands(false)[1])]
    case ("**", 2): return [.power(between[0], operands(false)[1])]
    case ("neg", 1): return [.text("\u{2212}")] + between[0]
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
    let names = applied(id) { _ in operands(id) { [.name(name($0))] } }
    let numbers = applied(id) { isBetweenSigns in
      operands(id) { [value($0, isBetweenSigns: isBetweenSigns)] }
    }
    return [.name(name(id)), .text(" = ")] + names + [.text(" = ")] + numbers + [.text(" = "), value(id)]
  }

  // MARK: - Backward

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
      .partial(of: name(result), by: name(by)), .text(" = "),
      piece(upstream?.number, .upstream, true), .text(" · "),
      piece(local(result, place), .local, true, why: why(result, place)), .text(" = "),
      piece(graph.contribution(of: result, at: place), .sum),
    ]
  }

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
      .init(a: .name(name(a)), b: .name(name(b)), y: .name(name(result))))
  }

  private func sumRemark(_ to: Playback.Place, _ position: Int) -> String {
    guard case .value(let id) = to else { return "into \(spoken(to))" }
    guard let gradient = playback.gradient(of: id, at: position), !playback.hasOneTerm(id) else {
      return "the only use of \(spoken(id))"
    }
    let terms = playback.terms(of: id, at: position)
    let shown = terms.count > 4 ? "… + \(sum(terms.suffix(2)))" : sum(terms[...])
    let total = "\(shown) = \(gradient.number.map(number) ?? "?")"
    let name = "\(spoken(id)).grad"
    return gradient.isPartial
      ? "\(name) so far: \(terms.count > 1 ? total : sum(terms[...])) (\(gradient.parts) of \(gradient.of) uses)"
      : "all \(gradient.of) uses add up: \(name) = \(total)"
  }

  /// Terms with their signs.
  private func sum(_ terms: ArraySlice<Double?>) -> String {
    terms.map { $0.map(number) ?? "?" }.joined(separator: " + ")
      .replacing("+ \u{2212}", with: "\u{2212} ")
  }
}
