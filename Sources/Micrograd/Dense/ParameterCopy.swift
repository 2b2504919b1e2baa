/// The numbers of a parameter block as they were when a tape first used them, kept on the tape.
///
/// From its slot on it has a node that owns the block; one slot for each parameter, which become external
/// nodes when a dense record is expanded; and the numbers, first as in the block, then transposed layer by
/// layer, biases first, as the forward pass goes through them.
struct ParameterCopy {
  let slot: UInt32
  private let nodes: UnsafeMutablePointer<Node>
  private let count: Int

  init(_ nodes: UnsafeMutablePointer<Node>, _ slot: UInt32) {
    self.nodes = nodes
    self.slot = slot
    count = Int(nodes[Int(slot)].a)
  }

  static func slotCount(_ block: ParameterBlock) -> Int { 1 + block.count + (block.count + 1) / 2 }

  /// Whether all parameters are finite.
  var isFinite: Bool { nodes[Int(slot)].hasGrad }
  var isExpanded: Bool { nodes[Int(slot)].isCompact }

  @inline(__always)
  var rows: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(nodes + Int(slot) + 1 + count).assumingMemoryBound(to: Double.self)
  }
  @inline(__always)
  var transposed: UnsafeMutablePointer<Double> { rows + count }

  func slot(ofParameter index: Int) -> UInt32 { slot + 1 + UInt32(index) }

  /// The copy of a block on the open tape, made now if there is none with its present numbers. The caller has
  /// made sure of the room.
  static func onTape(_ open: OpenTape, of block: ParameterBlock) -> ParameterCopy {
    if block.copySequence == open.sequence { return ParameterCopy(open.nodes, block.copySlot) }
    let slot = open.reserve(slotCount(block))
    let home = Unmanaged<Home>.passUnretained(block)
    (open.nodes + Int(slot)).initialize(
      to: Node(data: 0, grad: Tape.bits(of: home), a: UInt32(block.count), b: Node.none, op: .external))
    open.tape._withUnsafeGuaranteedRef { $0.own(slot) }
    let copy = ParameterCopy(open.nodes, slot)
    copy.fill(block)
    block.copySequence = open.sequence
    block.copySlot = slot
    return copy
  }

  /// Takes the numbers as they are now.
  func fill(_ block: ParameterBlock) {
    let (rows, transposed) = (rows, transposed)
    rows.initialize(from: block.data, count: count)
    var isFinite = true
    for index in 0..<count where !rows[index].isFinite { isFinite = false }
    nodes[Int(slot)].hasGrad = isFinite
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
    guard !isExpanded else { return }
    let home = nodes[Int(slot)].grad
    for index in 0..<count {
      (nodes + Int(slot(ofParameter: index))).initialize(
        to: Node(
          data: rows[index], grad: home, a: Node.parameter | UInt32(index), b: Node.none, op: .external))
    }
    nodes[Int(slot)].isCompact = true
  }
}
