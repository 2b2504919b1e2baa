import Micrograd

/// Where the samples of a training come from: one of the made sets by name, or a CSV file.
public struct DataSource: Sendable, Codable, Equatable {
  /// The sets that are made from a seed, and the lecture's four samples.
  public static let names = ["moons", "circles", "spiral", "xor", "yin-yang", "lecture"]

  /// One of `names`, or the path of a CSV file.
  public var name: String
  /// How many samples are made.
  public var samples = 100
  /// The standard deviation of what is added to coordinates; nil for that of the set.
  public var noise: Double?
  public var seed: UInt64 = 0

  public init(_ name: String) { self.name = name }

  public var isFile: Bool { !DataSource.names.contains(name) }

  /// Makes or reads the samples.
  ///
  /// - Parameter loss: what they are for, which decides whether a column of numbers is read as classes; nil
  ///   if that is left to the data.
  /// - Throws: `CSVError`.
  public func load(for loss: TrainingPlan.Loss?) throws(CSVError) -> DataSet {
    switch name {
    case "moons": .moons(samples, noise: noise ?? 0.1, seed: seed)
    case "circles": .circles(samples, noise: noise ?? 0.08, seed: seed)
    case "spiral": .spiral(samples, noise: noise ?? 0.03, seed: seed)
    case "xor": .xor(samples, noise: noise ?? 0.15, seed: seed)
    case "yin-yang": .yinYang(samples, seed: seed)
    case "lecture": .lecture
    default: try DataSet(csv: name, for: loss)
    }
  }
}
