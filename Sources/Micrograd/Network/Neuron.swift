/// A weighted sum of its inputs and a bias, and an activation.
///
///     let neuron = Neuron(2, activation: .tanh, seed: 1)
///     let out = neuron([Value(2.0), Value(0.0)])
///     neuron.parameters.map(\.label)   // ["w[0]", "w[1]", "b"]
public struct Neuron: Module {
  /// One for each input.
  public let w: [Value]
  public let b: Value
  public let activation: Activation
  let path: String

  /// - Parameters:
  ///   - inputs: the number of inputs, at least one.
  ///   - activation: applied to the sum.
  ///   - seed: of the initial weights, drawn evenly from -1..<1 as in micrograd; the bias is zero.
  public init(_ inputs: Int, activation: Activation = .tanh, seed: UInt64 = 0) {
    var generator = RandomGenerator(seed: seed)
    self.init(inputs, activation: activation, path: "") { generator.uniform(in: -1..<1) }
  }

  /// - Parameter weight: draws the next weight.
  init(_ inputs: Int, activation: Activation, path: String, weight: () -> Double) {
    precondition(inputs > 0, "A neuron needs at least one input, not \(inputs).")
    let prefix = path.isEmpty ? "" : path + "."
    w = (0..<inputs).map { index in
      Value(weight(), label: "\(prefix)w[\(index)]", role: .parameter)
    }
    b = Value(0.0, label: "\(prefix)b", role: .parameter)
    self.activation = activation
    self.path = path
  }

  /// The weights in order, then the bias.
  public var parameters: [Value] { w + [b] }

  /// `activation(b + w₀·x₀ + w₁·x₁ + …)`, recorded in this order.
  ///
  /// - Precondition: There are as many inputs as weights.
  public func callAsFunction(_ x: [Value]) -> Value {
    precondition(
      x.count == w.count, "This neuron takes \(w.count) inputs, not \(x.count).")
    return TapeWriter.current.call(path, startsOnLeaves: x.allLeaves) {
      var sum = b
      for index in w.indices { sum += w[index] * x[index] }
      return activation(sum)
    }
  }
}

extension [Value] {
  var allLeaves: Bool { allSatisfy { $0.leaf != nil } }
}
