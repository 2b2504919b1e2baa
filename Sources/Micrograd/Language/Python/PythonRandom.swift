import CSystem

/// Python's `random`, draw for draw.
///
///     var random = PythonRandom(seed: 1337)
///     random.uniform(-1, 1)   // 0.23550571390294128, as random.seed(1337); random.uniform(-1, 1) in Python
///
/// The same numbers as CPython 3.9 to 3.13 (`Lib/random.py`): seeding by an integer, floats of 53 bits, whole
/// numbers by rejection. `gauss` takes logarithm, sine and cosine from the machine's libm, as CPython does.
struct PythonRandom: Sendable {
  private var generator: MersenneTwister
  /// The second number of the last pair that `gauss` made.
  private var spare: Double?

  /// As `random.seed(seed)`; the sign does not count, as in Python.
  init(seed: Int) { self.init(bits: UInt64(seed.magnitude)) }

  /// As `random.seed(seed)` of a float, which seeds by its hash: the number modulo the prime 2⁶¹ − 1, of which a
  /// fraction is a product with the inverse of 2.
  ///
  /// - Precondition: The number is not NaN.
  init(seed: Double) {
    let prime: UInt64 = 1 << 61 - 1
    var hash: UInt64 = 314_159  // of infinity
    if seed.isFinite, seed != 0 {
      // The 53 bits of the significand, as an integer times a power of 2, which turns the 61 bits round.
      let bits = UInt64(seed.significand * 0x1p52)
      let turn = (Int(seed.exponent) - 52) % 61
      let left = UInt64(turn < 0 ? turn + 61 : turn)
      hash = (bits << left) & prime | bits >> (61 - left)
      if hash >= prime { hash -= prime }
    } else if seed == 0 {
      hash = 0
    }
    // CPython hashes into a signed number, of which -1 stands for an error.
    self.init(bits: seed < 0 ? (hash == 1 ? 0 &- 2 : 0 &- hash) : hash)
  }

  private init(bits: UInt64) {
    let high = UInt32(truncatingIfNeeded: bits >> 32)
    let low = UInt32(truncatingIfNeeded: bits)
    generator = MersenneTwister(key: high == 0 ? [low] : [low, high])
  }

  /// `random.random()`: evenly from 0 up to, without, 1.
  mutating func random() -> Double {
    let high = Double(generator.word() >> 5)
    let low = Double(generator.word() >> 6)
    return (high * 0x1p26 + low) * 0x1p-53
  }

  /// `random.uniform(low, high)`.
  mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * random()
  }

  /// `random.gauss(mean, deviation)`: numbers of the normal distribution are made in pairs; every second call
  /// gives the second one. Source: G. Box, M. Muller, 1958.
  mutating func gauss(_ mean: Double, _ deviation: Double) -> Double {
    if let spare {
      self.spare = nil
      return mean + spare * deviation
    }
    let angle = random() * (2 * Double.pi)
    let radius = (-2 * log(1 - random())).squareRoot()
    spare = sin(angle) * radius
    return mean + cos(angle) * radius * deviation
  }

  /// `random.randint(low, high)`: both ends may come.
  ///
  /// - Throws: `PythonRandomError.emptyRange` if `high` is below `low`.
  mutating func randint(_ low: Int, _ high: Int) throws(PythonRandomError) -> Int {
    guard low <= high else { throw .emptyRange }
    let width = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low))
    let (count, isWhole) = width.addingReportingOverflow(1)
    return low &+ Int(truncatingIfNeeded: isWhole ? wholeRange() : below(count))
  }

  /// `random.randrange(start, stop, step)`.
  ///
  /// - Throws: `.emptyRange` if the range has no numbers, `.zeroStep`.
  mutating func randrange(_ start: Int, _ stop: Int, step: Int = 1) throws(PythonRandomError) -> Int {
    guard step != 0 else { throw .zeroStep }
    guard step > 0 ? start < stop : start > stop else { throw .emptyRange }
    let (first, last) = step > 0 ? (start, stop) : (stop, start)
    let width = UInt64(bitPattern: Int64(last)) &- UInt64(bitPattern: Int64(first))
    let count = (width - 1) / UInt64(step.magnitude) + 1
    return start &+ step &* Int(truncatingIfNeeded: below(count))
  }

  /// The index that `random.choice` takes of so many elements.
  ///
  /// - Throws: `.emptySequence` if there are none.
  mutating func choiceIndex(count: Int) throws(PythonRandomError) -> Int {
    guard count > 0 else { throw .emptySequence }
    return Int(below(UInt64(count)))
  }

  /// The index that `random.choices` takes of so many elements, with sums of weights up to each.
  ///
  /// - Precondition: There are elements, and the last sum is positive.
  mutating func weightedIndex(count: Int, cumulative sums: [Double]?) -> Int {
    guard let sums else { return Int(random() * Double(count)) }
    let wanted = random() * sums[count - 1]
    // The first sum above it, or the last element.
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high) / 2
      if wanted < sums[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// `random.normalvariate(mean, deviation)`: pairs are drawn until one lies under the curve. Source: A. Kinderman,
  /// J. Monahan, 1977.
  mutating func normalvariate(_ mean: Double, _ deviation: Double) -> Double {
    let width = 4 * exp(-0.5) / 2.0.squareRoot()
    while true {
      let first = random()
      let second = 1 - random()
      let z = width * (first - 0.5) / second
      if z * z / 4 <= -log(second) { return mean + z * deviation }
    }
  }

  /// `random.expovariate(rate)`.
  mutating func expovariate(_ rate: Double) -> Double { -log(1 - random()) / rate }

  /// `random.triangular(low, high, mode)`.
  mutating func triangular(_ low: Double, _ high: Double, mode: Double?) -> Double {
    let draw = random()
    guard high != low else { return low }
    let share = mode.map { ($0 - low) / (high - low) } ?? 0.5
    return draw > share
      ? high + (low - high) * ((1 - draw) * (1 - share)).squareRoot()
      : low + (high - low) * (draw * share).squareRoot()
  }

  /// `random.getrandbits(count)`, up to 63.
  mutating func getrandbits(_ count: Int) -> UInt64 { count == 0 ? 0 : bits(count) }

  /// `random.shuffle(elements)`.
  mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, Int(below(UInt64(last) + 1)))
    }
  }

  /// The indices that `random.sample` takes, `k` of `count`, in its order. Memory: the smaller of what a list of
  /// all and a set of the taken need.
  ///
  /// - Throws: `.sampleSize` unless `0 ≤ k ≤ count`.
  mutating func sampleIndices(count: Int, k: Int) throws(PythonRandomError) -> [Int] {
    guard count >= 0, k >= 0, k <= count else { throw .sampleSize }
    return count <= Self.largestPool(k) ? pooled(count, k) : retried(count, k)
  }

  /// CPython's estimate of the size of a set of `k`, below which it draws from a list of what is left.
  private static func largestPool(_ k: Int) -> Int {
    guard k > 5 else { return 21 }
    let power = (log(Double(k) * 3) / log(4)).rounded(.up)
    return power < 31 ? 21 + (1 << (2 * Int(power))) : .max
  }

  private mutating func pooled(_ count: Int, _ k: Int) -> [Int] {
    var pool = Array(0..<count)
    return (0..<k).map { taken in
      let place = Int(below(UInt64(count - taken)))
      defer { pool[place] = pool[count - taken - 1] }
      return pool[place]
    }
  }

  private mutating func retried(_ count: Int, _ k: Int) -> [Int] {
    var taken: Set<Int> = []
    return (0..<k).map { _ in
      var index = Int(below(UInt64(count)))
      while !taken.insert(index).inserted { index = Int(below(UInt64(count))) }
      return index
    }
  }

  /// A whole number below `bound`, which is positive: as many bits as it has, drawn until they fit.
  private mutating func below(_ bound: UInt64) -> UInt64 {
    let width = UInt64.bitWidth - bound.leadingZeroBitCount
    while true {
      let number = bits(width)
      if number < bound { return number }
    }
  }

  /// All of 64 bits: CPython draws the 65 that 2⁶⁴ has, until the highest is 0.
  private mutating func wholeRange() -> UInt64 {
    while true {
      let number = bits(64)
      if generator.word() >> 31 == 0 { return number }
    }
  }

  /// `getrandbits`: 32 bits a word, the lowest first, the last one's highest bits.
  private mutating func bits(_ width: Int) -> UInt64 {
    if width <= 32 { return UInt64(generator.word() >> UInt32(32 - width)) }
    let low = UInt64(generator.word())
    return low | UInt64(generator.word() >> UInt32(64 - width)) << 32
  }
}

/// What Python's `random` refuses.
enum PythonRandomError: Error, Equatable {
  case emptyRange
  case zeroStep
  case emptySequence
  case sampleSize
}

extension PythonRandomError: CustomStringConvertible {
  var description: String {
    switch self {
    case .emptyRange: "there is no whole number in this range"
    case .zeroStep: "the step of a range cannot be 0"
    case .emptySequence: "an empty list has no element to choose"
    case .sampleSize: "a sample takes from 0 to as many elements as there are"
    }
  }
}
