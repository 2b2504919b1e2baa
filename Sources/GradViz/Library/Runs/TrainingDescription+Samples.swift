import LibC
import Micrograd

extension TrainingDescription {
  /// Reads the samples again, for a run that goes on.
  ///
  /// - Parameter directory: where the run was recorded to.
  /// - Throws: `CSVError` if they cannot be read, `RunFileError` if they are others than those that it began with.
  func samplesAgain(_ directory: String) throws -> Samples {
    let isPiped = source.name == "-"
    // Nobody types a file a second time.
    if isPiped, isatty(STDIN_FILENO) == 1 { throw TrainingDescription.pipedAgain(directory) }
    let samples: Samples
    do throws(CSVError) { samples = try source.load(for: plan.loss) } catch {
      throw isPiped && error.isEmpty ? TrainingDescription.pipedAgain(directory) : error
    }
    guard began(with: samples) else {
      throw RunFileError(
        description:
          "the data of \(isPiped ? "standard input" : "'\(source.name)'") are others than those that the run in "
          + "'\(directory)' began with; restore them, or start again with --overwrite")
    }
    return samples
  }

  private static func pipedAgain(_ directory: String) -> RunFileError {
    RunFileError(
      description:
        "the run in '\(directory)' learns from standard input, and nothing comes from there; pipe the same data in "
        + "again: gradviz train --resume --record \(ShellWord.quoted(directory)) < DATA")
  }

  /// Whether samples are those of the first step.
  private func began(with samples: Samples) -> Bool {
    let now = TrainingDescription(
      plan: plan, source: source, sample: sample, data: samples.training, preparation: samples.preparation)
    guard preparation?.columns == now.preparation?.columns, preparation?.target == now.preparation?.target,
      columns == now.columns, classNames == now.classNames
    else { return false }
    // A seed says all of sets that are made, as far as their last bits are the same everywhere.
    guard source.isFile else { return true }
    if let fingerprint { return fingerprint == samples.fingerprint }
    // What runs of earlier versions tell of their samples.
    return (sampleCount ?? now.sampleCount) == now.sampleCount && points == now.points
  }
}
