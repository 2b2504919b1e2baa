import Micrograd
import Testing

@testable import GradViz

/// A call of a module is recorded in one piece. Nobody must be able to tell it from the same operations
/// recorded one by one: not by structure, not by names, not by the last bit of a number.
@Suite struct DenseRecordTests {
  /// The network's formula, operation by operation.
  private func byHand(_ net: MLP, _ x: [Value]) -> [Value] {
    scope("") {
      var values = x
      for (number, layer) in net.layers.enumerated() {
        let inputs = values
        values = scope("layers[\(number)]") { byHand(layer, inputs, "layers[\(number)].") }
      }
      return values
    }
  }

  private func byHand(_ layer: Layer, _ x: [Value], _ prefix: String) -> [Value] {
    layer.neurons.enumerated().map { number, neuron in
      scope("\(prefix)neurons[\(number)]") { byHand(neuron, x) }
    }
  }

  private func byHand(_ neuron: Neuron, _ x: [Value]) -> Value {
    var sum = neuron.b
    for (w, x) in zip(neuron.w, x) { sum = sum + w * x }
    switch neuron.activation {
    case .none: return sum
    case .tanh: return sum.tanh()
    case .relu: return sum.relu()
    case .sigmoid: return sum.sigmoid()
    }
  }

  /// Builds the same loss both ways and compares all there is to see.
  private func expectEqual(
    _ parameters: [Value], _ seed: UInt64 = 0, _ record: () -> Value, _ byHand: () -> Value,
    location: SourceLocation = #_sourceLocation
  ) {
    func look(_ build: () -> Value) -> (String, [UInt64]) {
      for parameter in parameters { parameter.zeroGrad() }
      let root = build()
      root.backward()
      // A second call adds to the leaves and starts the others anew.
      root.backward()
      let text = Graph(of: root).json()
      let values = root.topologicalOrder()
      return (text, values.flatMap { [$0.data.bitPattern, $0.grad.bitPattern] })
    }
    // Once by hand first, so that every parameter has a gradient in both.
    _ = look(byHand)
    let expected = look(byHand)
    let actual = look(record)
    let difference = zip(actual.0.split(separator: "\n"), expected.0.split(separator: "\n")).first {
      $0 != $1
    }
    #expect(difference == nil, "seed \(seed)", sourceLocation: location)
    #expect(actual.0.utf8.count == expected.0.utf8.count, sourceLocation: location)
    let isSame = actual.1 == expected.1
    #expect(isSame, "seed \(seed)", sourceLocation: location)
  }

  @Test(arguments: UInt64(0)..<40) func networksOfAllShapes(_ seed: UInt64) {
    var random = RandomGenerator(seed: seed)
    let activations = Activation.allCases
    let inputs = 1 + random.index(below: 9)
    let sizes = (0..<1 + random.index(below: 3)).map { _ in 1 + random.index(below: 19) }
    let net = MLP(
      inputs, sizes, activation: activations[random.index(below: 4)],
      outputActivation: activations[random.index(below: 4)], seed: seed)
    let leaves = (0..<inputs).map { Value(random.uniform(in: -2..<2), label: "x\($0)") }
    var x = leaves
    let kind = random.index(below: 4)
    // Inputs that are computed, that are the same value twice, or that are used elsewhere as well.
    if kind == 1 { x = x.map { ($0 * 0.5).tanh() } }
    if kind == 2 { x = x.map { _ in x[0] } }
    let weights = net.parameters.map(\.data)
    expectEqual(net.parameters + leaves, seed) {
      for (parameter, weight) in zip(net.parameters, weights) { parameter.data = weight }
      let outputs = net(x)
      return sum(outputs.map { $0 * $0 }) + x[0] * x[inputs - 1]
    } _: {
      for (parameter, weight) in zip(net.parameters, weights) { parameter.data = weight }
      let outputs = byHand(net, x)
      return sum(outputs.map { $0 * $0 }) + x[0] * x[inputs - 1]
    }
  }

  @Test func aParameterAsAnInput() {
    let net = MLP(2, [3, 1], seed: 4)
    let x = [net.parameters[0], net.parameters[7]]
    expectEqual(net.parameters) {
      net(x)[0] * net.parameters[0]
    } _: {
      byHand(net, x)[0] * net.parameters[0]
    }
  }

  @Test func onlySomeOutputsAreUsed() {
    let layer = Layer(3, 6, activation: .relu, seed: 5)
    let x = [1.0, -2.0, 0.5].map { Value($0) }
    expectEqual(layer.parameters + x) {
      let y = layer(x)
      return y[1] * y[4]
    } _: {
      let y = scope("") { byHand(layer, x, "") }
      return y[1] * y[4]
    }
    // A neuron that nothing depends on has no gradient at all.
    let fresh = Layer(3, 6, seed: 5)
    fresh(x)[2].backward()
    #expect(fresh.neurons.map { $0.b.hasGrad } == [false, false, true, false, false, false])
  }

  @Test func networksThatFeedOnThemselves() {
    let cell = MLP(3, [5, 2], activation: .tanh, seed: 6)
    func run(_ step: ([Value]) -> [Value]) -> Value {
      var h = [Value(0.1), Value(-0.2)]
      for index in 0..<40 { h = step(h + [Value(Double(index % 3))]) }
      return h[0] - h[1]
    }
    expectEqual(cell.parameters) {
      run { cell($0) }
    } _: {
      run { byHand(cell, $0) }
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 0, 1e300]) func extremeInputs(_ number: Double) {
    for activation in Activation.allCases {
      let net = MLP(2, [4, 3, 2], activation: activation, seed: 7)
      net.parameters[2].data = 0
      let x = [Value(number), Value(0.5)]
      func bits(_ outputs: [Value]) -> [String] {
        for leaf in net.parameters + x { leaf.zeroGrad() }
        let loss = sum(outputs)
        loss.backward()
        // Signs and payloads of NaN are nobody's promise.
        return loss.topologicalOrder().flatMap { value in
          [value.data, value.grad].map { $0.isNaN ? "nan" : "\($0)" } + [value.op]
        }
      }
      let difference = zip(bits(net(x)), bits(byHand(net, x))).enumerated().first { $1.0 != $1.1 }
      #expect(difference == nil, "\(activation)")
    }
  }

  /// Looking into a record while it is in use changes nothing but what is in memory.
  @Test func valuesInsideAreValuesLikeOthers() throws {
    let net = MLP(2, [3, 1], activation: .tanh, seed: 8)
    let out = net([Value(1.0), Value(2.0)])[0]
    let hidden = try #require(out.prev[1].prev.last)
    #expect(hidden.op == "tanh" && hidden.prev[0].op == "+")
    hidden.label = "h"
    let loss = out * hidden + hidden
    loss.backward()
    // By out through its weight, and twice directly.
    let slope = hidden.data + 0
    #expect(hidden.grad == out.data + 1 + slope * out.prev[1].prev[0].data)
    #expect(hidden.label == "h")
    #expect(net([Value(1.0), Value(2.0)])[0].data == out.data)
  }

  @Test func changedParametersAreSeenByTheNextCallOnly() {
    let neuron = Neuron(1, activation: .none, seed: 9)
    neuron.w[0].data = 2
    let x = Value(3.0)
    let before = neuron([x])
    neuron.w[0].data = 5
    let after = neuron([x])
    #expect(before.data == 6 && after.data == 15)
    before.backward()
    #expect(x.grad == 2)
    #expect(before.prev[1].prev[0] == neuron.w[0] && before.prev[1].data == 6)
  }

  @Test func moduleCallsAreCounted() {
    let net = MLP(2, [2, 1], seed: 1)
    let snapshot = Graph(of: net([Value(1.0), Value(2.0)])[0])
    #expect(
      snapshot.modules.map(\.path) == [
        "", "layers[0]", "layers[0].neurons[0]", "layers[0].neurons[1]", "layers[1]", "layers[1].neurons[0]",
      ])
  }
}
