extension DenseCall {
  /// Notes that the pass under way has reached an output.
  func reach(_ output: UInt32) {
    shape._withUnsafeGuaranteedRef { parts($0).isReached[Int(output)] = true }
  }

  /// The chain rule through the layers, in the order in which the scalar operations would be met.
  func backward(_ pass: inout BackwardPass) {
    shape._withUnsafeGuaranteedRef { shape in backward(shape, &pass) }
  }

  private func backward(_ shape: DenseShape, _ pass: inout BackwardPass) {
    let parts = parts(shape)
    let copy = ParameterCopy(nodes, head.pointee.copySlot)
    let block = shape.block
    let skipsZeros = head.pointee.isFinite
    head.pointee.wasReached = true

    var depth = shape.layers.count - 1
    var y = parts.results
    var x = parts.values + shape.valueCount - shape.layers[depth].inputs
    var xGrad = parts.valueGrads + shape.valueCount - shape.layers[depth].inputs
    var sumGrad = parts.sumGrads + shape.neuronCount - shape.outputCount
    // The gradients of the sums of the last layer; those that were not reached keep what they had.
    var isWhole = true
    do {
      let layer = shape.layers[depth]
      var output = nodes + Int(head.pointee.firstScalar) + shape.scalarCount - 1
      for index in stride(from: layer.outputs - 1, through: 0, by: -1) {
        if parts.isReached[index] {
          let grad = output.pointee.grad
          sumGrad[index] = 0 + (layer.activation.map { DenseKernel.contribution($0, y[index], grad) } ?? grad)
          parts.wasReached[index] = true
        } else {
          isWhole = false
        }
        output -= layer.nodesPerNeuron
      }
    }
    while true {
      let layer = shape.layers[depth]
      let rows = copy.rows + layer.firstParameter
      let grads = block.grad + layer.firstParameter
      if depth == 0 && !head.pointee.hasDistinctInputs {
        for neuron in stride(from: layer.outputs - 1, through: 0, by: -1) {
          guard isWhole || parts.isReached[neuron] else { continue }
          depositOneByOne(layer, neuron, sumGrad[neuron], copy, parts, block, &pass)
        }
        break
      }
      if depth == 0 {
        var isZero = skipsZeros
        for neuron in 0..<layer.outputs where sumGrad[neuron] != 0 && (isWhole || parts.isReached[neuron]) {
          isZero = false
        }
        if isZero {
          for input in 0..<layer.inputs { pass.deposit(0, parts.inputs[input]) }
          break
        }
        for input in 0..<layer.inputs { xGrad[input] = pass.gradSoFar(parts.inputs[input]) }
      } else {
        for input in 0..<layer.inputs { xGrad[input] = 0 }
      }
      let width = layer.inputs + 1
      for neuron in stride(from: layer.outputs - 1, through: 0, by: -1) {
        guard isWhole || parts.isReached[neuron] else { continue }
        let grad = sumGrad[neuron]
        if skipsZeros && grad == 0 { continue }
        DenseKernel.backward(grad, layer.inputs, rows + neuron * width, grads + neuron * width, x, xGrad)
      }
      if depth == 0 {
        for input in 0..<layer.inputs { pass.setGrad(xGrad[input], parts.inputs[input]) }
        break
      }
      depth -= 1
      let below = shape.layers[depth]
      y = x
      sumGrad -= below.outputs
      DenseKernel.contributions(below.activation, y, xGrad, sumGrad, below.outputs)
      x -= below.inputs
      xGrad -= below.inputs
      isWhole = true
    }
    markReached(shape, parts)
  }

  /// What a backward pass tells a parameter that it was reached by, however it comes to its gradient.
  private func markReached(_ shape: DenseShape, _ parts: Parts) {
    let block = shape.block
    let last = shape.layers[shape.layers.count - 1]
    if !block.allHaveGrad {
      for layer in shape.layers.dropLast() {
        (block.hasGrad + layer.firstParameter).update(
          repeating: true, count: layer.outputs * (layer.inputs + 1))
      }
      for neuron in 0..<last.outputs where parts.isReached[neuron] {
        (block.hasGrad + last.firstParameter + neuron * (last.inputs + 1)).update(
          repeating: true, count: last.inputs + 1)
      }
      let isWhole = !(0..<last.outputs).contains { !parts.isReached[$0] }
      if isWhole && shape.isWholeBlock { block.allHaveGrad = true }
    }
    for neuron in 0..<last.outputs { parts.isReached[neuron] = false }
  }

  /// One neuron of the first layer, whose inputs are not all different values, operation by operation.
  private func depositOneByOne(
    _ layer: DenseShape.Layer, _ neuron: Int, _ grad: Double, _ copy: ParameterCopy, _ parts: Parts,
    _ block: ParameterBlock, _ pass: inout BackwardPass
  ) {
    let first = layer.firstParameter + neuron * (layer.inputs + 1)
    for input in stride(from: layer.inputs - 1, through: 0, by: -1) {
      // The first sum is that of the bias and the first product, which comes after it on the way back.
      if input == 0 { block.deposit(grad, at: first + layer.inputs) }
      block.deposit(parts.values[input] * grad, at: first + input)
      pass.deposit(copy.rows[first + input] * grad, parts.inputs[input])
    }
  }
}
