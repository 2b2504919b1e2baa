/// The parameters of dense layers one after another, where those of each neuron are, and what they are called.
struct DenseParameters {
  /// What the block belongs to, which gives the paths of its parts.
  enum Owner { case network, layer, neuron }

  let parameters: ParameterBlock
  private let owner: Owner
  /// The number of inputs, and of the neurons of each layer.
  private let sizes: [Int]
  private let activations: [Activation]
  /// Of each layer.
  private let firstParameters: [Int]

  /// - Parameter weight: draws the next weight, of a layer.
  /// - Precondition: No size is below one, and there is an activation for each layer.
  init(_ owner: Owner, _ sizes: [Int], _ activations: [Activation], weight: (_ layer: Int) -> Double) {
    for (index, size) in sizes.enumerated() {
      precondition(size > 0, DenseParameters.complaint(owner, isInputs: index == 0, size))
    }
    self.owner = owner
    self.sizes = sizes
    self.activations = activations
    var numbers: [Double] = []
    var labels: [String] = []
    var firsts: [Int] = []
    for layer in activations.indices {
      firsts.append(numbers.count)
      for neuron in 0..<sizes[layer + 1] {
        let path = DenseParameters.path(owner, layer, neuron)
        let prefix = path.isEmpty ? "" : path + "."
        for input in 0..<sizes[layer] {
          numbers.append(weight(layer))
          labels.append("\(prefix)w[\(input)]")
        }
        numbers.append(0)
        labels.append("\(prefix)b")
      }
    }
    firstParameters = firsts
    let shapes = zip(sizes, sizes.dropFirst()).map { (inputs: $0, outputs: $1) }
    parameters = ParameterBlock(shapes, numbers, labels: labels)
  }

  private static func complaint(_ owner: Owner, isInputs: Bool, _ size: Int) -> String {
    let module = owner == .neuron ? "neuron" : "layer"
    return "A \(module) needs at least one \(isInputs ? "input" : "neuron"), not \(size)."
  }

  private static func path(_ owner: Owner, _ layer: Int) -> String {
    owner == .network ? "layers[\(layer)]" : ""
  }

  private static func path(_ owner: Owner, _ layer: Int, _ neuron: Int) -> String {
    switch owner {
    case .network: "layers[\(layer)].neurons[\(neuron)]"
    case .layer: "neurons[\(neuron)]"
    case .neuron: ""
    }
  }

  func layerSize(_ layer: Int) -> Int { sizes[layer + 1] }
  func activation(_ layer: Int) -> Activation { activations[layer] }

  /// The parameters of a neuron: weights in order, then the bias.
  func row(_ layer: Int, _ neuron: Int) -> [Value] {
    let width = sizes[layer] + 1
    let first = firstParameters[layer] + neuron * width
    return (first..<first + width).map { parameters.value($0) }
  }

  // MARK: - Calls

  /// A call of the whole.
  var shape: DenseShape {
    shape(activations.indices.map { ($0, 0..<layerSize($0), true) }, path: "")
  }

  /// A call of a layer alone.
  func shape(layer: Int) -> DenseShape { shape([(layer, 0..<layerSize(layer), true)], path: nil) }

  /// A call of a neuron alone.
  func shape(_ layer: Int, neuron: Int) -> DenseShape {
    shape([(layer, neuron..<neuron + 1, false)], path: nil)
  }

  private func shape(
    _ parts: [(layer: Int, neurons: Range<Int>, isLayer: Bool)], path: String?
  ) -> DenseShape {
    let layers = parts.map { layer, neurons, _ in
      DenseShape.Layer(
        inputs: sizes[layer], outputs: neurons.count, activation: activations[layer].op,
        firstParameter: firstParameters[layer] + neurons.lowerBound * (sizes[layer] + 1),
        firstTransposed: firstParameters[layer] + neurons.lowerBound, transposedStride: layerSize(layer))
    }
    let paths = DenseShape.Paths(
      whole: path, layers: parts.map { $0.isLayer ? DenseParameters.path(owner, $0.layer) : nil },
      neurons: parts.map { layer, neurons, _ in neurons.map { DenseParameters.path(owner, layer, $0) } })
    return DenseShape(parameters, layers, paths: paths)
  }
}
