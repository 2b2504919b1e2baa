/// The derivatives of a value as values: graphs of their own, which can be looked at, run again, and differentiated
/// once more.
///
///     let x = Value(2.0)
///     let f = x ** 3
///     let g = gradient(of: f, by: [x])[0]   // 12.0, recorded as 3 * x ** 2
///     let h = gradient(of: g, by: [x])[0]   // 12.0, recorded as 3 * (2 * x)
///
/// Where `backward()` leaves numbers behind, this records the same chain rule, as one part of the graph named `∂`.
/// What is known beforehand is not recorded: no `1 ·`, nothing for constants, nothing for values that lead to none
/// of those asked for. The derivative by what the root does not depend on is 0.
///
/// The gradients that values hold are neither read nor written. Leaves count as they are now; if one was changed
/// after the root was recorded, record the root again first.
///
/// O(n) in the values below the root, without recursion.
///
/// - Parameters:
///   - root: what is differentiated.
///   - values: by what, in the order of the results: leaves or values in between.
/// - Precondition: No operation of one's own (`Value.custom`) lies on the way: its derivatives are numbers, and a
///   graph of them would lie about the next ones.
public func gradient(of root: Value, by values: [Value]) -> [Value] {
  let order = root.topologicalOrder()
  var leadsToOne = Set(values)
  for value in order where value.prev.contains(where: { leadsToOne.contains($0) }) {
    leadsToOne.insert(value)
  }
  var adjoints: [Value: Formula] = [root: 1]
  return scope("∂") {
    for value in order.reversed() where leadsToOne.contains(value) {
      guard !value.op.isEmpty, let grad = adjoints[value] else { continue }
      let operands = value.prev
      guard operands.contains(where: { leadsToOne.contains($0) }) else { continue }
      guard let op = value.operation else {
        preconditionFailure("The derivatives of '\(value.op)' are numbers; its gradient cannot be a graph.")
      }
      let (a, b, y) = (Formula(operands[0]), Formula(operands[operands.count - 1]), Formula.value(value))
      for (place, operand) in operands.enumerated() where leadsToOne.contains(operand) {
        let amount =
          place == 0
          ? op.firstContribution(grad, a, b, result: y) : op.secondContribution(grad, a, b, result: y)
        adjoints[operand] = (adjoints[operand] ?? 0) + amount
      }
    }
    // Each is a value of its own: to name the derivative of a·b by a must not rename b.
    var taken = Set(order)
    return values.map { value in
      switch adjoints[value] ?? 0 {
      case .number(let number): .constant(number)
      case .value(let value): taken.insert(value).inserted ? value : 1 * value
      }
    }
  }
}
