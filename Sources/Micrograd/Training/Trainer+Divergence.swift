/// Where a training ends that does not end well: numbers stop being finite, or the loss explodes.
extension Trainer {
  /// What is wrong with a loss: that it is not finite, or so large that no training comes back from it; nil if
  /// it is neither.
  ///
  /// `advance()` judges the losses before its steps; that after the last one is judged by whoever asks for it.
  public func divergence(at loss: Double) -> TrainingError? {
    if !loss.isFinite { return .diverged(step: step, loss: loss, cause: "the loss is \(loss)") }
    guard let firstLoss, loss > 1000 * max(1, firstLoss) else { return nil }
    return .diverged(step: step, loss: loss, cause: "the loss grew from \(firstLoss) to \(loss)")
  }

  /// - Parameter parameter: one whose gradient is not finite.
  func cause(_ samples: [Int], _ loss: Double, _ parameter: Value?) -> String {
    // Recorded, the graph of a sample can tell where it went wrong; that of all may not fit into memory.
    for sample in samples.prefix(10_000) {
      let loss = self.loss(ofSample: sample, outputs(sample))
      if let value = loss.topologicalOrder().first(where: { !$0.data.isFinite }) {
        return "\(Trainer.place(of: value)) in sample \(sample)"
      }
      guard let parameter else { continue }
      optimizer.zeroGrad()
      loss.backward()
      guard !parameter.grad.isFinite else { continue }
      let name = "the gradient of '\(parameter.label)' is \(parameter.grad) in sample \(sample)"
      guard let value = loss.topologicalOrder().last(where: { !$0.grad.isFinite }) else { return name }
      let operands = value.prev.map { "\($0.data)" }.joined(separator: ", ")
      return
        "\(name); it begins at \(value.op.isEmpty ? "the leaf '\(value.label)'" : "\(value.op)(\(operands))")"
    }
    return parameter.map { "the gradient of '\($0.label)' is not finite" } ?? "the loss is \(loss)"
  }

  /// The first value that is not finite although what it was computed from is.
  private static func place(of value: Value) -> String {
    let operands = value.prev.map { "\($0.data)" }.joined(separator: ", ")
    let name = value.label.isEmpty ? "" : "'\(value.label)' "
    if let role = value.role { return "the \(role.rawValue) \(name)is \(value.data)" }
    return "the first value that is not finite is \(name)\(value.op)(\(operands)) = \(value.data)"
  }
}
