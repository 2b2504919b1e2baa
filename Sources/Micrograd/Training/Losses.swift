/// The sum of squared errors, `Σ (outputᵢ - targetᵢ)²`: the loss of the micrograd lecture.
///
///     squaredError([Value(3)], [1]).data   // 4.0
///
/// - Precondition: There are as many targets as outputs, at least one.
public func squaredError(_ outputs: [Value], _ targets: [Double]) -> Value {
  checkCounts(outputs.count, targets.count)
  return sum(zip(outputs, targets).map { output, target in (output - target) ** 2 })
}

/// The sum of squared errors from targets that are values, which a replay can change.
///
///     squaredError([Value(3)], [Value(1)]).data   // 4.0
///
/// - Precondition: There are as many targets as outputs, at least one.
public func squaredError(_ outputs: [Value], _ targets: [Value]) -> Value {
  checkCounts(outputs.count, targets.count)
  return sum(zip(outputs, targets).map { output, target in (output - target) ** 2 })
}

/// The mean of squared errors, `Σ (outputᵢ - targetᵢ)² / n`.
///
///     meanSquaredError([Value(3), Value(2)], [1, 2]).data   // 2.0
///
/// - Precondition: There are as many targets as outputs, at least one.
public func meanSquaredError(_ outputs: [Value], _ targets: [Double]) -> Value {
  squaredError(outputs, targets) / Double(outputs.count)
}

/// The SVM max-margin loss, `Σ max(0, 1 - targetᵢ·outputᵢ) / n`, for targets of -1 and 1.
///
///     hingeLoss([Value(0.25)], [1]).data   // 0.75
///
/// Source: C. Cortes, V. Vapnik, "Support-vector networks", 1995.
///
/// - Precondition: There are as many targets as outputs, at least one.
public func hingeLoss(_ outputs: [Value], _ targets: [Double]) -> Value {
  checkCounts(outputs.count, targets.count)
  // A batch is often recorded output by output, and needs no list for each.
  if outputs.count == 1 { return (1 - targets[0] * outputs[0]).relu() }
  return mean(zip(outputs, targets).map { output, target in (1 - target * output).relu() })
}

/// The SVM max-margin loss with targets that are values, which a replay can change.
///
///     hingeLoss([Value(0.25)], [Value(1)]).data   // 0.75
///
/// - Precondition: There are as many targets as outputs, at least one.
public func hingeLoss(_ outputs: [Value], _ targets: [Value]) -> Value {
  checkCounts(outputs.count, targets.count)
  // A batch is often recorded output by output, and needs no list for each.
  if outputs.count == 1 { return (1 - targets[0] * outputs[0]).relu() }
  return mean(zip(outputs, targets).map { output, target in (1 - target * output).relu() })
}

/// The cross entropy of a softmax over logits with the class that is right: `log Σ exp(zᵢ) - z_target`.
///
///     crossEntropy([Value(2), Value(-1), Value(3)], target: 0).data   // 1.3265626412674705
///
/// The greatest logit is taken off before `exp`, so that logits of any size give a finite loss, also when the
/// graph is run again with others. What it gets of the gradient cancels: the gradients are those of the plain
/// formula, `softmax - onehot`.
///
/// - Precondition: `target` is the index of a logit.
public func crossEntropy(_ logits: [Value], target: Int) -> Value {
  precondition(
    logits.indices.contains(target), "The target \(target) is none of the \(logits.count) classes.")
  let shifted = shiftedByGreatest(logits)
  return sum(shifted.map { $0.exp() }).log() - shifted[target]
}

/// The cross entropy of a softmax over logits with the probabilities that are right, `log Σ exp(zᵢ) - Σ pᵢ·zᵢ`.
///
///     let onehot = [Value(1), Value(0), Value(0)]
///     crossEntropy([Value(2), Value(-1), Value(3)], probabilities: onehot).data   // 1.3265626412674705
///
/// - Precondition: There are as many probabilities as logits, at least one. They should add up to 1.
public func crossEntropy(_ logits: [Value], probabilities: [Value]) -> Value {
  checkCounts(logits.count, probabilities.count)
  let shifted = shiftedByGreatest(logits)
  return sum(shifted.map { $0.exp() }).log() - dot(probabilities, shifted)
}

/// The mean of the cross entropies of several samples.
///
///     crossEntropy([[Value(0), Value(0)], [Value(1), Value(1)]], targets: [0, 1]).data   // 0.6931471805599453
///
/// - Precondition: There are as many targets as rows of logits, at least one.
public func crossEntropy(_ logits: [[Value]], targets: [Int]) -> Value {
  checkCounts(logits.count, targets.count)
  return mean(zip(logits, targets).map { crossEntropy($0, target: $1) })
}

/// The cross entropy of a logistic output with a target of 0 or 1, or between:
/// `t·softplus(-z) + (1 - t)·softplus(z)`.
///
///     binaryCrossEntropy(Value(20), target: 1).data   // 2.061153620314381e-09
///
/// Equal to `-(t·log σ(z) + (1 - t)·log(1 - σ(z)))`, finite for any logit, and without cancellation where the
/// output is sure and right.
public func binaryCrossEntropy(_ logit: Value, target: Double) -> Value {
  if target == 1 { return (-logit).softplus() }
  if target == 0 { return logit.softplus() }
  return target * (-logit).softplus() + (1 - target) * logit.softplus()
}

/// Probabilities from logits: `exp(zᵢ) / Σ exp(zⱼ)`, stable for any logits, also when the graph is run again with
/// others.
///
///     softmax([Value(0), Value(0)]).map(\.data)   // [0.5, 0.5]
///
/// - Precondition: There is at least one logit.
public func softmax(_ logits: [Value]) -> [Value] {
  precondition(!logits.isEmpty, "A softmax needs at least one logit.")
  let exponentials = shiftedByGreatest(logits).map { $0.exp() }
  let total = sum(exponentials)
  return exponentials.map { $0 / total }
}

/// The penalty of L2 regularisation, `strength · Σ pᵢ²`.
///
///     l2([Value(3), Value(4)], strength: 0.1).data   // 2.5
///
/// - Precondition: There is at least one parameter.
public func l2(_ parameters: [Value], strength: Double) -> Value {
  strength * dot(parameters, parameters)
}

/// The sum, from the first to the last.
///
///     sum([Value(1), Value(2), Value(3)]).data   // 6.0
///
/// - Precondition: There is at least one value.
public func sum(_ values: [Value]) -> Value {
  precondition(!values.isEmpty, "A sum needs at least one value.")
  return Recorder.sum(values)
}

/// The arithmetic mean.
///
///     mean([Value(1), Value(2)]).data   // 1.5
///
/// - Precondition: There is at least one value.
public func mean(_ values: [Value]) -> Value {
  let total = sum(values)
  return values.count == 1 ? total : total / Double(values.count)
}

/// The dot product `Σ aᵢ·bᵢ`, from the first to the last.
///
///     dot([Value(1), Value(2)], [Value(3), Value(4)]).data   // 11.0
///
/// - Precondition: Both have as many values, at least one.
public func dot(_ a: [Value], _ b: [Value]) -> Value {
  precondition(
    a.count == b.count, "A dot product needs two lists of one length, not \(a.count) and \(b.count).")
  precondition(!a.isEmpty, "A dot product needs at least one pair.")
  return Recorder.dot(a, b)
}

/// The logits less the greatest of them, which is a value like others and no number of the moment.
private func shiftedByGreatest(_ logits: [Value]) -> [Value] {
  let greatest = logits.dropFirst().reduce(logits[0]) { $0.max($1) }
  return logits.map { $0 - greatest }
}

private func checkCounts(_ outputs: Int, _ targets: Int) {
  precondition(outputs > 0, "A loss needs at least one output.")
  precondition(outputs == targets, "There are \(outputs) outputs for \(targets) targets.")
}
