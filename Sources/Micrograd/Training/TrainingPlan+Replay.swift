extension TrainingPlan {
  /// The loss of one sample, with inputs and targets that differ from sample to sample.
  func replay(of net: MLP, inputCount: Int) -> BatchReplay {
    let inputs = (0..<inputCount).map { _ in Value(0.0) }
    let outputs = net(inputs)
    let targets = (0..<targetCount(outputs.count)).map { _ in Value(0.0) }
    let root =
      switch loss {
      case .hinge: hingeLoss(outputs, targets)
      case .mse, .squared: squaredError(outputs, targets)
      case .crossEntropy: Micrograd.crossEntropy(outputs, probabilities: targets)
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
}
