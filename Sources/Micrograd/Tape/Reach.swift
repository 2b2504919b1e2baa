/// The nodes that a value depends on: for each tape, oldest first, the slots; none if it is a leaf.
struct Reach: ~Copyable {
  private(set) var visits: [Frontier.Visit] = []
  /// Keeps the tapes alive.
  private let root: Value
  private let expands: Bool

  /// - Parameter expands: whether dense records are expanded; otherwise their outputs and their heads are
  ///   reached, and nothing between.
  init(below root: Value, expands: Bool = true) {
    self.root = root
    self.expands = expands
    guard !root.isLeaf else { return }
    var frontier = Frontier()
    Reach.mark(root.slot, frontier.marks(of: Unmanaged.passUnretained(root.tape)))
    while let visit = frontier.popNewest() {
      Reach.markOperands(on: visit, &frontier, expands)
      visits.append(visit)
    }
    visits.reverse()
  }

  deinit {
    for visit in visits { visit.marks.deallocate() }
  }

  private static func mark(_ slot: UInt32, _ marks: UnsafeMutablePointer<UInt64>) {
    marks[Int(slot >> 6)] |= 1 << UInt64(slot & 63)
  }

  private static func markOperands(
    on visit: Frontier.Visit, _ frontier: inout Frontier, _ expands: Bool
  ) {
    let tape = visit.tape.takeUnretainedValue()
    for word in stride(from: visit.wordCount - 1, through: 0, by: -1) {
      // Operands have lower slots, so bits that appear below the current one are still met.
      var below = UInt64.max
      while visit.marks[word] & below != 0 {
        let bit = 63 - (visit.marks[word] & below).leadingZeroBitCount
        below = (1 << UInt64(bit)) - 1
        if expands { tape.expand(UInt32(word << 6 | bit)) }
        let node = tape.nodes[word << 6 | bit]
        if node.isPacked {
          mark(node.a, visit.marks)
          continue
        }
        tape.forEachOperand(of: node, at: UInt32(word << 6 | bit)) {
          markOperand($0, tape, visit.marks, &frontier)
        }
      }
    }
  }

  private static func markOperand(
    _ slot: UInt32, _ tape: Tape, _ marks: UnsafeMutablePointer<UInt64>, _ frontier: inout Frontier
  ) {
    guard tape.nodes[Int(slot)].op.isExternal else { return mark(slot, marks) }
    let value = tape.value(at: slot)
    guard !value.isLeaf else { return }
    mark(value.slot, frontier.marks(of: Unmanaged.passUnretained(value.tape)))
  }

  /// How many nodes.
  var count: Int {
    visits.reduce(0) { count, visit in
      (0..<visit.wordCount).reduce(count) { $0 + visit.marks[$1].nonzeroBitCount }
    }
  }

  /// Visits the nodes in order of creation.
  func forEachNode(_ body: (Tape, UInt32) -> Void) {
    for visit in visits {
      let tape = visit.tape.takeUnretainedValue()
      visit.forEachSlot { body(tape, $0) }
    }
  }
}

extension Frontier.Visit {
  /// The marked slots, lowest first.
  func forEachSlot(_ body: (UInt32) -> Void) {
    for word in 0..<wordCount {
      var rest = marks[word]
      while rest != 0 {
        body(UInt32(word << 6 | rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
  }
}
