import CSystem

/// Which tape is recorded on, and the calls of modules in progress.
///
/// All new work goes to the open tape, never to a sealed one. When no handle to the open tape is left it starts over, so
/// that loops of inference stay within one tape.
extension Recorder {
  /// Kept handles pin the tape they are on, so tapes are closed at moments after which a program typically drops its
  /// handles, once they hold enough to be worth an object of their own.
  enum Limit {
    /// `backward()` seals a tape from this many nodes on; it is also the smallest capacity.
    static let sealedByBackward = 64
    /// A call of a module on leaves starts the tape over from this many nodes on, if no handle to it is
    /// left: so inference stays in the cache.
    static let restartedByModuleCall = 8192
    /// A call of a module on leaves seals a tape from this many nodes on.
    static let sealedByModuleCall = 32_768
    /// The largest capacity, but for a single call of a module that needs more: 2 MB.
    static let capacity = 65_536
  }

  /// What a thread owns to record: released when it ends.
  final class Owned {
    fileprivate var tape = Tape(capacity: Limit.sealedByBackward)
    var shelf = NodeStorage.Shelf()
    /// Nodes recorded since the last `backward()`: what the next tape is sized by.
    fileprivate var recorded = 0
    fileprivate var openCalls: [(path: String, number: UInt64, start: UInt32)] = []
    fileprivate var callCount: UInt64 = 0
  }

  /// The most nodes that one operation takes: two external operands and the result.
  private static let nodesPerOperation: UInt32 = 3

  private var own: Unmanaged<Owned> { owned ?? Recorder.makeOwned() }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { pointer in
      let reference: UnsafeMutableRawPointer? = pointer
      // The tape may go with the owner, and finds no shelf any more.
      Recorder.current.close()
      if let reference { Unmanaged<Owned>.fromOpaque(reference).release() }
    }
    precondition(status == 0, "The system has no thread-specific key left for Micrograd.")
    return key
  }()

  private static func makeOwned() -> Unmanaged<Owned> {
    let owned = Owned()
    let reference = Unmanaged.passRetained(owned)
    pthread_setspecific(key, reference.toOpaque())
    current.own(reference)
    current.start(on: owned.tape)
    return reference
  }

  // MARK: - Room and operands

  /// Makes sure of the room for an operation.
  @inline(never)
  func makeRoom() {
    if room < Recorder.nodesPerOperation { retireTape() }
  }

  /// The slot of an operand, with room for an operation on it.
  @inline(never)
  func place(_ operand: Value) -> UInt32 {
    makeRoom(for: Recorder.nodesPerOperation, newerThan: operand, operand)
    return slot(of: operand)
  }

  /// The slots of two operands, with room for an operation on them.
  @inline(never)
  func place(_ left: Value, _ right: Value) -> (UInt32, UInt32) {
    makeRoom(for: Recorder.nodesPerOperation, newerThan: left, right)
    return (slot(of: left), slot(of: right))
  }

  private func makeRoom(for count: UInt32, newerThan left: Value, _ right: Value) {
    if room < Int(count) || isNewer(left) || isNewer(right) { retireTape() }
  }

  /// Makes sure of the room for operations on many values, and that the tape is newer than all of them.
  func makeRoom(for count: Int, newerThan values: ArraySlice<Value>, _ value: Value) {
    if room < count || isNewer(value) || values.contains(where: isNewer) { retireTape(room: count) }
  }

  @inline(__always)
  func isNewer(_ value: Value) -> Bool {
    guard !value.isLeaf else { return false }
    return value.tape.sequence > sequence
  }

  // MARK: - Sealing

  /// Called at the end of every `backward()`.
  func endOfBackward() {
    if count >= Limit.sealedByBackward { retireTape() }
    own._withUnsafeGuaranteedRef { $0.recorded = 0 }
  }

  /// Called before a module is applied to leaves: then nothing recorded before is needed by it, and it can
  /// start a tape of its own.
  func startOfModuleCall() {
    guard count >= Limit.restartedByModuleCall, callDepth == 0 else { return }
    let own = own.takeUnretainedValue()
    if count >= Limit.sealedByModuleCall || isKnownUniquelyReferenced(&own.tape) { retireTape() }
  }

  /// Seals the open tape and opens another with room for `room` nodes; starts it over if no handle to it is
  /// left.
  func retireTape(room: Int = 0) {
    let own = own.takeUnretainedValue()
    suspendCalls()
    own.recorded += Int(count)
    let capacity = max(Recorder.capacity(after: own.recorded), room)
    if isKnownUniquelyReferenced(&own.tape) && own.tape.capacity >= capacity {
      own.tape.rewind()
    } else {
      own.tape = Tape(capacity: capacity)
    }
    start(on: own.tape)
    for depth in own.openCalls.indices { own.openCalls[depth].start = 0 }
  }

  /// As much as has been recorded since the last `backward()`: a loop settles on tapes of its own size.
  private static func capacity(after recorded: Int) -> Int {
    var capacity = Limit.sealedByBackward
    while capacity < recorded && capacity < Limit.capacity { capacity *= 2 }
    return capacity
  }

  // MARK: - Module calls

  /// How many module calls are in progress.
  var callDepth: Int { owned?._withUnsafeGuaranteedRef { $0.openCalls.count } ?? 0 }

  /// Takes numbers for module calls that are noted by a call of dense layers.
  func takeCallNumbers(_ count: Int) -> UInt64 {
    own._withUnsafeGuaranteedRef { own in
      defer { own.callCount += UInt64(count) }
      return own.callCount + 1
    }
  }

  /// Notes that what `body` records belongs to the module at `path`.
  func call<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
    beginCall(path)
    defer { endCall() }
    return try body()
  }

  /// Notes that what is recorded from now on belongs to the module at `path`, up to `endCall()`.
  func beginCall(_ path: String) {
    let own = own.takeUnretainedValue()
    startOfModuleCall()
    own.callCount += 1
    own.openCalls.append((path, own.callCount, count))
  }

  /// Ends the call begun last.
  func endCall() {
    note(callDepth - 1)
    own.takeUnretainedValue().openCalls.removeLast()
  }

  /// Writes down the stretches of the calls in progress, which go on on the next tape.
  private func suspendCalls() {
    for depth in 0..<callDepth { note(depth) }
  }

  private func note(_ depth: Int) {
    let own = own.takeUnretainedValue()
    let (path, number, start) = own.openCalls[depth]
    let end = count
    guard end > start else { return }
    let call = ModuleCall(path: path, number: number, depth: depth, slots: start..<end)
    own.tape.withNotes { $0.moduleCalls.append(call) }
  }
}
