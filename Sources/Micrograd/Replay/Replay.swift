/// Runs a recorded graph again with other numbers, without recording it again.
///
/// While the shape of a computation stays the same, recording it once is enough:
///
///     let x = Value(2.0), w = Value(3.0)
///     let y = (x * w).tanh()
///     let replay = Replay(of: y)
///     x.data = 0.5
///     replay.run()   // y.data, x.grad and all between are those of the new x
///
/// The numbers written into the graph stay: constants, and decisions that the program took while it recorded
/// (which branch of an `if`, how many terms of a sum). If those change, the graph must be recorded again.
///
/// Every value below the root is changed in place, also for whoever else holds one of them. A run gives the
/// same bits as recording the graph again and calling `backward()` does. O(n) without recursion, and without
/// allocating anything per value.
public final class Replay {
  /// The value that is computed.
  public let root: Value
  private var tapes: [ReplayedTape] = []

  /// Learns what is below a value; O(n).
  public init(of root: Value) {
    self.root = root
    learn()
  }

  private func learn() {
    tapes = []
    guard !root.isLeaf else { return }
    let reach = Reach(below: root, expands: false)
    for visit in reach.visits { tapes.append(ReplayedTape(visit)) }
  }

  /// Computes the root, and everything below it, from the leaves as they are now.
  ///
  /// - Returns: the root's number.
  @discardableResult
  public func forward() -> Double {
    // Somebody looked closer at a record in the meantime: now its scalar operations are what there is.
    if tapes.contains(where: \.hasExpanded) { learn() }
    for tape in tapes { tape.forward() }
    return root.data
  }

  /// Computes everything anew, and the derivatives of the root by it: `forward()` and `root.backward()`.
  /// Gradients of leaves add up until `zeroGrad()`, as always.
  ///
  /// - Returns: the root's number.
  @discardableResult
  public func run() -> Double {
    forward()
    root.backward()
    return root.data
  }
}

/// What of a tape is computed anew.
private struct ReplayedTape {
  private let tape: Tape
  /// In order of creation.
  private var slots: [UInt32] = []
  /// Of values that live elsewhere.
  private var externals: [UInt32] = []
  /// Of copies of parameter blocks.
  private var copies: [UInt32] = []
  /// Of an output of each dense record.
  private var outputs: [UInt32] = []

  init(_ visit: Frontier.Visit) {
    let tape = visit.tape.takeUnretainedValue()
    self.tape = tape
    var seen: Set<UInt32> = []
    var externals: [UInt32] = []
    var copies: [UInt32] = []
    var outputs: [UInt32] = []
    var slots: [UInt32] = []
    func note(_ slot: UInt32) {
      if tape.nodes[Int(slot)].op.isExternal, seen.insert(slot).inserted { externals.append(slot) }
    }
    visit.forEachSlot { slot in
      let node = tape.nodes[Int(slot)]
      if node.isPacked || node.op.isConstant { return }
      slots.append(slot)
      precondition(!node.op.isCustom, CustomOperation.complaint)
      tape.forEachOperand(of: node, at: slot, note)
      if node.op.isPacked {
        let record = DenseCall(tape.nodes, slot)
        if seen.insert(record.copySlot).inserted { copies.append(record.copySlot) }
        if let output = record.outputSlots.first(where: { _ in true }) { outputs.append(output) }
      }
    }
    (self.slots, self.externals, self.copies, self.outputs) = (slots, externals, copies, outputs)
  }

  var hasExpanded: Bool { outputs.contains { !tape.nodes[Int($0)].isPacked } }

  func forward() {
    let nodes = tape.nodes
    for slot in externals { nodes[Int(slot)].data = tape.value(at: slot).data }
    for slot in copies {
      let storage = Tape.storage(of: nodes + Int(slot)).takeUnretainedValue()
      ParameterCopy(nodes, slot).fill(unsafeDowncast(storage, to: ParameterBlock.self))
    }
    for slot in slots {
      let node = nodes + Int(slot)
      let op = node.pointee.op
      switch op {
      case .packed: DenseCall(nodes, slot).refresh()
      case .operation(.add):
        node.pointee.data = nodes[Int(node.pointee.a)].data + nodes[Int(node.pointee.b)].data
      case .operation(.multiply):
        node.pointee.data = nodes[Int(node.pointee.a)].data * nodes[Int(node.pointee.b)].data
      case .operation(let op):
        let a = nodes[Int(node.pointee.a)].data
        node.pointee.data = op.result(a, op.arity > 1 ? nodes[Int(node.pointee.b)].data : 0)
      case .constant, .external, .custom: break
      }
    }
  }
}
