import Micrograd

// What cannot be true of a run or a model, whoever wrote the file: found before anything is made by its numbers.

extension TrainingDescription {
  /// What is wrong, in words; nil if nothing is.
  var fault: String? {
    if let fault = plan.fault(columns, classNames, outputs, preparation) { return fault }
    if let sampleCount, !(1...10_000_000).contains(sampleCount) { return "there are \(sampleCount) samples" }
    if let sample, !(0..<(sampleCount ?? 10_000_000)).contains(sample) {
      return "there is no sample \(sample)"
    }
    if let fault = source.fault { return fault }
    guard points.count <= TrainingDescription.mostPoints else { return "there are \(points.count) points" }
    // Nobody makes millions of samples because one digit of a file says so.
    if !source.isFile, source.name != "lecture", columns.count == 2, source.testShare == nil,
      points.count != min(source.samples, TrainingDescription.mostPoints)
    {
      return
        "\(Count.things(points.count, "point")) cannot be all of \(Count.things(source.samples, "sample"))"
    }
    for (index, point) in points.enumerated() {
      guard columns.count == 2, point.count == 3, point.allSatisfy(\.isFinite) else {
        return "point \(index) is not two inputs and a target, three numbers"
      }
      guard classNames.isEmpty || Int(exactly: point[2]).map(classNames.indices.contains) == true else {
        return "point \(index) is of class \(point[2]); there are \(classNames.count)"
      }
    }
    return nil
  }
}

extension ModelFile {
  /// What is wrong, in words; nil if nothing is.
  var fault: String? {
    if let fault = plan.fault(columns, classNames, outputs, preparation) { return fault }
    let count = plan.parameterCount(inputs: columns.count, outputs: outputs) ?? 0
    guard state.parameters.count == count else {
      return
        "the state has \(Count.things(state.parameters.count, "parameter")); a network of these sizes has \(count)"
    }
    guard [state.optimizer.first.count, state.optimizer.second.count].allSatisfy({ $0 == 0 || $0 == count })
    else { return "the optimizer remembers other parameters" }
    guard (0...plan.steps).contains(state.step), (0...TrainingPlan.mostSteps).contains(state.optimizer.steps)
    else { return "step \(state.step) is none of the \(plan.steps) of the plan" }
    // What the loss is held against to see that it explodes; none is below 0, but for rounding.
    if let first = state.firstLoss, !(first.isFinite && first > -1e-6) {
      return "the first loss is \(first), and no loss is"
    }
    return nil
  }
}

extension TrainingPlan {
  fileprivate func fault(
    _ columns: [String], _ classNames: [String], _ outputs: Int, _ preparation: Preparation?
  ) -> String? {
    do { try validate(inputs: columns.count, outputs: outputs) } catch { return error.description }
    for (names, what) in [(preparation?.columns.map(\.name) ?? columns, "column"), (classNames, "class")] {
      var seen: Set<String> = []
      if let twice = names.first(where: { !seen.insert($0).inserted }) {
        return "the \(what) \(CSVError.shown(twice)) stands twice"
      }
    }
    if classNames.count == 1 { return "there is only one class" }
    guard outputs == 1 || outputs == classNames.count else {
      return "there are \(outputs) outputs for \(classNames.count) classes"
    }
    if loss == .crossEntropy, outputs != classNames.count { return "cross entropy needs an output a class" }
    if loss == .hinge, classNames.count != 2 { return "the hinge loss needs two classes" }
    return preparation.flatMap { $0.fault(columns) }
  }
}

extension Preparation {
  fileprivate func fault(_ inputs: [String]) -> String? {
    guard inputNames == inputs else { return "the columns of the file do not make the inputs" }
    if let layout {
      let places = layout.inputs + [layout.target]
      guard layout.inputs.count == columns.count, Set(places).count == places.count,
        places.allSatisfy({ $0 >= 0 && $0 < layout.width })
      else { return "the columns of the file have no places among \(layout.width)" }
    }
    for column in columns + [target] {
      if column.words?.isEmpty == true { return "a column has no words" }
      guard let scaling = column.scaling else { continue }
      guard scaling.mean.isFinite, scaling.deviation.isFinite, scaling.deviation > 0 else {
        return "a column is scaled by \(scaling.mean) and \(scaling.deviation)"
      }
    }
    return nil
  }
}

extension DataSource {
  fileprivate var fault: String? {
    guard (1...10_000_000).contains(samples) else { return "\(samples) samples cannot be made" }
    if let noise, !(0...1e6).contains(noise) { return "the noise is \(noise)" }
    if let testShare, !(testShare > 0 && testShare < 1) { return "a share of \(testShare) is held back" }
    return nil
  }
}
