#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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
    /// A call of a module on leaves seals a tape from this many nodes on.
    static let sealedByModuleCall = 1024
    /// The largest capacity: 2 MB.
    static let capacity = 65_536
    /// The most nodes that one operation takes: two external operands and the result.
    static let nodesPerOperation = 3
  }

  private(set) var tape = Tape(capacity: Limit.sealedByBackward)
  /// Nodes recorded since the last `backward()`: what the next tape is sized by.
  private var recorded = 0
  private var openCalls: [(path: String, number: UInt64, start: UInt32)] = []
  private var callCount: UInt64 = 0

  /// The writer of the current thread.
  @inline(__always)
  static var current: TapeWriter {
    if let pointer = pthread_getspecific(key) {
      return Unmanaged<TapeWriter>.fromOpaque(pointer).takeUnretainedValue()
    }
    return makeForThread()
  }

  /// The slot in which each thread keeps its writer; it is released when the thread ends.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { pointer in
      let reference: UnsafeMutableRawPointer? = pointer
      if let reference { Unmanaged<TapeWriter>.fromOpaque(reference).release() }
    }
    precondition(status == 0, "The system has no thread-specific key left for Micrograd.")
    return key
  }()

  private static func makeForThread() -> TapeWriter {
    let writer = TapeWriter()
    pthread_setspecific(key, Unmanaged.passRetained(writer).toOpaque())
    return writer
  }

  // MARK: - Recording

  /// Records `op` on one value.
  @inline(__always)
  func record(_ op: Op, _ operand: Value) -> Value {
    prepare(for: operand, operand)
    let a = tape.slot(of: operand)
    let data = op.evaluate(tape.nodes[Int(a)].data)
    return Value(home: tape, slot: tape.append(op, data, a, Node.none))
  }

  /// Records `op` on two values.
  @inline(__always)
  func record(_ op: Op, _ left: Value, _ right: Value) -> Value {
    prepare(for: left, right)
    let a = tape.slot(of: left)
    let b = tape.slot(of: right)
    let data = op.evaluate(tape.nodes[Int(a)].data, tape.nodes[Int(b)].data)
    return Value(home: tape, slot: tape.append(op, data, a, b))
  }

  /// Records a value and a number written beside it, the number in its place.
  @inline(__always)
  func record(_ op: Op, _ left: Value, number: Double) -> Value {
    prepare(for: left, left)
    let a = tape.slot(of: left)
    let b = tape.append(.constant, number, Node.none, Node.none)
    let data = op.evaluate(tape.nodes[Int(a)].data, number)
    return Value(home: tape, slot: tape.append(op, data, a, b))
  }

  @inline(__always)
  func record(_ op: Op, number: Double, _ right: Value) -> Value {
    prepare(for: right, right)
    let a = tape.append(.constant, number, Node.none, Node.none)
    let b = tape.slot(of: right)
    let data = op.evaluate(number, tape.nodes[Int(b)].data)
    return Value(home: tape, slot: tape.append(op, data, a, b))
  }

  func record(constant number: Double) -> Value {
    if tape.room < Limit.nodesPerOperation { retireTape() }
    return Value(home: tape, slot: tape.append(.constant, number, Node.none, Node.none))
  }

  /// Makes sure that the open tape has room for one more operation and is newer than its operands.
  @inline(__always)
  private func prepare(for left: Value, _ right: Value) {
    if tape.room < Limit.nodesPerOperation || isNewer(left) || isNewer(right) { retireTape() }
  }

  @inline(__always)
  private func isNewer(_ value: Value) -> Bool {
    guard value.home !== tape, value.slot != Node.none else { return false }
    return unsafeDowncast(value.home, to: Tape.self).sequence > tape.sequence
  }

  // MARK: - Sealing

  /// Called at the end of every `backward()`.
  func endOfBackward() {
    if tape.count >= Limit.sealedByBackward { retireTape() }
    recorded = 0
  }

  /// Seals the open tape and opens another; starts it over if no handle to it is left.
  private func retireTape() {
    suspendCalls()
    recorded += tape.count
    if isKnownUniquelyReferenced(&tape) && tape.capacity >= capacityForNext {
      tape.rewind()
    } else {
      tape = Tape(capacity: capacityForNext)
    }
    for depth in openCalls.indices { openCalls[depth].start = 0 }
  }

  /// As much as has been recorded since the last `backward()`: a loop settles on tapes of its own size.
  private var capacityForNext: Int {
    var capacity = Limit.sealedByBackward
    while capacity < recorded && capacity < Limit.capacity { capacity *= 2 }
    return capacity
  }

  // MARK: - Module calls

  /// Notes that what `body` records belongs to the module at `path`.
  ///
  /// - Parameter startsOnLeaves: whether the call's inputs are leaves: then nothing recorded before is
  ///   needed by it, and it can start a tape of its own.
  func call<Result>(
    _ path: String, startsOnLeaves: Bool, _ body: () throws -> Result
  ) rethrows -> Result {
    if openCalls.isEmpty && startsOnLeaves && tape.count >= Limit.sealedByModuleCall { retireTape() }
    callCount += 1
    openCalls.append((path, callCount, UInt32(tape.count)))
    defer {
      note(openCalls.count - 1)
      openCalls.removeLast()
    }
    return try body()
  }

  /// Writes down the stretches of the calls in progress, which go on on the next tape.
  private func suspendCalls() {
    for depth in openCalls.indices { note(depth) }
  }

  private func note(_ depth: Int) {
    let (path, number, start) = openCalls[depth]
    let end = UInt32(tape.count)
    guard end > start else { return }
    let call = ModuleCall(path: path, number: number, depth: depth, slots: start..<end)
    tape.notes.withLock { $0.moduleCalls.append(call) }
  }
}
