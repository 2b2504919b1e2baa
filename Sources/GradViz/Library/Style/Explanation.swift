import Micrograd

/// What a drawing says about values and edges in words and numbers: shown when the pointer rests on them.
struct Explanation {
  private let graph: Graph
  private let number: NumberText
  /// For each value, where it is used: result and place among its operands.
  private var uses: [Int: [(result: Int, place: Int)]] = [:]

  init(_ graph: Graph, _ view: GraphView, digits: Int) {
    self.graph = graph
    number = NumberText(digits: max(digits, 4), isFixed: false)
    for id in view.values where !view.outside.contains(id) {
      for (place, operand) in graph.operands(of: id).enumerated() {
        uses[operand, default: []].append((id, place))
      }
    }
  }

  // MARK: - Names

  /// What to call a value in a formula: its label, its number if it is a constant, else its operation.
  func name(_ id: Int) -> String {
    let node = graph.nodes[id]
    if !node.label.isEmpty { return LabelText.elided(LabelText.visible(node.label)) }
    return node.op.isEmpty ? number(node.data) : shortFormula(id)
  }

  /// The operation of a value with the names of its operands, `…` for those that have none.
  func shortFormula(_ id: Int) -> String {
    formula(id) { operand in
      let node = graph.nodes[operand]
      if !node.label.isEmpty { return LabelText.elided(LabelText.visible(node.label), to: 12) }
      return node.op.isEmpty ? number(node.data) : "…"
    }
  }

  /// The operands that are named before the rest is counted: a formula is written at each of them.
  private static let mostOperands = 8

  /// The operation written out, `name` saying what to call its operands.
  private func formula(_ id: Int, _ name: (Int) -> String) -> String {
    let op = graph.nodes[id].op
    let all = graph.operands(of: id)
    let named =
      all.count > Explanation.mostOperands ? all.prefix(Explanation.mostOperands - 2) : all.prefix(all.count)
    var operands = named.enumerated().map { place, operand in
      let text = name(operand)
      return text.hasPrefix("\u{2212}") && OpText.bracketsSign(op, place) ? "(\(text))" : text
    }
    if operands.count < all.count { operands.append("… \(Count.grouped(all.count - operands.count)) more") }
    let sign = LabelText.elided(LabelText.visible(OpText.sign(op)))
    if OpText.isInfix(op), operands.count == 2 { return "\(operands[0]) \(sign) \(operands[1])" }
    if OpText.isPrefix(op), operands.count == 1 { return "\(sign)\(operands[0])" }
    return "\(sign)(\(operands.joined(separator: ", ")))"
  }

  private func operandFormula(_ id: Int) -> String { formula(id) { name(operand: $0) } }

  private func name(operand id: Int) -> String {
    let node = graph.nodes[id]
    return node.label.isEmpty && !node.op.isEmpty ? "(\(name(id)))" : LabelText.term(name(id))
  }

  private func derivative(of result: String, by operand: String) -> String {
    "∂\(result)/∂\(operand)"
  }

  // MARK: - Values

  /// Role, formula with numbers, and how the gradient adds up.
  func value(_ id: Int) -> String {
    let node = graph.nodes[id]
    var lines: [String] = []
    let full = LabelText.elided(LabelText.visible(node.label), to: 10_000)
    if let role = node.role {
      lines.append(full.isEmpty ? role.rawValue : "\(full) · \(role.rawValue)")
      lines.append("data \(exact(node.data))")
    } else {
      if !full.isEmpty { lines.append(id == graph.root ? "\(full) · result" : full) }
      let left = node.label.isEmpty ? "" : "\(name(id)) = "
      lines.append("\(left)\(operandFormula(id)) = \(formula(id) { shown($0) }) = \(number(node.data))")
      if exact(node.data) != number(node.data) { lines.append("data \(exact(node.data))") }
    }
    if node.role != .constant { lines.append(gradient(id)) }
    return lines.joined(separator: "\n")
  }

  private func shown(_ id: Int) -> String { number(graph.nodes[id].data) }

  private func exact(_ number: Double) -> String {
    guard number.isFinite else { return self.number(number) }
    let text =
      number == number.rounded() && number.magnitude < 1e15
      ? String(Int64(number)) : NumberText.exact(number)
    return String(text.map { $0 == "-" ? "\u{2212}" : $0 })
  }

  private func gradient(_ id: Int) -> String {
    let derivative = derivative(of: name(operand: graph.root), by: name(operand: id))
    guard let grad = graph.nodes[id].grad else {
      return "\(derivative) not computed: no backward() has reached it"
    }
    if id == graph.root { return "\(derivative) = \(number(grad))" }
    let parts = (uses[id] ?? []).prefix(8).compactMap { graph.contribution(of: $0.result, at: $0.place) }
    let sum =
      parts.count > 1 && (uses[id] ?? []).count <= 8
      ? parts.map { number($0) }.joined(separator: " + ") + " = " : ""
    return "\(derivative) = \(sum)\(number(grad))"
  }

  // MARK: - Edges

  /// The number of the chain rule that is written on the edge to an operand; nil if it was not computed.
  ///
  /// - Parameter text: writes a number; in ASCII the signs of formulas are ASCII as well.
  func number(
    _ kind: DrawingOptions.EdgeNumbers, at place: Int, to result: Int, _ text: NumberText
  ) -> String? {
    guard let locals = graph.localDerivatives(of: result) else { return nil }
    let local = locals[locals.startIndex + place]
    switch kind {
    case .none: return nil
    case .local: return "local \(text(local))"
    case .contribution:
      guard let grad = graph.nodes[result].grad else { return nil }
      return "\(text(grad)) \(text.isFixed ? "*" : "·") \(text(local)) = \(text(grad * local))"
    }
  }

  /// The chain rule on the way from a result to one of its operands, with its numbers.
  func edge(from operand: Int, at place: Int, to result: Int) -> String {
    let root = name(operand: graph.root)
    let local = graph.localDerivatives(of: result).map { $0[$0.startIndex + place] }
    let localText =
      derivative(of: name(operand: result), by: name(operand: operand)) + " = "
      + (local.map { number($0) } ?? "unknown")
    if graph.nodes[operand].role == .constant {
      return "\(name(operand: operand)) is a constant of \(operandFormula(result))"
    }
    guard let local, let grad = graph.nodes[result].grad,
      let contribution = graph.contribution(of: result, at: place)
    else { return localText }
    return """
      \(derivative(of: root, by: name(operand: operand))) += \(number(grad)) · \(number(local)) = \(number(contribution))
      \(derivative(of: root, by: name(operand: result))) = \(number(grad)), \(localText)
      """
  }

  /// What the edges behind a link add to gradients; nil if some of it was not computed, or there are too many.
  func contribution(of link: GraphView.Link) -> Double? {
    guard link.count == link.edges.count else { return nil }
    var sum = 0.0
    for edge in link.edges {
      guard let part = graph.contribution(of: edge.user, at: edge.place) else { return nil }
      sum += part
    }
    return sum
  }

  /// How many edges a link stands for; of one, its chain rule.
  func link(_ link: GraphView.Link) -> String {
    guard link.count == 1, let edge = link.edges.first else { return "\(Count.grouped(link.count)) edges" }
    return self.edge(from: edge.operand, at: edge.place, to: edge.user)
  }

  /// The operation with names and numbers.
  func operation(_ id: Int) -> String {
    "\(operandFormula(id)) = \(formula(id) { shown($0) }) = \(number(graph.nodes[id].data))"
  }
}
