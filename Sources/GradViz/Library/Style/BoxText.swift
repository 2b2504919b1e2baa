import Micrograd

/// What stands in a box that stands for many values: how many, what its outputs are, and whether it has dead units.
struct BoxText {
  /// What the lines of numbers begin with.
  static let prefixes = ["data ", "grad "]

  /// nil if the name or the neuron says it.
  let count: String?
  /// What a neuron adds and applies.
  let neuron: (prefix: String, bias: String)?
  /// Of the data and the gradients of the outputs: the number, or the range of several.
  let numbers: [String]
  /// How many of its relus let nothing through; empty if none does, nil if it has none.
  let dead: String?
  /// Whether all of its relus are dead.
  let isDead: Bool
  let tooltip: String

  /// - Parameters:
  ///   - neuron: what is known of it if it is one.
  ///   - hasRoom: writes the count of dead units as if all were dead, for numbers that are still to come.
  init(
    _ box: GraphView.Box, _ graph: Graph, _ neuron: NeuronText?, hasRoom: Bool = false,
    _ number: (Double) -> String
  ) {
    var count = Count.grouped(box.valueCount, "value")
    if box.parameterCount > 0 {
      count += ", " + Count.grouped(box.parameterCount, "parameter")
    }
    self.neuron = neuron?.line(graph, number)
    if case .values = box.kind { self.count = nil } else { self.count = neuron == nil ? count : nil }
    numbers = [
      BoxText.range(box.outputs.map { graph.nodes[$0].data }, number),
      BoxText.range(box.outputs.compactMap { graph.nodes[$0].grad }, number),
    ]
    let relus = box.relus(of: graph)
    let deadCount = hasRoom ? relus.count : relus.count { graph.isDeadRelu($0) }
    isDead = !relus.isEmpty && deadCount == relus.count
    dead = relus.isEmpty ? nil : BoxText.dead(deadCount, of: relus.count)
    let outputs = box.outputs.count
    tooltip =
      "\(LabelText.visible(box.name(in: graph))): \(count)\n"
      + (outputs == 1
        ? "the data and the gradient are those of its output"
        : "data and gradients are the least and the greatest of its \(Count.grouped(outputs)) outputs")
  }

  private static func dead(_ count: Int, of all: Int) -> String {
    guard count > 0 else { return "" }
    return all == 1 ? "relu dead" : "\(Count.grouped(count)) of \(Count.grouped(all)) relu dead"
  }

  var lines: [String] {
    [count, neuron.map { $0.prefix + $0.bias }].compactMap { $0 }
      + zip(BoxText.prefixes, numbers).map { $0 + $1 }
      + (dead.map { $0.isEmpty ? [] : [$0] } ?? [])
  }

  private static func range(_ all: [Double], _ number: (Double) -> String) -> String {
    guard let first = all.first else { return "—" }
    guard all.count > 1 else { return number(first) }
    if let odd = all.first(where: { !$0.isFinite }) { return number(odd) }
    return "\(number(all.min()!)) … \(number(all.max()!))"
  }
}

extension GraphView.Box {
  /// The ids of the values that its calls computed.
  func values(of graph: Graph) -> [Int] {
    guard case .calls(let calls) = kind else { return [] }
    return calls.flatMap { Array(graph.modules[$0].nodes) }
  }

  func relus(of graph: Graph) -> [Int] {
    values(of: graph).filter { graph.nodes[$0].op == Op.relu.symbol }
  }

  /// Whether all of its relus let nothing through, and it has some.
  func isDead(in graph: Graph) -> Bool {
    let relus = relus(of: graph)
    return !relus.isEmpty && relus.allSatisfy(graph.isDeadRelu)
  }

  /// Its name, and that of its output if it has one with a name: `neurons[0] → y`.
  func name(in graph: Graph) -> String {
    guard case .calls = kind, outputs.count == 1, let output = outputs.first else { return name }
    let label = graph.nodes[output].label
    return label.isEmpty ? name : "\(name) → \(label)"
  }
}
