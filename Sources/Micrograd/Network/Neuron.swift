/// A weighted sum of its inputs and a bias, and an activation.
///
///     let neuron = Neuron(2, activation: .tanh, seed: 1)
///     let out = neuron([Value(2.0), Value(0.0)])
///     neuron.parameters.map(\.label)   // ["w[0]", "w[1]", "b"]
public struct Neuron: Module {
  /// One for each input.
  public let w: [Value]
  /// The bias.
  public let b: Value
  /// What is applied to the weighted sum.
  public let activation: Activation
  private let shape: DenseShape

  /// - Parameters:
  ///   - inputs: the number of inputs, at least one.
  ///   - activation: applied to the sum.
  ///   - seed: of the initial weights, drawn evenly from -1..<1 as in micrograd; the bias is zero.
  public init(_ inputs: Int, activation: Activation = .tanh, seed: UInt64 = 0) {
    var generator = RandomGenerator(seed: seed)
    let block = DenseParameters(.neuron, [inputs, 1], [activation]) { _ in generator.uniform(in: -1..<1) }
    self.init(block, layer: 0, neuron: 0)
  }

  init(_ block: DenseParameters, layer: Int, neuron: Int) {
    let row = block.row(layer, neuron)
    w = row.dropLast()
    b = row[row.count - 1]
    activation = block.activation(layer)
    shape = block.shape(layer, neuron: neuron)
  }

  /// The weights in order, then the bias.
  public var parameters: [Value] { w + [b] }

  /// `activation(b + w₀·x₀ + w₁·x₁ + …)`, recorded in this order.
  ///
  /// - Precondition: There are as many inputs as weights.
  public func callAsFunction(_ x: [Value]) -> Value {
    precondition(
      x.count == w.count, "This neuron takes \(w.count) inputs, not \(x.count).")
    return DenseCall.record(shape, x)[0]
  }
}
