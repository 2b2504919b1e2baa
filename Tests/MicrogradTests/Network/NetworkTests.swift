import Micrograd
import Testing

@Suite struct NetworkTests {
  @Test func parametersAreInOrderAndNamed() {
    let net = MLP(3, [4, 4, 1], seed: 1337)
    #expect(net.parameters.count == 41)
    #expect(net.parameters[0].label == "layers[0].neurons[0].w[0]")
    #expect(net.parameters[3].label == "layers[0].neurons[0].b")
    #expect(net.layers[1].neurons[3].w[2].label == "layers[1].neurons[3].w[2]")
    #expect(net.parameters.allSatisfy { $0.role == .parameter })
    #expect(
      Layer(2, 2).parameters.map(\.label) == [
        "neurons[0].w[0]", "neurons[0].w[1]", "neurons[0].b", "neurons[1].w[0]", "neurons[1].w[1]",
        "neurons[1].b",
      ])
    #expect(Neuron(2).parameters.map(\.label) == ["w[0]", "w[1]", "b"])
  }

  @Test func neuronIsBiasThenProductsInOrder() {
    let neuron = Neuron(2, activation: .none, seed: 3)
    let x = [Value(2), Value(-1)]
    let out = neuron(x)
    #expect(out.data == neuron.b.data + neuron.w[0].data * 2 + neuron.w[1].data * -1)
    let inner = out.prev[0]
    #expect(inner.prev[0] == neuron.b && inner.prev[1].prev == [neuron.w[0], x[0]])
    #expect(out.prev[1].prev == [neuron.w[1], x[1]])
  }

  @Test(arguments: Activation.allCases) func activationIsApplied(_ activation: Activation) {
    let neuron = Neuron(1, activation: activation, seed: 3)
    let out = neuron([Value(2)])
    #expect(out.op == (activation == .none ? "+" : activation.rawValue))
  }

  @Test func outputLayerIsLinearUnlessToldOtherwise() {
    #expect(MLP(2, [2, 1])([Value(1), Value(2)])[0].op == "+")
    #expect(MLP(2, [2, 1], outputActivation: .tanh)([Value(1), Value(2)])[0].op == "tanh")
  }

  @Test func sameSeedSameWeights() {
    let weights = { (seed: UInt64) in MLP(2, [3, 1], seed: seed).parameters.map(\.data) }
    #expect(weights(7) == weights(7) && weights(7) != weights(8))
    #expect(weights(7).allSatisfy { (-1..<1).contains($0) })
  }

  /// The published sequence of SplitMix64 for seed 1234567.
  @Test func generatorIsSplitMix64() {
    var generator = RandomGenerator(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect((0..<5).map { _ in generator.next() } == expected)
  }

  @Test func trainingLowersTheLoss() {
    let net = MLP(2, [4, 1], seed: 5)
    let samples: [([Double], Double)] = [([0, 0], -1), ([0, 1], 1), ([1, 0], 1), ([1, 1], -1)]
    func loss() -> Value {
      samples.map { x, y in (net(x.map { Value($0) })[0] - y) ** 2 }.reduce(Value(0), +)
    }
    let before = loss().data
    for _ in 0..<200 {
      let loss = loss()
      net.zeroGrad()
      loss.backward()
      for parameter in net.parameters { parameter.data -= 0.05 * parameter.grad }
    }
    #expect(loss().data < 0.05 * before)
  }

  #if compiler(>=6.2)
    @Test func wrongSizesAreMistakes() async {
      await #expect(processExitsWith: .failure) { _ = Neuron(2)([Value(1)]) }
      await #expect(processExitsWith: .failure) { _ = Neuron(0) }
      await #expect(processExitsWith: .failure) { _ = Layer(2, 0) }
      await #expect(processExitsWith: .failure) { _ = MLP(2, []) }
    }
  #endif
}
