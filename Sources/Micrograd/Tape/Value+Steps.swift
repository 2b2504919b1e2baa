extension Value {
  /// One application of the chain rule: adds what each operand gets of this value's gradient to the operand's. The
  /// `_backward` of micrograd's nodes, with which the lecture goes through a graph by hand.
  ///
  ///     let x = Value(0.5), n = x * 2.0, o = n.tanh()
  ///     o.grad = 1
  ///     o.backwardStep()   // n.grad is 0.41997434161402614
  ///     n.backwardStep()   // x.grad is 0.8399486832280523
  ///
  /// Unlike `backward()` it starts nothing from zero: of several uses of a value, each adds its part. Constants take
  /// no gradient. A leaf has no operands, and nothing happens.
  public func backwardStep() {
    guard !isLeaf else { return }
    tape.expand(slot)
    let node = node.pointee
    var amounts: [Double] = []
    if let op = node.op.operation {
      let (a, b) = (tape.nodes[Int(node.a)].data, op.arity > 1 ? tape.nodes[Int(node.b)].data : 0)
      let (toA, toB) = op.contributions(node.grad, a, b, result: node.data)
      amounts = op.arity > 1 ? [toA, toB] : [toA]
    } else if node.op.isCustom {
      amounts = CustomOperation.of(node, on: tape.nodes).partials.map { $0 * node.grad }
    }
    for (operand, amount) in zip(prev, amounts) where !operand.isConstant { operand.grad += amount }
  }

  /// The number of this value without its history: a leaf that takes no gradient, as PyTorch's `detach()`.
  ///
  ///     var h = Value(0.3)
  ///     for _ in 0..<1_000 {
  ///       h = (h * w).tanh()
  ///       h.backward()
  ///       h = h.detach()   // what came before is released
  ///     }
  ///
  /// The history of a value is kept as long as the value is; this is what bounds it in a loop that feeds each result
  /// into the next.
  public func detach() -> Value { Value(data, label: label, role: .constant) }
}
