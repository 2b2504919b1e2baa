import Foundation
import Micrograd
import Testing

@Suite struct ReplayTests {
  // MARK: - In place

  @Test func aGraphFollowsItsLeaves() {
    let x = Value(2.0)
    let w = Value(3.0)
    let y = (x * w).tanh() + x
    let replay = Replay(of: y)
    x.data = 0.5
    w.data = -1
    #expect(replay.run() == tanh(-0.5) + 0.5)
    #expect(y.prev[0].prev[0].data == -0.5)
    let slope = 1 - tanh(-0.5) * tanh(-0.5)
    #expect(x.grad == 1 + slope * -1 && w.grad == slope * 0.5)
  }

  /// Over several tapes, with dense records, looked into or not, and constants as exponents.
  @Test(arguments: [false, true]) func replayingGivesTheBitsOfRecording(_ looksInside: Bool) {
    let net = MLP(3, [7, 5, 2], activation: .relu, outputActivation: .tanh, seed: 3)
    let inputs = (0..<3).map { Value(Double($0) - 0.7) }
    func build() -> Value {
      let scaled = inputs.map { $0 * 1.5 }
      let first = net(scaled)
      first[0].backward()
      let second = net([first[0], first[1], inputs[2]])
      return (second[0] - second[1]) ** 2 + dot(first, second) + max(first[0], 0.1).exp()
    }
    let root = build()
    let replay = Replay(of: root)
    var random = RandomGenerator(seed: 1)
    for _ in 0..<10 {
      for leaf in net.parameters + inputs { leaf.data = random.uniform(in: -1..<1) }
      if looksInside { _ = root.topologicalOrder() }
      let leaves = net.parameters + inputs
      let recorded = build()
      for leaf in leaves { leaf.zeroGrad() }
      recorded.backward()
      let expected = leaves.map(\.grad)
      for leaf in leaves { leaf.zeroGrad() }
      #expect(replay.run() == recorded.data)
      #expect(leaves.map(\.grad) == expected)
    }
  }

  @Test func leavesAloneReplayToo() {
    let x = Value(2.0)
    #expect(Replay(of: x).run() == 2)
    #expect(x.grad == 1)
  }

  // MARK: - In lanes

  @Test(arguments: [1, 7, 8, 9, 63, 64, 65, 300]) func batchesAgreeWithRecording(_ count: Int) {
    let net = MLP(2, [9, 6, 2], activation: .tanh, outputActivation: .sigmoid, seed: 5)
    let scale = Value(0.7)
    func loss(_ x: [Value]) -> (Value, [Value]) {
      let out = net(x)
      return ((out[0] - out[1] * scale) ** 2 + out[0].log() / 3 - abs(x[0] - 0.5), out)
    }
    let inputs = [Value(0.0), Value(0.0)]
    let (root, outputs) = loss(inputs)
    let replay = BatchReplay(of: root, inputs: inputs, observing: outputs + [inputs[1] * 2])
    var random = RandomGenerator(seed: 2)
    let rows = (0..<2 * count).map { _ in random.uniform(in: -3..<3) }
    let leaves = net.parameters + [scale]
    let results = replay.run(rows, weight: 0.5)
    let actual = leaves.map(\.grad)
    for leaf in leaves { leaf.zeroGrad() }
    for row in 0..<count {
      let (root, outputs) = loss([Value(rows[2 * row]), Value(rows[2 * row + 1])])
      (root * 0.5).backward()
      #expect(abs(results.roots[row] - root.data) <= 1e-12)
      #expect(zip(results.observed[3 * row..<3 * row + 2], outputs).allSatisfy { abs($0 - $1.data) <= 1e-12 })
      #expect(results.observed[3 * row + 2] == 2 * rows[2 * row + 1])
    }
    for (leaf, grad) in zip(leaves, actual) {
      #expect(abs(leaf.grad - grad) <= 1e-12 * Swift.max(1, leaf.grad.magnitude) * Double(count))
    }
    #expect(inputs.allSatisfy { !$0.hasGrad })
    #expect(replay.forward(rows).roots == results.roots)
  }

  @Test func threadsChangeNothing() {
    let net = MLP(8, [32, 32, 1], activation: .tanh, seed: 6)
    let inputs = (0..<8).map { _ in Value(0.0) }
    let replay = BatchReplay(of: net(inputs)[0] ** 2, inputs: inputs)
    var random = RandomGenerator(seed: 3)
    let rows = (0..<8 * 2000).map { _ in random.uniform(in: -1..<1) }
    var seen: [[Double]] = []
    for threads in [1, 2, 3, 16] {
      net.zeroGrad()
      let results = replay.run(rows, threads: threads)
      seen.append(results.roots + net.parameters.map(\.grad))
    }
    #expect(seen.allSatisfy { $0 == seen[0] })
  }

  @Test func whatIsNotFiniteStaysInItsSample() {
    let net = MLP(1, [4, 1], activation: .relu, seed: 7)
    let x = Value(0.0)
    let replay = BatchReplay(of: net([x])[0], inputs: [x])
    let results = replay.forward([1, .nan, .infinity, 2])
    #expect(results.roots[0] == net([Value(1.0)])[0].data && results.roots[1].isNaN)
    #expect(abs(results.roots[3] - net([Value(2.0)])[0].data) <= 1e-15)
    // Recorded, NaN reaches the gradients; so it does here.
    _ = replay.run([1, .nan])
    #expect(net.parameters.contains { $0.grad.isNaN })
  }

  /// "Not computed" stays what it is for all that the root does not depend on.
  @Test func onlyWhatTheRootDependsOnGetsAGradient() {
    let net = MLP(1, [2, 2], seed: 1)
    let x = Value(0.0)
    let other = Value(3.0)
    let hidden = net.layers[0]([x])
    let replay = BatchReplay(of: hidden[0] * hidden[1], inputs: [x], observing: [x * other])
    #expect(replay.run([1, 2]).observed == [3, 6])
    #expect(net.layers[0].parameters.allSatisfy { $0.hasGrad })
    #expect(net.layers[1].parameters.allSatisfy { !$0.hasGrad } && !other.hasGrad)
  }

  /// A zero gradient from above is nothing to a graph at rest, until it meets an infinity.
  @Test func infinitiesThatCameWithAReplayAreFelt() {
    let x = Value(1.0)
    let old = x.sqrt()
    old.backward()
    let zero = Value(0.0)
    var h = old * zero
    for _ in 0..<80 { h = h * zero }
    h.backward()
    h = h * zero
    h.backward()
    h.backward()
    let replay = Replay(of: h)
    x.data = 0
    x.zeroGrad()
    replay.run()
    #expect(x.grad.isNaN)
  }

  /// Lanes without a sample repeat the last one, and their gradient of zero meets its infinite slope.
  @Test(arguments: [1, 3, 8]) func lanesWithoutASampleReachNoParameter(_ count: Int) {
    let w = Value(1.0)
    let x = Value(0.0)
    let replay = BatchReplay(of: (w - x).sqrt(), inputs: [x])
    _ = replay.run(Array(repeating: 1, count: count))
    #expect(w.grad == .infinity)
    let neuron = Neuron(1, activation: .none, seed: 1)
    let layered = BatchReplay(of: neuron([x]).sqrt(), inputs: [x])
    neuron.w[0].data = 0
    _ = layered.run(Array(repeating: 1, count: count))
    #expect(neuron.b.grad == .infinity && neuron.w[0].grad == .infinity)
  }

  /// Recorded where no logit is far out, run where one is.
  @Test func crossEntropyStaysStableWhenItIsRunAgain() {
    let logits = [Value(0.5), Value(1)]
    let loss = crossEntropy(logits, target: 0)
    let replay = Replay(of: loss)
    logits[1].data = 1000
    #expect(replay.run() == 999.5)
    #expect(logits.map(\.grad) == [-1, 1])
    let batch = BatchReplay(of: loss, inputs: [logits[0]])
    logits[1].grad = 0
    #expect(batch.run([0.5, 2000]).roots == [999.5, 0])
    #expect(logits[1].grad == 1)
    let probability = softmax([logits[0], logits[1]])[1]
    #expect(Replay(of: probability).run() == 1)
  }

  @Test func noSamplesAreNoWork() {
    let x = Value(1.0)
    #expect(BatchReplay(of: x * 2, inputs: [x]).run([]).roots.isEmpty)
    #expect(BatchReplay(of: x, inputs: [x], observing: [x]).run([3, 4]).observed == [3, 4])
  }

  // MARK: - The reference expressions

  @Test(arguments: ReferenceExpression.all) func referencesReplayed(_ reference: ReferenceExpression) throws {
    let (evaluation, numbers) = try evaluateElsewhere(reference)
    let replay = Replay(of: evaluation.root)
    for (name, value) in evaluation.inputs { value.data = numbers[name]! }
    replay.run()
    expect(evaluation.root.data, reference.value)
    for (name, value) in evaluation.inputs { expect(value.grad, reference.grads[name]!) }
  }

  @Test(arguments: ReferenceExpression.all) func referencesInLanes(_ reference: ReferenceExpression) throws {
    let (evaluation, numbers) = try evaluateElsewhere(reference)
    // Eleven samples, of which two are the reference; the leaves take turns at being shared.
    for (name, value) in evaluation.inputs { value.data = numbers[name]! }
    for (name, value) in evaluation.inputs {
      let others = evaluation.inputs.filter { $0.name != name }.map(\.value)
      let replay = BatchReplay(of: evaluation.root, inputs: others)
      value.zeroGrad()
      let row = others.map(\.data)
      if others.isEmpty { continue }
      let results = replay.run(Array((0..<11).map { _ in row }.joined()))
      for root in results.roots { expect(root, reference.value) }
      expect(value.grad / 11, reference.grads[name]!)
    }
  }

  /// The expression with other numbers in its leaves, and those that belong there.
  private func evaluateElsewhere(_ reference: ReferenceExpression) throws -> (
    Evaluation, [String: Double]
  ) {
    let leaves = reference.leaves.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value * 0.9 + 0.01)" }
    let text = (leaves + reference.lines).joined(separator: "\n")
    return (try Program(parsing: text).evaluate(root: reference.output), reference.leaves)
  }

  private func expect(_ actual: Double, _ text: String, location: SourceLocation = #_sourceLocation) {
    let expected = Double(text)!
    #expect(abs(actual - expected) <= 1e-12 * Swift.max(1, abs(expected)), sourceLocation: location)
  }
}
