import Micrograd

/// The pictures of a recorded run: the numbers of each kept step, and how good the network was at it.
struct RunFrames: Sendable {
  let run: RunFile
  /// Positions in `run.steps`.
  let steps: [Int]

  /// - Parameter every: every how many of the kept steps there is a picture; always of the last.
  /// - Throws: `StepPicturesError` if no graph was kept, or several of different shapes.
  init(_ run: RunFile, every: Int) throws(StepPicturesError) {
    self.run = run
    let kept = run.steps.indices.filter { !run.steps[$0].data.isEmpty }
    guard let last = kept.last else {
      throw StepPicturesError(
        description: "the run has no step whose graph was kept, so there is nothing to draw")
    }
    steps = stride(from: 0, to: kept.count, by: every).map { kept[$0] }.filter { $0 != last } + [last]
    guard Set(kept.map { run.steps[$0].graph }).count == 1 else {
      throw StepPicturesError(
        description:
          "the run has graphs of different shapes, which have no layout in common; draw each step with --frames"
      )
    }
    guard steps.count <= StepPictures.most else {
      let count = Count.grouped(steps.count)
      throw StepPicturesError(
        description:
          "there are \(count) steps, and at most \(Count.grouped(StepPictures.most)) are drawn; leave some out "
          + "with --every \(kept.count / StepPictures.most + 1)")
    }
  }

  /// The graph whose layout all pictures have.
  var first: Graph { run.graph(at: steps[0])! }

  /// The picture of a step.
  ///
  /// - Parameter neurons: those of the view.
  /// - Complexity: O(n).
  func frame(_ index: Int, _ view: GraphView, _ neurons: ClosedNeurons) -> StepFrame {
    let step = run.steps[steps[index]]
    let graph = run.graph(at: steps[index])!
    var boxes: [GraphView.Place: StepFrame.Box] = [:]
    var dead: Set<Int> = []
    for id in view.values {
      let node = graph.nodes[id]
      boxes[.value(id)] = StepFrame.Box(
        data: FrameNumber.text(node.data), grad: node.grad.map(FrameNumber.text) ?? "—",
        isAlarming: graph.isAlarming(id))
      if graph.isDeadRelu(id) { dead.insert(id) }
    }
    for (number, box) in view.boxes.enumerated() {
      boxes[.box(number)] = StepFrame.Box(
        data: NumberRange.text(box.outputs.map { graph.nodes[$0].data }, FrameNumber.text),
        grad: NumberRange.text(box.outputs.compactMap { graph.nodes[$0].grad }, FrameNumber.text),
        note: neurons.line(ofBox: number, at: graph, FrameNumber.text),
        isDead: box.isDead(in: graph))
    }
    return StepFrame(
      boxes: boxes, deadOperations: dead, weights: neurons.weights(at: graph), caption: caption(step))
  }

  private func caption(_ step: RunFile.Step) -> StepCaption {
    var pieces: [Formula.Piece] = []
    if let loss = step.metrics["loss"] {
      pieces = [.text("loss = "), .number(FrameNumber.text(loss), .value)]
    }
    var remarks: [String] = []
    if let accuracy = step.metrics["accuracy"], accuracy.isFinite {
      remarks.append("accuracy \(FrameNumber.text(min(max(accuracy, 0), 1) * 100)) %")
    }
    if let rate = step.metrics["learning_rate"] { remarks.append("learning rate \(FrameNumber.text(rate))") }
    return StepCaption(
      phase: "step \(step.step)", formula: Formula(pieces: pieces), remark: remarks.joined(separator: " · "))
  }
}
