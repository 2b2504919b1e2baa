/// The scalar graph below a value as plain arrays, for those who draw, store or evaluate it.
package struct FlatGraph {
  package struct Item {
    package var op: Op
    package var role: Role?
    package var label: String
    package var data: Double
    package var grad: Double?
    /// The items of the operands; -1 where there is none.
    package var a = -1
    package var b = -1
    /// The numbers of the operands when the operation was recorded.
    package var aData = 0.0
    package var bData = 0.0
  }

  package struct Call {
    package var path: String
    package var depth: Int
    package var call: UInt64
    package var items: Range<Int>
  }

  /// In topological order: the leaves in order of first use, then the rest in order of creation. The last
  /// is the root.
  package var items: [Item] = []
  /// What calls of modules recorded, in order of their end; stretches that reach no item are left out.
  package var calls: [Call] = []
}

extension Value {
  /// All values that this one depends on, itself included, operands before results.
  ///
  ///     L.topologicalOrder().map(\.label)   // ["a", "b", "c", "f", "e", "d", "L"]
  ///
  /// Leaves come first, in order of first use; then the rest, in order of creation. O(n) without recursion.
  public func topologicalOrder() -> [Value] {
    guard leaf == nil else { return [self] }
    let reach = Reach(below: self)
    var leaves: [Value] = []
    var seen: Set<ObjectIdentifier> = []
    var values: [Value] = []
    reach.forEachNode { tape, slot in
      let value = Value(home: tape, slot: slot)
      for operand in value.prev where operand.leaf != nil {
        if seen.insert(ObjectIdentifier(operand.home)).inserted { leaves.append(operand) }
      }
      values.append(value)
    }
    return leaves + values
  }

  /// The graph below this value. O(n) without recursion.
  package func flatGraph() -> FlatGraph {
    if let leaf { return FlatGraph(items: [FlatGraph.Item(leaf)]) }
    return Reach(below: self).flatGraph()
  }
}

extension FlatGraph.Item {
  init(_ leaf: Leaf) {
    self.init(
      op: .constant, role: leaf.role, label: leaf.label, data: leaf.data,
      grad: leaf.hasGrad ? leaf.grad : nil)
  }
}

/// The slots on each tape that a value depends on, oldest tape first.
private struct Reach: ~Copyable {
  private var visits: [Frontier.Visit] = []
  private let root: Value

  init(below root: Value) {
    self.root = root
    var frontier = Frontier()
    Reach.mark(root.slot, frontier.marks(of: Unmanaged.passUnretained(root.tape)))
    while let visit = frontier.popNewest() {
      Reach.markOperands(on: visit, &frontier)
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

  private static func markOperands(on visit: Frontier.Visit, _ frontier: inout Frontier) {
    let tape = visit.tape.takeUnretainedValue()
    for word in stride(from: visit.wordCount - 1, through: 0, by: -1) {
      // Operands have lower slots, so bits that appear below the current one are still met.
      var above: UInt64 = .max
      while visit.marks[word] & above != 0 {
        let bit = 63 - (visit.marks[word] & above).leadingZeroBitCount
        above = (1 << UInt64(bit)) - 1
        let node = tape.nodes[word << 6 | bit]
        if node.op.arity > 0 { markOperand(node.a, tape, visit.marks, &frontier) }
        if node.op.arity > 1 { markOperand(node.b, tape, visit.marks, &frontier) }
      }
    }
  }

  private static func markOperand(
    _ slot: UInt32, _ tape: Tape, _ marks: UnsafeMutablePointer<UInt64>, _ frontier: inout Frontier
  ) {
    guard tape.nodes[Int(slot)].op == .external else { return mark(slot, marks) }
    let value = tape.value(at: slot)
    guard value.leaf == nil else { return }
    mark(value.slot, frontier.marks(of: Unmanaged.passUnretained(value.tape)))
  }

  /// Visits the reached slots in order of creation.
  func forEachNode(_ body: (Tape, UInt32) -> Void) {
    for visit in visits {
      let tape = visit.tape.takeUnretainedValue()
      for word in 0..<visit.wordCount {
        var rest = visit.marks[word]
        while rest != 0 {
          body(tape, UInt32(word << 6 | rest.trailingZeroBitCount))
          rest &= rest - 1
        }
      }
    }
  }

  func flatGraph() -> FlatGraph {
    var graph = FlatGraph()
    let leafIndex = numberLeaves(&graph)
    // The number of the first node of each word of marks: turns a slot into an item without a table.
    var ranks: [ObjectIdentifier: (visit: Frontier.Visit, ranks: [Int])] = [:]
    var next = graph.items.count
    for visit in visits {
      var before: [Int] = []
      before.reserveCapacity(visit.wordCount + 1)
      for word in 0..<visit.wordCount {
        before.append(next)
        next += visit.marks[word].nonzeroBitCount
      }
      before.append(next)
      ranks[ObjectIdentifier(visit.tape.takeUnretainedValue())] = (visit, before)
    }
    graph.items.reserveCapacity(next)

    for visit in visits {
      let tape = visit.tape.takeUnretainedValue()
      let own = ranks[ObjectIdentifier(tape)]!.ranks
      let notes = tape.notes.withLock { $0 }
      func item(_ slot: UInt32, _ marks: UnsafeMutablePointer<UInt64>, _ before: [Int]) -> Int {
        let below = marks[Int(slot >> 6)] & ((1 << UInt64(slot & 63)) - 1)
        return before[Int(slot >> 6)] + below.nonzeroBitCount
      }
      func operand(_ slot: UInt32) -> Int {
        guard tape.nodes[Int(slot)].op == .external else { return item(slot, visit.marks, own) }
        let value = tape.value(at: slot)
        if value.leaf != nil { return leafIndex[ObjectIdentifier(value.home)]! }
        let other = ranks[ObjectIdentifier(value.home)]!
        return item(value.slot, other.visit.marks, other.ranks)
      }
      for word in 0..<visit.wordCount {
        var rest = visit.marks[word]
        while rest != 0 {
          let slot = UInt32(word << 6 | rest.trailingZeroBitCount)
          rest &= rest - 1
          let node = tape.nodes[Int(slot)]
          var added = FlatGraph.Item(
            op: node.op, role: node.op == .constant ? .constant : nil,
            label: notes.labels.isEmpty ? "" : notes.labels[slot] ?? "", data: node.data,
            grad: node.hasGrad ? node.grad : nil)
          if node.op.arity > 0 {
            added.a = operand(node.a)
            added.aData = tape.nodes[Int(node.a)].data
          }
          if node.op.arity > 1 {
            added.b = operand(node.b)
            added.bData = tape.nodes[Int(node.b)].data
          }
          graph.items.append(added)
        }
      }
      for call in notes.moduleCalls where Int(call.slots.lowerBound) < visit.wordCount * 64 {
        let items = item(call.slots.lowerBound, visit.marks, own)..<item(call.slots.upperBound - 1, visit.marks, own)
        let last = visit.marks[Int((call.slots.upperBound - 1) >> 6)] >> UInt64((call.slots.upperBound - 1) & 63) & 1
        let range = items.lowerBound..<(items.upperBound + Int(last))
        if !range.isEmpty {
          graph.calls.append(.init(path: call.path, depth: call.depth, call: call.call, items: range))
        }
      }
    }
    return graph
  }

  private func numberLeaves(_ graph: inout FlatGraph) -> [ObjectIdentifier: Int] {
    var numbers: [ObjectIdentifier: Int] = [:]
    func number(_ slot: UInt32, _ tape: Tape) {
      guard tape.nodes[Int(slot)].op == .external, let leaf = tape.value(at: slot).leaf else { return }
      guard numbers[ObjectIdentifier(leaf)] == nil else { return }
      numbers[ObjectIdentifier(leaf)] = graph.items.count
      graph.items.append(FlatGraph.Item(leaf))
    }
    forEachNode { tape, slot in
      let node = tape.nodes[Int(slot)]
      if node.op.arity > 0 { number(node.a, tape) }
      if node.op.arity > 1 { number(node.b, tape) }
    }
    return numbers
  }
}
