/// What a packed call asks of a backward pass: the gradients of its inputs, wherever they live.
extension BackwardPass {
  /// The gradient that an operand has so far in this pass.
  mutating func gradSoFar(_ slot: UInt32) -> Double {
    let node = nodes + Int(slot)
    guard node.pointee.op.isExternal else { return grad(of: node, slot, marks) }
    let storage = Tape.storage(of: node)
    let storageSlot = node.pointee.a
    if storageSlot >= Node.parameter { return Value.withLeaf(storage, storageSlot) { $0.grad } }
    let (tape, other) = place(storage, storageSlot)
    return grad(of: other, storageSlot, frontier.marks(of: tape))
  }

  private func grad(
    of node: UnsafeMutablePointer<Node>, _ slot: UInt32, _ marks: UnsafeMutablePointer<UInt64>
  ) -> Double {
    marks[Int(slot >> 6)] & 1 << UInt64(slot & 63) == 0 ? 0 : node.pointee.grad
  }

  /// Sets it.
  mutating func setGrad(_ grad: Double, _ slot: UInt32) {
    let node = nodes + Int(slot)
    guard node.pointee.op.isExternal else { return set(grad, node, slot, marks) }
    let storage = Tape.storage(of: node)
    let storageSlot = node.pointee.a
    if storageSlot >= Node.parameter {
      return Value.withLeaf(storage, storageSlot) { if !$0.isConstant { $0.grad = grad } }
    }
    let (tape, other) = place(storage, storageSlot)
    set(grad, other, storageSlot, frontier.marks(of: tape))
  }

  private func set(
    _ grad: Double, _ node: UnsafeMutablePointer<Node>, _ slot: UInt32, _ marks: UnsafeMutablePointer<UInt64>
  ) {
    guard !node.pointee.op.isConstant else { return }
    marks[Int(slot >> 6)] |= 1 << UInt64(slot & 63)
    node.pointee.grad = grad
    node.pointee.hasGrad = true
  }
}

extension Value {
  /// A leaf from its parts, for a moment and without counting a reference.
  @inline(__always)
  fileprivate static func withLeaf<Result>(
    _ storage: Unmanaged<ValueStorage>, _ slot: UInt32, _ body: (Value) -> Result
  ) -> Result {
    storage._withUnsafeGuaranteedRef { body(Value(storage: $0, slot: slot)) }
  }
}
