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

  /// The bounds of the papers that `Initialization` names; drawn evenly, so that the extremes come close to them and
  /// the mean square is a third of their square.
  @Test(arguments: Initialization.allCases) func weightsAreDrawnWithinTheirBounds(
    _ initialization: Initialization
  ) {
    let net = MLP(6, [40, 90, 10], initialization: initialization, seed: 11)
    for (layer, (inputs, outputs)) in [(6, 40), (40, 90), (90, 10)].enumerated() {
      let bound: Double =
        switch initialization {
        case .micrograd: 1
        case .xavier: (6 / Double(inputs + outputs)).squareRoot()
        case .he: (6 / Double(inputs)).squareRoot()
        }
      let neurons = net.layers[layer].neurons
      let weights = neurons.flatMap { $0.w.map(\.data) }
      #expect(weights.count == inputs * outputs)
      #expect(weights.allSatisfy { (-bound..<bound).contains($0) })
      #expect(weights.max()! > 0.95 * bound && weights.min()! < -0.95 * bound)
      let meanSquare = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
      #expect(abs(meanSquare / (bound * bound / 3) - 1) < 0.2)
      #expect(neurons.allSatisfy { $0.b.data == 0 })
    }
  }

  /// Computed by another program from the published algorithms, for seed 42.
  @Test func drawsAreThoseOfTheirAlgorithms() {
    var generator = RandomGenerator(seed: 42)
    let uniforms = [0.4831297575436466, -0.6801792142461598, -0.4427977394897227, -0.31161856695272494]
    #expect((0..<4).map { _ in generator.uniform(in: -1..<1) } == uniforms)
    generator = RandomGenerator(seed: 42)
    #expect((0..<12).map { _ in generator.index(below: 10) } == [7, 1, 2, 3, 0, 8, 2, 8, 3, 6, 2, 4])
    generator = RandomGenerator(seed: 42)
    for expected in [0.8822489062222688, -0.4508498757188601, 0.1883526341159315, 0.219586379190761] {
      #expect(abs(generator.normal() - expected) < 1e-14)
    }
    generator = RandomGenerator(seed: 42)
    var shuffled = Array(0..<8)
    generator.shuffle(&shuffled)
    #expect(shuffled == [4, 3, 2, 0, 7, 6, 1, 5])
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
