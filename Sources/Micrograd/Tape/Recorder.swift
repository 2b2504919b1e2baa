import CSystem

/// Where operations become nodes: the end of the tape that the current thread records on.
///
/// What every operation needs lies in one thread-local structure, `open_tape`, that is found with one instruction.
/// What happens once in many operations, such as going on on another tape, is in `Recorder+Tapes.swift`.
struct Recorder {
  private let state: UnsafeMutablePointer<open_tape>

  /// That of the current thread.
  @inline(__always)
  static var current: Recorder { Recorder(state: gradviz_current_open_tape()) }

  @inline(__always)
  var nodes: UnsafeMutablePointer<Node> { state.pointee.nodes.assumingMemoryBound(to: Node.self) }
  @inline(__always)
  var count: UInt32 { state.pointee.count }
  @inline(__always)
  var sequence: UInt64 { state.pointee.sequence }
  @inline(__always)
  var room: Int { Int(state.pointee.capacity) - Int(state.pointee.count) }

  /// The tape; there is one once the thread has recorded anything.
  @inline(__always)
  var tape: Unmanaged<Tape> { Unmanaged.fromOpaque(state.pointee.tape) }

  /// What the thread owns for recording; nil before the first operation.
  @inline(__always)
  var owned: Unmanaged<Owned>? { state.pointee.writer.map { Unmanaged.fromOpaque($0) } }

  func own(_ owned: Unmanaged<Owned>) { state.pointee.writer = owned.toOpaque() }

  /// Starts on another tape, or on the same anew.
  func start(on tape: Tape) {
    state.pointee.tape = Unmanaged.passUnretained(tape).toOpaque()
    state.pointee.nodes = UnsafeMutableRawPointer(tape.nodes)
    state.pointee.count = 0
    state.pointee.capacity = UInt32(tape.capacity)
    state.pointee.sequence = tape.sequence
  }

  /// Ends recording on this thread.
  func close() { state.pointee = open_tape() }

  // MARK: - Operations

  /// Records `op` on one value.
  @inline(__always)
  static func record(_ op: Op, _ operand: Value) -> Value {
    let recorder = current
    var a = recorder.slotAtHand(of: operand)
    if a >= Node.parameter || recorder.room < 1 { a = current.place(operand) }
    let data = op.result(recorder.nodes[Int(a)].data)
    return recorder.value(recorder.append(op, data, a, Node.none))
  }

  /// Records `op` on two values.
  @inline(__always)
  static func record(_ op: Op, _ left: Value, _ right: Value) -> Value {
    let recorder = current
    var a = recorder.slotAtHand(of: left)
    var b = recorder.slotAtHand(of: right)
    // Slots at hand are below `Node.parameter`, a single bit.
    if (a | b) >= Node.parameter || recorder.room < 1 { (a, b) = current.place(left, right) }
    return recorder.value(recorder.append(op, a, b))
  }

  // MARK: - Operands

  /// The slot that stands for `value` on this tape, or `Node.none` if that takes more than a look.
  @inline(__always)
  func slotAtHand(of value: Value) -> UInt32 {
    if UnsafeMutableRawPointer(Unmanaged.passUnretained(value.storage).toOpaque()) == state.pointee.tape {
      return value.slot
    }
    if value.slot == Node.none {
      let leaf = unsafeDowncast(value.storage, to: Leaf.self)
      if leaf.tapeSequence == sequence { return leaf.tapeSlot }
    }
    return Node.none
  }

  /// The slot that stands for `value` on this tape, which must be newer; takes one node of room if there is
  /// none yet.
  func slot(of value: Value) -> UInt32 {
    let known = slotAtHand(of: value)
    if known != Node.none { return known }
    if value.slot == Node.none {
      let leaf = unsafeDowncast(value.storage, to: Leaf.self)
      leaf.tapeSlot = appendExternal(value, leaf.data)
      leaf.tapeSequence = sequence
      return leaf.tapeSlot
    }
    guard value.slot >= Node.parameter else { return appendExternal(value, value.data) }
    let block = unsafeDowncast(value.storage, to: ParameterBlock.self)
    let index = Int(value.slot & ~Node.parameter)
    if block.places[index].sequence != sequence {
      block.places[index] = (sequence, appendExternal(value, block.data[index]))
    }
    return block.places[index].slot
  }

  private func appendExternal(_ value: Value, _ data: Double) -> UInt32 {
    let storage = Unmanaged.passUnretained(value.storage)
    let slot = append(
      Node(data: data, grad: Tape.bits(of: storage), a: value.slot, b: Node.none, op: .external))
    tape._withUnsafeGuaranteedRef { $0.own(slot) }
    return slot
  }

  // MARK: - Nodes

  /// Appends a node. The caller has made sure of the room.
  @inline(__always)
  func append(_ node: Node) -> UInt32 {
    let slot = count
    assert(room > 0, "Whoever appends has made sure of the room.")
    (nodes + Int(slot)).initialize(to: node)
    state.pointee.count = slot &+ 1
    return slot
  }

  @inline(__always)
  func append(_ op: Op, _ data: Double, _ a: UInt32, _ b: UInt32) -> UInt32 {
    append(Node(data: data, grad: 0, a: a, b: b, op: .operation(op)))
  }

  @inline(__always)
  func append(constant number: Double) -> UInt32 {
    append(Node(data: number, grad: 0, a: Node.none, b: Node.none, op: .constant))
  }

  /// Appends an operation on slots of this tape.
  @inline(__always)
  func append(_ op: Op, _ a: UInt32, _ b: UInt32) -> UInt32 {
    assert(a < count && b < count, "An operand lies below its result.")
    return append(op, op.result(nodes[Int(a)].data, nodes[Int(b)].data), a, b)
  }

  /// Takes slots without writing to them.
  func reserve(_ slots: Int) -> UInt32 {
    let first = count
    state.pointee.count += UInt32(slots)
    return first
  }

  @inline(__always)
  func value(_ slot: UInt32) -> Value {
    Value(storage: tape.takeUnretainedValue(), slot: slot)
  }
}
