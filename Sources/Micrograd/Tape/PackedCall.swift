/// A call of a module that is recorded in one piece: the door through which a tape sees what lies in `Dense`.
///
/// On the tape it has a head, a node that owns this object, then numbers of its own, then a slot for every scalar
/// operation that it stands for. Only its outputs are nodes from the start, `isPacked`; whoever looks closer (`prev`, a
/// graph, a walk) has it expanded first, and then every slot is a node like any other.
class PackedCall: ValueStorage {
  /// The slots of what it was applied to.
  func inputs(of head: UInt32, on nodes: UnsafeMutablePointer<Node>) -> UnsafeBufferPointer<UInt32> {
    preconditionFailure("A packed call knows its inputs.")
  }

  /// Makes every scalar operation a node.
  func expand(_ head: UInt32, on nodes: UnsafeMutablePointer<Node>, notes: inout Tape.Notes) {
    preconditionFailure("A packed call can be expanded.")
  }

  /// Notes that the backward pass under way has reached an output.
  func reach(output: UInt32, of head: UInt32, on nodes: UnsafeMutablePointer<Node>) {
    preconditionFailure("A packed call has outputs.")
  }

  /// The chain rule through all of it, in the order in which the scalar operations would be met.
  func backward(_ head: UInt32, on nodes: UnsafeMutablePointer<Node>, _ pass: inout BackwardPass) {
    preconditionFailure("A packed call can be differentiated.")
  }

  /// The call whose head is at a slot.
  @inline(__always)
  static func at(_ head: UInt32, on nodes: UnsafeMutablePointer<Node>) -> PackedCall {
    unsafeDowncast(
      Tape.storage(of: nodes + Int(head))._withUnsafeGuaranteedRef { $0 }, to: PackedCall.self)
  }
}

extension Tape {
  /// Makes sure that the node at a slot has its operands.
  @inline(__always)
  func expand(_ slot: UInt32) {
    if nodes[Int(slot)].isPacked { expandCall(nodes[Int(slot)].a) }
  }

  private func expandCall(_ head: UInt32) {
    withNotes { PackedCall.at(head, on: nodes).expand(head, on: nodes, notes: &$0) }
  }
}
