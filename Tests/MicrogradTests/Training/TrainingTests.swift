import Foundation
import Micrograd
import Testing

/// Losses, optimizers, schedules and data sets, against formulas in 40-digit arithmetic and each other.
@Suite struct TrainingTests {
  private func near(_ actual: Double, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(actual - expected) <= tolerance * max(1, abs(expected))
  }

  // MARK: - Losses

  @Test func lossesAreTheirFormulas() {
    let out = [Value(3), Value(-1)]
    #expect(squaredError(out, [1, 1]).data == 8)
    #expect(meanSquaredError(out, [1, 1]).data == 4)
    #expect(hingeLoss([Value(0.25), Value(2)], [1, 1]).data == 0.375)
    #expect(hingeLoss([Value(0.25)], [-1]).data == 1.25)
    #expect(near(crossEntropy([Value(2), Value(-1), Value(3)], target: 0).data, 1.3265626412674704584))
    #expect(near(binaryCrossEntropy(Value(1.3), target: 1).data, 0.24100845383299219576))
    #expect(near(binaryCrossEntropy(Value(1.3), target: 0.25).data, 1.2160084538329922291))
    #expect(near(l2([Value(3), Value(4)], strength: 0.5).data, 12.5))
    #expect(near(softmax([Value(1), Value(1)])[0].data, 0.5))
    #expect(dot([Value(1), Value(2)], [Value(3), Value(4)]).data == 11)
  }

  /// The notebook's last section.
  /// Of outputs that are sure and right, to 13 digits of log(1 + e⁻ᶻ).
  @Test(arguments: [
    (20.0, 1.0, 2.0611536203143807e-9), (-20, 0, 2.0611536203143807e-9), (800, 1, 0), (800, 0, 800),
  ])
  func binaryCrossEntropyOfSureOutputs(_ logit: Double, _ target: Double, _ expected: Double) {
    let z = Value(logit)
    let loss = binaryCrossEntropy(z, target: target)
    #expect(abs(loss.data - expected) <= 1e-13 * expected)
    loss.backward()
    #expect(near(z.grad, Value(logit).sigmoid().data - target))
  }

  /// Where a logit is 0 there is no kink.
  @Test(arguments: [0.0, 0.25, 1]) func binaryCrossEntropyAtZero(_ target: Double) {
    let z = Value(0.0)
    binaryCrossEntropy(z, target: target).backward()
    #expect(near(z.grad, 0.5 - target))
  }

  @Test func lossesOfTargetsThatAreValues() {
    func outputs() -> [Value] { [Value(0.3), Value(-2), Value(1.5)] }
    let targets = [1.0, -1, 1]
    let values = targets.map { Value($0) }
    #expect(hingeLoss(outputs(), values).data == hingeLoss(outputs(), targets).data)
    #expect(squaredError(outputs(), values).data == squaredError(outputs(), targets).data)
    let onehot = [Value(0), Value(1), Value(0)]
    #expect(
      near(crossEntropy(outputs(), probabilities: onehot).data, crossEntropy(outputs(), target: 1).data))
  }

  @Test func crossEntropyOfTheNotebook() {
    let logits = [[2, -1, 3], [0.5, 2, -1.5]].map { $0.map { Value($0) } }
    let loss = crossEntropy(logits, targets: [0, 1])
    loss.backward()
    #expect(near(loss.data, 0.7761823452495349))
    let expected = [
      -0.367306035613879, 0.0066064434768947, 0.360699592136984, 0.0890151027530795, -0.1010619869650,
      0.0120468841434242,
    ]
    for (logit, grad) in zip(logits.joined(), expected) { #expect(near(logit.grad, grad, 1e-10)) }
  }

  @Test(arguments: [1e4, -1e4, 800, 0]) func hugeLogitsGiveFiniteNumbers(_ size: Double) {
    let logits = [Value(size), Value(-size), Value(0)]
    for target in 0..<3 {
      let loss = crossEntropy(logits, target: target)
      loss.backward()
      #expect(loss.data.isFinite && loss.data >= 0 && logits.allSatisfy { $0.grad.isFinite })
    }
    let logit = Value(size)
    for target in [0.0, 1.0] {
      let loss = binaryCrossEntropy(logit, target: target)
      loss.backward()
      #expect(loss.data.isFinite && logit.grad.isFinite)
    }
    #expect(softmax(logits).map(\.data).reduce(0, +) == 1)
  }

  // MARK: - Optimizers and schedules

  /// 25 steps on a function of two parameters.
  private func optimum(_ make: ([Value]) -> any Optimizer) -> [Double] {
    let p = [Value(0.7, role: .parameter), Value(-1.2, role: .parameter)]
    let optimizer = make(p)
    for _ in 0..<25 {
      let loss = (p[0] * p[1] - 1.5) ** 2 + 0.3 * p[0]
      optimizer.zeroGrad()
      loss.backward()
      optimizer.step()
    }
    return p.map(\.data)
  }

  @Test func optimizersFollowTheirPapers() {
    let momentum = optimum { SGD($0, learningRate: 0.01, momentum: 0.9) }
    #expect(
      near(momentum[0], -2.708578587307826287, 1e-10) && near(momentum[1], -0.45493647578147270017, 1e-10))
    let adamw = optimum {
      AdamW($0, learningRate: 0.1, betas: (0.9, 0.95), epsilon: 1e-8, weightDecay: 0.02)
    }
    #expect(near(adamw[0], -1.336300730255559204, 1e-10) && near(adamw[1], -0.90982416257496310527, 1e-10))
  }

  @Test func schedules() {
    #expect(LearningRateSchedule.constant.factor(at: 7, of: 10) == 1)
    #expect(near(LearningRateSchedule.linear(to: 0.1).factor(at: 50, of: 100), 0.55))
    #expect(near(LearningRateSchedule.cosine(to: 0).factor(at: 50, of: 100), 0.5))
    #expect(near(LearningRateSchedule.cosine(to: 0.2).factor(at: 0, of: 100), 1))
  }

  // MARK: - Data

  static let sets: [(String, @Sendable (Int, UInt64) -> DataSet)] = [
    ("moons", { .moons($0, seed: $1) }), ("circles", { .circles($0, seed: $1) }),
    ("spiral", { .spiral($0, seed: $1) }), ("xor", { .xor($0, seed: $1) }),
    ("yin-yang", { .yinYang($0, seed: $1) }),
  ]

  @Test(arguments: 0..<sets.count) func dataSetsAreBalancedAndSeeded(_ index: Int) {
    let make = Self.sets[index].1
    let data = make(120, 3)
    #expect(data.count == 120 && data.inputCount == 2 && data == make(120, 3) && data != make(120, 4))
    let classes = data.classes ?? []
    for kind in 0..<data.classCount {
      #expect(classes.count { $0 == kind } == 120 / data.classCount)
    }
    #expect(data.inputs.joined().allSatisfy { abs($0) < 4 })
    #expect(make(1, 0).count == 1 && make(0, 0).count == 0)
  }

  // MARK: - Trainer

  /// The demo of micrograd: 100 samples of two moons, max-margin loss, 100 steps.
  @Test func moonsAreLearned() throws {
    let perfect = try (1...10).count { seed in
      var plan = TrainingPlan.moons
      plan.seed = UInt64(seed)
      let trainer = try Trainer(plan, on: .moons())
      while !trainer.isDone { _ = try trainer.advance() }
      return trainer.evaluate().accuracy == 1
    }
    #expect(perfect >= 9)
  }

  /// Plans whose loss, regularisation and batches differ.
  static let plans: [(TrainingPlan, DataSet)] = TrainingPlan.Loss.allCases.flatMap { loss in
    [0, 0.03].flatMap { strength in
      [nil, 5].map { batch in
        var plan = TrainingPlan()
        plan.loss = loss
        plan.l2 = strength
        plan.batch = batch
        plan.hidden = [3, 4]
        plan.activation = .tanh
        plan.learningRate = 0.01
        switch loss {
        case .hinge: return (plan, .moons(20, seed: 2))
        case .crossEntropy: return (plan, .yinYang(20, seed: 2))
        case .mse, .squared: return (plan, .lecture)
        }
      }
    }
  }

  /// Steps replay formulas of the trainer's own; the graph that is recorded uses the loss functions.
  @Test(arguments: 0..<plans.count) func stepsAreThoseOfTheRecordedGraph(_ index: Int) throws {
    let (plan, data) = Self.plans[index]
    let trainer = try Trainer(plan, on: data)
    for _ in 0..<3 {
      let recorded = trainer.graphOfNextBatch().data
      let gradients = trainer.net.parameters.map(\.grad)
      #expect(gradients.contains { abs($0) > 1e-3 })
      let report = try trainer.advance()
      #expect(near(report.loss, recorded))
      for (parameter, gradient) in zip(trainer.net.parameters, gradients) {
        #expect(near(parameter.grad, gradient), "\(plan.loss), \(parameter.label)")
      }
      if plan.batch == nil { #expect(near(trainer.evaluate().loss, trainer.graphOfNextBatch().data)) }
    }
  }

  @Test func resumingGivesTheSameNumbers() throws {
    var plan = TrainingPlan.moons
    plan.optimizer = .adamw
    plan.learningRate = 0.05
    plan.batch = 16
    plan.steps = 20
    let straight = try Trainer(plan, on: .moons(50))
    var states: [Trainer.State] = []
    while !straight.isDone {
      states.append(straight.state)
      _ = try straight.advance()
    }
    let data = try JSONEncoder().encode(states[11])
    let resumed = try Trainer(plan, on: .moons(50))
    try resumed.restore(JSONDecoder().decode(Trainer.State.self, from: data))
    while !resumed.isDone { _ = try resumed.advance() }
    #expect(resumed.state == straight.state)
    let other = try Trainer(.lecture, on: .lecture)
    #expect(throws: TrainingError.self) { try other.restore(states[1]) }
  }

  @Test func divergenceNamesStepAndCause() throws {
    var plan = TrainingPlan.lecture
    plan.learningRate = 1e200
    plan.activation = .relu
    let trainer = try Trainer(plan, on: .lecture)
    let error = #expect(throws: TrainingError.self) {
      while !trainer.isDone { _ = try trainer.advance() }
    }
    guard case .diverged(let step, let loss, let cause)? = error else {
      Issue.record("it did not diverge: \(String(describing: error))")
      return
    }
    #expect(step == 1)
    #expect(!loss.isFinite)
    #expect(cause.hasPrefix("the first value that is not finite is"))
  }

  /// Finite, but beyond all return.
  @Test(arguments: [1000.0, 1e6, 1e30]) func explodingLossesAreDivergence(_ rate: Double) throws {
    var plan = TrainingPlan.lecture
    plan.learningRate = rate
    let trainer = try Trainer(plan, on: .lecture)
    var before = trainer.state
    let error = #expect(throws: TrainingError.self) {
      while !trainer.isDone {
        before = trainer.state
        _ = try trainer.advance()
      }
    }
    guard case .diverged(_, _, let cause)? = error else { return #expect(Bool(false)) }
    #expect(cause.contains("grew from 8.346"), "\(cause)")
    #expect(trainer.state == before, "a step that failed changed nothing")
  }

  /// The loss after the last step is judged as well.
  @Test func theLastStepMayDiverge() throws {
    var plan = TrainingPlan.lecture
    plan.learningRate = 1e6
    plan.steps = 1
    let trainer = try Trainer(plan, on: .lecture)
    _ = try trainer.advance()
    #expect(trainer.divergence(at: trainer.evaluate().loss) != nil && trainer.divergence(at: 8) == nil)
  }

  @Test func parametersAreCountedBeforeTheyAreMade() {
    var plan = TrainingPlan.moons
    #expect(plan.parameterCount(inputs: 2, outputs: 1) == 337)
    #expect(plan.network(inputs: 2, outputs: 1).parameters.count == 337)
    for hidden in [[Int.max, 1], [Int.max], [1 << 40, 1 << 40], [50_000, 50_000], [1_000_000]] {
      plan.hidden = hidden
      #expect(throws: TrainingError.self) { try Trainer(plan, on: .moons()) }
    }
    plan.hidden = []
    plan.steps = .max
    #expect(throws: TrainingError.self) { try Trainer(plan, on: .moons()) }
  }

  @Test func outputsThatCannotBeReachedAreRefused() {
    for activation in [Activation.relu, .sigmoid] {
      var plan = TrainingPlan.moons
      plan.outputActivation = activation
      let error = #expect(throws: TrainingError.self) { try Trainer(plan, on: .moons()) }
      #expect(error?.description.contains("never -1.0") == true)
    }
    var plan = TrainingPlan.moons
    plan.outputActivation = .tanh
    #expect(throws: Never.self) { try Trainer(plan, on: .moons()) }
  }

  @Test func otherSamplesAreJudged() throws {
    let trainer = try Trainer(.moons, on: .moons(80))
    while !trainer.isDone { _ = try trainer.advance() }
    let unseen = DataSet.moons(50, seed: 9)
    let right = zip(unseen.inputs, unseen.classes!).count { input, kind in
      (trainer.predict(input)[0] > 0) == (kind == 1)
    }
    #expect(trainer.evaluate(on: unseen).accuracy == Double(right) / 50)
    #expect(trainer.evaluate(on: trainer.data) == trainer.evaluate())
  }

  @Test func errorsOfNumbersAreRootMeanSquares() throws {
    var plan = TrainingPlan()
    plan.loss = .mse
    let data = DataSet(
      inputs: [[1], [2]], targets: [0.5, -1], classes: nil, classNames: [], columns: ["x"])
    let trainer = try Trainer(plan, on: data)
    let errors = zip(data.inputs, data.targets).map { trainer.predict($0)[0] - $1 }
    let expected = ((errors[0] * errors[0] + errors[1] * errors[1]) / 2).squareRoot()
    let report = trainer.evaluate()
    #expect(report.accuracy == nil && near(report.rootMeanSquare!, expected))
  }

  /// √12.5 = 3.535… times the size, whatever the size is.
  @Test(arguments: [1.0, 1e200, 1e-200, 1e307, .leastNonzeroMagnitude])
  func meansOfSquaresNeitherOverflowNorVanish(
    _ size: Double
  ) {
    for numbers in [[3.0, -4], [-4, 3], [4, 0, 3, 0].map { $0 * 2.0.squareRoot() }] where size > 1e-300 {
      var error = RootMeanSquare()
      for number in numbers { error.add(number * size) }
      #expect(near(error.value / size, 12.5.squareRoot()))
    }
    var same = RootMeanSquare()
    for _ in 0..<3 { same.add(-size) }
    #expect(near(same.value, size))
  }

  @Test func meansOfSquaresOfNothingAndOfInfinity() {
    func value(_ numbers: [Double]) -> Double {
      var error = RootMeanSquare()
      for number in numbers { error.add(number) }
      return error.value
    }
    #expect(value([]) == 0 && value([0, 0]) == 0 && value([1, -.infinity, 2]) == .infinity)
    #expect(value([.infinity, .infinity]) == .infinity && value([1, .nan, 2, .infinity]).isNaN)
  }

  @Test func unfitPlansAreRefused() {
    var plan = TrainingPlan.moons
    plan.hidden = [0]
    #expect(throws: TrainingError.self) { try Trainer(plan, on: .moons()) }
    plan = .moons
    #expect(throws: TrainingError.self) { try Trainer(plan, on: .yinYang()) }
    plan.learningRate = .nan
    #expect(throws: TrainingError.self) { try Trainer(plan, on: .moons()) }
    plan = .moons
    plan.batch = 0
    #expect(throws: TrainingError.self) { try Trainer(plan, on: .moons()) }
    #expect(throws: TrainingError.self) { try Trainer(.moons, on: .moons(0)) }
  }

  @Test func gradientsOfOneSampleDoNotDisturbTheTraining() throws {
    let plain = try Trainer(.moons, on: .moons())
    let watched = try Trainer(.moons, on: .moons())
    for _ in 0..<5 {
      _ = watched.graph(ofSample: 3)
      #expect(try plain.advance() == watched.advance())
    }
    #expect(plain.state == watched.state)
  }

  @Test(arguments: ["moons", "spiral", "lecture"]) func theGreatestLossIsThatOfTheGraphs(_ name: String)
    throws
  {
    var plan = name == "lecture" ? TrainingPlan.lecture : .moons
    if name == "spiral" { plan.loss = .crossEntropy }
    let data: DataSet = name == "moons" ? .moons() : name == "spiral" ? .spiral() : .lecture
    let trainer = try Trainer(plan, on: data)
    for steps in [0, 3] {
      while trainer.step < steps { _ = try trainer.advance() }
      let losses = data.inputs.indices.map { trainer.graph(ofSample: $0).data }
      let before = trainer.state
      #expect(losses[trainer.sampleOfGreatestLoss] == losses.max())
      #expect(trainer.state == before)
    }
  }

  @Test func ofEqualLossesTheFirstIsGreatestAndNoNumberComesBeforeAll() throws {
    var plan = TrainingPlan()
    plan.hidden = []
    plan.loss = .squared
    // The targets decide: a network of small weights is far from both that are far out.
    func greatest(_ targets: [Double]) throws -> Int {
      let inputs = targets.map { _ in [0.0] }
      let data = DataSet(inputs: inputs, targets: targets, classes: nil, classNames: [], columns: ["x"])
      return try Trainer(plan, on: data).sampleOfGreatestLoss
    }
    #expect(try greatest([0, 100, 3, 100]) == 1)
    #expect(try greatest([0, 100, .nan, 1000]) == 2)
    #expect(try greatest((0..<5000).map { $0 == 4321 ? -50 : 1 }) == 4321)
  }
}

/// Runs that were computed elsewhere.
@Suite struct ReferenceTrainingTests {
  struct Run: Decodable {
    struct Neuron<Number: Decodable>: Decodable {
      let w: [Number]
      let b: Number
    }
    let lr: Double
    let steps: Int
    let xs: [[Double]]
    let ys: [Double]
    let `init`: [[Neuron<Double>]]
    let losses: [String]
    let firstGradients: [[Neuron<String>]]
    let final: [[Neuron<String>]]

    enum CodingKeys: String, CodingKey {
      case lr, steps, xs, ys, `init`, losses, final
      case firstGradients = "grads_step0"
    }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Reference")

  private func near(_ actual: Double, _ text: String) -> Bool {
    let expected = Double(text)!
    return abs(actual - expected) <= 1e-10 * max(1e-3, abs(expected))
  }

  /// How a step comes to its loss and gradients.
  enum Way: CaseIterable {
    /// Recorded afresh at every step.
    case recorded
    /// Recorded once, and run again in place.
    case replayed
    /// The loss of one sample recorded once, and run for all samples in lanes.
    case batched
  }

  /// Gives the loss of a network, and adds its derivatives to the gradients.
  private func step(
    _ way: Way, _ net: MLP, _ samples: [[Double]], _ loss: @escaping (Value, Value) -> Value,
    _ total: @escaping ([Value]) -> Value, weight: Double
  ) -> () -> Double {
    func record() -> Value {
      total(samples.map { row in loss(net(row.dropLast().map { Value($0) })[0], Value(row[row.count - 1])) })
    }
    switch way {
    case .recorded:
      return {
        let root = record()
        root.backward()
        return root.data
      }
    case .replayed:
      let replay = Replay(of: record())
      return { replay.run() }
    case .batched:
      let inputs = samples[0].map { _ in Value(0.0) }
      let root = loss(net(Array(inputs.dropLast()))[0], inputs[inputs.count - 1])
      let replay = BatchReplay(of: root, inputs: inputs)
      return { replay.run(Array(samples.joined()), weight: weight).roots.reduce(0, +) * weight }
    }
  }

  @Test(arguments: Way.allCases) func lecturesTraining(_ way: Way) throws {
    let data = try Data(contentsOf: Self.folder.appending(path: "training.json"))
    for run in try JSONDecoder().decode([Run].self, from: data) {
      let net = MLP(3, [4, 4, 1], activation: .tanh)
      for (parameter, number) in zip(net.parameters, run.`init`.joined().flatMap { $0.w + [$0.b] }) {
        parameter.data = number
      }
      let optimizer = SGD(net.parameters, learningRate: run.lr)
      let samples = zip(run.xs, run.ys).map { $0 + [$1] }
      let step = step(way, net, samples, { ($0 - $1) ** 2 }, { sum($0) }, weight: 1)
      for index in 0..<run.steps {
        optimizer.zeroGrad()
        #expect(near(step(), run.losses[index]), "step \(index)")
        if index == 0 {
          for (parameter, grad) in zip(net.parameters, run.firstGradients.joined().flatMap { $0.w + [$0.b] })
          {
            #expect(near(parameter.grad, grad))
          }
        }
        optimizer.step()
      }
      for (parameter, number) in zip(net.parameters, run.final.joined().flatMap { $0.w + [$0.b] }) {
        #expect(near(parameter.data, number))
      }
    }
  }

  /// Work W1: the moons demo from given weights and samples.
  @Test(arguments: Way.allCases) func moonsDemo(_ way: Way) throws {
    func numbers(_ name: String) throws -> [[Double]] {
      try String(contentsOf: Self.folder.appending(path: "w1/\(name)"), encoding: .utf8).split(
        separator: "\n"
      )
      .map { $0.split(separator: " ").map { Double($0)! } }
    }
    let samples = try numbers("moons.txt")
    let net = MLP(2, [16, 16, 1], activation: .relu)
    for (parameter, row) in zip(net.parameters, try numbers("init.txt")) { parameter.data = row[0] }
    let optimizer = SGD(net.parameters, learningRate: 1)
    let step = step(way, net, samples, { (1 - $1 * $0).relu() }, { mean($0) }, weight: 0.01)
    var losses: [Double] = []
    for index in 0..<100 {
      optimizer.zeroGrad()
      let penalty = l2(net.parameters, strength: 1e-4)
      penalty.backward()
      losses.append(step() + penalty.data)
      optimizer.learningRate = 1 - 0.9 * Double(index) / 100
      optimizer.step()
    }
    #expect(abs(losses[0] - 1.510577889993) < 1e-11)
    #expect(abs(losses[99] - 0.01216738412) < 1e-10)
  }
}
