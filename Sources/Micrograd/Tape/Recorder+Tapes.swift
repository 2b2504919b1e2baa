import CSystem

/// What one thread is recording on: its open tape, and the module calls in progress.
///
/// All new work goes to the open tape, never to a sealed one. When no handle to the open tape is left it
/// starts over, so that loops of inference stay within one tape.
final class TapeWriter {
  /// Kept handles pin the tape they are on, so tapes are closed at moments after which a program
  /// typically drops its handles, once they hold enough to be worth an object of their own.
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

  private(set) var tape = Tape(capacity: Limit.sealedByBackward)
  private let open = OpenTape.current
  var shelf = NodeStorage.Shelf()
  /// Nodes recorded since the last `backward()`: what the next tape is sized by.
  private var recorded = 0
  private var openCalls: [(path: String, number: UInt64, start: UInt32)] = []
  private var callCount: UInt64 = 0

  /// The writer of the current thread.
  @inline(__always)
  static var current: TapeWriter {
    OpenTape.current.writer?.takeUnretainedValue() ?? makeForThread()
  }

  /// The writer of the current thread, if it has recorded anything.
  static var ofThread: TapeWriter? { OpenTape.current.writer?.takeUnretainedValue() }

  /// Releases the writer of a thread that ends.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { pointer in
      let reference: UnsafeMutableRawPointer? = pointer
      // The tape may go with the writer, and finds no shelf any more.
      OpenTape.current.close()
      if let reference { Unmanaged<TapeWriter>.fromOpaque(reference).release() }
    }
    precondition(status == 0, "The system has no thread-specific key left for Micrograd.")
    return key
  }()

  private static func makeForThread() -> TapeWriter {
    let writer = TapeWriter()
    let reference = Unmanaged.passRetained(writer)
    pthread_setspecific(key, reference.toOpaque())
    OpenTape.current.setWriter(reference)
    OpenTape.current.start(on: writer.tape)
    return writer
  }

  // MARK: - Room and operands

  /// Makes sure of the room for an operation.
  @inline(never)
  func makeRoom() {
    if open.room < OpenTape.nodesPerOperation { retireTape() }
  }

  /// The slot of an operand, with room for an operation on it.
  @inline(never)
  func place(_ operand: Value) -> UInt32 {
    makeRoom(for: OpenTape.nodesPerOperation, newerThan: operand, operand)
    return open.slot(of: operand)
  }

  /// The slots of two operands, with room for an operation on them.
  @inline(never)
  func place(_ left: Value, _ right: Value) -> (UInt32, UInt32) {
    makeRoom(for: OpenTape.nodesPerOperation, newerThan: left, right)
    return (open.slot(of: left), open.slot(of: right))
  }

  private func makeRoom(for count: UInt32, newerThan left: Value, _ right: Value) {
    if open.room < Int(count) || isNewer(left) || isNewer(right) { retireTape() }
  }

  /// Makes sure of the room for operations on many values, and that the tape is newer than all of them.
  func makeRoom(for count: Int, newerThan values: ArraySlice<Value>, _ value: Value) {
    if open.room < count || isNewer(value) || values.contains(where: isNewer) { retireTape(room: count) }
  }

  @inline(__always)
  func isNewer(_ value: Value) -> Bool {
    guard value.home !== tape, value.slot < Node.parameter else { return false }
    return unsafeDowncast(value.home, to: Tape.self).sequence > tape.sequence
  }

  // MARK: - Sealing

  /// Called at the end of every `backward()`.
  func endOfBackward() {
    if open.count >= Limit.sealedByBackward { retireTape() }
    recorded = 0
  }

  /// Called before a module is applied to leaves: then nothing recorded before is needed by it, and it can
  /// start a tape of its own.
  func startOfModuleCall() {
    guard openCalls.isEmpty, open.count >= Limit.restartedByModuleCall else { return }
    if open.count >= Limit.sealedByModuleCall || isKnownUniquelyReferenced(&tape) { retireTape() }
  }

  /// Seals the open tape and opens another with room for `room` nodes; starts it over if no handle to it is
  /// left.
  func retireTape(room: Int = 0) {
    suspendCalls()
    recorded += Int(open.count)
    let capacity = max(capacityForNext, room)
    if isKnownUniquelyReferenced(&tape) && tape.capacity >= capacity {
      tape.rewind()
    } else {
      tape = Tape(capacity: capacity)
    }
    open.start(on: tape)
    for depth in openCalls.indices { openCalls[depth].start = 0 }
  }

  /// As much as has been recorded since the last `backward()`: a loop settles on tapes of its own size.
  private var capacityForNext: Int {
    var capacity = Limit.sealedByBackward
    while capacity < recorded && capacity < Limit.capacity { capacity *= 2 }
    return capacity
  }

  // MARK: - Module calls

  /// How many module calls are in progress.
  var callDepth: Int { openCalls.count }

  /// Takes numbers for module calls that are noted by a dense record.
  func takeCallNumbers(_ count: Int) -> UInt64 {
    defer { callCount += UInt64(count) }
    return callCount + 1
  }

  /// Notes that what `body` records belongs to the module at `path`.
  func call<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
    beginCall(path)
    defer { endCall() }
    return try body()
  }

  /// Notes that what is recorded from now on belongs to the module at `path`, up to `endCall()`.
  func beginCall(_ path: String) {
    startOfModuleCall()
    callCount += 1
    openCalls.append((path, callCount, open.count))
  }

  /// Ends the call begun last.
  func endCall() {
    note(openCalls.count - 1)
    openCalls.removeLast()
  }

  /// Writes down the stretches of the calls in progress, which go on on the next tape.
  private func suspendCalls() {
    for depth in openCalls.indices { note(depth) }
  }

  private func note(_ depth: Int) {
    let (path, number, start) = openCalls[depth]
    let end = open.count
    guard end > start else { return }
    let call = ModuleCall(path: path, number: number, depth: depth, slots: start..<end)
    tape.withNotes { $0.moduleCalls.append(call) }
  }
}
