import Micrograd

/// What a recorded training was: enough to draw its pictures again, without its data.
public struct TrainingDescription: Sendable, Codable, Equatable {
  /// How it was trained.
  public var plan: TrainingPlan
  /// Where the samples came from.
  public var source: DataSource
  /// Whose graph was kept; nil for that of all samples.
  public var sample: Int?
  /// Whether that sample was chosen as the one of greatest loss before the first step.
  public var hasGreatestLoss: Bool?
  /// How many samples there were; nil of runs of earlier versions.
  public var sampleCount: Int?
  /// How many outputs the network has.
  public var outputs: Int
  /// The names of the inputs.
  public var columns: [String]
  /// Empty if numbers are predicted.
  public var classNames: [String]
  /// For two inputs, at most `mostPoints` of the samples: both inputs, and the class or the number.
  ///
  /// As the data file has them, whatever they are scaled to for the network.
  public var points: [[Double]]
  /// How rows of the data file become inputs; nil for sets that are made.
  public var preparation: Preparation?
  /// What tells the samples of a data file from others; nil for sets that are made, and of runs of earlier versions.
  public var fingerprint: String?

  /// How many samples are kept at most.
  public static let mostPoints = 2_000

  /// What a training is, from its plan and its data.
  public init(
    plan: TrainingPlan, source: DataSource, sample: Int?, hasGreatestLoss: Bool = false, data: DataSet,
    preparation: Preparation? = nil, fingerprint: String? = nil
  ) {
    self.plan = plan
    self.source = source
    self.sample = sample
    if hasGreatestLoss { self.hasGreatestLoss = true }
    sampleCount = data.count
    outputs = plan.outputCount(for: data)
    columns = data.columns
    classNames = data.classNames
    self.preparation = preparation
    self.fingerprint = fingerprint
    points = []
    guard data.inputCount == 2 else { return }
    let shown = min(data.count, TrainingDescription.mostPoints)
    points = (0..<shown).map { index in
      let sample = index * data.count / shown
      let inputs = data.inputs[sample]
      let target = data.targets[sample]
      return (preparation?.restored(inputs) ?? inputs)
        + [data.classes.map { Double($0[sample]) } ?? preparation?.target.scaling?.restored(target) ?? target]
    }
  }

  /// In one line, keys in order.
  func json() throws -> String { try JSONText.encoded(self) }
}
