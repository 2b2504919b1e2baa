import ArgumentParser
import GradViz
import LibC
import Micrograd

extension TrainingPlan.Loss: ExpressibleByArgument {}
extension TrainingPlan.Optimizer: ExpressibleByArgument {}
extension TrainingPlan.Schedule: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a network and record every step.",
    usage: "gradviz train [<options>] [<data>]",
    discussion: """
      Examples:
        gradviz train moons
        gradviz train moons --record output/moons --every 10
        gradviz train lecture --steps 50 --record output/lecture
        gradviz train points.csv --hidden 8,8 --activation tanh --test 0.2
        gradviz train houses.csv --target price --ignore id --missing drop
        gradviz train --resume --record output/moons --steps 200

      DATA is moons, circles, spiral, xor, yin-yang, lecture, a CSV file, or - for one on standard input. What \
      is not chosen is chosen to fit the data, and said. Ctrl-C ends in order; a run that was cut off, however, \
      goes on with --resume to the same bytes, and with --steps beyond its end. Exit code 1 if the training \
      diverges.
      """)

  @Argument(
    help: "What to learn: a name, a CSV file, or - for standard input.",
    completion: .custom { _, _, start in Completions.dataSets(start) })
  var data: String?

  @OptionGroup(title: "Data") var samples: DataFlags
  @OptionGroup(title: "Network") var network: NetworkFlags
  @OptionGroup(title: "Training") var training: TrainingFlags
  @OptionGroup(title: "Recording") var recording: RecordingFlags

  @Flag(name: [.short, .long], help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if recording.resume {
      guard recording.record != nil else { throw ValidationError("--resume needs --record DIR") }
      guard data == nil, samples.isEmpty, network.isEmpty, training.isEmpty, recording.isPlain else {
        throw ValidationError(
          "--resume goes on with the data and the plan of the recorded run; give it --record DIR alone, or "
            + "--steps as well to go on longer")
      }
    } else if data == nil, isatty(STDIN_FILENO) == 1 {
      throw Train.noData
    }
  }

  func run() throws {
    Interrupt.isDeferred.store(true, ordering: .relaxed)
    if let folder = recording.record {
      let recorded =
        try recording.resume
        ? RecordedTraining(
          resuming: folder, steps: training.steps, options: recording.drawing.options) : start(folder)
      let outputs: [OptionEffects.Output] = (recorded.hasFrames ? [.frames] : []) + [.runPage]
      for text in try OptionEffects.check(recording.drawing.options, outputs) {
        Console.note(text, quiet: quiet)
      }
      let end = try follow(recorded.trainer, recorded.samples.test, recorded.samples.preparation) {
        try recorded.advance()
      }
      let written = try recorded.finish()
      try say(
        written.isEmpty
          ? "nothing was recorded; \(folder) is as it was\n"
          : "wrote \(folder): \(written.joined(separator: ", "))\n")
      try conclude(
        recorded.trainer, end,
        advice: "go on with: gradviz train --resume --record \(ShellWord.quoted(folder))")
    } else {
      let (source, loaded) = try load()
      let trainer = try Trainer(try plan(for: loaded.training, source), on: loaded.training)
      let end = try follow(trainer, loaded.test, loaded.preparation) { try trainer.advance() }
      try conclude(trainer, end, advice: "nothing was recorded; with --record DIR it could go on")
    }
  }

  private func say(_ text: String) throws {
    if !quiet { try Console.say(text) }
  }

  /// Says how a training ended that did not end well.
  ///
  /// - Parameter advice: how one that was interrupted goes on.
  private func conclude(_ trainer: Trainer, _ end: Trainer.Report, advice: String) throws {
    if let number = Interrupt.request {
      Console.note(
        "stopped after \(trainer.step) of \(Count.things(trainer.plan.steps, "step")); \(advice)",
        quiet: quiet)
      throw Failure(code: 128 + number, message: nil)
    }
    if let error = trainer.divergence(at: end.loss) { throw error }
    guard let accuracy = end.accuracy, let classes = trainer.data.classes, trainer.plan.steps > 0 else {
      return
    }
    let counts = Dictionary(classes.map { ($0, 1) }, uniquingKeysWith: +)
    let commonest = Double(counts.values.max() ?? 0) / Double(classes.count)
    if accuracy - commonest < 0.3 * (1 - commonest) {
      // What was chosen already is no advice.
      let plan = trainer.plan
      let other =
        plan.activation != .relu
        ? "--activation relu" : plan.optimizer != .adamw ? "--optimizer adamw" : "another --lr"
      Console.note(
        "the commonest class alone is \(NumberText(digits: 1, isFixed: false)(commonest * 100)) % of the samples: "
          + "the network has hardly learned; try more --steps, or \(other)", quiet: quiet)
    }
  }

  private func start(_ folder: String) throws -> RecordedTraining {
    let (source, loaded) = try load()
    let recorded = try RecordedTraining(
      try plan(for: loaded.training, source), on: source, samples: loaded, directory: folder,
      sample: recording.sampleChoice ?? .greatestLoss, every: recording.every, frames: recording.frameFormat,
      options: recording.drawing.options, overwrites: recording.overwrite)
    if recording.sampleChoice == .greatestLoss, let sample = recorded.sample {
      Console.note(
        "the graph that is kept is that of sample \(sample) of \(loaded.training.count), the one of greatest loss; "
          + "--sample chooses another", quiet: quiet)
    }
    return recorded
  }

  private static let noData = ValidationError(
    "no data; name one of \(DataSource.names.joined(separator: ", ")), or a CSV file")

  private func load() throws -> (DataSource, Samples) {
    if let data, data.hasSuffix(".py") || data.hasSuffix(".ipynb") {
      throw Failure.usage(
        "'\(data)' is a program, not data; draw its graph with: gradviz render \(ShellWord.quoted(data))")
    }
    // What is piped in is meant, said or not.
    let source = samples.source(data ?? "-")
    let loaded: Samples
    do throws(CSVError) { loaded = try source.load(for: training.loss) } catch {
      throw data == nil && error.isEmpty ? Train.noData : error
    }
    for remark in loaded.remarks { Console.note(remark, quiet: quiet) }
    return (source, loaded)
  }

  private func plan(for data: DataSet, _ source: DataSource) throws -> TrainingPlan {
    let demo: TrainingPlan? =
      switch source.name {
      case "moons", "xor": .moons
      case "lecture": .lecture
      default: nil
      }
    var choices = network.choices
    choices.loss = training.loss
    choices.optimizer = training.optimizer
    var plan = TrainingPlan.suggested(for: data, choosing: choices, demo: demo)
    training.apply(to: &plan)
    for remark in remarks(on: plan, data, source) { Console.note(remark, quiet: quiet) }
    return plan
  }

  /// Takes the steps that are left, and says how it goes.
  ///
  /// - Parameter unseen: samples that were held back.
  /// - Returns: where it ended.
  private func follow(
    _ trainer: Trainer, _ unseen: DataSet?, _ preparation: Preparation?,
    _ advance: () throws -> Trainer.Report
  ) throws -> Trainer.Report {
    Console.note(trainer.summary, quiet: quiet)
    let progress = ProgressBar(from: trainer.step, to: trainer.plan.steps, quiet: quiet)
    defer { progress.clear() }
    while !trainer.isDone && Interrupt.request == nil {
      progress.show(try advance())
    }
    progress.clear()
    let end = trainer.evaluate()
    let scale = preparation?.target.scaling?.deviation ?? 1
    var text =
      "after \(Count.things(trainer.step, "step")): loss \(NumberText.exact(end.loss))"
      + Train.quality(end, "", scale)
    if let unseen {
      let samples = Count.things(unseen.count, "unseen sample")
      text += Train.quality(trainer.evaluate(on: unseen), " on \(samples)", scale)
    }
    try say(text + "\n")
    return end
  }

  /// - Parameter scale: what errors are multiplied with to be those of the file's numbers.
  private static func quality(_ report: Trainer.Report, _ samples: String, _ scale: Double) -> String {
    if let accuracy = report.accuracy {
      return ", accuracy\(samples) \(NumberText(digits: 1, isFixed: false)(accuracy * 100)) %"
    }
    guard let error = report.rootMeanSquare else { return "" }
    return ", off by \(NumberText(digits: 4, isFixed: false)(error * scale))\(samples) (root mean square)"
  }
}

extension Trainer {
  /// What is trained and how, in one line.
  fileprivate var summary: String {
    let sizes = ([data.inputCount] + plan.hidden + [plan.outputCount(for: data)]).map(String.init)
    let activation =
      plan.hidden.isEmpty
      ? "" : " with \(plan.activation == .none ? "no activation" : plan.activation.rawValue)"
    let output = plan.outputActivation == .none ? "" : " and \(plan.outputActivation.rawValue) at the end"
    var rate = "learning rate \(plan.learningRate)"
    if plan.schedule != .constant {
      rate += ", \(plan.schedule.rawValue) to \(plan.finalFactor * plan.learningRate)"
    }
    if plan.optimizer == .momentum { rate += ", momentum \(plan.momentum)" }
    if plan.optimizer == .adamw { rate += ", weight decay \(plan.weightDecay)" }
    let batch = plan.batch.map { min($0, data.count) } ?? data.count
    let all = data.count == 1 ? "the only sample" : "all \(data.count) samples"
    let samples = batch == data.count ? all : "\(batch) of \(data.count) samples at random"
    return
      "MLP \(sizes.joined(separator: "-"))\(activation)\(output), "
      + "\(Count.things(net.parameters.count, "parameter")), weights by "
      + "\(plan.initialization.rawValue); loss \(plan.loss.rawValue)\(plan.l2 > 0 ? ", L2 \(plan.l2)" : ""); "
      + "\(plan.optimizer.rawValue), \(rate); \(Count.things(plan.steps, "step")) of \(samples); seed \(plan.seed)"
  }
}
