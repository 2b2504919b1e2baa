/// The slope of a function of one number at a point, from differences alone.
///
/// A step that is too large leaves the neighbourhood of the point, one that is too small drowns in rounding,
/// and which is which differs from `exp` at 700 to `log` at 1e-300. So steps are taken at every scale that the
/// point offers, and where none will do at every decade, each time ten of them, halved and extrapolated.
/// What smaller steps show overrules larger ones, which may have stepped over a kink.
struct Slope: Sendable {
  enum Kind: Sendable {
    case smooth
    /// The slopes on both sides differ.
    case kink
    /// There is no slope, or none that differences can find.
    case undefined
  }

  var kind: Kind
  /// The slope; at a kink the mean of both sides.
  var value: Double
  /// How far off it may be.
  var error: Double
  var left: Double
  var right: Double
  /// Whether the function did not change at all over the best range of steps.
  var isFlat: Bool

  static let undefined = Slope(
    kind: .undefined, value: .nan, error: .infinity, left: .nan, right: .nan, isFlat: false)

  static let closed = Slope(kind: .smooth, value: 0, error: 0, left: 0, right: 0, isFlat: true)

  private static let levels = 10

  /// Measures.
  ///
  /// - Parameters:
  ///   - x: the point.
  ///   - scales: lengths over which the function may change, in any order.
  ///   - grain: the smallest step to take; two units in the last place of the point resolve it.
  /// - Complexity: about 20 evaluations; some hundreds where the first scales don't do.
  init(at x: Double, scales: [Double], grain: Double, _ f: (Double) -> Double) {
    self = .undefined
    let here = f(x)
    guard here.isFinite else { return }
    let starts = Set(scales.filter { $0 > 0 && $0.isFinite }.map { $0.binade / 4 }).sorted()
    for start in starts where start >= grain {
      take(Run(from: start, grain, x, here, f))
      if isExact { return }
    }
    guard var step = starts.last, kind != .kink else { return }
    while step >= grain, step > 0x1p-1000 {
      // Smaller steps have more rounding: they cannot do better than this.
      let rounding = Slope.rounding(here.magnitude) / step
      if kind == .smooth, rounding > error || error <= 1e-6 * value.magnitude { return }
      take(Run(from: step, grain, x, here, f))
      step *= step < 0x1p-100 ? 0x1p-60 : 0x1p-7
    }
  }

  private init(kind: Kind, value: Double, error: Double, left: Double, right: Double, isFlat: Bool) {
    self.kind = kind
    self.value = value
    self.error = error
    self.left = left
    self.right = right
    self.isFlat = isFlat
  }

  private var isExact: Bool { kind == .kink || (kind == .smooth && error <= 1e-10 * value.magnitude) }

  private mutating func take(_ run: Run) {
    guard let found = run.slope else { return }
    switch kind {
    case .undefined: self = found
    case .kink: break
    case .smooth:
      let isConsistent = (found.value - value).magnitude <= found.error + error
      if isConsistent, found.error < error { self = found }
    }
  }

  /// Steps from one length down to a thousandth of it.
  private struct Run {
    var slope: Slope?

    init(from start: Double, _ grain: Double, _ x: Double, _ here: Double, _ f: (Double) -> Double) {
      var central = Extrapolation.central
      var left = Extrapolation.oneSided
      var right = Extrapolation.oneSided
      var step = start
      var rounding = Double.infinity
      var lastNoise = 0.0
      var size = 0.0
      for _ in 0..<Slope.levels where step >= grain {
        // Where the steps really lead: a sum may be rounded.
        let (up, down) = (x + step, x - step)
        let (above, below) = (f(up), f(down))
        let noise = Slope.rounding(max(above.magnitude, below.magnitude)) / step
        let noiseHere = 2 * Slope.rounding(max(above.magnitude, below.magnitude, here.magnitude)) / step
        rounding = min(rounding, noise)
        lastNoise = noise
        size = max(size, above.magnitude, below.magnitude)
        central.add((above - below) / (up - down), rounding: noise)
        right.add((above - here) / (up - x), rounding: noiseHere)
        left.add((here - below) / (x - down), rounding: noiseHere)
        step /= 2
      }
      if let kink = Slope(kinkBetween: left, right) {
        slope = kink
        return
      }
      // Far out the numbers are more than 1 apart, and what they show of a sine is another one, slow and smooth.
      guard grain < 1 / 16.0 || central.value.magnitude * x.magnitude <= 1e6 * size else { return }
      // Where quotients jump about, entries of the tableau may be near each other by chance.
      let rest = (central.last - central.value).magnitude
      guard central.value.isFinite, rest <= 0.05 * central.value.magnitude + 4 * lastNoise,
        central.error <= 1e-2 * central.value.magnitude || central.error <= 100 * rounding,
        Run.isKept(central, below: step, grain, x, f) ?? (central.error <= 100 * rounding)
      else { return }
      slope = Slope(
        kind: .smooth, value: central.value, error: central.error, left: left.value, right: right.value,
        isFlat: central.isZeroThroughout)
    }

    /// Whether smaller steps show the same, as far as rounding lets them: larger ones may have jumped over what
    /// happens near the point. nil if there are none left, as when all steps are too large for the function.
    private static func isKept(
      _ central: Extrapolation, below start: Double, _ grain: Double, _ x: Double, _ f: (Double) -> Double
    ) -> Bool? {
      var step = start * 0.37
      var count = 0
      while step >= grain {
        let (up, down) = (x + step, x - step)
        let (above, below) = (f(up), f(down))
        let noise = 2 * Slope.rounding(max(above.magnitude, below.magnitude)) / step
        let distance = ((above - below) / (up - down) - central.value).magnitude
        guard distance.isFinite, distance <= central.error + (central.last - central.value).magnitude + noise
        else {
          return false
        }
        if noise > central.value.magnitude, central.value != 0 { return true }
        // A zero is never lost in rounding, and steps may reach down to the smallest number.
        step *= count < 12 ? 0.037 : 1e-12
        count += 1
      }
      return count > 1 ? true : nil
    }
  }

  /// How far a result of this size may be off.
  private static func rounding(_ size: Double) -> Double { size * .ulpOfOne + .leastNonzeroMagnitude }

  private init?(kinkBetween left: Extrapolation, _ right: Extrapolation) {
    let size = max(left.value.magnitude, right.value.magnitude)
    let jump = (right.value - left.value).magnitude
    guard left.error <= 1e-6 * size, right.error <= 1e-6 * size, jump > 1e-4 * size,
      // Of a mere bend nothing is left at the smallest step.
      (right.last - left.last).magnitude > 0.5 * jump
    else { return nil }
    self.init(
      kind: .kink, value: (left.value + right.value) / 2, error: left.error + right.error,
      left: left.value, right: right.value, isFlat: false)
  }
}
