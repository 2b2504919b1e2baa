extension TrainingPlan {
  /// The loss of one sample, with inputs and targets that differ from sample to sample.
  ///
  /// The formulas are those of the loss functions, with targets that are values and not numbers.
  func replay(of net: MLP, inputCount: Int) -> BatchReplay {
    let inputs = (0..<inputCount).map { _ in Value(0.0) }
    let outputs = net(inputs)
    let targets = (0..<targetCount(outputs.count)).map { _ in Value(0.0) }
    let root =
      switch loss {
      case .hinge: (1 - targets[0] * outputs[0]).relu()
      case .mse, .squared: (outputs[0] - targets[0]) ** 2
      case .crossEntropy: TrainingPlan.crossEntropy(outputs, targets)
      }
    return BatchReplay(of: root, inputs: inputs + targets, observing: outputs)
  }

  /// The numbers of a sample, in the order of the replay's inputs.
  func appendRow(of sample: Int, in data: DataSet, to rows: inout [Double]) {
    rows.append(contentsOf: data.inputs[sample])
    guard loss == .crossEntropy, let classes = data.classes else { return rows.append(data.targets[sample]) }
    for index in 0..<targetCount(outputCount(for: data)) { rows.append(index == classes[sample] ? 1 : 0) }
  }

  /// One number, or for classes one for each output.
  private func targetCount(_ outputs: Int) -> Int { loss == .crossEntropy ? outputs : 1 }

  /// `log Σ exp(zᵢ - m) - Σ tᵢ·(zᵢ - m)`, with the greatest logit `m`, whose gradients cancel, and a target
  /// that is 1 for the right class and 0 for all others.
  private static func crossEntropy(_ logits: [Value], _ targets: [Value]) -> Value {
    let greatest = logits.dropFirst().reduce(logits[0]) { $0.max($1) }
    let shifted = logits.map { $0 - greatest }
    return Micrograd.sum(shifted.map { $0.exp() }).log() - dot(targets, shifted)
  }
}
