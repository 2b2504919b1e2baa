/// The arithmetic of dense layers on eight samples at once.
enum BatchKernel {
  typealias Lane = SIMD8<Double>

  /// `y = activation(b + w₀·x₀ + w₁·x₁ + …)` for each neuron of a layer.
  static func forward(
    _ layer: DenseShape.Layer, _ rows: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Lane>,
    _ y: UnsafeMutablePointer<Lane>
  ) {
    let inputs = layer.inputs
    for neuron in 0..<layer.outputs {
      let row = rows + neuron * (inputs + 1)
      var sum = Lane(repeating: row[inputs])
      for input in 0..<inputs { sum += x[input] * row[input] }
      y[neuron] = sum
    }
    guard let activation = layer.activation else { return }
    for neuron in 0..<layer.outputs {
      var lanes = y[neuron]
      if case .relu = activation {
        // NaN stays NaN.
        lanes.replace(with: 0, where: lanes .<= 0)
      } else {
        for lane in 0..<BatchProgram.lanes { lanes[lane] = activation.result(lanes[lane]) }
      }
      y[neuron] = lanes
    }
  }

  /// Turns the gradients of results into those of the sums before the activation, in place.
  static func contributions(
    _ activation: Op?, _ y: UnsafeMutablePointer<Lane>, _ grad: UnsafeMutablePointer<Lane>, _ count: Int
  ) {
    guard let activation else { return }
    for neuron in 0..<count {
      switch activation {
      case .relu: grad[neuron].replace(with: 0, where: y[neuron] .<= 0)
      case .tanh: grad[neuron] *= 1 - y[neuron] * y[neuron]
      case .sigmoid: grad[neuron] *= y[neuron] * (1 - y[neuron])
      default:
        for lane in 0..<BatchProgram.lanes {
          let (y, g) = (y[neuron][lane], grad[neuron][lane])
          grad[neuron][lane] = DenseKernel.contribution(activation, y, g)
        }
      }
    }
  }

  /// Hands gradients of sums on to weights, biases and inputs.
  static func backward(
    _ layer: DenseShape.Layer, _ rows: UnsafePointer<Double>, _ sums: UnsafeMutablePointer<Double>,
    _ x: UnsafeMutablePointer<Lane>, _ xGrad: UnsafeMutablePointer<Lane>,
    _ sumGrad: UnsafeMutablePointer<Lane>, skipsZeros: Bool, padding: BatchLanes.Padding?
  ) {
    let inputs = layer.inputs
    // Zero times what is not finite would be NaN, and must be.
    var isFinite = skipsZeros
    if isFinite {
      for input in 0..<inputs where any((x[input] - x[input]) .!= 0) { isFinite = false }
    }
    for neuron in stride(from: layer.outputs - 1, through: 0, by: -1) {
      let g = sumGrad[neuron]
      if isFinite && all(g .== 0) { continue }
      let row = rows + neuron * (inputs + 1)
      let sum = sums + neuron * (inputs + 1)
      for input in 0..<inputs {
        sum[input] += BatchLanes.total(x[input] * g, padding)
        xGrad[input] += g * row[input]
      }
      sum[inputs] += BatchLanes.total(g, padding)
    }
  }
}
