import CSystem

/// Samples to learn from: inputs, and a class or a number for each.
///
/// Made from a seed, the same on every platform as far as the C library's `sin` and `cos` agree.
public struct DataSet: Sendable, Equatable, Codable {
  /// One row of inputs for each sample.
  public var inputs: [[Double]]
  /// What regression aims at; for two classes -1 and 1, for more the index of the class.
  public var targets: [Double]
  /// The index of the class of each sample; nil if the targets are numbers.
  public var classes: [Int]?
  /// What the classes are called.
  public var classNames: [String]
  /// What the columns of `inputs` are called.
  public var columns: [String]

  /// How many samples there are.
  public var count: Int { inputs.count }
  /// How many inputs a sample has.
  public var inputCount: Int { columns.count }
  /// How many classes there are; 0 where numbers are predicted.
  public var classCount: Int { classNames.count }

  /// Samples from rows of inputs and what they aim at.
  public init(
    inputs: [[Double]], targets: [Double], classes: [Int]?, classNames: [String], columns: [String]
  ) {
    self.inputs = inputs
    self.targets = targets
    self.classes = classes
    self.classNames = classNames
    self.columns = columns
  }

  /// Samples of classes.
  init(points: [([Double], Int)], classNames: [String]) {
    inputs = points.map(\.0)
    classes = points.map(\.1)
    targets = points.map { classNames.count == 2 ? Double(2 * $0.1 - 1) : Double($0.1) }
    self.classNames = classNames
    columns = points.first.map { $0.0.indices.map { "x\($0)" } } ?? []
  }

  /// The four samples of the micrograd lecture: three inputs, targets 1, -1, -1, 1.
  public static let lecture = DataSet(
    points: [([2, 3, -1], 1), ([3, -1, 0.5], 0), ([0.5, 1, 1], 0), ([1, 1, -1], 1)],
    classNames: ["-1", "1"])

  /// Two half moons that reach into each other.
  ///
  /// - Parameters:
  ///   - count: the number of samples.
  ///   - noise: the standard deviation of what is added to each coordinate.
  ///   - seed: the same seed gives the same samples.
  public static func moons(_ count: Int = 100, noise: Double = 0.1, seed: UInt64 = 0) -> DataSet {
    var generator = RandomGenerator(seed: seed)
    let outer = (count + 1) / 2
    return shuffled(count, &generator) { index, generator in
      let isOuter = index < outer
      let place = isOuter ? index : index - outer
      let angle = Double.pi * Double(place) / Double(max(1, (isOuter ? outer : count - outer) - 1))
      let point = isOuter ? [cos(angle), sin(angle)] : [1 - cos(angle), 0.5 - sin(angle)]
      return (point.map { $0 + noise * generator.normal() }, isOuter ? 0 : 1)
    }
  }

  /// A circle around a smaller one.
  public static func circles(_ count: Int = 100, noise: Double = 0.08, seed: UInt64 = 0) -> DataSet {
    var generator = RandomGenerator(seed: seed)
    return shuffled(count, &generator) { index, generator in
      let angle = 2 * Double.pi * Double(index / 2) / Double(max(1, (count + 1) / 2))
      let radius = index % 2 == 0 ? 1.0 : 0.45
      let point = [radius * cos(angle), radius * sin(angle)]
      return (point.map { $0 + noise * generator.normal() }, index % 2)
    }
  }

  /// Two arms of a spiral, one and a half turns each.
  public static func spiral(_ count: Int = 100, noise: Double = 0.03, seed: UInt64 = 0) -> DataSet {
    var generator = RandomGenerator(seed: seed)
    return shuffled(count, &generator) { index, generator in
      let radius = 0.1 + 0.9 * Double(index / 2) / Double(max(1, (count + 1) / 2))
      let angle = 3 * Double.pi * radius + (index % 2 == 0 ? 0 : Double.pi)
      let point = [radius * cos(angle), radius * sin(angle)]
      return (point.map { $0 + noise * generator.normal() }, index % 2)
    }
  }

  /// Four clouds at the corners of a square; opposite corners are one class.
  public static func xor(_ count: Int = 100, noise: Double = 0.15, seed: UInt64 = 0) -> DataSet {
    var generator = RandomGenerator(seed: seed)
    return shuffled(count, &generator) { index, generator in
      let corner = index % 4
      let (x, y) = (corner & 1, corner >> 1)
      let point = [Double(2 * x - 1), Double(2 * y - 1)]
      return (point.map { $0 + noise * generator.normal() }, x ^ y)
    }
  }

  /// The three regions of a yin-yang: yin, yang, and the two dots.
  ///
  /// Source of the shape: L. Kriener, J. Göltz, M. Petrovici, "The yin-yang dataset", 2022.
  public static func yinYang(_ count: Int = 100, seed: UInt64 = 0) -> DataSet {
    var generator = RandomGenerator(seed: seed)
    return DataSet(
      points: (0..<count).map { index in
        // Every class gets as many samples.
        while true {
          let x = generator.uniform(in: -1..<1)
          let y = generator.uniform(in: -1..<1)
          if let found = yinYangClass(x, y), found == index % 3 { return ([x, y], found) }
        }
      }, classNames: ["yin", "yang", "dot"])
  }

  private static func yinYangClass(_ x: Double, _ y: Double) -> Int? {
    guard x * x + y * y <= 1 else { return nil }
    let right = ((x - 0.5) * (x - 0.5) + y * y).squareRoot()
    let left = ((x + 0.5) * (x + 0.5) + y * y).squareRoot()
    if right < 0.2 || left < 0.2 { return 2 }
    let isYin = right <= 0.2 || (left > 0.2 && left <= 0.5) || (y > 0 && right > 0.5)
    return isYin ? 0 : 1
  }

  /// In random order, as whoever takes the first samples only expects.
  private static func shuffled(
    _ count: Int, _ generator: inout RandomGenerator,
    _ sample: (Int, inout RandomGenerator) -> ([Double], Int)
  ) -> DataSet {
    var points: [([Double], Int)] = []
    for index in 0..<count { points.append(sample(index, &generator)) }
    generator.shuffle(&points)
    return DataSet(points: points, classNames: ["0", "1"])
  }
}
