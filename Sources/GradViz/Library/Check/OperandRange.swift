import Micrograd

/// The operands that an operation may have had, of which rounded ones were written.
struct OperandRange {
  private let a: [Double]
  private let b: [Double]
  /// How far results and slopes may be apart, where samples cannot tell: of several periods, and beside a pole.
  private let known: Double?

  /// Both operands as they stand there first, then what else they may have been.
  init(_ op: Op, _ a: Double, _ b: Double, _ precision: NumberPrecision) {
    let radii = (precision.uncertainty(of: a), precision.uncertainty(of: b))
    known =
      switch op {
      case .sin where radii.0 > 1, .cos where radii.0 > 1: 2
      case .tan where radii.0 > 1: .infinity
      case .power where a == 0 && radii.0 > 0 && b < 1 + radii.1: .infinity
      default: nil
      }
    let parts = op.arity == 1 ? [1, -1, 0.62, -0.62, 0.31, -0.31, 0.17] : [1, -1]
    self.a = [a] + parts.map { a + $0 * radii.0 }
    self.b = op.arity == 1 ? [b] : [b] + parts.map { b + $0 * radii.1 }
  }

  /// Whether a function of both is not defined for some of them.
  func isUndefined(_ f: (Double, Double) -> Double) -> Bool {
    a.contains { x in b.contains { y in !f(x, y).isFinite } }
  }

  /// How far a function of both may be from what it is for the operands as they stand there: infinitely far where it
  /// is only defined beside them, as the logarithm is of what was rounded to 0.
  func variation(_ f: (Double, Double) -> Double) -> Double {
    if let known { return known }
    let here = f(a[0], b[0])
    var (most, atEnds) = (0.0, 0.0)
    for (place, x) in a.enumerated() {
      for y in b {
        let there = f(x, y)
        guard there.isFinite else { continue }
        guard here.isFinite else { return .infinity }
        most = max(most, (there - here).magnitude)
        if place <= 2 { atEnds = most }
      }
    }
    // What turns back on the way may go further where nobody looked.
    return most > atEnds ? 2 * most : most
  }
}
