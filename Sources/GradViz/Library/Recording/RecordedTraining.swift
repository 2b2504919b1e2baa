import Micrograd

/// A training that is recorded step by step, and goes on where it stood if it is cut off.
///
///     let training = try RecordedTraining(.moons, on: DataSource("moons"), directory: "output/moons")
///     while !training.trainer.isDone { try training.advance() }
///     try training.finish()
///
/// The folder has what a `Recorder` leaves, and `model.json`. Whatever stops the process, `init(resuming:)`
/// takes up the last state that reached the disk; the run then ends with the same bytes as one that was never
/// stopped.
public final class RecordedTraining {
  /// Where it is recorded to.
  public let directory: String
  /// What trains; `advance()` takes and records a step.
  public let trainer: Trainer
  /// Whose graph is kept; nil for that of all samples.
  public let sample: Int?
  /// The samples that are learned, and those that are held back.
  public let samples: Samples
  private let recorder: Recorder
  private let options: DrawingOptions
  /// Whether the kept steps are drawn.
  package let hasFrames: Bool
  private var lastSave = ContinuousClock.now

  /// Starts a training.
  ///
  /// - Parameters:
  ///   - plan: how to train.
  ///   - source: what to train on.
  ///   - samples: those of the source, if they are loaded already.
  ///   - directory: where to; is made if it is missing.
  ///   - sample: whose graph is kept at every step.
  ///   - every: every how many steps the graph is kept.
  ///   - frames: the format of the drawings, nil for none.
  ///   - options: how they are drawn.
  ///   - overwrites: whether a run that is in the folder is replaced.
  /// - Throws: `CSVError`, `TrainingError.unfit`, `OutputError`, or `RunFileError` if the folder has a run.
  public init(
    _ plan: TrainingPlan, on source: DataSource, samples: Samples? = nil, directory: String,
    sample: SampleChoice = .greatestLoss, every: Int = 1, frames: FrameFormat? = .svg,
    options: DrawingOptions = DrawingOptions(), overwrites: Bool = false
  ) throws {
    let samples = try samples ?? source.load(for: plan.loss)
    let data = samples.training
    self.samples = samples
    trainer = try Trainer(plan, on: data)
    let chosen: Int? =
      switch sample {
      case .greatestLoss: trainer.sampleOfGreatestLoss
      case .number(let number): number
      case .all: nil
      }
    if let chosen, !data.inputs.indices.contains(chosen) {
      throw TrainingError.unfit("there is no sample \(chosen); the data have samples 0 to \(data.count - 1)")
    }
    self.directory = directory
    self.options = options
    hasFrames = frames != nil
    self.sample = chosen
    try RecordedTraining.refuse(directory, overwrites: overwrites)
    let description = TrainingDescription(
      plan: plan, source: source, sample: chosen, hasGreatestLoss: sample == .greatestLoss, data: data,
      preparation: samples.preparation, fingerprint: source.isFile ? samples.fingerprint : nil)
    // Steps without a model could not go on, so it is there before them, as it is before the first.
    let model = try ModelFile(trainer, preparation: samples.preparation).json()
    recorder = try Recorder(
      directory: directory, every: every, frames: frames, options: options, existing: .replace,
      training: description, companion: (RecordedTraining.modelFile(in: directory), model))
  }

  /// Refuses a folder with a run, unless that is to be replaced, and one with files of that name of others.
  ///
  /// A run that was cut off before its first step recorded nothing, and does not count.
  private static func refuse(_ directory: String, overwrites: Bool) throws {
    func foreign(_ name: String) -> RunFileError {
      RunFileError(
        description: "'\(directory)/\(name)' is not of gradviz; move it away, or choose another folder")
    }
    let model = modelFile(in: directory)
    if InputFile.exists(model) {
      guard let bytes = try? InputFile.bytes(of: model),
        bytes.isEmpty || bytes.firstRange(of: Array("gradviz-model".utf8)) != nil
      else { throw foreign("model.json") }
    }
    let path = Recorder.runFile(in: directory)
    guard InputFile.exists(path) else { return }
    let lines = FileLines(path)
    let first = lines.next()
    guard lines.fault == nil else { throw foreign("run.jsonl") }
    let header = first ?? lines.rest
    if first == nil, header.isEmpty { return }
    guard header.prefix(1000).firstRange(of: Array("gradviz-run".utf8)) != nil else {
      throw foreign("run.jsonl")
    }
    if overwrites || first == nil { return }
    if let run = try? RunFile(path: path, mostNumbers: 0), run.steps.isEmpty { return }
    throw RunFileError(
      description: "'\(directory)' has a run already; go on with --resume, replace it with --overwrite, "
        + "or choose another folder")
  }

  /// Goes on with the training that was recorded to a folder.
  ///
  /// - Parameters:
  ///   - directory: where it was recorded to.
  ///   - steps: how many it has in all from now on; nil for as many as were planned. A learning rate that changes
  ///     over the steps changes over these.
  ///   - options: how the drawings of further steps are made.
  /// - Throws: `RunFileError` if there is none, it was recorded by a program of its own, or the data are others now;
  ///   otherwise as the other initialiser.
  public init(
    resuming directory: String, steps: Int? = nil, options: DrawingOptions = DrawingOptions()
  ) throws {
    let run = try RunFile(
      path: Recorder.runFile(in: directory), mostNumbers: RunPictures.mostNumbers)
    guard var training = run.training else {
      throw RunFileError(
        description: "'\(directory)' was not recorded by 'gradviz train'; only such runs can be resumed")
    }
    samples = try training.samplesAgain(directory)
    if let sample = training.sample, !samples.training.inputs.indices.contains(sample) {
      throw RunFileError(
        description: "the run in '\(directory)' is about sample \(sample); the data have samples 0 to "
          + "\(samples.training.count - 1)")
    }
    let planned = training.plan.steps
    if let steps { training.plan.steps = steps }
    trainer = try Trainer(training.plan, on: samples.training)
    let path = RecordedTraining.modelFile(in: directory)
    if InputFile.exists(path) {
      var model = try ModelFile(path: path)
      // The steps may have been changed by a run that was cut off before it saved a model.
      model.plan.steps = training.plan.steps
      guard model.plan == training.plan else {
        throw RunFileError(description: "\(path): error: the model is not that of the run beside it")
      }
      try trainer.restore(model.state)
    } else if !run.steps.isEmpty {
      let steps = Count.things(run.steps.count, "step")
      throw RunFileError(
        description:
          "\(steps) \(run.steps.count == 1 ? "was" : "were") recorded to '\(directory)', but model.json "
          + "is missing; restore it from a copy, or start again with --overwrite")
    }
    guard trainer.step <= training.plan.steps else {
      throw TrainingError.unfit(
        "the run in '\(directory)' has \(Count.things(trainer.step, "step")) already; ask for more with --steps"
      )
    }
    self.directory = directory
    self.options = options
    hasFrames = run.frames != nil
    sample = training.sample
    recorder = try Recorder(
      directory: directory, every: run.every, frames: run.frames, options: options,
      existing: .resume(at: trainer.step), training: training)
    if training.plan.steps != planned { try recorder.plan(steps: training.plan.steps) }
  }

  static func modelFile(in directory: String) -> String { "\(directory)/model.json" }

  /// Takes and records one step.
  ///
  /// - Throws: `TrainingError.diverged`, after the step at which it happened was recorded as well;
  ///   `OutputError` if the disk is full, say.
  @discardableResult
  public func advance() throws -> Trainer.Report {
    // Before the step, since this changes the gradients that the step is about to compute.
    let isKept = recorder.keeps(trainer.step) || trainer.step == trainer.plan.steps - 1
    let snapshot = isKept ? self.snapshot() : nil
    let report: Trainer.Report
    do throws(TrainingError) {
      report = try trainer.advance()
    } catch {
      if case .diverged(let step, let loss, _) = error {
        // The parameters are as they were.
        try recorder.capture(snapshot ?? self.snapshot(), step: step, metrics: ["loss": loss])
        try end(keepingLast: true)
      }
      throw error
    }
    var metrics = ["loss": report.loss, "learning_rate": report.learningRate]
    metrics["accuracy"] = report.accuracy
    if let snapshot {
      try recorder.capture(snapshot, step: report.step, metrics: metrics)
    } else {
      try recorder.capture(metrics: metrics, step: report.step)
    }
    if ContinuousClock.now - lastSave > .seconds(1) { try save() }
    return report
  }

  /// The graph of the sample that is watched, or of the whole next batch.
  private func snapshot() -> Graph {
    Graph(of: sample.map { trainer.graph(ofSample: $0) } ?? trainer.graphOfNextBatch())
  }

  /// Writes down where the training stands.
  ///
  /// - Throws: `OutputError`.
  public func save() throws {
    try save(keepingLast: trainer.isDone)
    lastSave = .now
  }

  /// - Parameter keepingLast: whether no step follows, so that the graph of the last one is kept.
  private func save(keepingLast: Bool) throws {
    // The steps first: a model must never be ahead of its run.
    if keepingLast { try recorder.end() } else { try recorder.synchronize() }
    let model = ModelFile(trainer, preparation: samples.preparation)
    guard recorder.isCommitted else { return }
    try OutputFile.write(try model.json(), to: RecordedTraining.modelFile(in: directory))
  }

  /// Ends the recording, or interrupts it if steps are left, and draws the pictures of the run.
  ///
  /// - Returns: what is in the folder now, as far as it was written.
  /// - Throws: `OutputError`, or what drawing throws.
  @discardableResult
  public func finish() throws -> [String] { try end(keepingLast: trainer.isDone) }

  @discardableResult
  private func end(keepingLast: Bool) throws -> [String] {
    try save(keepingLast: keepingLast)
    guard recorder.isCommitted else { return [] }
    var written = ["run.jsonl", "model.json"]
    let pictures = try recorder.pictures()
    written += try pictures.writeCharts(options: options) + pictures.writePage(options: options)
    if let frames = recorder.framesWritten { written.insert(frames, at: 1) }
    return written
  }
}
