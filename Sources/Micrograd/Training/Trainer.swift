/// Trains an MLP by a plan, step by step.
///
///     let trainer = try Trainer(.moons, on: .moons())
///     while !trainer.isDone { print(try trainer.advance().loss) }
///     trainer.evaluate().accuracy   // 1.0
public final class Trainer {
  /// Where a training stands: with the plan and the data it resumes to the same numbers.
  public struct State: Sendable, Codable, Equatable {
    public var step: Int
    public var parameters: [Double]
    public var optimizer: OptimizerState
    public var random: RandomGenerator
  }

  /// What a step found before it changed the parameters.
  public struct Report: Sendable, Equatable {
    public var step: Int
    public var loss: Double
    /// The share of samples in the right class; nil if the targets are numbers.
    public var accuracy: Double?
    public var learningRate: Double
  }

  public let plan: TrainingPlan
  public let data: DataSet
  public let net: MLP
  public let optimizer: any Optimizer
  /// How many steps were taken.
  public private(set) var step = 0
  private var generator: RandomGenerator

  /// - Throws: `TrainingError.unfit` if the plan does not fit the data.
  public init(_ plan: TrainingPlan, on data: DataSet) throws(TrainingError) {
    try plan.validate(for: data)
    self.plan = plan
    self.data = data
    net = plan.network(inputs: data.inputCount, outputs: plan.outputCount(for: data))
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

  public var isDone: Bool { step >= plan.steps }

  public var state: State {
    State(
      step: step, parameters: net.parameters.map(\.data), optimizer: optimizer.state, random: generator)
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
  }

  /// Takes one step: forward, backward, update.
  ///
  /// - Parameter observe: is shown the loss of the step, differentiated, before the update; not
  ///   differentiated if it is not finite.
  /// - Throws: `TrainingError.diverged` if the loss or a gradient is not finite; the parameters are then as
  ///   they were.
  public func advance(observing observe: ((Value, Report) -> Void)? = nil) throws(TrainingError) -> Report {
    let samples = nextBatch()
    let (loss, accuracy) = loss(of: samples)
    guard loss.data.isFinite else {
      observe?(loss, Report(step: step, loss: loss.data, accuracy: accuracy, learningRate: learningRate))
      throw .diverged(step: step, loss: loss.data, cause: Divergence.cause(in: loss))
    }
    optimizer.zeroGrad()
    loss.backward()
    if let parameter = optimizer.parameters.first(where: { !$0.grad.isFinite }) {
      throw .diverged(step: step, loss: loss.data, cause: Divergence.cause(of: parameter, in: loss))
    }
    optimizer.learningRate = learningRate
    let report = Report(
      step: step, loss: loss.data, accuracy: accuracy, learningRate: optimizer.learningRate)
    observe?(loss, report)
    optimizer.step()
    step += 1
    return report
  }

  /// The loss and the accuracy on all samples, without a change. Holds the graph of one sample at a time.
  public func evaluate() -> Report {
    var total = 0.0
    var right = 0
    for sample in data.inputs.indices {
      let outputs = outputs(sample)
      let loss = loss(ofSample: sample, outputs).data
      total = sample == 0 ? loss : total + loss
      if isRight(sample, outputs) { right += 1 }
    }
    if plan.loss != .squared && data.count > 1 { total /= Double(data.count) }
    if plan.l2 > 0 { total += l2(net.parameters, strength: plan.l2).data }
    return Report(
      step: step, loss: total, accuracy: data.classes == nil ? nil : Double(right) / Double(data.count),
      learningRate: learningRate)
  }

  /// The loss of all samples, differentiated: the graph of a whole step.
  public func graphOfAllSamples() -> Value {
    let (loss, _) = loss(of: Array(data.inputs.indices))
    optimizer.zeroGrad()
    loss.backward()
    return loss
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

  private func nextBatch() -> [Int] {
    guard let batch = plan.batch, batch < data.count else { return Array(data.inputs.indices) }
    return (0..<batch).map { _ in generator.index(below: data.count) }
  }

  private func outputs(_ sample: Int) -> [Value] {
    net(zip(data.inputs[sample], data.columns).map { Value($0, label: $1) })
  }

  private func loss(of samples: [Int]) -> (loss: Value, accuracy: Double?) {
    var losses: [Value] = []
    var right = 0
    for sample in samples {
      scope("samples[\(sample)]") {
        let outputs = outputs(sample)
        losses.append(loss(ofSample: sample, outputs))
        if isRight(sample, outputs) { right += 1 }
      }
    }
    var total =
      plan.loss == .squared ? scope("sum") { sum(losses) } : scope("mean") { mean(losses) }
    if plan.l2 > 0 { total += scope("l2") { l2(net.parameters, strength: plan.l2) } }
    total.label = "loss"
    return (total, data.classes == nil ? nil : Double(right) / Double(samples.count))
  }

  private func loss(ofSample sample: Int, _ outputs: [Value]) -> Value {
    switch plan.loss {
    case .hinge: hingeLoss(outputs, [data.targets[sample]])
    case .mse: meanSquaredError(outputs, [data.targets[sample]])
    case .squared: squaredError(outputs, [data.targets[sample]])
    case .crossEntropy: crossEntropy(outputs, target: data.classes![sample])
    }
  }

  private func isRight(_ sample: Int, _ outputs: [Value]) -> Bool {
    guard let classes = data.classes else { return false }
    return TrainingPlan.decision(outputs.map(\.data), classCount: data.classCount) == classes[sample]
  }
}

extension TrainingPlan {
  /// The class that outputs stand for: of one output the sign for two classes, else the nearest index; of
  /// several the greatest.
  package static func decision(_ outputs: [Double], classCount: Int) -> Int {
    guard outputs.count == 1 else {
      return outputs.indices.max { outputs[$0] < outputs[$1] } ?? 0
    }
    if classCount == 2 { return outputs[0] > 0 ? 1 : 0 }
    let rounded = outputs[0].rounded()
    return rounded.isFinite ? Int(min(max(rounded, 0), Double(classCount - 1))) : 0
  }
}

/// Finds where numbers stopped being finite.
private enum Divergence {
  /// The first value that is not finite although what it was computed from is.
  static func cause(in loss: Value) -> String {
    guard let value = loss.topologicalOrder().first(where: { !$0.data.isFinite }) else {
      return "the loss is \(loss.data)"
    }
    let operands = value.prev.map { "\($0.data)" }.joined(separator: ", ")
    let name = value.label.isEmpty ? "" : "'\(value.label)' "
    if let role = value.role { return "the \(role.rawValue) \(name)is \(value.data)" }
    return "the first value that is not finite is \(name)\(value.op)(\(operands)) = \(value.data)"
  }

  /// The parameter, and the value nearest to the loss whose gradient is not finite.
  static func cause(of parameter: Value, in loss: Value) -> String {
    let name = "the gradient of '\(parameter.label)' is \(parameter.grad)"
    guard let value = loss.topologicalOrder().last(where: { !$0.grad.isFinite }) else { return name }
    let operands = value.prev.map { "\($0.data)" }.joined(separator: ", ")
    return
      "\(name); it begins at \(value.op.isEmpty ? "the leaf '\(value.label)'" : "\(value.op)(\(operands))")"
  }
}
