import GradViz
import Micrograd

extension Train {
  /// What was chosen and changes nothing, and what cannot work as it may be meant.
  func remarks(on plan: TrainingPlan, _ data: DataSet, _ source: DataSource) -> [String] {
    var said = withoutEffect(plan, data, source).map { "\($0.option) has no effect: \($0.reason)" }
    if plan.activation == .none && !plan.hidden.isEmpty {
      said.append(
        "without an activation the network is linear, whatever its layers: no curve or ring separates its classes"
      )
    }
    if plan.loss == .mse || plan.loss == .squared, data.classCount > 2 {
      said.append(
        "with --loss \(plan.loss.rawValue) \(data.classCount) classes are aimed at as the numbers 0 to "
          + "\(data.classCount - 1), as if they had an order; --loss cross-entropy does without")
    }
    return said
  }

  private func withoutEffect(
    _ plan: TrainingPlan, _ data: DataSet, _ source: DataSource
  ) -> [(option: String, reason: String)] {
    var found: [(String, String)] = []
    func note(_ isGiven: Bool, _ option: String, _ reason: String) {
      if isGiven { found.append((option, reason)) }
    }
    let kind = source.isFile ? "a file" : "the set '\(source.name)'"
    for option in samples.withoutEffect(source) { note(true, option, "it is not for \(kind)") }
    note(
      training.momentum != nil && plan.optimizer != .momentum, "--momentum",
      "it is for --optimizer momentum, not \(plan.optimizer.rawValue)")
    note(
      training.weightDecay != nil && plan.optimizer != .adamw, "--weight-decay",
      "it is for --optimizer adamw, not \(plan.optimizer.rawValue)")
    note(
      network.activation != nil && plan.hidden.isEmpty, "--activation", "there are no hidden layers")
    note(
      training.batch ?? 0 >= data.count, "--batch",
      data.count == 1
        ? "there is only one sample" : "there are \(data.count) samples, and a step takes all of them")
    note(training.lr == 0, "--lr 0", "every step leaves the parameters as they are")
    note(training.schedule != nil && plan.steps < 2, "--schedule", "there is only one step")
    guard recording.record == nil else { return found }
    for option in recording.given { note(true, option, "nothing is recorded without --record DIR") }
    return found
  }
}
