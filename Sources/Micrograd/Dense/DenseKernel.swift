/// The arithmetic of dense layers.
///
/// Lanes are neurons forward and inputs backward, so that every sum is formed in the order of the scalar
/// operations, and to the same bits.
enum DenseKernel {
  /// `y = activation(b + w₀·x₀ + w₁·x₁ + …)` for each neuron of a layer.
  static func forward(
    _ layer: DenseShape.Layer, _ transposed: UnsafeMutablePointer<Double>, _ x: UnsafeMutablePointer<Double>,
    _ y: UnsafeMutablePointer<Double>
  ) {
    let columns = transposed + layer.firstTransposed
    let stride = layer.transposedStride
    var neuron = 0
    while neuron + 8 <= layer.outputs {
      var column = columns + neuron
      var low = load(column)
      var high = load(column + 4)
      for input in 0..<layer.inputs {
        column += stride
        let factor = SIMD4(repeating: x[input])
        low += load(column) * factor
        high += load(column + 4) * factor
      }
      store(low, y + neuron)
      store(high, y + neuron + 4)
      neuron += 8
    }
    while neuron < layer.outputs {
      var column = columns + neuron
      var sum = column.pointee
      for input in 0..<layer.inputs {
        column += stride
        sum += column.pointee * x[input]
      }
      y[neuron] = sum
      neuron += 1
    }
    switch layer.activation {
    case nil: break
    case .relu?:
      for index in 0..<layer.outputs { y[index] = Op.relu.result(y[index]) }
    case let activation?:
      for index in 0..<layer.outputs { y[index] = activation.result(y[index]) }
    }
  }

  /// Hands the gradient of a neuron's sum on to its weights, its bias and its inputs.
  @inline(__always)
  static func backward(
    _ grad: Double, _ inputs: Int, _ weights: UnsafeMutablePointer<Double>,
    _ weightGrads: UnsafeMutablePointer<Double>, _ x: UnsafeMutablePointer<Double>,
    _ xGrad: UnsafeMutablePointer<Double>
  ) {
    let factor = SIMD4(repeating: grad)
    var input = 0
    while input + 4 <= inputs {
      store(load(weightGrads + input) + load(x + input) * factor, weightGrads + input)
      store(load(xGrad + input) + load(weights + input) * factor, xGrad + input)
      input += 4
    }
    while input < inputs {
      weightGrads[input] += x[input] * grad
      xGrad[input] += weights[input] * grad
      input += 1
    }
    weightGrads[inputs] += grad
  }

  /// The gradients of sums from those of the values that an activation made of them. 0 + turns -0 into 0, as
  /// in every first deposit of a backward pass.
  static func contributions(
    _ activation: Op?, _ y: UnsafeMutablePointer<Double>, _ yGrad: UnsafeMutablePointer<Double>,
    _ sumGrad: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    switch activation {
    case nil:
      for index in 0..<count { sumGrad[index] = 0 + yGrad[index] }
    case .relu?:
      // As `contribution`, in fewer instructions.
      for index in 0..<count { sumGrad[index] = 0 + (y[index] <= 0 ? 0 : yGrad[index]) }
    case let activation?:
      for index in 0..<count { sumGrad[index] = 0 + contribution(activation, y[index], yGrad[index]) }
    }
  }

  /// What the operand of an activation gets of the gradient of the result. The result stands for the operand,
  /// which nobody kept: see `Op.followsFromResult`.
  @inline(never)
  static func contribution(_ activation: Op, _ y: Double, _ grad: Double) -> Double {
    activation.firstContribution(grad, y, 0, result: y)
  }

  @inline(__always)
  private static func load(_ pointer: UnsafeMutablePointer<Double>) -> SIMD4<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Double>.self)
  }

  @inline(__always)
  private static func store(_ vector: SIMD4<Double>, _ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: SIMD4<Double>.self)
  }
}
