/// The ids of a value and of all that it depends on: leaves in order of first use, then the rest in order of creation,
/// itself last.
///
/// Found by counting marks: no table has an entry for every value.
package struct Numbering: ~Copyable {
  /// The values on one tape.
  struct NumberedTape {
    let tape: Tape
    let marks: UnsafeMutablePointer<UInt64>
    /// For each word of marks, the id of its first node; one more at the end.
    let firstID: [Int]

    func reaches(_ slot: UInt32) -> Bool {
      Int(slot >> 6) < firstID.count - 1 && marks[Int(slot >> 6)] >> UInt64(slot & 63) & 1 == 1
    }

    /// The id of the first reached node at `slot` or after.
    func id(before slot: UInt32) -> Int {
      let word = Int(slot >> 6)
      guard slot & 63 != 0 else { return firstID[word] }
      return firstID[word] + (marks[word] & ((1 << UInt64(slot & 63)) - 1)).nonzeroBitCount
    }
  }

  private let reach: Reach
  /// In order of first use.
  let leaves: [Value]
  /// How many values there are.
  package private(set) var count: Int
  private let idOfLeaf: [Value: Int]
  private var tapes: [ObjectIdentifier: NumberedTape] = [:]

  /// - Complexity: O(n) in the values below the root.
  package init(below root: Value) {
    reach = Reach(below: root)
    var leaves = root.isLeaf ? [root] : []
    var idOfLeaf = root.isLeaf ? [root: 0] : [:]
    reach.forEachNode { tape, slot in
      tape.forEachOperand(of: tape.nodes[Int(slot)], at: slot) { operand in
        guard tape.nodes[Int(operand)].op.isExternal else { return }
        let value = tape.value(at: operand)
        guard value.isLeaf, idOfLeaf[value] == nil else { return }
        idOfLeaf[value] = leaves.count
        leaves.append(value)
      }
    }
    self.leaves = leaves
    self.idOfLeaf = idOfLeaf
    count = leaves.count
    for visit in reach.visits {
      var firstID: [Int] = []
      firstID.reserveCapacity(visit.wordCount + 1)
      for word in 0..<visit.wordCount {
        firstID.append(count)
        count += visit.marks[word].nonzeroBitCount
      }
      firstID.append(count)
      let tape = visit.tape.takeUnretainedValue()
      tapes[ObjectIdentifier(tape)] = NumberedTape(tape: tape, marks: visit.marks, firstID: firstID)
    }
  }

  /// The tapes that hold the values, oldest first.
  var visits: [Frontier.Visit] { reach.visits }

  /// The values in order of their ids.
  var values: [Value] {
    var values = leaves
    values.reserveCapacity(count)
    reach.forEachNode { values.append(Value(storage: $0, slot: $1)) }
    return values
  }

  /// The id of a value; nil if the root does not depend on it.
  package func id(of value: Value) -> Int? {
    if value.isLeaf { return idOfLeaf[value] }
    guard let own = tapes[ObjectIdentifier(value.storage)], own.reaches(value.slot) else { return nil }
    return own.id(before: value.slot)
  }

  func tape(_ tape: Tape) -> NumberedTape { tapes[ObjectIdentifier(tape)]! }

  /// The id of the value at a slot of a tape, wherever the value lives.
  func id(_ slot: UInt32, _ own: NumberedTape) -> Int {
    guard own.tape.nodes[Int(slot)].op.isExternal else { return own.id(before: slot) }
    let value = own.tape.value(at: slot)
    if value.isLeaf { return idOfLeaf[value]! }
    return tapes[ObjectIdentifier(value.storage)]!.id(before: value.slot)
  }
}
