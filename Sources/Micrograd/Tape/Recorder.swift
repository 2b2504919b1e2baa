import CSystem

/// The end of the tape that the current thread records on: where an operation becomes a node.
///
/// What every operation needs lies in one thread-local structure. All else, which happens once in many
/// operations, is the business of the thread's `TapeWriter`.
struct OpenTape {
  private let state: UnsafeMutablePointer<open_tape>

  @inline(__always)
  static var current: OpenTape { OpenTape(state: gradviz_current_open_tape()) }

  /// The most nodes that one operation takes: two external operands and the result.
  static let nodesPerOperation: UInt32 = 3

  @inline(__always)
  var nodes: UnsafeMutablePointer<Node> { state.pointee.nodes.assumingMemoryBound(to: Node.self) }
  @inline(__always)
  var count: UInt32 { state.pointee.count }
  @inline(__always)
  var sequence: UInt64 { state.pointee.sequence }
  @inline(__always)
  var room: Int { Int(state.pointee.capacity) - Int(state.pointee.count) }

  /// The tape; there is one once the thread has a writer.
  @inline(__always)
  var tape: Unmanaged<Tape> { Unmanaged.fromOpaque(state.pointee.tape) }

  /// The writer of this thread, if it has one.
  var writer: Unmanaged<TapeWriter>? { state.pointee.writer.map { Unmanaged.fromOpaque($0) } }

  func setWriter(_ writer: Unmanaged<TapeWriter>?) { state.pointee.writer = writer?.toOpaque() }

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

  // MARK: - Operands

  /// The slot that stands for `value` on this tape, or `Node.none` if that takes more than a look.
  @inline(__always)
  func slotAtHand(of value: Value) -> UInt32 {
    if UnsafeMutableRawPointer(Unmanaged.passUnretained(value.home).toOpaque()) == state.pointee.tape {
      return value.slot
    }
    if value.slot == Node.none {
      let leaf = unsafeDowncast(value.home, to: Leaf.self)
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
      let leaf = unsafeDowncast(value.home, to: Leaf.self)
      leaf.tapeSlot = appendExternal(value, leaf.data)
      leaf.tapeSequence = sequence
      return leaf.tapeSlot
    }
    guard value.slot >= Node.parameter else { return appendExternal(value, value.data) }
    let block = unsafeDowncast(value.home, to: ParameterBlock.self)
    let index = Int(value.slot & ~Node.parameter)
    if block.places[index].sequence != sequence {
      block.places[index] = (sequence, appendExternal(value, block.data[index]))
    }
    return block.places[index].slot
  }

  private func appendExternal(_ value: Value, _ data: Double) -> UInt32 {
    let home = Unmanaged.passUnretained(value.home)
    let slot = append(
      Node(data: data, grad: Tape.bits(of: home), a: value.slot, b: Node.none, op: .external))
    tape._withUnsafeGuaranteedRef { $0.own(slot) }
    return slot
  }

  // MARK: - Nodes

  /// Appends a node. The caller has made sure of the room.
  @inline(__always)
  func append(_ node: Node) -> UInt32 {
    let slot = count
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
    append(op, op.result(nodes[Int(a)].data, nodes[Int(b)].data), a, b)
  }

  /// Appends an operation of the user's own, and before it the node that owns it.
  func append(custom operation: Unmanaged<Home>, _ data: Double) -> UInt32 {
    let owner = append(
      Node(data: 0, grad: Tape.bits(of: operation), a: Node.none, b: Node.none, op: .external))
    tape._withUnsafeGuaranteedRef { $0.own(owner) }
    return append(Node(data: data, grad: 0, a: owner, b: Node.none, op: .custom))
  }

  /// Takes slots without writing to them.
  func reserve(_ slots: Int) -> UInt32 {
    let first = count
    state.pointee.count += UInt32(slots)
    return first
  }

  @inline(__always)
  func value(_ slot: UInt32) -> Value {
    Value(home: tape.takeUnretainedValue(), slot: slot)
  }

  // MARK: - Operations

  /// Records `op` on one value.
  @inline(__always)
  static func record(_ op: Op, _ operand: Value) -> Value {
    let open = current
    var a = open.slotAtHand(of: operand)
    if a >= Node.parameter || open.room < 1 { a = TapeWriter.current.place(operand) }
    let data = op.result(open.nodes[Int(a)].data)
    return open.value(open.append(op, data, a, Node.none))
  }

  /// Records `op` on two values.
  @inline(__always)
  static func record(_ op: Op, _ left: Value, _ right: Value) -> Value {
    let open = current
    var a = open.slotAtHand(of: left)
    var b = open.slotAtHand(of: right)
    // Slots at hand are below `Node.parameter`, a single bit.
    if (a | b) >= Node.parameter || open.room < 1 { (a, b) = TapeWriter.current.place(left, right) }
    return open.value(open.append(op, a, b))
  }

  /// Records a value and a number written beside it, the number in its place.
  @inline(__always)
  static func record(_ op: Op, _ left: Value, number: Double) -> Value {
    let open = current
    var a = open.slotAtHand(of: left)
    if a >= Node.parameter || open.room < 2 { a = TapeWriter.current.place(left) }
    let b = open.append(constant: number)
    return open.value(open.append(op, op.result(open.nodes[Int(a)].data, number), a, b))
  }

  @inline(__always)
  static func record(_ op: Op, number: Double, _ right: Value) -> Value {
    let open = current
    var b = open.slotAtHand(of: right)
    if b >= Node.parameter || open.room < 2 { b = TapeWriter.current.place(right) }
    let a = open.append(constant: number)
    return open.value(open.append(op, op.result(number, open.nodes[Int(b)].data), a, b))
  }

  static func record(
    custom name: String, _ operands: [Value], _ data: Double, _ partials: [Double]
  ) -> Value {
    let open = current
    TapeWriter.current.makeRoom(for: operands.count + 2, newerThan: operands[1...], operands[0])
    let slots = operands.map { open.slot(of: $0) }
    let operation = CustomOperation(name, slots, partials)
    return open.value(open.append(custom: .passUnretained(operation), data))
  }

  static func record(constant number: Double) -> Value {
    let open = current
    if open.room < 1 { TapeWriter.current.makeRoom() }
    return open.value(open.append(constant: number))
  }

  // MARK: - Sums

  /// Records the sum of values, from the first to the last.
  static func sum(_ values: [Value]) -> Value {
    guard values.count > 1 else { return values[0] }
    var rest = values[...]
    var total = rest.removeFirst()
    while !rest.isEmpty {
      let part = rest.prefix(longestPart)
      rest = rest.dropFirst(part.count)
      let writer = TapeWriter.current
      let open = current
      writer.makeRoom(for: 2 * part.count + 2, newerThan: part, total)
      var sum = open.slot(of: total)
      for value in part { sum = open.append(.add, sum, open.slot(of: value)) }
      total = open.value(sum)
    }
    return total
  }

  /// Records `a₀·b₀ + a₁·b₁ + …`: first all products, then their sum.
  static func dot(_ a: [Value], _ b: [Value]) -> Value {
    let writer = TapeWriter.current
    let open = current
    let count = a.count
    guard count <= longestPart else { return sum(zip(a, b).map { $0 * $1 }) }
    writer.makeRoom(for: 4 * count, newerThan: a[...], b[0])
    if b.contains(where: writer.isNewer) { writer.retireTape(room: 4 * count) }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * count) { slots in
      // Operands first, so that the products lie side by side.
      for index in 0..<count {
        slots[2 * index] = open.slot(of: a[index])
        slots[2 * index + 1] = open.slot(of: b[index])
      }
      let first = open.count
      for index in 0..<count { _ = open.append(.multiply, slots[2 * index], slots[2 * index + 1]) }
      var sum = first
      for product in first + 1..<first + UInt32(count) { sum = open.append(.add, sum, product) }
      return open.value(sum)
    }
  }

  /// Longer sums are recorded in parts, so that no tape needs to be larger than others.
  private static let longestPart = 4096
}
