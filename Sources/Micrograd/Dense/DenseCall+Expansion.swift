/// What makes a dense record the scalar operations that it stands for.
extension DenseCall {
  /// Makes every slot of the record a node.
  func expand(notes: inout Tape.Notes) {
    shape._withUnsafeGuaranteedRef { expand($0, &notes) }
  }

  private func expand(_ shape: DenseShape, _ notes: inout Tape.Notes) {
    let parts = parts(shape)
    let copy = ParameterCopy(nodes, head.pointee.copySlot)
    copy.expand()
    var calls = Calls(number: head.pointee.firstCall)
    let start = head.pointee.firstScalar
    let depth = Int(head.pointee.depth)
    let isNested = shape.paths.whole != nil
    if let path = shape.paths.whole {
      calls.note(shape.block.path(path), depth, start..<start + UInt32(shape.scalarCount))
    }
    var next = start
    var inputs = (0..<shape.inputCount).map { parts.inputs[$0] }
    var sumGrad = parts.sumGrads
    var xs = parts.values
    var xGrads = parts.valueGrads
    for (index, layer) in shape.layers.enumerated() {
      let isLast = index == shape.layers.count - 1
      var outputs: [UInt32] = []
      let size = UInt32(layer.nodesPerNeuron)
      var neuronDepth = depth
      if let path = shape.paths.layers[index] {
        calls.note(
          shape.block.path(path), depth + (isNested ? 1 : 0), next..<next + UInt32(layer.outputs) * size)
        neuronDepth += isNested ? 2 : 1
      }
      for neuron in 0..<layer.outputs {
        calls.note(shape.block.path(shape.paths.neurons[index][neuron]), neuronDepth, next..<next + size)
        let reached = isLast ? parts.wasReached[neuron] : head.pointee.wasReached
        let grad = reached ? sumGrad[neuron] : 0
        let row = layer.firstParameter + neuron * (layer.inputs + 1)
        var sum = copy.rows[row + layer.inputs]
        var sumSlot = copy.slot(ofParameter: row + layer.inputs)
        for input in 0..<layer.inputs {
          let product = copy.rows[row + input] * xs[input]
          write(
            Node(
              data: product, grad: grad, a: copy.slot(ofParameter: row + input), b: inputs[input],
              op: .operation(.multiply), hasGrad: reached), at: next)
          sum += product
          let node = Node(data: sum, grad: grad, a: sumSlot, b: next, op: .operation(.add), hasGrad: reached)
          sumSlot = next + 1
          let isOutput = isLast && input == layer.inputs - 1 && layer.activation == nil
          if isOutput { complete(sumSlot, node.a, node.b) } else { write(node, at: sumSlot) }
          next += 2
        }
        if let activation = layer.activation {
          if isLast {
            complete(next, sumSlot, Node.none)
          } else {
            write(
              Node(
                data: xs[layer.inputs + neuron], grad: reached ? xGrads[layer.inputs + neuron] : 0,
                a: sumSlot, b: Node.none, op: .operation(activation), hasGrad: reached), at: next)
          }
          sumSlot = next
          next += 1
        }
        outputs.append(sumSlot)
      }
      sumGrad += layer.outputs
      xs += layer.inputs
      xGrads += layer.inputs
      inputs = outputs
    }
    notes.moduleCalls += calls.noted
  }

  private func write(_ node: Node, at slot: UInt32) { (nodes + Int(slot)).initialize(to: node) }

  /// Gives an output, which has its numbers, its operands.
  private func complete(_ slot: UInt32, _ a: UInt32, _ b: UInt32) {
    let node = nodes + Int(slot)
    node.pointee.a = a
    node.pointee.b = b
    node.pointee.isPacked = false
  }

  private struct Calls {
    var number: UInt64
    var noted: [ModuleCall] = []

    mutating func note(_ path: String, _ depth: Int, _ slots: Range<UInt32>) {
      noted.append(ModuleCall(path: path, number: number, depth: depth, slots: slots))
      number += 1
    }
  }
}
