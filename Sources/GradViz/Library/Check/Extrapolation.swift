/// The limit of a quantity at step 0, from its values at steps that are halved.
///
/// The tableau of L. F. Richardson (1911), with the error estimate of C. J. F. Ridders ("Accurate computation
/// of F'(x) and F'(x)F''(x)", 1982): the entry that differs least from its neighbours, plus what rounding
/// may have put in.
struct Extrapolation {
  /// The best entry so far; NaN if there is none.
  private(set) var value = Double.nan
  /// How far off it may be.
  private(set) var error = Double.infinity
  /// The quantity at the smallest step.
  private(set) var last = Double.nan
  /// Whether it was 0 at every step.
  private(set) var isZeroThroughout = true

  /// By what a halved step divides the first term of the error: 4 for central differences, 2 for one-sided.
  private let ratio: Double
  /// By what extrapolation multiplies rounding, at most: Π (rᵏ + 1) / (rᵏ − 1).
  private let amplification: Double
  private var row: [Double] = []

  static let central = Extrapolation(ratio: 4, amplification: 2)
  static let oneSided = Extrapolation(ratio: 2, amplification: 8.3)

  private init(ratio: Double, amplification: Double) {
    self.ratio = ratio
    self.amplification = amplification
  }

  /// Adds the quantity at the next step. One that is not finite says that all larger steps led elsewhere.
  mutating func add(_ quantity: Double, rounding: Double) {
    guard quantity.isFinite, rounding.isFinite else {
      row = []
      return
    }
    last = quantity
    if quantity != 0 { isZeroThroughout = false }
    var next = [quantity]
    var power = ratio
    for (column, above) in row.enumerated() {
      let entry = next[column] + (next[column] - above) / (power - 1)
      let distance = max((entry - next[column]).magnitude, (entry - above).magnitude)
      let error = distance + amplification * rounding
      if error < self.error { (value, self.error) = (entry, error) }
      next.append(entry)
      power *= ratio
    }
    row = next
  }
}
