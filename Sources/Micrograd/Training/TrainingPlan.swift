/// Everything that decides a training but its data: the same plan and data give the same numbers.
public struct TrainingPlan: Sendable, Codable, Equatable {
  /// What is minimised.
  public enum Loss: String, Sendable, Codable, CaseIterable {
    /// Max-margin, for two classes.
    case hinge
    /// The mean of squared errors.
    case mse
    /// The sum of squared errors, as in the micrograd lecture.
    case squared
    /// Softmax cross entropy, one output a class.
    case crossEntropy = "cross-entropy"
  }

  /// What adjusts the parameters.
  public enum Optimizer: String, Sendable, Codable, CaseIterable {
    case sgd, momentum, adamw
  }

  /// How the learning rate changes over the steps.
  public enum Schedule: String, Sendable, Codable, CaseIterable {
    case constant, linear, cosine
  }

  /// The sizes of the hidden layers.
  public var hidden = [16, 16]
  /// The activation of the hidden layers.
  public var activation = Activation.relu
  /// The activation of the output.
  public var outputActivation = Activation.none
  /// How weights are drawn.
  public var initialization = Initialization.micrograd
  /// What is minimised.
  public var loss = Loss.hinge
  /// What adjusts the parameters.
  public var optimizer = Optimizer.sgd
  /// The learning rate of the first step.
  public var learningRate = 1.0
  /// Of the optimizer `momentum`.
  public var momentum = 0.9
  /// Of the optimizer `adamw`.
  public var weightDecay = 1e-4
  /// How the learning rate changes over the steps.
  public var schedule = Schedule.constant
  /// The factor of the learning rate at the end of a schedule.
  public var finalFactor = 0.1
  /// The strength of L2 regularisation, 0 for none.
  public var l2 = 0.0
  /// How many samples a step draws at random; nil for all.
  public var batch: Int?
  /// How many steps are taken.
  public var steps = 100
  /// Of the initial weights and the batches.
  public var seed: UInt64 = 1

  /// 16 and 16 relus, the hinge loss, 100 steps of gradient descent.
  public init() {}

  /// micrograd's demo: two moons, max-margin loss, a learning rate that falls to a tenth.
  public static let moons: TrainingPlan = {
    var plan = TrainingPlan()
    plan.schedule = .linear
    plan.l2 = 1e-4
    return plan
  }()

  /// The lecture's: four samples, tanh, the sum of squared errors.
  public static let lecture: TrainingPlan = {
    var plan = TrainingPlan()
    plan.hidden = [4, 4]
    plan.activation = .tanh
    plan.loss = .squared
    plan.learningRate = 0.05
    plan.steps = 20
    return plan
  }()

  /// A network with its initial weights.
  public func network(inputs: Int, outputs: Int) -> MLP {
    MLP(
      inputs, hidden + [outputs], activation: activation, outputActivation: outputActivation,
      initialization: initialization, seed: seed)
  }

  var learningRateSchedule: LearningRateSchedule {
    switch schedule {
    case .constant: .constant
    case .linear: .linear(to: finalFactor)
    case .cosine: .cosine(to: finalFactor)
    }
  }
}

/// Why a training cannot begin, or cannot go on.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  /// The plan does not fit the data.
  case unfit(String)
  /// A number became NaN or infinite, or the loss grew out of all bounds.
  case diverged(step: Int, loss: Double, cause: String)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .unfit(let reason): reason
    case .diverged(let step, _, let cause):
      "training diverged at step \(step): \(cause); lower the learning rate"
    }
  }
}

extension TrainingPlan {
  /// Says what is wrong with the plan, or with it for these data.
  ///
  /// - Throws: `TrainingError.unfit`, which says what does not fit.
  public func validate(for data: DataSet) throws(TrainingError) {
    func require(_ holds: Bool, _ reason: String) throws(TrainingError) {
      if !holds { throw .unfit(reason) }
    }
    try require(data.count > 0, "the data have no samples")
    try require(data.inputCount > 0, "the data have no inputs; at least one column and a target are needed")
    try validate(inputs: data.inputCount, outputs: outputCount(for: data))
    switch loss {
    case .hinge:
      try require(
        data.classes != nil && data.classCount == 2,
        "the loss 'hinge' needs two classes; the data have "
          + (data.classes == nil
            ? "numbers to predict, which 'mse' fits" : "\(data.classCount), which 'cross-entropy' fits")
      )
    case .crossEntropy:
      try require(
        data.classes != nil,
        "the loss 'cross-entropy' needs classes; the data have numbers to predict, which 'mse' fits")
      try require(
        data.classCount >= 2,
        "the loss 'cross-entropy' needs at least two classes; the data have \(data.classCount)")
    case .mse, .squared: break
    }
    try validateOutput(for: data)
  }

  /// Says what is wrong with the plan's numbers, before anything is made by them.
  package func validate(inputs: Int, outputs: Int) throws(TrainingError) {
    func require(_ holds: Bool, _ reason: String) throws(TrainingError) {
      if !holds { throw .unfit(reason) }
    }
    try require(inputs > 0 && outputs > 0, "a network needs at least one input and one output")
    try require(hidden.allSatisfy { $0 > 0 }, "the sizes of hidden layers must be positive, not \(hidden)")
    try require(
      parameterCount(inputs: inputs, outputs: outputs) ?? .max
        <= TrainingPlan.mostParameters,
      "the network has more than 1,000,000 parameters; make its hidden layers smaller")
    try require(
      (0...TrainingPlan.mostSteps).contains(steps),
      "the number of steps is between 0 and 2⁵³, not \(steps)")
    try require(
      learningRate.isFinite && learningRate >= 0,
      "the learning rate must be a number from 0 on, not \(learningRate)")
    try require(l2.isFinite && l2 >= 0, "the strength of L2 must be a number from 0 on, not \(l2)")
    try require(
      momentum.isFinite && momentum >= 0 && momentum < 1,
      "the momentum must be between 0 and 1, not \(momentum)")
    if let batch { try require(batch > 0, "a batch needs at least one sample, not \(batch)") }
    try require(
      weightDecay.isFinite && weightDecay >= 0,
      "the weight decay must be a number from 0 on, not \(weightDecay)")
    try require(
      finalFactor.isFinite && finalFactor >= 0,
      "the final factor of the learning rate must be a number from 0 on, not \(finalFactor)")
  }

  /// Whether the outputs can be what they have to become.
  private func validateOutput(for data: DataSet) throws(TrainingError) {
    let range: ClosedRange<Double>
    switch outputActivation {
    case .none: return
    case .tanh: range = -1...1
    case .sigmoid: range = 0...1
    case .relu: range = 0...(.infinity)
    }
    guard loss != .crossEntropy,
      let target = data.targets.first(where: { !range.contains($0) })
    else { return }
    let role = data.classes == nil ? "" : ", which stands for a class"
    throw .unfit(
      "the output activation '\(outputActivation.rawValue)' gives no number below \(range.lowerBound)"
        + "\(range.upperBound.isFinite ? " or above \(range.upperBound)" : ""), and so never \(target)\(role); "
        + "leave it out, or choose tanh for two classes")
  }

  static let mostParameters = 1_000_000
  /// Up to here every whole number is a `Double`.
  package static let mostSteps = 1 << 53

  /// How many weights and biases the network has; nil if no `Int` holds the number.
  ///
  ///     TrainingPlan.moons.parameterCount(inputs: 2, outputs: 1)   // 337
  public func parameterCount(inputs: Int, outputs: Int) -> Int? {
    var total = 0
    var width = inputs
    for size in hidden + [outputs] {
      let (rows, isTooWide) = width.addingReportingOverflow(1)
      let (layer, isTooLarge) = rows.multipliedReportingOverflow(by: size)
      let (sum, isTooMuch) = total.addingReportingOverflow(layer)
      if isTooWide || isTooLarge || isTooMuch { return nil }
      (total, width) = (sum, size)
    }
    return total
  }

  /// The number of outputs of the network.
  public func outputCount(for data: DataSet) -> Int { loss == .crossEntropy ? data.classCount : 1 }
}
