import Micrograd

/// The samples that a training learns from, and those that are held back to be predicted unseen.
public struct Samples: Sendable {
  /// What is trained on.
  public var training: DataSet
  /// nil if none are held back.
  public var test: DataSet?
  /// How a data file became these samples; nil for sets that are made.
  public var preparation: Preparation?
  /// What was decided about the data, a sentence each.
  public var remarks: [String] = []

  /// Samples as they are.
  public init(_ training: DataSet) { self.training = training }

  /// Samples that were made, some of them held back.
  init(_ data: DataSet, testShare: Double?, seed: UInt64, name: String) throws(CSVError) {
    (training, test) = try Samples.split(data, testShare, seed, name)
  }

  /// Samples of a file, some of them held back, and scaled by those that are not.
  init(
    _ file: DataFile, scaling: DataFile.Scaling, testShare: Double?, seed: UInt64
  ) throws(CSVError) {
    (training, test) = try Samples.split(file.samples, testShare, seed, "the file")
    remarks = file.remarks
    var preparation = file.preparation
    let scales = (
      inputs: scaling == .standard || (scaling == .auto && Preparation.isNeeded(training)),
      targets: scaling != .none && training.classes == nil
        && (scaling == .standard || Preparation.isNeededForTargets(training))
    )
    if scales.inputs || scales.targets {
      preparation.fit(training)
      if !scales.inputs {
        for index in preparation.columns.indices { preparation.columns[index].scaling = nil }
      }
      if !scales.targets { preparation.target.scaling = nil }
      training = preparation.scaled(training)
      test = test.map { preparation.scaled($0) }
      let target = CSVError.shown(preparation.target.name)
      let what =
        scales.inputs && scales.targets
        ? "inputs and \(target) are" : (scales.inputs ? "inputs are" : "\(target) is")
      let why = scaling == .auto ? ", as numbers far from 1 are hard to learn" : ""
      remarks.append(
        "\(what) scaled to mean 0 and standard deviation 1\(why) (--scaling none leaves them as they are)")
    }
    self.preparation = preparation
  }

  /// - Throws: `CSVError` if one part would have no samples, or what is left to learn from fewer classes.
  private static func split(
    _ data: DataSet, _ share: Double?, _ seed: UInt64, _ name: String
  ) throws(CSVError) -> (DataSet, DataSet?) {
    guard let share else { return (data, nil) }
    let held = Int((Double(data.count) * min(max(share, 0), 1)).rounded())
    guard held > 0, held < data.count else {
      throw CSVError(
        "error: --test \(share) of \(Count.things(data.count, "sample")) holds back \(held); both parts need at least one"
      )
    }
    var order = Array(0..<data.count)
    // Another sequence than that of the samples.
    var generator = RandomGenerator(seed: seed ^ 0x7465_7374)
    generator.shuffle(&order)
    let (seen, unseen) = (data.selected(order[held...].sorted()), data.selected(order[..<held].sorted()))
    if let classes = seen.classes, Set(classes).count < data.classCount {
      throw CSVError(
        "error: with --test \(share) no sample of some class is left to learn from; hold back fewer, or choose "
          + "others with --data-seed")
    }
    return (seen, unseen)
  }
}

extension DataSet {
  /// Some of the samples.
  fileprivate func selected(_ samples: [Int]) -> DataSet {
    DataSet(
      inputs: samples.map { inputs[$0] }, targets: samples.map { targets[$0] },
      classes: classes.map { all in samples.map { all[$0] } }, classNames: classNames, columns: columns)
  }
}
