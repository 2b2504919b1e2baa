/// The scalar graph below a value as plain arrays, for those who draw, store or evaluate it.
package struct FlatGraph {
  package struct Item {
    /// nil for a leaf.
    package var op: Op?
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
    /// In place of all that, for an operation of the user's own.
    package var custom: Custom?
  }

  /// An operation of the user's own.
  package struct Custom {
    package var name: String
    package var operands: [Int]
    package var partials: [Double]
  }

  package struct Call {
    package var path: String
    package var number: UInt64
    package var depth: Int
    package var items: Range<Int>
  }

  /// In topological order: the leaves in order of first use, then the rest in order of creation. The last
  /// is the root.
  package var items: [Item] = []
  /// What calls of modules recorded, by start and depth. Calls that reach no item are left out.
  package var calls: [Call] = []
}

extension FlatGraph.Item {
  init(leaf: Value) {
    self.init(
      op: nil, role: leaf.role, label: leaf.label, data: leaf.data,
      grad: leaf.hasGrad ? leaf.grad : nil)
  }
}

extension FlatGraph {
  init(_ reach: borrowing Reach) {
    let numbering = Numbering(reach, &items)
    for visit in reach.visits {
      let tape = visit.tape.takeUnretainedValue()
      let own = numbering.tape(tape)
      let notes = tape.withNotes { $0 }
      visit.forEachSlot { slot in
        let node = tape.nodes[Int(slot)]
        var item = Item(
          op: node.op.operation, role: node.op.isConstant ? .constant : nil,
          label: notes.labels.isEmpty ? "" : notes.labels[slot] ?? "", data: node.data,
          grad: node.hasGrad ? node.grad : nil)
        if let op = node.op.operation {
          item.a = numbering.item(node.a, own)
          item.aData = tape.nodes[Int(node.a)].data
          if op.arity > 1 {
            item.b = numbering.item(node.b, own)
            item.bData = tape.nodes[Int(node.b)].data
          }
        } else if node.op.isCustom {
          let custom = CustomOperation.of(node, on: tape.nodes)
          item.custom = Custom(
            name: custom.name, operands: custom.operands.map { numbering.item($0, own) },
            partials: custom.partials)
        }
        items.append(item)
      }
      for call in notes.moduleCalls {
        let range = own.item(before: call.slots.lowerBound)..<own.item(before: call.slots.upperBound)
        guard !range.isEmpty else { continue }
        calls.append(Call(path: call.path, number: call.number, depth: call.depth, items: range))
      }
    }
    joinCalls()
  }

  /// Puts the calls in order, and those together again that went on on another tape.
  private mutating func joinCalls() {
    calls.sort { ($0.items.lowerBound, $0.depth) < ($1.items.lowerBound, $1.depth) }
    var joined: [Call] = []
    var openAtDepth: [Int: Int] = [:]
    for call in calls {
      if let index = openAtDepth[call.depth], joined[index].number == call.number,
        joined[index].items.upperBound == call.items.lowerBound
      {
        joined[index].items = joined[index].items.lowerBound..<call.items.upperBound
      } else {
        openAtDepth[call.depth] = joined.count
        joined.append(call)
      }
    }
    calls = joined
    numberCalls()
  }

  /// Counts the calls of functions by name; see `ModuleCall.numbered`.
  private mutating func numberCalls() {
    var counts: [String: Int] = [:]
    for index in calls.indices where calls[index].path.hasSuffix("#") {
      let name = String(calls[index].path.dropLast())
      counts[name, default: 0] += 1
      let count = counts[name] ?? 1
      calls[index].path = count == 1 ? name : "\(name)#\(count)"
    }
  }
}

/// Which item each reached node becomes, by counting marks: no table with an entry for every node.
private struct Numbering {
  struct NumberedTape {
    let tape: Tape
    let marks: UnsafeMutablePointer<UInt64>
    /// For each word of marks, the item of its first node; one more at the end.
    let firstItem: [Int]

    /// The item of the first reached node at `slot` or after.
    func item(before slot: UInt32) -> Int {
      let word = Int(slot >> 6)
      guard slot & 63 != 0 else { return firstItem[word] }
      return firstItem[word] + (marks[word] & ((1 << UInt64(slot & 63)) - 1)).nonzeroBitCount
    }
  }

  private var leaves: [Value: Int] = [:]
  private var tapes: [ObjectIdentifier: NumberedTape] = [:]

  /// Numbers the leaves, which are put into `items`, and after them the nodes.
  init(_ reach: borrowing Reach, _ items: inout [FlatGraph.Item]) {
    var leaves: [Value: Int] = [:]
    func number(_ slot: UInt32, _ tape: Tape) {
      guard tape.nodes[Int(slot)].op.isExternal else { return }
      let value = tape.value(at: slot)
      guard value.isLeaf, leaves[value] == nil else { return }
      leaves[value] = items.count
      items.append(FlatGraph.Item(leaf: value))
    }
    reach.forEachNode { tape, slot in
      tape.forEachOperand(of: tape.nodes[Int(slot)], at: slot) { number($0, tape) }
    }
    self.leaves = leaves

    var next = items.count
    for visit in reach.visits {
      var firstItem: [Int] = []
      firstItem.reserveCapacity(visit.wordCount + 1)
      for word in 0..<visit.wordCount {
        firstItem.append(next)
        next += visit.marks[word].nonzeroBitCount
      }
      firstItem.append(next)
      let tape = visit.tape.takeUnretainedValue()
      tapes[ObjectIdentifier(tape)] = NumberedTape(tape: tape, marks: visit.marks, firstItem: firstItem)
    }
    items.reserveCapacity(next)
  }

  func tape(_ tape: Tape) -> NumberedTape { tapes[ObjectIdentifier(tape)]! }

  /// The item of the value at a slot of a tape, wherever the value lives.
  func item(_ slot: UInt32, _ own: NumberedTape) -> Int {
    guard own.tape.nodes[Int(slot)].op.isExternal else { return own.item(before: slot) }
    let value = own.tape.value(at: slot)
    if value.isLeaf { return leaves[value]! }
    return tapes[ObjectIdentifier(value.home)]!.item(before: value.slot)
  }
}
