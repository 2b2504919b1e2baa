extension TrainingPlan {
  /// What is chosen by whoever trains; nil for what is to fit the data and the rest.
  public struct Choices: Sendable, Equatable {
    /// The sizes of the hidden layers; nil if that is left open, as with all of these.
    public var hidden: [Int]?
    /// The activation of the hidden layers.
    public var activation: Activation?
    /// The activation of the output.
    public var outputActivation: Activation?
    /// How weights are drawn.
    public var initialization: Initialization?
    /// What is minimised.
    public var loss: Loss?
    /// What adjusts the parameters.
    public var optimizer: Optimizer?

    /// Everything left open.
    public init() {}

    /// Whether a plan is what is chosen.
    func agree(with plan: TrainingPlan) -> Bool {
      (hidden ?? plan.hidden) == plan.hidden && (activation ?? plan.activation) == plan.activation
        && (outputActivation ?? plan.outputActivation) == plan.outputActivation
        && (initialization ?? plan.initialization) == plan.initialization && (loss ?? plan.loss) == plan.loss
        && (optimizer ?? plan.optimizer) == plan.optimizer
    }
  }

  /// A plan whose parts fit each other and the data.
  ///
  ///     TrainingPlan.suggested(for: .yinYang()).loss == .crossEntropy           // true
  ///     TrainingPlan.suggested(for: .moons(), demo: .moons) == TrainingPlan.moons   // true
  ///
  /// The loss follows from what is predicted, the start from the activation, the learning rate from loss,
  /// optimizer, activation and the size of the inputs, found by training every combination on every made set;
  /// the table of that is a test. O(n) for n numbers of the data.
  ///
  /// - Parameters:
  ///   - data: what is trained on.
  ///   - choices: what is chosen already.
  ///   - demo: the plan of a demonstration, which is taken as it is unless a choice differs from it; its sizes
  ///     are taken in any case.
  public static func suggested(
    for data: DataSet, choosing choices: Choices = Choices(), demo: TrainingPlan? = nil
  ) -> TrainingPlan {
    if let demo, choices.agree(with: demo) { return demo }
    var plan = TrainingPlan()
    plan.activation = choices.activation ?? demo?.activation ?? .relu
    plan.hidden = choices.hidden ?? demo?.hidden ?? plan.hidden
    if choices.hidden == nil, plan.activation == .relu {
      // Half of the units of relu may be closed for all samples; of four too few are left.
      plan.hidden = plan.hidden.map { max($0, 8) }
    }
    plan.outputActivation = choices.outputActivation ?? .none
    plan.loss =
      choices.loss
      ?? (data.classes == nil ? .mse : (data.classCount == 2 ? demo?.loss ?? .hinge : .crossEntropy))
    plan.optimizer = choices.optimizer ?? .adamw
    let widest = max(data.inputCount, plan.hidden.dropLast().max() ?? 0)
    plan.initialization =
      choices.initialization
      ?? (plan.activation == .relu ? .he : (plan.activation == .none || widest > 16 ? .xavier : .micrograd))
    plan.schedule = .cosine
    plan.steps = plan.optimizer == .adamw ? 300 : 1000
    // Beyond, a step on all samples takes seconds.
    if data.count > 1000 { plan.batch = 100 }
    plan.learningRate = rate(plan, data)
    return plan
  }

  private static func rate(_ plan: TrainingPlan, _ data: DataSet) -> Double {
    let isSigmoid = plan.activation == .sigmoid
    // AdamW divides by the size of the gradients, so that only what it is worth to a parameter counts.
    guard plan.optimizer != .adamw else { return isSigmoid ? 0.15 : 0.03 }
    let isSquare = plan.loss == .mse || plan.loss == .squared
    var rate =
      switch (plan.optimizer, isSigmoid) {
      case (.momentum, false): isSquare ? 0.02 : 0.05
      case (.momentum, true): isSquare ? 0.06 : 0.2
      case (_, false): isSquare ? 0.1 : 0.3
      case (_, true): isSquare ? 0.15 : 2
      }
    // The curvature of the loss grows with the squares of the inputs.
    let energy = data.inputs.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } } / Double(max(1, data.count))
    if energy.isFinite { rate /= max(1, energy / 2) }
    return plan.loss == .squared ? rate / Double(max(1, plan.batch ?? data.count)) : rate
  }
}
