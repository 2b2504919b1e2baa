import ArgumentParser
import GradViz
import Micrograd

/// What network is trained.
struct NetworkFlags: ParsableArguments {
  @Option(help: ArgumentHelp("Sizes of the hidden layers, such as 16,16; 0 for none.", valueName: "sizes"))
  var hidden: String?

  @Option(help: "Of the hidden layers.")
  var activation: Activation?

  @Option(help: "Of the last layer.")
  var outputActivation: Activation?

  @Option(name: .customLong("init"), help: "How weights are drawn.")
  var initialization: Initialization?

  var isEmpty: Bool {
    hidden == nil && activation == nil && outputActivation == nil && initialization == nil
  }

  func validate() throws {
    if let hidden, NetworkFlags.sizes(hidden) == nil {
      throw ValidationError("--hidden takes sizes from 1 on, such as --hidden 16,16, not '\(hidden)'")
    }
  }

  private static func sizes(_ text: String) -> [Int]? {
    if text == "0" { return [] }
    let sizes = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    return sizes.allSatisfy { ($0 ?? 0) > 0 } ? sizes.compactMap(\.self) : nil
  }

  var choices: TrainingPlan.Choices {
    var choices = TrainingPlan.Choices()
    choices.hidden = hidden.flatMap(NetworkFlags.sizes)
    choices.activation = activation
    choices.outputActivation = outputActivation
    choices.initialization = initialization
    return choices
  }
}

/// How it is trained, and on how much.
struct TrainingFlags: ParsableArguments {
  @Option(help: "What is made small.")
  var loss: TrainingPlan.Loss?

  @Option(help: "How parameters are moved.")
  var optimizer: TrainingPlan.Optimizer?

  @Option(help: "The learning rate.")
  var lr: Double?

  @Option(help: "How it changes over the steps.")
  var schedule: TrainingPlan.Schedule?

  @Option(help: "Of the optimizer momentum.")
  var momentum: Double?

  @Option(help: "Of the optimizer adamw.")
  var weightDecay: Double?

  @Option(help: "The strength of L2 regularisation.")
  var l2: Double?

  @Option(help: "Samples a step, drawn at random with replacement; all of them without this.")
  var batch: Int?

  @Option(help: "How many steps.")
  var steps: Int?

  @Option(help: "Of the initial weights and the batches.")
  var seed: UInt64?

  /// Whether nothing is chosen that a resumed run has decided already.
  var isEmpty: Bool {
    loss == nil && optimizer == nil && lr == nil && schedule == nil && momentum == nil && weightDecay == nil
      && l2 == nil && batch == nil && seed == nil
  }

  func apply(to plan: inout TrainingPlan) {
    if let lr { plan.learningRate = lr }
    if let schedule { plan.schedule = schedule }
    if let momentum { plan.momentum = momentum }
    if let weightDecay { plan.weightDecay = weightDecay }
    if let l2 { plan.l2 = l2 }
    if let batch { plan.batch = batch }
    if let steps { plan.steps = steps }
    if let seed { plan.seed = seed }
  }
}

/// What is kept of a training.
struct RecordingFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder that the run is recorded to.", valueName: "dir"), completion: .directory)
  var record: String?

  @Option(help: "Every how many steps the graph is kept.")
  var every = 1

  @Option(help: "The drawings of the steps: svg, png or none.")
  var frames = "svg"

  @Option(
    help:
      "The sample whose graph is kept: its number, counted from 0, worst for that of greatest loss, or all.")
  var sample = "worst"

  @Flag(help: "Go on with a run that was cut off.")
  var resume = false

  @Flag(help: "Replace a run that is in the folder.")
  var overwrite = false

  @OptionGroup(title: "Drawings") var drawing: FrameFlags

  var frameFormat: Recorder.Frames? { Recorder.Frames(rawValue: frames) }
  var sampleChoice: SampleChoice? { SampleChoice(sample) }

  /// The options that are given beside the folder.
  var given: [String] {
    let all = [
      (every != 1, "--every"), (frames != "svg", "--frames"), (sample != "worst", "--sample"),
      (overwrite, "--overwrite"), (drawing.theme != .auto, "--theme"),
      (drawing.rankdir != .leftToRight, "--rankdir"), (drawing.ops != .node, "--ops"),
      (drawing.limit.maxNodes != 600, "--max-nodes"),
    ]
    return all.filter(\.0).map(\.1)
  }

  /// Whether nothing is chosen that a resumed run has decided already.
  var isPlain: Bool { every == 1 && frames == "svg" && sample == "worst" && !overwrite }

  func validate() throws {
    guard every > 0 else { throw ValidationError("--every is a number of steps from 1 on, not \(every)") }
    guard frameFormat != nil || frames == "none" else {
      throw ValidationError("--frames is svg, png or none, not '\(frames)'")
    }
    guard sampleChoice != nil else {
      throw ValidationError(
        "--sample is the number of a sample, counted from 0, worst or all; not '\(sample)'")
    }
    if record == "" { throw ValidationError("--record needs the name of a folder") }
  }
}
