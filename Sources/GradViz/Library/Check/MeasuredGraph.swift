import Micrograd

/// A graph with everything that a check needs to know of each operation by itself: what its rule gives, and
/// what differences give, at the numbers that the graph carries.
///
/// Differences are taken of one operation at a time and not of the whole graph. The composition may lose all
/// digits where no single operation does (`tanh(x - 1e6)` at 1e6), overflow, or bend within any step
/// (`sin(1e6·x)`); an operation has its own scales, which its operands name. How operations are composed is
/// the chain rule, which `Composition` applies backward and `ForwardMode` forward.
struct MeasuredGraph {
  /// An operand of an operation.
  struct Edge {
    let operand: Int32
    let consumer: Int32
    /// The local derivative by the engine's rule; as given, for an operation that is not the engine's.
    let rule: WideDouble
    /// How far rounded numbers move the rule: much, where it cancels, as 1 - y² does for a saturated tanh.
    let ruleError: Double
    /// nil for an operation that is not the engine's.
    let slope: Slope?
    /// Whether the engine hands nothing on here, be it infinite.
    let isGate: Bool

    /// Whether it hands nothing on: by the rule, and as far as differences can see.
    var isClosed: Bool { rule.isZero && slope?.isFlat == true }
  }

  let graph: Graph
  let precision: NumberPrecision
  /// By consumer, operands in order.
  private(set) var edges: [Edge] = []
  /// The first edge of each node, and one more at the end.
  private(set) var firstEdge: [Int] = [0]
  /// The operation of each node; nil for leaves and for operations that are not the engine's.
  let ops: [Op?]
  /// What each operation gives for the numbers of its operands; nil where that isn't known.
  let expected: [Double?]

  /// O(n): about 20 evaluations of each operation.
  init(_ graph: Graph) {
    self.graph = graph
    ops = graph.nodes.map(\.operation)
    expected = zip(graph.nodes.indices, ops).map { id, op in
      let (a, b) = MeasuredGraph.operandData(id, graph)
      return op?.result(a, b)
    }
    precision = NumberPrecision(of: graph, expecting: expected)
    for id in graph.nodes.indices { measure(id) }
  }

  func edges(of id: Int) -> ArraySlice<Edge> { edges[firstEdge[id]..<firstEdge[id + 1]] }

  /// The numbers of the operands of a node; 0 for a second one that is not there.
  func operandData(_ id: Int) -> (Double, Double) { MeasuredGraph.operandData(id, graph) }

  /// The same before the rest is known.
  private static func operandData(_ id: Int, _ graph: Graph) -> (Double, Double) {
    let operands = graph.operands(of: id).prefix(2).map { graph.nodes[$0].data }
    return (operands.first ?? 0, operands.count > 1 ? operands[1] : 0)
  }

  private mutating func measure(_ id: Int) {
    defer { firstEdge.append(edges.count) }
    let given = graph.localDerivatives(of: id).map(Array.init)
    guard let op = ops[id] else {
      for (index, operand) in graph.operands(of: id).enumerated() {
        edges.append(
          Edge(
            operand: Int32(operand), consumer: Int32(id), rule: WideDouble(given?[index] ?? .nan),
            ruleError: 0, slope: nil, isGate: false))
      }
      return
    }
    let (a, b) = MeasuredGraph.operandData(id, graph)
    let y = graph.nodes[id].data
    let rules = op.partials(a, b, result: y)
    let gates = op.contributions(.infinity, a, b, result: y)
    let isWritten = precision.written != nil
    let moved = op.partials(
      a, b, result: y + (isWritten ? precision.uncertainty(of: y) : y * precision.epsilon))
    let range = isWritten ? OperandRange(op, a, b, precision) : nil
    for (index, operand) in graph.operands(of: id).enumerated() {
      func part(_ partials: (Double, Double)) -> Double { index == 0 ? partials.0 : partials.1 }
      let rule = part(rules)
      let shift = (part(moved) - rule).magnitude
      var ruleError = shift.isFinite ? shift : 0
      var slope = Slope(of: op, operand: index, a, b)
      if let range {
        // The most that is no infinity: a gradient that is 0 stays so.
        let most = Double.greatestFiniteMagnitude
        ruleError = min(ruleError + range.variation { part(op.partials($0, $1, result: y)) }, most)
        slope.error = min(
          slope.error + range.variation { part(op.partials($0, $1, result: op.result($0, $1))) }, most)
      }
      edges.append(
        Edge(
          operand: Int32(operand), consumer: Int32(id), rule: WideDouble(rule), ruleError: ruleError,
          slope: slope, isGate: part(gates) == 0))
    }
  }

  /// The one-sided slope of a node as its operands move along a direction, for nodes with kinks.
  func slope(of id: Int, along direction: [WideDouble]) -> WideDouble {
    guard let op = ops[id] else { return WideDouble(.nan) }
    let (a, b) = MeasuredGraph.operandData(id, graph)
    // The longest component becomes 1, so that the direction fits a Double.
    let length = direction.reduce(WideDouble.zero) { WideDouble.max($0, $1.magnitude) }
    guard !length.isZero, length.isFinite else { return length }
    let parts = direction.map { Slope.quotient($0, by: length) }
    let (s, t) = (parts[0], parts.count > 1 ? parts[1] : 0)
    let slope = Slope(at: 0, scales: Slope.scales(a, b, op), grain: 2 * max(a.ulp, b.ulp)) {
      op.result(a + $0 * s, b + $0 * t)
    }
    return length * (slope.kind == .smooth ? slope.value : slope.right)
  }
}

extension Slope {
  /// The slope of an operation by one of its operands, the other at rest.
  init(of op: Op, operand: Int, _ a: Double, _ b: Double) {
    if op == .gate, operand == 0 {
      // A mask is 0 or 1 and takes no gradient: that is what the operation is for.
      self = .closed
    } else if operand == 0 {
      self.init(at: a, scales: Slope.scales(a, b, op), grain: 2 * a.ulp) { op.result($0, b) }
    } else {
      self.init(at: b, scales: Slope.scales(a, b, op), grain: 2 * b.ulp) { op.result(a, $0) }
    }
  }

  /// Over what lengths operations change: their operands, the distance between them, and 1.
  fileprivate static func scales(_ a: Double, _ b: Double, _ op: Op) -> [Double] {
    op.arity == 1 ? [a.magnitude, 1] : [(a - b).magnitude, a.magnitude, b.magnitude, 1]
  }

  fileprivate static func quotient(_ a: WideDouble, by b: WideDouble) -> Double {
    Double(sign: .plus, exponent: a.exponent - b.exponent, significand: a.significand / b.significand)
  }
}
