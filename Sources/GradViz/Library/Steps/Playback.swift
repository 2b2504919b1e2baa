import Micrograd

/// The steps of a view, as the player of the page takes them: forward, every value from its operands; backward, every
/// contribution along its edge.
///
/// A position counts the steps that are done; what is known at it follows from it alone.
struct Playback: Sendable {
  /// A box of the view: a value, or many.
  typealias Place = GraphView.Place

  enum Step: Sendable {
    case forward(Place)
    /// Where gradients begin.
    case seed([Place])
    /// What a result hands on to one of its operands.
    case deposit(result: Int, place: Int, to: Place)
    /// What a box of many values hands on to all that it uses.
    case box(Int, to: [Place])
  }

  /// A gradient as far as it has come.
  struct Gradient: Sendable, Equatable {
    /// nil if nobody knows it.
    var number: Double?
    /// How many of its uses have arrived.
    var parts: Int
    var of: Int

    var isPartial: Bool { parts < of }
  }

  /// What is added to a gradient at a step; the amount is nil if nobody knows it.
  struct Deposit: Sendable {
    var step: Int
    var amount: Double?
  }

  let graph: Graph
  let view: GraphView
  private(set) var steps: [Step] = []
  /// How many steps are forward; the rest is backward.
  private(set) var forwardEnd = 0
  /// The step that computes each place; those without are given.
  private var known: [Place: Int] = [:]
  /// What the gradient of a value begins with.
  private var seeds: [Int: Double] = [:]
  /// What a gradient that came with the graph has beyond what its uses add up to.
  private var surpluses: [Int: Double] = [:]
  private var deposits: [Place: [Deposit]] = [:]
  private let boxes: BoxOfValue

  /// - Complexity: O(n log n) in the values of the graph.
  init(_ graph: Graph, _ view: GraphView, _ nesting: ModuleNesting) {
    self.graph = graph
    self.view = view
    boxes = BoxOfValue(graph, view, nesting)
    let order = Playback.order(graph, view, nesting)
    for place in order {
      known[place] = steps.count
      steps.append(.forward(place))
    }
    forwardEnd = steps.count
    if graph.hasGradients { addBackward(order) }
  }

  /// What is computed, in that order.
  private static func order(_ graph: Graph, _ view: GraphView, _ nesting: ModuleNesting) -> [Place] {
    var order: [(place: Place, time: Double)] = []
    for id in view.values where !graph.nodes[id].op.isEmpty && !view.outside.contains(id) {
      order.append((.value(id), Double(id)))
    }
    for (index, box) in view.boxes.enumerated() {
      guard case .calls(let calls) = box.kind, let last = calls.last else { continue }
      order.append((.box(index), Double(nesting.modules[last].nodes.upperBound) - 0.5))
    }
    return order.sorted { $0.time < $1.time }.map(\.place)
  }

  // MARK: - Backward

  private mutating func addBackward(_ order: [Place]) {
    let seedStep = steps.count
    steps.append(.seed([]))
    let uses = Uses(graph)
    for place in order.reversed() {
      switch place {
      case .value(let id): addDeposits(of: id)
      case .box(let index): addDeposits(ofBox: index, uses)
      }
    }
    var seeded: [Place] = []
    for id in view.values where graph.nodes[id].grad != nil {
      let seed = id == graph.root ? 1 : outside(of: id, uses)
      seeds[id] = seed
      if id == root || seed != 0 { seeded.append(.value(id)) }
      surpluses[id] = surplus(of: id, seed)
    }
    steps[seedStep] = .seed(seeded)
  }

  /// Rounding is not counted; nil if there is none.
  private func surplus(of id: Int, _ seed: Double) -> Double? {
    let grad = graph.nodes[id].grad ?? 0
    var (sum, size) = (seed, grad.magnitude)
    for deposit in deposits[.value(id)] ?? [] {
      guard let amount = deposit.amount else { return nil }
      sum += amount
      size += amount.magnitude
    }
    let rest = grad - sum
    return rest.isFinite && rest.magnitude > 1e-9 * size ? rest : nil
  }

  /// The value that the view is about.
  var root: Int { view.call == nil ? graph.root : view.root }

  private mutating func addDeposits(of id: Int) {
    guard graph.nodes[id].grad != nil else { return }
    for (place, operand) in graph.operands(of: id).enumerated() {
      guard graph.nodes[operand].role != .constant, let to = boxes[operand] else { continue }
      deposits[to, default: []].append(
        .init(step: steps.count, amount: graph.contribution(of: id, at: place)))
      steps.append(.deposit(result: id, place: place, to: to))
    }
  }

  private mutating func addDeposits(ofBox index: Int, _ uses: Uses) {
    let sources = view.links.filter { $0.to == .box(index) }.map(\.from)
    for source in sources {
      var amount: Double? = 0
      if case .value(let id) = source {
        for (result, place) in uses[id] where boxes[result] == .box(index) {
          guard let sum = amount, let part = handedOn(result, place) else {
            amount = nil
            break
          }
          amount = sum + part
        }
      }
      deposits[source, default: []].append(.init(step: steps.count, amount: amount))
    }
    steps.append(.box(index, to: sources))
  }

  /// What a use hands on; 0 where no gradient came, nil where nobody knows.
  private func handedOn(_ result: Int, _ place: Int) -> Double? {
    graph.nodes[result].grad == nil ? 0 : graph.contribution(of: result, at: place)
  }

  /// What a value gets from uses that the view does not show.
  private func outside(of id: Int, _ uses: Uses) -> Double {
    uses[id].reduce(0) { sum, use in
      boxes[use.result] == nil ? sum + (handedOn(use.result, use.place) ?? 0) : sum
    }
  }

  // MARK: - At a position

  func isKnown(_ place: Place, at position: Int) -> Bool { known[place].map { position > $0 } ?? true }

  /// The gradient of a value that the view shows; nil before anything of it has arrived.
  func gradient(of id: Int, at position: Int) -> Gradient? {
    guard position > forwardEnd, let whole = graph.nodes[id].grad else { return nil }
    let place = Place.value(id)
    let given = deposits[place] ?? []
    let done = given.prefix { $0.step < position }
    let isSeeded = (seeds[id] ?? 0) != 0 || id == root
    if done.count == given.count { return Gradient(number: whole, parts: done.count, of: given.count) }
    if done.isEmpty && !isSeeded { return nil }
    var sum = seeds[id]
    for deposit in done {
      guard let known = sum, let amount = deposit.amount else {
        sum = nil
        break
      }
      sum = known + amount
    }
    return Gradient(number: sum, parts: done.count, of: given.count)
  }

  /// How much of its gradients has arrived at a box, and how much there is.
  func progress(ofBox index: Int, at position: Int) -> (parts: Int, of: Int)? {
    guard graph.hasGradients, position > forwardEnd else { return nil }
    let given = deposits[.box(index)] ?? []
    return (given.count { $0.step < position }, given.count)
  }

  /// What was added to the gradient of a value: what it began with, if that is not 0, and the amounts.
  func terms(of id: Int, at position: Int) -> [Double?] {
    let amounts = (deposits[.value(id)] ?? []).prefix { $0.step < position }.map(\.amount)
    let seed = seeds[id] ?? 0
    return seed == 0 ? amounts : [seed] + amounts
  }

  /// Whether there is nothing to add up in the gradient of a value.
  func hasOneTerm(_ id: Int) -> Bool {
    (deposits[.value(id)] ?? []).count < 2 && !isSeeded(id) && surplus(of: id) == 0
  }

  /// Whether the gradient of a value begins with something.
  func isSeeded(_ id: Int) -> Bool { (seeds[id] ?? 0) != 0 }

  /// What the gradient of a value has beyond what its uses add up to.
  func surplus(of id: Int) -> Double { surpluses[id] ?? 0 }
}

/// Where each value is used.
private struct Uses {
  private var starts: [Int]
  private var results: [(result: Int, place: Int)]

  /// O(n).
  init(_ graph: Graph) {
    starts = Array(repeating: 0, count: graph.nodes.count + 1)
    for operand in graph.operandIDs { starts[Int(operand) + 1] += 1 }
    for id in graph.nodes.indices { starts[id + 1] += starts[id] }
    var next = starts
    results = Array(repeating: (0, 0), count: graph.operandIDs.count)
    for id in graph.nodes.indices {
      for (place, operand) in graph.operands(of: id).enumerated() {
        results[next[operand]] = (id, place)
        next[operand] += 1
      }
    }
  }

  subscript(id: Int) -> ArraySlice<(result: Int, place: Int)> { results[starts[id]..<starts[id + 1]] }
}

/// The box of a view that shows each value, or that it is in.
private struct BoxOfValue: Sendable {
  private var places: [Int32]
  private static let none: Int32 = .min

  /// Values are 0, boxes count down from -1. O(n).
  init(_ graph: Graph, _ view: GraphView, _ nesting: ModuleNesting) {
    places = Array(repeating: BoxOfValue.none, count: graph.nodes.count)
    var isInside = [Int32](repeating: -1, count: graph.nodes.count)
    for (index, box) in view.boxes.enumerated() {
      let number = -1 - Int32(index)
      for id in box.outputs { places[id] = number }
      guard case .calls(let calls) = box.kind else { continue }
      for call in calls {
        for id in nesting.modules[call].nodes { (places[id], isInside[id]) = (number, Int32(index)) }
      }
    }
    for id in view.values { places[id] = 0 }
    // Leaves that only the inside of one box uses are in it as well.
    for id in graph.nodes.indices where isInside[id] >= 0 {
      for operand in graph.operands(of: id)
      where graph.nodes[operand].op.isEmpty && places[operand] == BoxOfValue.none {
        places[operand] = -1 - isInside[id]
      }
    }
  }

  subscript(id: Int) -> GraphView.Place? {
    switch places[id] {
    case BoxOfValue.none: nil
    case 0: .value(id)
    case let number: .box(Int(-1 - number))
    }
  }
}
