import ArgumentParser
import GradViz

extension DataFile.Task: ExpressibleByArgument {}
extension DataFile.Missing: ExpressibleByArgument {}
extension DataFile.Scaling: ExpressibleByArgument {}
extension DataFile.Header: ExpressibleByArgument {}

/// What is learned from: of a named set how it is made, of a data file how it is read.
struct DataFlags: ParsableArguments {
  @Option(help: "How many samples are made of a named set.")
  var samples: Int?

  @Option(help: "The noise of a named set.")
  var noise: Double?

  @Option(help: "Of the samples of a named set, and of the choice of --test.")
  var dataSeed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Hold back this share of samples, such as 0.2, and predict them in the end.", valueName: "share"))
  var test: Double?

  @Option(
    help: ArgumentHelp(
      "Of a file: the column to predict, by name or place; the last one.", valueName: "column"))
  var target: String?

  @Option(
    help: ArgumentHelp("Of a file: a column to leave out. May be given several times.", valueName: "column"))
  var ignore: [String] = []

  @Option(help: "Of a file: predict classes or numbers; by the data without this.")
  var task: DataFile.Task?

  @Option(help: "Of a file: what becomes of rows with a missing cell.")
  var missing: DataFile.Missing?

  @Option(help: "Of a file: whether its first line has names.")
  var header: DataFile.Header?

  @Option(help: "Of a file: scale numbers where columns differ by far, always, or never.")
  var scaling: DataFile.Scaling?

  var isEmpty: Bool {
    samples == nil && noise == nil && dataSeed == nil && test == nil && fileOptions.isEmpty
  }

  /// The options for files that are given.
  var fileOptions: [String] {
    [
      target.map { _ in "--target" }, ignore.isEmpty ? nil : "--ignore", task.map { _ in "--task" },
      missing.map { _ in "--missing" }, header.map { _ in "--header" }, scaling.map { _ in "--scaling" },
    ].compactMap(\.self)
  }

  func validate() throws {
    if let samples, !(1...1_000_000).contains(samples) {
      throw ValidationError("--samples is between 1 and 1000000, not \(samples)")
    }
    if let noise, !(0...1e6).contains(noise) {
      throw ValidationError("--noise is between 0 and 1000000, not \(noise)")
    }
    if let test, !(test > 0 && test < 1) {
      throw ValidationError("--test is a share between 0 and 1, such as 0.2, not \(test)")
    }
  }

  /// The source of that name, with what was chosen.
  func source(_ name: String) -> DataSource {
    var source = DataSource(name)
    if let samples { source.samples = samples }
    source.noise = noise
    if let dataSeed { source.seed = dataSeed }
    source.testShare = test
    guard source.isFile, !fileOptions.isEmpty else { return source }
    var choices = DataFile.Choices()
    choices.task = task
    choices.target = target
    choices.ignored = ignore
    if let missing { choices.missing = missing }
    if let header { choices.header = header }
    if let scaling { choices.scaling = scaling }
    source.choices = choices
    return source
  }

  /// The options that change nothing for a source.
  func withoutEffect(_ source: DataSource) -> [String] {
    if source.isFile {
      return [
        samples.map { _ in "--samples" }, noise.map { _ in "--noise" },
        test == nil ? dataSeed.map { _ in "--data-seed" } : nil,
      ].compactMap(\.self)
    }
    let isMade = source.name != "lecture"
    return fileOptions
      + [
        isMade ? nil : samples.map { _ in "--samples" },
        isMade && source.name != "yin-yang" ? nil : noise.map { _ in "--noise" },
        isMade || test != nil ? nil : dataSeed.map { _ in "--data-seed" },
      ].compactMap(\.self)
  }
}
