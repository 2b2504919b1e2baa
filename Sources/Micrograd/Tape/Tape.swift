import CSystem
import Synchronization

/// A flat list of recorded operations (a Wengert list): creation order is topological order.
///
/// The storage has a fixed capacity and never moves, so that a value which was sent to another task can be
/// read and differentiated there while the owner of the tape goes on recording: only the owner appends, and
/// a node is written by nobody but the holder of the values above it. A tape refers only to leaves and to
/// tapes of a lower sequence number, so there are no cycles.
///
/// Source: R. E. Wengert, "A simple automatic derivative evaluation program", CACM 7(8), 1964.
final class Tape: ValueStorage {
  override var isTape: Bool { true }

  let nodes: UnsafeMutablePointer<Node>
  let capacity: Int
  /// Higher than that of every tape it refers to. A tape that starts over takes a new one.
  private(set) var sequence = Tape.nextSequence()
  /// The last node that owns a reference, from which all others are found.
  private var lastOwner = Node.none
  private var notes = Notes()

  struct Notes {
    var labels: [UInt32: String] = [:]
    var moduleCalls: [ModuleCall] = []
  }

  init(capacity: Int) {
    self.capacity = capacity
    nodes = NodeStorage.take(capacity)
  }

  deinit {
    releaseStorages()
    NodeStorage.give(nodes, capacity)
  }

  private static let sequences = Atomic<UInt64>(0)

  private static func nextSequence() -> UInt64 {
    sequences.add(1, ordering: .relaxed).newValue
  }

  /// The value at a slot, where it lives if the slot is an external node.
  func value(at slot: UInt32) -> Value {
    let node = nodes + Int(slot)
    guard node.pointee.op.isExternal else { return Value(storage: self, slot: slot) }
    return Value(storage: Tape.storage(of: node).takeUnretainedValue(), slot: node.pointee.a)
  }

  /// The slots of the operands of a node, in order; of the head of a packed call, those of its inputs.
  @inline(__always)
  func forEachOperand(of node: Node, at slot: UInt32, _ body: (UInt32) -> Void) {
    switch node.op {
    case .operation(let op):
      guard !node.isPacked else { return }
      body(node.a)
      if op.arity > 1 { body(node.b) }
    case .custom: CustomOperation.of(node, on: nodes).operands.forEach(body)
    case .packed: PackedCall.at(slot, on: nodes).inputs(of: slot, on: nodes).forEach(body)
    case .constant, .external: break
    }
  }

  /// Labels and module calls are rare; a lock lets two tasks that share only the tape write theirs.
  func withNotes<Result>(_ body: (inout Notes) -> Result) -> Result {
    let lock = NotesLock.of(self)
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body(&notes)
  }

  // MARK: - References to other storage

  /// The storage of the value that an external node stands for.
  @inline(__always)
  static func storage(of external: UnsafeMutablePointer<Node>) -> Unmanaged<ValueStorage> {
    // The bits were put there by `bits(of:)`.
    assert(external.pointee.op.isExternal || external.pointee.op.isPacked)
    let reference = UnsafeRawPointer(bitPattern: UInt(external.pointee.grad.bitPattern))
    return Unmanaged.fromOpaque(reference.unsafelyUnwrapped)
  }

  @inline(__always)
  static func bits(of storage: Unmanaged<ValueStorage>) -> Double {
    Double(bitPattern: UInt64(UInt(bitPattern: storage.toOpaque())))
  }

  /// Makes a node the owner of the storage that its `grad` refers to, for as long as the tape lives.
  @inline(__always)
  func own(_ slot: UInt32) {
    let node = nodes + Int(slot)
    _ = Tape.storage(of: node).retain()
    node.pointee.b = lastOwner
    lastOwner = slot
  }

  /// Forgets everything and starts over. Only for a tape to which no handle is left.
  func rewind() {
    releaseStorages()
    // Calls recorded in one piece had bound some of it to other types.
    UnsafeMutableRawPointer(nodes).bindMemory(to: Node.self, capacity: capacity)
    sequence = Tape.nextSequence()
    withNotes { $0 = Notes() }
  }

  /// Gives up the references to other storage, with a worklist in place of recursion: a chain of a million
  /// tapes is released on any stack.
  private func releaseStorages() {
    var tapes: [Tape] = []
    releaseStorages(keeping: &tapes)
    while let tape = tapes.popLast() { tape.releaseStorages(keeping: &tapes) }
  }

  /// - Parameter tapes: gets the tapes that nothing refers to any more, which hold others in their turn.
  private func releaseStorages(keeping tapes: inout [Tape]) {
    while lastOwner != Node.none {
      let node = nodes + Int(lastOwner)
      lastOwner = node.pointee.b
      var storage = Tape.storage(of: node).takeRetainedValue()
      if storage.isTape && isKnownUniquelyReferenced(&storage) {
        tapes.append(unsafeDowncast(storage, to: Tape.self))
      }
    }
  }
}

/// Locks for the notes of all tapes, a few for many, so that a tape of a handful of nodes stays small.
///
/// Of the system's threads and not `Synchronization.Mutex`, whose hand-over the thread sanitizer of Swift 6.3.1
/// does not see.
private enum NotesLock {
  private static let count = 64

  nonisolated(unsafe) private static let locks: UnsafeMutablePointer<pthread_mutex_t> = {
    let locks = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: count)
    for index in 0..<count { pthread_mutex_init(locks + index, nil) }
    return locks
  }()

  static func of(_ tape: Tape) -> UnsafeMutablePointer<pthread_mutex_t> {
    let address = UInt(bitPattern: Unmanaged.passUnretained(tape).toOpaque())
    return locks + Int(address >> 4) % count
  }
}
