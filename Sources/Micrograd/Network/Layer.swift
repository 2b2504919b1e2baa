/// Neurons side by side, each seeing all inputs.
public struct Layer: Module {
  /// Side by side, one for each output.
  public let neurons: [Neuron]
  private let shape: DenseShape

  /// - Parameters:
  ///   - inputs: the number of inputs, at least one.
  ///   - outputs: the number of neurons, at least one.
  ///   - activation: of every neuron.
  ///   - seed: of the initial weights.
  public init(_ inputs: Int, _ outputs: Int, activation: Activation = .tanh, seed: UInt64 = 0) {
    var generator = RandomGenerator(seed: seed)
    self.init(
      DenseParameters(.layer, [inputs, outputs], [activation]) { _ in generator.uniform(in: -1..<1) },
      layer: 0)
  }

  init(_ block: DenseParameters, layer: Int) {
    neurons = (0..<block.layerSize(layer)).map { Neuron(block, layer: layer, neuron: $0) }
    parameters = neurons.flatMap(\.parameters)
    shape = block.shape(layer: layer)
  }

  /// Neuron by neuron: weights, then bias.
  public let parameters: [Value]

  /// The outputs of the neurons, in order.
  ///
  /// - Precondition: There are as many inputs as every neuron takes.
  public func callAsFunction(_ x: [Value]) -> [Value] {
    precondition(
      x.count == shape.inputCount, "This layer takes \(shape.inputCount) inputs, not \(x.count).")
    return DenseCall.record(shape, x)
  }
}
