/// Both derivatives at once, as numbers.
extension Op {
  /// The derivatives of the result by each operand, at these operands and this result.
  ///
  ///     Op.divide.partials(1, 4, result: 0.25)   // (0.25, -0.0625)
  ///
  /// See `notation.rules` for the formulas. The second is 0 for an operation on one operand. `power` follows
  /// PyTorch: by the base it is `b·aᵇ⁻¹` (0 where `b` is 0), by the exponent `aᵇ·ln a` (0 where `a` is 0 and
  /// `b ≥ 0`, NaN where `a` is negative).
  public func partials(_ a: Double, _ b: Double, result y: Double) -> (Double, Double) {
    (firstPartial(a, b, result: y), secondPartial(a, b, result: y))
  }

  /// The partials as they are drawn and stored. Those by a constant, which takes no gradient, are 0 where they
  /// are not finite: `ln(-3)` by the exponent of `(-3) ** 2`.
  package func locals(
    _ a: Double, _ b: Double = 0, result y: Double, isConstant: (Bool, Bool)
  ) -> (Double, Double) {
    let (byA, byB) = partials(a, b, result: y)
    return (isConstant.0 && !byA.isFinite ? 0 : byA, isConstant.1 && !byB.isFinite ? 0 : byB)
  }

  /// What each operand gets of the gradient of the result: its partial times the gradient, but for branches that
  /// are closed. Those hand on 0 whatever the gradient is.
  ///
  ///     Op.relu.contributions(.infinity, -1, 0, result: 0).0   // 0.0
  public func contributions(
    _ grad: Double, _ a: Double, _ b: Double, result y: Double
  ) -> (Double, Double) {
    (firstContribution(grad, a, b, result: y), secondContribution(grad, a, b, result: y))
  }
}
