import Micrograd

/// Where the samples of a training come from: one of the made sets by name, or a data file.
public struct DataSource: Sendable, Codable, Equatable {
  /// The sets that are made from a seed, and the lecture's four samples.
  public static let names = ["moons", "circles", "spiral", "xor", "yin-yang", "lecture"]

  /// One of `names`, the path of a data file, or `-` for one on standard input.
  public var name: String
  /// How many samples are made.
  public var samples = 100
  /// The standard deviation of what is added to coordinates; nil for that of the set.
  public var noise: Double?
  /// Of the samples that are made, and of the choice of those that are held back.
  public var seed: UInt64 = 0
  /// What is chosen of a data file; nil for nothing.
  public var choices: DataFile.Choices?
  /// The share of samples that is held back, to be predicted unseen; nil for none.
  public var testShare: Double?

  /// A made set by name, or the file at a path.
  public init(_ name: String) { self.name = name }

  /// Whether it is a file, and not one of the made sets.
  public var isFile: Bool { !DataSource.names.contains(name) }

  /// Makes or reads the samples.
  ///
  /// - Parameter loss: what they are for, which decides whether a column of numbers is read as classes; nil
  ///   if that is left to the data.
  /// - Throws: `CSVError`.
  public func load(for loss: TrainingPlan.Loss?) throws(CSVError) -> Samples {
    switch name {
    case "moons": try made(.moons(samples, noise: noise ?? 0.1, seed: seed))
    case "circles": try made(.circles(samples, noise: noise ?? 0.08, seed: seed))
    case "spiral": try made(.spiral(samples, noise: noise ?? 0.03, seed: seed))
    case "xor": try made(.xor(samples, noise: noise ?? 0.15, seed: seed))
    case "yin-yang": try made(.yinYang(samples, seed: seed))
    case "lecture": try made(.lecture)
    default:
      try Samples(
        DataFile(
          try DataSource.bytes(of: name), source: name == "-" ? "<stdin>" : name,
          choices: choices ?? DataFile.Choices(), for: loss),
        scaling: choices?.scaling ?? .auto, testShare: testShare, seed: seed)
    }
  }

  private func made(_ data: DataSet) throws(CSVError) -> Samples {
    try Samples(data, testShare: testShare, seed: seed, name: name)
  }

  /// The bytes of a data file, or of standard input for `-`.
  ///
  /// - Throws: `CSVError` if it cannot be read, or is larger than 1 GB.
  static func bytes(of path: String) throws(CSVError) -> [UInt8] {
    do throws(InputError) {
      return try InputFile.bytes(of: path)
    } catch {
      if error.isTooLarge { throw CSVError("\(path): error: \(error)") }
      let what = path == "-" ? "standard input" : "'\(path)'"
      throw CSVError(
        "cannot read \(what): \(error); name a CSV file that you may read, - for standard input, or one of "
          + names.joined(separator: ", "), isMissing: true)
    }
  }
}
