import Micrograd
import Testing

@testable import GradViz

/// Slopes from differences, against closed forms.
@Suite struct SlopeTests {
  @Test(
    arguments: [
      // operation, operands, by which, the slope
      (Op.divide, 1, 1e-8, 1, -1e16), (.divide, 1, 3, 0, 1 / 3.0), (.multiply, 0, 1e-64, 0, 1e-64),
      (.add, 1, 1e300, 0, 1), (.add, 1, -0.9999999949336781, 1, 1), (.subtract, 1e6, 1e6, 1, -1),
      (.exp, 700, 0, 0, 1.0142320547350045e304), (.exp, -700, 0, 0, 9.859676543759771e-305),
      (.exp, 709.7, 0, 0, 1.6549840276802644e308), (.log, 1e-300, 0, 0, 1e300), (.log, 1e300, 0, 0, 1e-300),
      (.tanh, 0, 0, 0, 1), (.tanh, 3, 0, 0, 0.00986603716544019),
      (.sigmoid, -40, 0, 0, 4.248354255291589e-18),
      (.sin, 5e5, 0, 0, -0.9840610061203382), (.sqrt, 1e-100, 0, 0, 5e49),
      (.power, 2, 0.5, 0, 0.35355339059327373),
      (.power, 1, 1e6, 0, 1e6), (.relu, 1e-9, 0, 0, 1), (.relu, -3, 0, 0, 0), (.max, 1, 1 + 1e-9, 0, 0),
      (.abs, -1e-300, 0, 0, -1), (.softplus, 0, 0, 0, 0.5),
    ] as [(Op, Double, Double, Int, Double)])
  func smoothOperationsHaveTheirSlope(_ op: Op, _ a: Double, _ b: Double, _ operand: Int, _ expected: Double)
  {
    let slope = Slope(of: op, operand: operand, a, b)
    #expect(slope.kind == .smooth)
    #expect((slope.value - expected).magnitude <= max(slope.error, 1e-9 * expected.magnitude), "\(slope)")
    #expect(slope.error <= 1e-5 * (expected == 0 ? 1 : expected.magnitude), "\(slope)")
  }

  @Test(
    arguments: [
      (Op.relu, 0, 0, 0, 0, 1), (.abs, 0, 0, 0, -1, 1), (.max, 2, 2, 0, 0, 1), (.min, 2, 2, 1, 0, 1),
      (.max, 1e-200, 1e-200, 1, 0, 1),
    ] as [(Op, Double, Double, Int, Double, Double)])
  func kinksHaveTwoSlopes(
    _ op: Op, _ a: Double, _ b: Double, _ operand: Int, _ left: Double, _ right: Double
  ) {
    let slope = Slope(of: op, operand: operand, a, b)
    #expect(slope.kind == .kink && min(slope.left, slope.right) == min(left, right))
    #expect(max(slope.left, slope.right) == max(left, right))
  }

  @Test(
    arguments: [
      (Op.log, -1, 0), (.sqrt, 0, 0), (.power, 0, 1.5), (.power, 0, -1), (.exp, 1000, 0), (.sin, 1e17, 0),
      (.sin, 4e149, 0), (.step, 0, 0), (.power, 1, -5e17),
    ] as [(Op, Double, Double)])
  func whatHasNoSlopeThatCanBeMeasuredIsUndefined(_ op: Op, _ a: Double, _ b: Double) {
    #expect(Slope(of: op, operand: 0, a, b).kind == .undefined)
  }

  /// What rounding hides is no digit of the slope, and said to be unknown.
  @Test(
    arguments: [(Op.tanh, 18, 9.2e-16), (.cos, 1e-20, -1e-20), (.sigmoid, 38, 3.1e-17)]
      as [(Op, Double, Double)])
  func errorsOfSaturatedOperationsAreKnown(_ op: Op, _ a: Double, _ slope: Double) {
    let measured = Slope(of: op, operand: 0, a, 0)
    #expect(measured.kind == .smooth && (measured.value - slope).magnitude <= measured.error)
    #expect(measured.error > 1e-2 * slope.magnitude && measured.error < 1e-13)
  }

  /// Wherever differences say that they know the slope, the table of operations says the same.
  @Test(arguments: Op.allCases)
  func rulesAreTheSlopes(_ op: Op) {
    var random = RandomGenerator(seed: 7)
    var measured = 0
    for _ in 0..<400 {
      let a = random.uniform(in: -1..<1) * [1, 1, 10, 1e-3, 1e-9, 1e5, 1e12][random.index(below: 7)]
      let b = random.uniform(in: -1..<1) * [1, 1, 10, 1e-3, 1e3][random.index(below: 5)]
      let rules = op.partials(a, b, result: op.result(a, b))
      for operand in 0..<op.arity {
        let slope = Slope(of: op, operand: operand, a, b)
        let rule = operand == 0 ? rules.0 : rules.1
        guard slope.kind == .smooth, rule.isFinite else { continue }
        // 1 - y² has sixteen digits behind the point, however small it is.
        let slack = 4 * slope.error + 1e-9 * rule.magnitude + 4 * .ulpOfOne
        #expect(
          (slope.value - rule).magnitude <= slack, "\(op) by \(operand) at \(a), \(b): \(slope), \(rule)")
        if slope.error <= 1e-6 * rule.magnitude || rule == 0 { measured += 1 }
      }
    }
    #expect(measured > 40, "\(measured)")
  }
}
