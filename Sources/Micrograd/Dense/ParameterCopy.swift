/// The numbers of a parameter block as they were when a tape first used them, kept on the tape.
///
/// From its slot on it has a node that owns the block; a head; one slot for each parameter, which become external nodes
/// when a call is expanded; and the numbers, first as in the block, then transposed layer by layer, biases first, as the
/// forward pass goes through them.
struct ParameterCopy {
  let slot: UInt32
  private let nodes: UnsafeMutablePointer<Node>
  private let head: UnsafeMutablePointer<Head>
  private let count: Int

  /// What the slot after the owner holds.
  private struct Head {
    var count: Int
    var isFinite = true
    var isExpanded = false
  }

  init(_ nodes: UnsafeMutablePointer<Node>, _ slot: UInt32) {
    self.nodes = nodes
    self.slot = slot
    head = UnsafeMutableRawPointer(nodes + Int(slot) + 1).assumingMemoryBound(to: Head.self)
    count = head.pointee.count
  }

  static func slotCount(_ block: ParameterBlock) -> Int {
    2 + block.count + Node.slots(bytes: 2 * block.count * MemoryLayout<Double>.stride)
  }

  /// Whether all parameters are finite.
  var isFinite: Bool { head.pointee.isFinite }

  @inline(__always)
  var rows: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(nodes + Int(slot) + 2 + count).assumingMemoryBound(to: Double.self)
  }
  @inline(__always)
  var transposed: UnsafeMutablePointer<Double> { rows + count }

  func slot(ofParameter index: Int) -> UInt32 { slot + 2 + UInt32(index) }

  /// The copy of a block on the open tape, made now if there is none with its present numbers. The caller has
  /// made sure of the room.
  static func onTape(_ recorder: Recorder, of block: ParameterBlock) -> ParameterCopy {
    if block.copySequence == recorder.sequence { return ParameterCopy(recorder.nodes, block.copySlot) }
    let slot = recorder.reserve(slotCount(block))
    let storage = Unmanaged<ValueStorage>.passUnretained(block)
    (recorder.nodes + Int(slot)).initialize(
      to: Node(data: 0, grad: Tape.bits(of: storage), a: Node.none, b: Node.none, op: .external))
    recorder.tape._withUnsafeGuaranteedRef { $0.own(slot) }
    let raw = UnsafeMutableRawPointer(recorder.nodes + Int(slot))
    (raw + MemoryLayout<Node>.stride).bindMemory(to: Head.self, capacity: 1)
      .initialize(to: Head(count: block.count))
    (raw + (2 + block.count) * MemoryLayout<Node>.stride).bindMemory(
      to: Double.self, capacity: 2 * block.count)
    let copy = ParameterCopy(recorder.nodes, slot)
    copy.fill(block)
    block.copySequence = recorder.sequence
    block.copySlot = slot
    return copy
  }

  /// Takes the numbers as they are now.
  func fill(_ block: ParameterBlock) {
    let (rows, transposed) = (rows, transposed)
    rows.initialize(from: block.data, count: count)
    var isFinite = true
    for index in 0..<count where !rows[index].isFinite { isFinite = false }
    head.pointee.isFinite = isFinite
    var first = 0
    for shape in block.shapes {
      let (width, neurons) = (shape.inputs + 1, shape.outputs)
      for neuron in 0..<neurons {
        let row = rows + first + neuron * width
        transposed[first + neuron] = row[shape.inputs]
        for input in 0..<shape.inputs { transposed[first + (input + 1) * neurons + neuron] = row[input] }
      }
      first += width * neurons
    }
  }

  /// Makes the parameters external nodes.
  func expand() {
    guard !head.pointee.isExpanded else { return }
    let storage = nodes[Int(slot)].grad
    for index in 0..<count {
      (nodes + Int(slot(ofParameter: index))).initialize(
        to: Node(
          data: rows[index], grad: storage, a: Node.parameter | UInt32(index), b: Node.none, op: .external))
    }
    head.pointee.isExpanded = true
  }
}
