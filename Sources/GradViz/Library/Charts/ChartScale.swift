import LibC

/// One side of a chart: which numbers it covers, and where the ticks are.
struct ChartScale {
  let lower: Double
  let upper: Double
  let isLogarithmic: Bool
  let ticks: [Double]

  /// A scale that covers `range` and ends at ticks, evenly divided.
  ///
  ///     ChartScale(covering: 0...97, about: 5).ticks   // [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
  init(covering range: ClosedRange<Double>, about count: Int = 5) {
    let range = ChartScale.drawable(range)
    let step = ChartScale.step(over: range, count)
    let first = (range.lowerBound / step).rounded(.down)
    let last = max(first + 1, (range.upperBound / step).rounded(.up))
    self.init(lower: first * step, upper: last * step, step: step)
  }

  /// A scale that covers `range` exactly, with ticks inside it.
  init(exactly range: ClosedRange<Double>, about count: Int = 5) {
    let range = ChartScale.drawable(range)
    // Of a single number, as much above it as tells two numbers of its size apart.
    let gap = max(1, range.lowerBound.magnitude * 1e-6)
    let end = range.upperBound > range.lowerBound ? range.upperBound : range.lowerBound + gap
    self.init(
      lower: range.lowerBound, upper: end, step: ChartScale.step(over: range.lowerBound...end, count))
  }

  /// A scale in powers of ten, for positive numbers over several of them.
  init(logarithmicallyCovering range: ClosedRange<Double>) {
    let first = Int(min(max(log10(range.lowerBound).rounded(.down), -307), 307))
    let last = max(first + 1, Int(min(log10(range.upperBound).rounded(.up), 308)))
    let stride = max(1, (last - first + 6) / 7)
    lower = pow(10, Double(first))
    upper = pow(10, Double(last))
    isLogarithmic = true
    ticks = Swift.stride(from: first, through: last, by: stride).map { pow(10, Double($0)) }
  }

  private init(lower: Double, upper: Double, step: Double) {
    self.lower = lower
    self.upper = upper
    isLogarithmic = false
    let first = (lower / step - 1e-9).rounded(.up)
    let last = (upper / step + 1e-9).rounded(.down)
    let count = Int(exactly: (last - first).rounded()) ?? -1
    ticks = (0...100).contains(count) ? (0...count).map { (first + Double($0)) * step } : []
  }

  /// What a chart can show: the distance of both ends, and a margin around them, are finite.
  private static func drawable(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let most = Double.greatestFiniteMagnitude / 8
    return max(-most, min(range.lowerBound, most))...max(-most, min(range.upperBound, most))
  }

  /// 1, 2 or 5 times a power of ten.
  private static func step(over range: ClosedRange<Double>, _ count: Int) -> Double {
    let size = max(range.upperBound - range.lowerBound, range.upperBound.magnitude * 1e-9, 1e-300)
    let raw = size / Double(count)
    let power = pow(10, log10(raw).rounded(.down))
    let step = [1.0, 2, 5].first { $0 * power >= raw * 0.999 } ?? 10
    return step * power
  }

  /// Where a number is, from 0 at the lower end to 1 at the upper; beyond an end, at that end.
  func position(_ number: Double) -> Double {
    let place =
      isLogarithmic
      ? (log10(number) - log10(lower)) / (log10(upper) - log10(lower)) : (number - lower) / (upper - lower)
    return place.isNaN ? 0 : min(max(place, 0), 1)
  }
}
