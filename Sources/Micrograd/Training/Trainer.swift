/// Trains an MLP by a plan, step by step.
///
/// The loss of one sample is recorded once; steps replay it for all samples of their batch (see `BatchReplay`).
/// Graphs to look at are recorded for themselves: `graph(ofSample:)`, `graphOfNextBatch()`.
///
///     let trainer = try Trainer(.moons, on: .moons())
///     while !trainer.isDone { print(try trainer.advance().loss) }
///     trainer.evaluate().accuracy   // 1.0
public final class Trainer {
  /// Where a training stands: with the plan and the data it resumes to the same numbers.
  public struct State: Sendable, Codable, Equatable {
    /// How many steps were taken.
    public var step: Int
    /// In the order of the network.
    public var parameters: [Double]
    /// What the optimizer remembers.
    public var optimizer: OptimizerState
    /// Where the generator of random numbers stands.
    public var random: RandomGenerator
    /// The loss of the first step, by which later ones are judged; nil before it.
    public var firstLoss: Double?
  }

  /// What a step found before it changed the parameters.
  public struct Report: Sendable, Equatable {
    /// Which step it was, from 0 on.
    public var step: Int
    /// The loss of the batch, before the step.
    public var loss: Double
    /// The share of samples in the right class; nil if the targets are numbers.
    public var accuracy: Double?
    /// The root of the mean of squared errors; nil if the targets are classes.
    public var rootMeanSquare: Double?
    /// The learning rate of the step.
    public var learningRate: Double
  }

  /// How it trains.
  public let plan: TrainingPlan
  /// What it trains on.
  public let data: DataSet
  /// The network; its parameters change from step to step.
  public let net: MLP
  /// What adjusts the parameters.
  public let optimizer: any Optimizer
  /// How many steps were taken.
  public private(set) var step = 0
  private var generator: RandomGenerator
  private(set) var firstLoss: Double?
  private let replay: BatchReplay

  /// - Throws: `TrainingError.unfit` if the plan does not fit the data.
  public init(_ plan: TrainingPlan, on data: DataSet) throws(TrainingError) {
    try plan.validate(for: data)
    self.plan = plan
    self.data = data
    net = plan.network(inputs: data.inputCount, outputs: plan.outputCount(for: data))
    replay = plan.replay(of: net, inputCount: data.inputCount)
    // Another sequence than that of the weights.
    generator = RandomGenerator(seed: ~plan.seed)
    let rate = plan.learningRate
    optimizer =
      switch plan.optimizer {
      case .sgd: SGD(net.parameters, learningRate: rate)
      case .momentum: SGD(net.parameters, learningRate: rate, momentum: plan.momentum)
      case .adamw: AdamW(net.parameters, learningRate: rate, weightDecay: plan.weightDecay)
      }
  }

  /// Whether all steps of the plan were taken.
  public var isDone: Bool { step >= plan.steps }

  /// Where the training stands: enough to go on to the same bits.
  public var state: State {
    State(
      step: step, parameters: net.parameters.map(\.data), optimizer: optimizer.state, random: generator,
      firstLoss: firstLoss)
  }

  /// Goes on from where a training stood.
  ///
  /// - Throws: `TrainingError.unfit` if the state is that of another network.
  public func restore(_ state: State) throws(TrainingError) {
    let parameters = net.parameters
    let counts = [state.parameters.count, state.optimizer.first.count, state.optimizer.second.count]
    guard counts[0] == parameters.count, counts.dropFirst().allSatisfy({ $0 == 0 || $0 == parameters.count })
    else {
      throw .unfit("the saved state has \(counts[0]) parameters; this network has \(parameters.count)")
    }
    for (parameter, data) in zip(parameters, state.parameters) { parameter.data = data }
    optimizer.state = state.optimizer
    generator = state.random
    step = state.step
    firstLoss = state.firstLoss
  }

  /// Takes one step: forward, backward, update.
  ///
  /// - Throws: `TrainingError.diverged` if the loss or a gradient is not finite, or the loss exploded to more
  ///   than a thousand times that of the first step; everything but gradients is then as it was.
  public func advance() throws(TrainingError) -> Report {
    var generator = generator
    let samples = nextBatch(&generator)
    optimizer.zeroGrad()
    let found = replayedLoss(of: samples)
    let parameter = optimizer.parameters.first { !$0.grad.isFinite }
    if !found.loss.isFinite || parameter != nil {
      throw .diverged(step: step, loss: found.loss, cause: cause(samples, found.loss, parameter))
    }
    if let error = divergence(at: found.loss) { throw error }
    if firstLoss == nil { firstLoss = found.loss }
    optimizer.learningRate = learningRate
    let report = Report(
      step: step, loss: found.loss, accuracy: found.accuracy, rootMeanSquare: found.rootMeanSquare,
      learningRate: optimizer.learningRate)
    optimizer.step()
    step += 1
    self.generator = generator
    return report
  }

  /// The loss and the accuracy on all samples, without a change.
  public func evaluate() -> Report { evaluate(on: data) }

  /// The loss and the accuracy on other samples of the same kind, such as some that were held back.
  ///
  /// O(n·p) for n samples and p parameters.
  ///
  /// - Precondition: They have the same inputs and classes.
  public func evaluate(on samples: DataSet) -> Report {
    precondition(
      samples.inputCount == data.inputCount && samples.classCount == data.classCount,
      "These samples have other inputs or classes than those that are learned.")
    let sums = replayed(samples.inputs.indices[...], of: samples) { rows, _ in replay.forward(rows) }
    var total = sums.loss
    if plan.loss != .squared { total /= Double(samples.count) }
    if plan.l2 > 0 { total += plan.l2 * sumOfSquares }
    return Report(
      step: step, loss: total, accuracy: sums.accuracy, rootMeanSquare: sums.rootMeanSquare,
      learningRate: learningRate)
  }

  /// The loss of the samples that the next step is about, differentiated: the graph of a whole step.
  ///
  /// Gradients of the parameters are those of this loss, until the next step.
  public func graphOfNextBatch() -> Value {
    var generator = generator
    let loss = loss(of: nextBatch(&generator))
    optimizer.zeroGrad()
    if loss.data.isFinite { loss.backward() }
    return loss
  }

  /// Which sample the network is farthest from, as it is now: the index of the greatest loss, the first of several.
  ///
  ///     try Trainer(.moons, on: .moons()).sampleOfGreatestLoss   // 65
  ///
  /// A loss that is not a number comes before all others, since it is what spoils the sum. O(n·p) for n samples
  /// and p parameters, of which nothing is changed.
  public var sampleOfGreatestLoss: Int {
    var greatest: (index: Int, loss: Double)?
    // So many at a time that their numbers stay small beside the data.
    for start in stride(from: 0, to: data.count, by: 4096) {
      var rows: [Double] = []
      let part = start..<min(start + 4096, data.count)
      for sample in part { plan.appendRow(of: sample, in: data, to: &rows) }
      for (index, loss) in zip(part, replay.forward(rows).roots) {
        if loss.isNaN { return index }
        if greatest.map({ loss > $0.loss }) ?? true { greatest = (index, loss) }
      }
    }
    return greatest?.index ?? 0
  }

  private var learningRate: Double {
    plan.learningRate * plan.learningRateSchedule.factor(at: step, of: plan.steps)
  }

  /// The loss of one sample alone, differentiated: a graph of a size that a person can read.
  ///
  /// Gradients of the parameters are those of this sample's loss, until the next step.
  ///
  /// - Precondition: `sample` is the index of a sample.
  public func graph(ofSample sample: Int) -> Value {
    precondition(data.inputs.indices.contains(sample), "There is no sample \(sample) among \(data.count).")
    let loss = loss(ofSample: sample, outputs(sample))
    loss.label = "loss of sample \(sample)"
    optimizer.zeroGrad()
    loss.backward()
    return loss
  }

  /// The outputs of the network for any input.
  public func predict(_ input: [Double]) -> [Double] { net(input.map { Value($0) }).map(\.data) }

  // MARK: - Inside

  private func nextBatch(_ generator: inout RandomGenerator) -> [Int] {
    guard let batch = plan.batch, batch < data.count else { return Array(data.inputs.indices) }
    return (0..<batch).map { _ in generator.index(below: data.count) }
  }

  /// The loss of samples, its derivatives added to the gradients of the parameters.
  private func replayedLoss(of samples: [Int]) -> Sums {
    let weight = plan.loss == .squared ? 1 : 1 / Double(samples.count)
    var sums = replayed(samples[...], of: data) { rows, replay in replay.run(rows, weight: weight) }
    var total = plan.loss == .squared ? sums.loss : sums.loss / Double(samples.count)
    if plan.l2 > 0 {
      total += plan.l2 * sumOfSquares
      for parameter in optimizer.parameters { parameter.grad += 2 * plan.l2 * parameter.data }
    }
    sums.loss = total
    return sums
  }

  /// What samples add up to.
  private struct Sums {
    var loss = 0.0
    /// How many are in the right class.
    var right = 0
    /// Where numbers are predicted.
    var errors = RootMeanSquare()
    let count: Int
    let hasClasses: Bool

    var accuracy: Double? { hasClasses ? Double(right) / Double(count) : nil }
    var rootMeanSquare: Double? { hasClasses ? nil : errors.value }
  }

  /// So many samples at a time that their numbers stay small beside the data.
  private func replayed(
    _ samples: some Collection<Int>, of data: DataSet,
    _ run: ([Double], BatchReplay) -> BatchReplay.Results
  ) -> Sums {
    var sums = Sums(count: samples.count, hasClasses: data.classes != nil)
    var rest = Array(samples)[...]
    while !rest.isEmpty {
      let part = rest.prefix(4096)
      rest = rest.dropFirst(part.count)
      var rows: [Double] = []
      for sample in part { plan.appendRow(of: sample, in: data, to: &rows) }
      let results = run(rows, replay)
      for root in results.roots { sums.loss += root }
      let width = results.observed.count / part.count
      for (index, sample) in part.enumerated() {
        let outputs = results.observed[index * width..<(index + 1) * width]
        guard let classes = data.classes else {
          sums.errors.add(outputs.first! - data.targets[sample])
          continue
        }
        if TrainingPlan.decision(outputs, classCount: data.classCount) == classes[sample] { sums.right += 1 }
      }
    }
    return sums
  }

  private var sumOfSquares: Double {
    optimizer.parameters.reduce(0) { $0 + $1.data * $1.data }
  }

  func outputs(_ sample: Int) -> [Value] {
    net(zip(data.inputs[sample], data.columns).map { Value($0, label: $1) })
  }

  private func loss(of samples: [Int]) -> Value {
    let losses = samples.map { sample in
      scope("samples[\(sample)]") { loss(ofSample: sample, outputs(sample)) }
    }
    var total =
      plan.loss == .squared ? scope("sum") { sum(losses) } : scope("mean") { mean(losses) }
    if plan.l2 > 0 { total += scope("l2") { l2(net.parameters, strength: plan.l2) } }
    total.label = "loss"
    return total
  }

  func loss(ofSample sample: Int, _ outputs: [Value]) -> Value {
    switch plan.loss {
    case .hinge: hingeLoss(outputs, [data.targets[sample]])
    case .mse: meanSquaredError(outputs, [data.targets[sample]])
    case .squared: squaredError(outputs, [data.targets[sample]])
    case .crossEntropy: crossEntropy(outputs, target: data.classes![sample])
    }
  }
}

extension TrainingPlan {
  /// The class that outputs stand for: of one output the sign for two classes, else the nearest index; of
  /// several the greatest.
  package static func decision(_ outputs: some RandomAccessCollection<Double>, classCount: Int) -> Int {
    guard outputs.count == 1, let output = outputs.first else {
      return outputs.enumerated().max { $0.element < $1.element }?.offset ?? 0
    }
    if classCount == 2 { return output > 0 ? 1 : 0 }
    let rounded = output.rounded()
    return rounded.isFinite ? Int(min(max(rounded, 0), Double(classCount - 1))) : 0
  }
}
