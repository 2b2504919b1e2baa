import CSystem

/// A seeded generator of random numbers that gives the same sequence on every platform.
///
///     var generator = RandomGenerator(seed: 1337)
///     generator.uniform(in: -1..<1)   // 0.42702218288430505, everywhere
///
/// The algorithm is SplitMix64: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014. Its period is 2⁶⁴. Not for cryptography.
public struct RandomGenerator: RandomNumberGenerator, Sendable, Equatable, Codable {
  /// All there is to the generator; storing and restoring it resumes the sequence.
  public var state: UInt64

  /// A generator that gives the same numbers for the same seed, on every system.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number drawn evenly from a range, from 53 of the next 64 bits.
  ///
  /// Of our own, since the standard library does not promise that its method keeps its results.
  public mutating func uniform(in range: Range<Double>) -> Double {
    let unit = Double(next() >> 11) * 0x1p-53
    let number = range.lowerBound + (range.upperBound - range.lowerBound) * unit
    return number < range.upperBound ? number : range.lowerBound
  }

  /// A number drawn from the normal distribution of mean 0 and standard deviation 1.
  ///
  /// Source: G. Box, M. Muller, "A note on the generation of random normal deviates", 1958; the first of the
  /// pair.
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform(in: 0..<1))).squareRoot()
    return radius * cos(2 * Double.pi * uniform(in: 0..<1))
  }

  /// A whole number below `bound`, which must be positive. The bias is below `bound / 2⁶⁴`.
  public mutating func index(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Puts the elements in random order (R. Durstenfeld, 1964).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, index(below: last + 1))
    }
  }
}
