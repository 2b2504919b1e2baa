import Testing

@testable import Micrograd

@Suite struct GraphEvaluationTests {
  /// A graph of every operation on numbers that are fine for all of them, some used twice.
  private func random(_ seed: UInt64) -> Value {
    var random = RandomGenerator(seed: seed)
    var values = (0..<4).map { Value(random.uniform(in: 0.2..<0.9), label: "x\($0)") }
    for _ in 0..<30 {
      let op = Op.allCases[Int(random.next() % UInt64(Op.allCases.count))]
      let (a, b) = (values[Int(random.next() % 4)], values[Int(random.next() % UInt64(values.count))])
      let result = op.arity == 1 ? Value.apply(op, a) : Value.apply(op, a, b)
      guard result.data.isFinite else { continue }
      // Kept between 0 and 1, so that nothing leaves the domain of what comes next.
      values.append(result.sigmoid() * 0.5 + 0.3)
    }
    return sum(Array(values.suffix(12)))
  }

  /// The interpreter against the tape, which computes on its own.
  @Test(arguments: UInt64(0)..<40) func numbersAndGradientsAreThoseOfTheTape(_ seed: UInt64) {
    let root = random(seed)
    root.backward()
    let graph = Graph(of: root)
    let evaluator = Graph.Evaluator(graph)
    #expect(evaluator.firstUnknown == nil)
    var data = graph.nodes.map { $0.op.isEmpty ? $0.data : .nan }
    evaluator.forward(&data)
    #expect(data == graph.nodes.map(\.data))
    for (computed, node) in zip(evaluator.backward(data), graph.nodes) {
      #expect((computed == nil) == (node.role == .constant))
      guard let computed, let grad = node.grad else { continue }
      #expect(abs(computed - grad) <= 1e-12 * max(1, abs(grad)), "\(node.op) \(node.label)")
    }
    #expect(evaluator.locals(data) == graph.locals && graph.hasDerivedLocals && graph.followsFromLeaves)
  }

  /// Forward mode and backward are the same derivatives, summed in another order.
  @Test(arguments: UInt64(0)..<10) func slopesAreGradients(_ seed: UInt64) throws {
    let graph = Graph(of: random(seed))
    let evaluator = Graph.Evaluator(graph)
    let grads = evaluator.backward(graph.nodes.map(\.data))
    for (id, node) in graph.nodes.enumerated() where node.role == .input {
      var numbers = graph.nodes.map { Dual($0.data, slope: 0) }
      numbers[id].slope = 1
      evaluator.forward(&numbers)
      let grad = try #require(grads[id])
      #expect(abs(numbers[graph.root].slope - grad) <= 1e-12 * max(1, abs(grad)), "\(node.label)")
    }
  }

  /// Three operands, with the derivatives that the user gave.
  @Test func operationsOfOnesOwn() {
    let (a, b) = (Value(2, label: "a"), Value(3, label: "b"))
    let c = Value.custom("fused", [a, b, a], data: 12, partials: [6, 4, 6])
    let graph = Graph(of: c + 1)
    let id = graph.nodes.firstIndex { $0.op == "fused" }!
    #expect(graph.operands(of: id).map { graph.nodes[$0].label } == ["a", "b", "a"])
    #expect(graph.localDerivatives(of: id).map(Array.init) == [6, 4, 6] && graph.nodes[id].operation == nil)
  }

  @Test func anotherNumberForALeaf() {
    let a = Value(2, label: "a")
    let b = Value(-3, label: "b")
    let graph = Graph(of: (a * b) ** 2)
    var data = graph.nodes.map(\.data)
    data[0] = 5
    let evaluator = Graph.Evaluator(graph)
    evaluator.forward(&data)
    // (5 · −3)² = 225, and its derivative by a is 2 · −15 · −3 = 90.
    #expect(data[graph.root] == 225 && evaluator.backward(data)[0] == 90)
  }

  /// Leaves that change after recording leave derivatives as they were.
  @Test func whatDoesNotFollow() {
    let a = Value(2)
    let b = Value(3)
    let c = a * b
    c.backward()
    a.data = 50
    let graph = Graph(of: c)
    #expect(!graph.hasDerivedLocals && !graph.followsFromLeaves)
    #expect(Array(graph.localDerivatives(of: graph.root)!) == [3, 2])
  }

  @Test func operationsThatAreNotKnownKeepTheirNumbers() {
    let nodes = [
      Graph.Node(op: "", role: .input, data: 2, operands: 0..<0),
      Graph.Node(op: "conv", data: 7, operands: 0..<1, hasLocalDerivatives: false),
      Graph.Node(op: "exp", operation: .exp, data: .nan, operands: 1..<2, hasLocalDerivatives: false),
    ]
    let graph = Graph(
      nodes: nodes, operands: [0, 1], locals: [.nan, .nan], root: 2, hasGradients: false, modules: []
    )
    .completed(hasData: [true, true, false], wantsGradients: true)
    #expect(abs(graph.nodes[2].data - 1096.6331584284585) < 1e-9)
    #expect(
      graph.localDerivatives(of: 1) == nil && graph.localDerivatives(of: 2)?.first == graph.nodes[2].data)
    #expect(!graph.hasGradients && Graph.Evaluator(graph).firstUnknown == 1 && !graph.followsFromLeaves)
  }

  @Test func numbersOfAnotherMoment() {
    let x = Value(0.5, label: "x")
    let y = x * x
    y.backward()
    let graph = Graph(of: y)
    let later = graph.with(data: [3, 9], grad: [6, 1])
    #expect(later.hasTopology(of: graph) && later.nodes.map(\.data) == [3, 9] && later.nodes[0].grad == 6)
    #expect(Array(later.localDerivatives(of: 1)!) == [3, 3] && later.contribution(of: 1, at: 0) == 3)
    #expect(!graph.with(data: [3, 9], grad: []).hasGradients)
    #expect(!Graph(of: x * 2).hasTopology(of: graph))
  }
}
