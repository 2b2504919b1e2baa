/// A multi-layer perceptron: layers one after another.
///
///     let net = MLP(3, [4, 4, 1], activation: .tanh, seed: 1337)
///     let out = net([2.0, 3.0, -1.0].map { Value($0) })   // one value
///     net.parameters.count                                // 41
///     net.parameters[0].label                             // "layers[0].neurons[0].w[0]"
public struct MLP: Module {
  /// In the order that data takes.
  public let layers: [Layer]
  private let shape: DenseShape

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
    let activations = sizes.indices.map { $0 == sizes.count - 1 ? outputActivation : activation }
    let widths = [inputs] + sizes
    let block = DenseParameters(.network, widths, activations) { layer in
      initialization.weight(&generator, inputs: widths[layer], outputs: widths[layer + 1])
    }
    layers = sizes.indices.map { Layer(block, layer: $0) }
    parameters = layers.flatMap(\.parameters)
    shape = block.shape
  }

  /// Layer by layer, neuron by neuron: weights, then bias.
  public let parameters: [Value]

  /// The outputs of the last layer.
  ///
  /// - Precondition: There are as many inputs as the first layer takes.
  public func callAsFunction(_ x: [Value]) -> [Value] {
    precondition(
      x.count == shape.inputCount, "This network takes \(shape.inputCount) inputs, not \(x.count).")
    return DenseCall.record(shape, x)
  }
}
