import Synchronization

/// A flat list of recorded operations (a Wengert list): creation order is topological order.
///
/// The storage has a fixed capacity and never moves, so that a value which was sent to another task can be
/// read and differentiated there while the owner of the tape goes on recording: only the owner appends, and
/// a node is written by nobody but the holder of the values above it. A tape refers only to leaves and to
/// tapes of a lower sequence number, so there are no cycles.
///
/// Source: R. E. Wengert, "A simple automatic derivative evaluation program", CACM 7(8), 1964.
final class Tape: Home {
  let nodes: UnsafeMutablePointer<Node>
  let capacity: Int
  private(set) var count = 0
  /// Higher than that of every tape it refers to. A tape that starts over takes a new one.
  private(set) var sequence = Tape.nextSequence()
  private var lastExternal = Node.none
  /// Labels and module calls are rare; a lock lets two tasks that share only the tape write theirs.
  let notes = Mutex(Notes())

  struct Notes {
    var labels: [UInt32: String] = [:]
    var moduleCalls: [ModuleCall] = []
  }

  init(capacity: Int) {
    self.capacity = capacity
    nodes = .allocate(capacity: capacity)
  }

  deinit {
    releaseExternals()
    nodes.deallocate()
  }

  private static let sequences = Atomic<UInt64>(0)

  private static func nextSequence() -> UInt64 {
    sequences.add(1, ordering: .relaxed).newValue
  }

  var room: Int { capacity - count }

  /// Records an operation on slots of this tape. The caller has made sure of the room.
  @inline(__always)
  func append(_ op: Op, _ data: Double, _ a: UInt32, _ b: UInt32) -> UInt32 {
    let slot = count
    assert(slot < capacity)
    (nodes + slot).initialize(
      to: Node(data: data, grad: 0, a: a, b: b, op: op, hasGrad: false, settled: 0))
    count = slot + 1
    return UInt32(truncatingIfNeeded: slot)
  }

  /// The slot that stands for `value` on this tape; takes one node of room if there is none yet.
  @inline(__always)
  func slot(of value: Value) -> UInt32 {
    if value.home === self { return value.slot }
    return externalSlot(of: value)
  }

  private func externalSlot(of value: Value) -> UInt32 {
    guard value.slot == Node.none else { return appendExternal(value.home, value.slot, value.data) }
    let leaf = unsafeDowncast(value.home, to: Leaf.self)
    if leaf.tapeSequence == sequence { return leaf.tapeSlot }
    let slot = appendExternal(leaf, Node.none, leaf.data)
    leaf.tapeSequence = sequence
    leaf.tapeSlot = slot
    return slot
  }

  private func appendExternal(_ home: Home, _ homeSlot: UInt32, _ data: Double) -> UInt32 {
    let slot = append(.external, data, homeSlot, lastExternal)
    let reference = UInt(bitPattern: Unmanaged.passRetained(home).toOpaque())
    nodes[Int(slot)].grad = Double(bitPattern: UInt64(reference))
    lastExternal = slot
    return slot
  }

  /// The home of the value that an external node stands for.
  @inline(__always)
  func homeOfExternal(_ node: UnsafeMutablePointer<Node>) -> Unmanaged<Home> {
    // The bits were put there by `appendExternal`, from a reference that this tape owns.
    let reference = UnsafeRawPointer(bitPattern: UInt(node.pointee.grad.bitPattern))
    return Unmanaged.fromOpaque(reference.unsafelyUnwrapped)
  }

  /// The value at a slot, at home if the slot is an external node.
  func value(at slot: UInt32) -> Value {
    let node = nodes + Int(slot)
    guard node.pointee.op == .external else { return Value(home: self, slot: slot) }
    return Value(home: homeOfExternal(node).takeUnretainedValue(), slot: node.pointee.a)
  }

  /// Whether the operand at a slot is a number written inside an expression.
  @inline(__always)
  func isConstant(_ slot: UInt32) -> Bool {
    switch nodes[Int(slot)].op {
    case .constant: true
    case .external: value(at: slot).role == .constant
    default: false
    }
  }

  /// Forgets everything and starts over. Only for a tape to which no handle is left.
  func rewind() {
    releaseExternals()
    count = 0
    sequence = Tape.nextSequence()
    notes.withLock { $0 = Notes() }
  }

  /// Gives up the references to other homes, with a worklist in place of recursion: a chain of a million
  /// tapes is released on any stack.
  private func releaseExternals() {
    var owned: [Home] = []
    moveExternals(into: &owned)
    while var home = owned.popLast() {
      guard isKnownUniquelyReferenced(&home), let tape = home as? Tape else { continue }
      tape.moveExternals(into: &owned)
    }
  }

  private func moveExternals(into owned: inout [Home]) {
    while lastExternal != Node.none {
      let node = nodes + Int(lastExternal)
      owned.append(homeOfExternal(node).takeRetainedValue())
      lastExternal = node.pointee.b
    }
  }
}
