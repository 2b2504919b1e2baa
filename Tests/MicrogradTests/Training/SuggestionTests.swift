import Foundation
import Micrograd
import Testing

/// Defaults that fit each other: every data set with every optimizer, activation and loss.
///
/// With `GRADVIZ_TEST_SCALE=1` (and `-c release`, which takes seconds) whole trainings, judged by what they
/// reach; else a tenth of the steps on a few samples, after which the loss has to be lower.
@Suite struct SuggestionTests {
  /// What is learned, the plan of its demonstration, and which accuracy an activation that bends has to reach;
  /// for numbers, which share of the first loss.
  struct Row: Sendable {
    let name: String
    let data: DataSet
    var demo: TrainingPlan?
    let least: Double
  }

  private static let isWhole =
    ProcessInfo.processInfo.environment["GRADVIZ_TEST_SCALE"].flatMap(Double.init) ?? 0.1 >= 1
  private static let count = isWhole ? 100 : 16

  static let rows = [
    Row(name: "moons", data: .moons(count), demo: .moons, least: 0.85),
    Row(name: "circles", data: .circles(count), least: 0.95),
    Row(name: "spiral", data: .spiral(count), least: 0.85),
    Row(name: "xor", data: .xor(count), demo: .moons, least: 0.95),
    Row(name: "yin-yang", data: .yinYang(count), least: 0.75),
    Row(name: "lecture", data: .lecture, demo: .lecture, least: 1),
    Row(name: "parabola", data: parabola, least: 0.05),
  ]

  static let parabola: DataSet = {
    let x = (0..<count).map { 4 * Double($0) / Double(count) - 2 }
    return DataSet(
      inputs: x.map { [$0] }, targets: x.map { $0 * $0 - 1 }, classes: nil, classNames: [], columns: ["x"])
  }()

  /// How a combination ends.
  enum End: Equatable {
    case learned, linear, slow, unfit
    case failed(Double)
  }

  private func end(
    _ row: Row, _ optimizer: TrainingPlan.Optimizer, _ activation: Activation, _ loss: TrainingPlan.Loss
  ) -> End {
    var choices = TrainingPlan.Choices()
    (choices.optimizer, choices.activation, choices.loss) = (optimizer, activation, loss)
    var plan = TrainingPlan.suggested(for: row.data, choosing: choices, demo: row.demo)
    if !Self.isWhole { plan.steps /= 10 }
    do {
      let trainer = try Trainer(plan, on: row.data)
      let first = trainer.evaluate()
      while !trainer.isDone { _ = try trainer.advance() }
      let last = trainer.evaluate()
      guard Self.isWhole else {
        // What no line separates, a network without bends may start with the best loss there is.
        let most = activation == .none ? 1.01 : 1
        return last.loss < most * first.loss ? .learned : .failed(last.loss / first.loss)
      }
      let reached = last.accuracy ?? last.loss / first.loss
      if row.data.classes == nil ? reached <= row.least : reached >= row.least { return .learned }
      // A line is all that a network without bends can draw; the command says so.
      if activation == .none && last.loss <= first.loss { return .linear }
      // A spiral by sigmoids, and classes in a row that they are not in, take longer than the default.
      let isHard =
        (row.name == "spiral" && activation == .sigmoid)
        || (row.name == "yin-yang" && (loss == .mse || loss == .squared))
        || (row.name == "moons" && activation == .sigmoid && optimizer == .sgd)
      if isHard && last.loss < 0.95 * first.loss { return .slow }
      return .failed(reached)
    } catch TrainingError.unfit(let reason) {
      return reason.contains("needs") ? .unfit : .failed(.nan)
    } catch { return .failed(.infinity) }
  }

  static let combinations = TrainingPlan.Optimizer.allCases.flatMap { optimizer in
    Activation.allCases.map { (optimizer, $0) }
  }

  @Test(arguments: 0..<combinations.count) func everyCombinationLearnsOrSaysWhyNot(_ index: Int) {
    let (optimizer, activation) = Self.combinations[index]
    for loss in TrainingPlan.Loss.allCases {
      for row in Self.rows {
        let end = end(row, optimizer, activation, loss)
        let needs =
          (loss == .hinge && row.data.classCount != 2) || (loss == .crossEntropy && row.data.classes == nil)
        #expect((end == .unfit) == needs, "\(row.name) \(optimizer) \(activation) \(loss): \(end)")
        if case .failed(let reached) = end {
          Issue.record("\(row.name) \(optimizer) \(activation) \(loss): \(reached)")
        }
      }
    }
  }
}
