/// An operation of the user's own: its name, its operands, and its derivatives by them.
///
/// On the tape it takes two nodes: one that owns this object, as an external node owns its storage, and the result,
/// whose `a` is the slot of the first.
final class CustomOperation: ValueStorage {
  let name: String
  /// On the tape of the result.
  let operands: [UInt32]
  let partials: [Double]

  init(_ name: String, _ operands: [UInt32], _ partials: [Double]) {
    self.name = name
    self.operands = operands
    self.partials = partials
  }

  static let complaint = "An operation of one's own has a result, not a rule, and cannot be run again."

  /// Of the result in a node.
  static func of(_ node: Node, on nodes: UnsafeMutablePointer<Node>) -> CustomOperation {
    unsafeDowncast(Tape.storage(of: nodes + Int(node.a)).takeUnretainedValue(), to: CustomOperation.self)
  }
}

extension Value {
  /// An operation of one's own, of any size: what comes out of it, and its derivative by each operand, at the numbers
  /// that the operands have now.
  ///
  ///     let x = Value(0.5, label: "x")
  ///     let y = Value.custom("cube", [x], data: 0.125, partials: [0.75])
  ///     y.backward()
  ///     x.grad   // 0.75
  ///
  /// It is drawn, differentiated and written to JSON like every other operation. Its numbers are those of the moment:
  /// `Replay` and `gradient(of:by:)`, which need a rule, refuse a graph that has one.
  ///
  /// - Parameters:
  ///   - name: what pictures and files call it; no name of an operation of the engine.
  ///   - operands: what it depends on, in order; constants take no gradient.
  ///   - data: the result.
  ///   - partials: the derivative of the result by each operand.
  /// - Precondition: There are as many partials as operands, at least one, and the name is new.
  /// - Complexity: O(k) in the operands.
  public static func custom(_ name: String, _ operands: [Value], data: Double, partials: [Double]) -> Value {
    precondition(
      !name.isEmpty && Op(symbol: name) == nil, "'\(name)' cannot be the name of an operation of one's own.")
    precondition(!operands.isEmpty, "The operation '\(name)' needs an operand.")
    precondition(
      operands.count == partials.count,
      "The operation '\(name)' has \(partials.count) partials for \(operands.count) operands.")
    return Recorder.record(custom: name, operands, data, partials)
  }
}

extension BackwardPass {
  @inline(never)
  mutating func propagate(
    custom node: Node, _ nodes: UnsafeMutablePointer<Node>, _ marks: UnsafeMutablePointer<UInt64>
  ) {
    let custom = CustomOperation.of(node, on: nodes)
    for (slot, partial) in zip(custom.operands, custom.partials) {
      deposit(partial * node.grad, slot, nodes, marks)
    }
  }
}
