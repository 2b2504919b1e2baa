import ArgumentParser
import GradViz
import Micrograd

extension TrainingPlan.Loss: ExpressibleByArgument {}
extension TrainingPlan.Optimizer: ExpressibleByArgument {}
extension TrainingPlan.Schedule: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network and record every step.",
    discussion: """
      Examples:
        gradviz train moons
        gradviz train moons --record output/moons --every 10
        gradviz train lecture --steps 50 --record output/lecture
        gradviz train points.csv --hidden 8,8 --activation tanh --optimizer adamw --lr 0.02
        gradviz train --resume --record output/moons

      DATA is moons, circles, spiral, xor, yin-yang, lecture, or a CSV file whose last column is the class or
      the number to predict. What is not said is chosen to fit the data. Ctrl-C ends in order; a run that was
      cut off, however, goes on with --resume to the same bytes. Exit code 1 if the training diverges.
      """)

  @Argument(help: "What to learn: a name, or a CSV file.", completion: .file(extensions: ["csv"]))
  var data: String?

  @OptionGroup(title: "Network") var network: NetworkFlags
  @OptionGroup(title: "Training") var training: TrainingFlags
  @OptionGroup(title: "Recording") var recording: RecordingFlags

  @Flag(name: [.short, .long], help: "No progress bar and no remarks.")
  var quiet = false

  func validate() throws {
    if recording.resume {
      guard recording.record != nil else { throw ValidationError("--resume needs --record DIR") }
      guard data == nil, network.isEmpty, training.isEmpty, recording.isPlain else {
        throw ValidationError(
          "--resume goes on with the data and the plan of the recorded run; give it --record DIR alone")
      }
    } else if data == nil {
      throw ValidationError(
        "no data; name one of \(DataSource.names.joined(separator: ", ")), or a CSV file")
    }
  }

  func run() throws {
    if let folder = recording.record {
      Interrupt.isDeferred.store(true, ordering: .relaxed)
      let recorded =
        try recording.resume
        ? RecordedTraining(resuming: folder, options: recording.drawing.options) : start(folder)
      try follow(recorded.trainer) { try recorded.advance() }
      let written = try recorded.finish()
      try Console.print("wrote \(folder): \(written.joined(separator: ", "))\n")
      if let number = Interrupt.request {
        Console.remark("go on with: gradviz train --resume --record \(folder)", quiet: quiet)
        throw Failure(code: 128 + number, message: nil)
      }
    } else {
      let (source, data) = try load()
      let trainer = try Trainer(try plan(for: data, source), on: data)
      try follow(trainer) { try trainer.advance() }
    }
  }

  private func start(_ folder: String) throws -> RecordedTraining {
    let (source, data) = try load()
    return try RecordedTraining(
      try plan(for: data, source), on: source, data: data, directory: folder,
      sample: recording.sampleIndex, every: recording.every, frames: recording.frameFormat,
      options: recording.drawing.options, overwrites: recording.overwrite)
  }

  private func load() throws -> (DataSource, DataSet) {
    var source = DataSource(data!)
    if let samples = training.samples { source.samples = samples }
    source.noise = training.noise
    if let seed = training.dataSeed { source.seed = seed }
    return (source, try source.load(for: training.loss))
  }

  private func plan(for data: DataSet, _ source: DataSource) throws -> TrainingPlan {
    var plan = TrainingPlan.suggested(for: data, source)
    network.apply(to: &plan)
    training.apply(to: &plan)
    return plan
  }

  /// Takes the steps that are left, and says how it goes.
  private func follow(_ trainer: Trainer, _ advance: () throws -> Trainer.Report) throws {
    let progress = ProgressBar(from: trainer.step, to: trainer.plan.steps, quiet: quiet)
    defer { progress.clear() }
    while !trainer.isDone && Interrupt.request == nil {
      progress.show(try advance())
    }
    progress.clear()
    let end = trainer.evaluate()
    var text = "after \(trainer.step) steps: loss \(end.loss)"
    if let accuracy = end.accuracy {
      text += ", accuracy \(NumberText(digits: 1, isFixed: false)(accuracy * 100)) %"
    }
    try Console.print(text + "\n")
  }
}

extension TrainingPlan {
  /// What works for data of a kind: the demos' own plans; AdamW with a scaled start for all others.
  static func suggested(for data: DataSet, _ source: DataSource) -> TrainingPlan {
    switch source.name {
    case "moons", "xor": return .moons
    case "lecture": return .lecture
    default:
      var plan = TrainingPlan()
      plan.initialization = .he
      plan.optimizer = .adamw
      plan.learningRate = 0.03
      plan.schedule = .cosine
      plan.steps = 300
      plan.loss = data.classes == nil ? .mse : (data.classCount == 2 ? .hinge : .crossEntropy)
      // Beyond, a step on all samples takes seconds.
      if data.count > 1000 { plan.batch = 100 }
      return plan
    }
  }
}
