/// The tapes that a walk down from a root has reached and not yet visited, newest first, with the slots
/// reached on each.
///
/// The marks are the walk's own, not the tape's: two tasks may walk unrelated graphs that share a tape.
/// Taking a tape costs O(log n) in the number of tapes that wait; finding its marks O(1).
struct Frontier: ~Copyable {
  struct Visit {
    let tape: Unmanaged<Tape>
    let sequence: UInt64
    let marks: UnsafeMutablePointer<UInt64>
    let wordCount: Int
  }

  /// A binary heap by sequence number, greatest first.
  private var heap: [Visit] = []
  private var marksByTape: [UnsafeRawPointer: UnsafeMutablePointer<UInt64>] = [:]
  private var latest: (tape: UnsafeRawPointer, marks: UnsafeMutablePointer<UInt64>)?

  deinit {
    for visit in heap { visit.marks.deallocate() }
  }

  /// The marks of a tape, one bit a slot, all clear at first.
  @inline(__always)
  mutating func marks(of tape: Unmanaged<Tape>) -> UnsafeMutablePointer<UInt64> {
    let pointer = UnsafeRawPointer(tape.toOpaque())
    if let latest, latest.tape == pointer { return latest.marks }
    return lookUp(tape, pointer)
  }

  private mutating func lookUp(
    _ tape: Unmanaged<Tape>, _ pointer: UnsafeRawPointer
  ) -> UnsafeMutablePointer<UInt64> {
    if let known = marksByTape[pointer] {
      latest = (pointer, known)
      return known
    }
    let (capacity, sequence) = tape._withUnsafeGuaranteedRef { ($0.capacity, $0.sequence) }
    // By capacity: the count of an open tape belongs to its owner.
    let words = (capacity + 63) / 64
    let marks = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
    marks.initialize(repeating: 0, count: words)
    push(Visit(tape: tape, sequence: sequence, marks: marks, wordCount: words))
    marksByTape[pointer] = marks
    latest = (pointer, marks)
    return marks
  }

  /// Takes out the newest tape; the caller deallocates its marks.
  mutating func popNewest() -> Visit? {
    guard let first = heap.first else { return nil }
    marksByTape[UnsafeRawPointer(first.tape.toOpaque())] = nil
    latest = nil
    let last = heap.removeLast()
    if !heap.isEmpty { sink(last) }
    return first
  }

  private mutating func push(_ visit: Visit) {
    heap.append(visit)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[parent].sequence < visit.sequence else { break }
      heap[child] = heap[parent]
      child = parent
    }
    heap[child] = visit
  }

  private mutating func sink(_ visit: Visit) {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count && heap[child + 1].sequence > heap[child].sequence { child += 1 }
      guard heap[child].sequence > visit.sequence else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = visit
  }
}
