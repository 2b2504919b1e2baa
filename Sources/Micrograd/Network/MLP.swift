/// A multi-layer perceptron: layers one after another.
///
///     let net = MLP(3, [4, 4, 1], activation: .tanh, seed: 1337)
///     let out = net([2.0, 3.0, -1.0].map { Value($0) })   // one value
///     net.parameters.count                                // 41
///     net.parameters[0].label                             // "layers[0].neurons[0].w[0]"
public struct MLP: Module {
  public let layers: [Layer]

  /// - Parameters:
  ///   - inputs: the number of inputs, at least one.
  ///   - sizes: the number of neurons of each layer; the last are the outputs.
  ///   - activation: of the hidden layers.
  ///   - outputActivation: of the last layer.
  ///   - initialization: how the weights are drawn.
  ///   - seed: of the initial weights; the same seed gives the same weights on every platform.
  /// - Precondition: There is at least one layer, and no size is below one.
  public init(
    _ inputs: Int, _ sizes: [Int], activation: Activation = .tanh, outputActivation: Activation = .none,
    initialization: Initialization = .micrograd, seed: UInt64 = 0
  ) {
    precondition(!sizes.isEmpty, "An MLP needs at least one layer.")
    var generator = RandomGenerator(seed: seed)
    var layers: [Layer] = []
    for (index, size) in sizes.enumerated() {
      let before = index == 0 ? inputs : sizes[index - 1]
      let activation = index == sizes.count - 1 ? outputActivation : activation
      let layer = Layer(before, size, activation: activation, path: "layers[\(index)]") {
        initialization.weight(&generator, inputs: before, outputs: size)
      }
      layers.append(layer)
    }
    self.layers = layers
  }

  /// Layer by layer, neuron by neuron: weights, then bias.
  public var parameters: [Value] { layers.flatMap(\.parameters) }

  /// The outputs of the last layer.
  ///
  /// - Precondition: There are as many inputs as the first layer takes.
  public func callAsFunction(_ x: [Value]) -> [Value] {
    TapeWriter.current.call("", startsOnLeaves: x.allLeaves) {
      layers.reduce(x) { values, layer in layer(values) }
    }
  }
}
