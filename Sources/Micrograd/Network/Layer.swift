/// Neurons side by side, each seeing all inputs.
public struct Layer: Module {
  public let neurons: [Neuron]
  let path: String

  /// - Parameters:
  ///   - inputs: the number of inputs, at least one.
  ///   - outputs: the number of neurons, at least one.
  ///   - activation: of every neuron.
  ///   - seed: of the initial weights.
  public init(_ inputs: Int, _ outputs: Int, activation: Activation = .tanh, seed: UInt64 = 0) {
    var generator = RandomGenerator(seed: seed)
    self.init(inputs, outputs, activation: activation, path: "") { generator.uniform(in: -1..<1) }
  }

  init(_ inputs: Int, _ outputs: Int, activation: Activation, path: String, weight: () -> Double) {
    precondition(outputs > 0, "A layer needs at least one neuron, not \(outputs).")
    let prefix = path.isEmpty ? "" : path + "."
    neurons = (0..<outputs).map { index in
      Neuron(inputs, activation: activation, path: "\(prefix)neurons[\(index)]", weight: weight)
    }
    self.path = path
  }

  /// Neuron by neuron: weights, then bias.
  public var parameters: [Value] { neurons.flatMap(\.parameters) }

  /// The outputs of the neurons, in order.
  public func callAsFunction(_ x: [Value]) -> [Value] {
    TapeWriter.current.call(path, startsOnLeaves: x.allLeaves) { neurons.map { $0(x) } }
  }
}
