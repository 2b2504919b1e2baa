extension MeasuredGraph {
  /// The computed values that their operations don't give.
  func wrongNumbers() -> [GradientCheck.Mismatch] {
    graph.nodes.indices.compactMap { id in
      guard let expected = expected[id] else { return nil }
      let given = graph.nodes[id].data
      guard !isSame(given, expected, slack: writtenSlack(id, expected)) else { return nil }
      return .init(id: id, given: given, expected: expected, operand: nil)
    }
  }

  /// How far off a result may be because it and its operands were rounded when they were written.
  private func writtenSlack(_ id: Int, _ expected: Double) -> Double {
    guard precision.written != nil, let op = ops[id] else { return 0 }
    let (a, b) = operandData(id)
    let range = OperandRange(op, a, b, precision)
    let given = graph.nodes[id].data
    if !given.isFinite, range.isUndefined({ op.result($0, $1) }) { return .infinity }
    return precision.uncertainty(of: given) + range.variation { op.result($0, $1) }
  }

  /// The given local derivatives that neither the rules nor differences confirm.
  func wrongLocals() -> [GradientCheck.Mismatch] {
    var wrong: [GradientCheck.Mismatch] = []
    for id in graph.nodes.indices where ops[id] != nil {
      guard let given = graph.localDerivatives(of: id) else { continue }
      for (operand, (given, edge)) in zip(given, edges(of: id)).enumerated() {
        guard let slope = edge.slope, slope.kind != .undefined, edge.rule.isFinite else { continue }
        let slack = 2 * edge.ruleError + precision.uncertainty(ofSlope: given)
        if !isSame(given, edge.rule.double, slack: slack), !slope.allows(given) {
          wrong.append(.init(id: id, given: given, expected: edge.rule.double, operand: operand))
        }
      }
    }
    return wrong
  }

  private func isSame(_ given: Double, _ expected: Double, slack: Double = 0) -> Bool {
    if given == expected || (given.isNaN && expected.isNaN) || slack == .infinity { return true }
    if given.isInfinite {
      return precision.isSingle && given.sign == expected.sign && expected.magnitude > precision.largest
    }
    return (given - expected).magnitude <= Evidence.tolerance * expected.magnitude + slack
      + precision.smallest
  }
}

extension Slope {
  /// Whether a number can be this slope, as far as differences can say.
  fileprivate func allows(_ number: Double) -> Bool {
    if kind == .kink { return min(left, right) <= number && number <= max(left, right) }
    return error <= 1e-4 * value.magnitude
      && (number - value).magnitude <= error + Evidence.tolerance * value.magnitude
  }
}
