/// One call of a dense shape, recorded in one piece.
///
/// On the tape it has a head, the numbers that the backward pass needs, and then a slot for every scalar
/// operation, of which only the outputs are written. Whoever looks closer (`prev`, a snapshot, a walk through
/// the graph) has it expanded first: then every slot is a node like any other, with the numbers and gradients
/// that it would have had. So a record cannot be told from the same operations recorded one by one; results
/// and gradients are equal to the last bit, as sums are formed in the same order.
struct DenseCall {
  /// What the slot after the head holds.
  struct Head {
    var firstCall: UInt64
    var depth: UInt32
    var firstScalar: UInt32
    var copySlot: UInt32
    /// Whether all parameters, inputs and values between are finite, so that a gradient of zero hands on
    /// nothing but zeros.
    var isFinite: Bool
    /// Whether each input is a value of its own, and none a parameter of the same block.
    var hasDistinctInputs: Bool
    /// Whether a backward pass has reached any output.
    var wasReached: Bool
  }

  /// Of the head, which is an external node in that it owns the shape, but for its op.
  let slot: UInt32
  let nodes: UnsafeMutablePointer<Node>
  let shape: Unmanaged<DenseShape>

  init(_ nodes: UnsafeMutablePointer<Node>, _ slot: UInt32) {
    self.nodes = nodes
    self.slot = slot
    assert(nodes[Int(slot)].op.isPacked)
    let storage = Tape.storage(of: nodes + Int(slot))
    shape = Unmanaged.fromOpaque(storage.toOpaque())
  }

  // MARK: - Where things are

  var head: UnsafeMutablePointer<Head> {
    UnsafeMutableRawPointer(nodes + Int(slot) + 1).assumingMemoryBound(to: Head.self)
  }

  /// The numbers that go into each layer, layer by layer.
  var values: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(nodes + Int(slot) + 2).assumingMemoryBound(to: Double.self)
  }

  /// Gives the slots of the head and of the numbers, which hold no nodes, the types of what they hold. The tape binds
  /// them to nodes again when it starts over.
  private func bindMemory(_ shape: DenseShape) {
    assert(MemoryLayout<Head>.size <= MemoryLayout<Node>.stride)
    let raw = UnsafeMutableRawPointer(nodes + Int(slot) + 1)
    raw.bindMemory(to: Head.self, capacity: 1)
    let numbers = 2 * shape.valueCount + shape.neuronCount + shape.outputCount
    let doubles = (raw + MemoryLayout<Node>.stride).bindMemory(to: Double.self, capacity: numbers)
    let slots = UnsafeMutableRawPointer(doubles + numbers).bindMemory(
      to: UInt32.self, capacity: shape.inputCount)
    UnsafeMutableRawPointer(slots + shape.inputCount).bindMemory(
      to: Bool.self, capacity: 2 * shape.outputCount)
  }

  // MARK: - Forward

  /// Applies a shape to values and records it.
  static func record(_ shape: DenseShape, _ inputs: [Value]) -> [Value] {
    let recorder = Recorder.current
    recorder.startOfModuleCall()
    let hasCopy = shape.block.copySequence == recorder.sequence
    let room = shape.slotCount + ParameterCopy.slotCount(shape.block)
    let needed = inputs.count + (hasCopy ? shape.slotCount : room)
    if recorder.room < needed || inputs.contains(where: recorder.isNewer) {
      recorder.retireTape(room: inputs.count + room)
    }
    // Filled before the record's own slots are taken, as inputs may need slots themselves.
    let slots = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: inputs.count) { slots in
      var isDistinct = true
      for (index, input) in inputs.enumerated() {
        slots[index] = recorder.slot(of: input)
        if input.storage === shape.block || (index > 0 && slots[index] <= slots[index - 1]) {
          isDistinct = false
        }
      }
      if !isDistinct && !inputs.contains(where: { $0.storage === shape.block }) {
        let sorted = slots.sorted()
        isDistinct = !zip(sorted, sorted.dropFirst()).contains { $0 == $1 }
      }
      let copy = ParameterCopy.onTape(recorder, of: shape.block)
      let slot = recorder.reserve(shape.slotCount)
      let storage = Unmanaged<ValueStorage>.passUnretained(shape)
      (recorder.nodes + Int(slot)).initialize(
        to: Node(data: 0, grad: Tape.bits(of: storage), a: 0, b: Node.none, op: .packed))
      recorder.tape._withUnsafeGuaranteedRef { $0.own(slot) }
      let record = DenseCall(recorder.nodes, slot)
      record.bindMemory(shape)
      record.head.initialize(
        to: Head(
          firstCall: recorder.takeCallNumbers(shape.callCount), depth: UInt32(recorder.callDepth),
          firstScalar: slot + 2 + UInt32(shape.packedSlots), copySlot: copy.slot, isFinite: true,
          hasDistinctInputs: isDistinct, wasReached: false))
      record.forward(shape, copy, UnsafeBufferPointer(slots))
      return record.head.pointee.firstScalar
    }
    let last = shape.layers[shape.layers.count - 1]
    let first = slots + UInt32(shape.scalarCount - last.outputs * last.nodesPerNeuron)
    return Array(unsafeUninitializedCapacity: last.outputs) { buffer, count in
      for index in 0..<last.outputs {
        let slot = first + UInt32((index + 1) * last.nodesPerNeuron - 1)
        (buffer.baseAddress! + index).initialize(to: recorder.value(slot))
      }
      count = last.outputs
    }
  }

  private func forward(_ shape: DenseShape, _ copy: ParameterCopy, _ slots: UnsafeBufferPointer<UInt32>) {
    let parts = parts(shape)
    parts.inputs.initialize(from: slots.baseAddress!, count: slots.count)
    compute(shape, parts, copy)
    let layer = shape.layers[shape.layers.count - 1]
    var output = nodes + Int(head.pointee.firstScalar) + shape.scalarCount
    output -= layer.outputs * layer.nodesPerNeuron + 1
    for index in 0..<layer.outputs {
      output += layer.nodesPerNeuron
      output.initialize(
        to: Node(
          data: parts.results[index], grad: 0, a: slot, b: UInt32(index),
          op: .operation(layer.activation ?? .add),
          isPacked: true))
      parts.isReached[index] = false
      parts.wasReached[index] = false
    }
  }

  private func compute(_ shape: DenseShape, _ parts: Parts, _ copy: ParameterCopy) {
    var isFinite = copy.isFinite
    for index in 0..<shape.inputCount {
      let number = nodes[Int(parts.inputs[index])].data
      parts.values[index] = number
      if !number.isFinite { isFinite = false }
    }
    var x = parts.values
    for depth in 0..<shape.layers.count {
      let layer = shape.layers[depth]
      let isLast = depth == shape.layers.count - 1
      let y = isLast ? parts.results : x + layer.inputs
      DenseKernel.forward(layer, copy.transposed, x, y)
      if !isLast {
        for index in 0..<layer.outputs where !y[index].isFinite { isFinite = false }
      }
      x = y
    }
    head.pointee.isFinite = isFinite
  }

  /// The packed parts of a record.
  struct Parts {
    let values: UnsafeMutablePointer<Double>
    let valueGrads: UnsafeMutablePointer<Double>
    let sumGrads: UnsafeMutablePointer<Double>
    let results: UnsafeMutablePointer<Double>
    let inputs: UnsafeMutablePointer<UInt32>
    let isReached: UnsafeMutablePointer<Bool>
    let wasReached: UnsafeMutablePointer<Bool>
  }

  func parts(_ shape: DenseShape) -> Parts {
    let valueGrads = values + shape.valueCount
    let sumGrads = valueGrads + shape.valueCount
    let results = sumGrads + shape.neuronCount
    let inputs = UnsafeMutableRawPointer(results + shape.outputCount).assumingMemoryBound(to: UInt32.self)
    let isReached = UnsafeMutableRawPointer(inputs + shape.inputCount).assumingMemoryBound(to: Bool.self)
    return Parts(
      values: values, valueGrads: valueGrads, sumGrads: sumGrads, results: results, inputs: inputs,
      isReached: isReached, wasReached: isReached + shape.outputCount)
  }

  var inputSlots: UnsafeBufferPointer<UInt32> {
    shape._withUnsafeGuaranteedRef {
      UnsafeBufferPointer(start: parts($0).inputs, count: $0.inputCount)
    }
  }

  /// Of the copy of the parameters.
  var copySlot: UInt32 { head.pointee.copySlot }

  /// The slots of the outputs.
  var outputSlots: StrideTo<UInt32> {
    shape._withUnsafeGuaranteedRef { shape in
      let last = shape.layers[shape.layers.count - 1]
      let end = head.pointee.firstScalar + UInt32(shape.scalarCount)
      let size = UInt32(last.nodesPerNeuron)
      return stride(from: end - UInt32(last.outputs - 1) * size - 1, to: end, by: Int(size))
    }
  }

  /// Computes the outputs anew from what the inputs and the copy of the parameters are now.
  func refresh() {
    shape._withUnsafeGuaranteedRef { shape in
      let parts = parts(shape)
      let copy = ParameterCopy(nodes, copySlot)
      compute(shape, parts, copy)
      for (index, slot) in outputSlots.enumerated() { nodes[Int(slot)].data = parts.results[index] }
    }
  }
}
