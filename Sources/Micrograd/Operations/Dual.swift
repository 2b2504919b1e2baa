/// A number with its slope in some direction: forward mode by the rules of operations, and nothing of its own.
///
///     let x = Dual(0.5, slope: 1.0)
///     let y = Dual.apply(.tanh, x, x)
///     y.value   // 0.46211715726000974
///     y.slope   // 0.7864477329659274
///
/// A dual number of dual numbers has second derivatives, and so on.
///
/// Source: W. K. Clifford, "Preliminary sketch of biquaternions", 1873.
package struct Dual<Base: Number>: Number {
  package var value: Base
  package var slope: Base

  package init(_ value: Base, slope: Base) {
    self.value = value
    self.slope = slope
  }

  package init(number: Double) { self.init(Base(number: number), slope: 0) }

  package static func apply(_ op: Op, _ a: Dual, _ b: Dual) -> Dual {
    let y = Base.apply(op, a.value, b.value)
    // Forward as backward, an operand counts by its partial, and not at all through a closed branch.
    let byA = op.firstContribution(a.slope, a.value, b.value, result: y)
    if op.arity == 1 { return Dual(y, slope: byA) }
    return Dual(y, slope: byA + op.secondContribution(b.slope, a.value, b.value, result: y))
  }

  package static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, slope: a.slope + b.slope) }
  package static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, slope: a.slope - b.slope) }
  package static func * (a: Dual, b: Dual) -> Dual { apply(.multiply, a, b) }
  package static func / (a: Dual, b: Dual) -> Dual { apply(.divide, a, b) }
  package static prefix func - (a: Dual) -> Dual { Dual(-a.value, slope: -a.slope) }
}
