import Micrograd

/// The pictures of a playback: what is known after each step, and what the step is about.
struct PlaybackFrames: Sendable {
  let playback: Playback
  let narration: Narration
  /// Which steps.
  let steps: Range<Int>
  private let neurons: ClosedNeurons
  /// Of the neurons, the same in all pictures.
  private let weights: [Int: Double]

  private var graph: Graph { playback.graph }
  private var view: GraphView { playback.view }

  init(_ playback: Playback, _ narration: Narration, _ phase: StepPictures.Phase) {
    self.playback = playback
    self.narration = narration
    neurons = ClosedNeurons(playback.view, playback.graph)
    weights = neurons.weights(at: playback.graph)
    let end = playback.steps.count
    steps =
      switch phase {
      case .forward: 0..<playback.forwardEnd
      case .backward: playback.forwardEnd..<end
      case .both: 0..<end
      }
  }

  /// The picture after a step, counted from the first that is shown.
  func frame(_ index: Int) -> StepFrame {
    let step = steps.lowerBound + index
    var frame = moment(at: step + 1, narration.caption(step))
    frame.isBackward = step >= playback.forwardEnd
    func mark(_ place: Playback.Place) {
      frame.boxes[place]?.isActive = true
    }
    switch playback.steps[step] {
    case .forward(let place):
      mark(place)
      if case .value(let id) = place { frame.activeOperations = [id] }
      frame.activeEdges = [.into(place)]
    case .seed(let places): places.forEach(mark)
    case .deposit(let result, let place, let to):
      mark(to)
      mark(.value(result))
      frame.activeOperations = [result]
      frame.activeEdges = [.operand(to, place: place, of: result)]
    case .box(let index, let sources):
      mark(.box(index))
      sources.forEach(mark)
      frame.activeEdges = [.into(.box(index))]
    }
    return frame
  }

  /// Everything that is known at the end, nothing being marked.
  func rest() -> StepFrame {
    let root = playback.root
    let name = LabelText.isolated(narration.name(root))
    let hasGradients = steps.upperBound > playback.forwardEnd
    let caption = StepCaption(
      phase: "",
      formula: Formula(pieces: [
        .name(narration.name(root)), .text(" = "), .number(narration.number(graph.nodes[root].data), .value),
      ]),
      remark: hasGradients
        ? "every grad says how much \(name) changes with its value" : "every value is known")
    return moment(at: steps.upperBound, caption)
  }

  // MARK: - At a position

  private func moment(at position: Int, _ caption: StepCaption) -> StepFrame {
    var boxes: [GraphView.Place: StepFrame.Box] = [:]
    boxes.reserveCapacity(view.count)
    var dead: Set<Int> = []
    for id in view.values {
      let isKnown = playback.isKnown(.value(id), at: position)
      boxes[.value(id)] = box(ofValue: id, isKnown, position)
      if isKnown && graph.isDeadRelu(id) { dead.insert(id) }
    }
    for index in view.boxes.indices { boxes[.box(index)] = box(index, position) }
    return StepFrame(boxes: boxes, deadOperations: dead, weights: weights, caption: caption)
  }

  private func box(ofValue id: Int, _ isKnown: Bool, _ position: Int) -> StepFrame.Box {
    let node = graph.nodes[id]
    let gradient = playback.gradient(of: id, at: position)
    let isAlarming =
      (isKnown && !node.data.isFinite)
      || (node.role != .constant && !(gradient?.number ?? 0).isFinite)
    return StepFrame.Box(
      data: isKnown ? narration.number(node.data) : "—",
      grad: gradient.map { $0.number.map(narration.number) ?? "?" } ?? "—",
      isPending: !isKnown, isPartial: gradient?.isPartial ?? false, isAlarming: isAlarming)
  }

  private func box(_ index: Int, _ position: Int) -> StepFrame.Box {
    let box = view.boxes[index]
    let isKnown = playback.isKnown(.box(index), at: position)
    let progress = playback.progress(ofBox: index, at: position)
    let grad: String =
      switch progress {
      case nil: "—"
      case (let parts, let all)? where parts == all: range(box.outputs.compactMap { graph.nodes[$0].grad })
      case (let parts, _)?: parts == 0 ? "—" : "…"
      }
    return StepFrame.Box(
      data: isKnown ? range(box.outputs.map { graph.nodes[$0].data }) : "—", grad: grad,
      note: neurons.line(ofBox: index, at: graph, narration.number), isPending: !isKnown,
      isPartial: grad == "…",
      isDead: isKnown && box.isDead(in: graph))
  }

  private func range(_ numbers: [Double]) -> String { NumberRange.text(numbers, narration.number) }
}

/// The least and the greatest of many numbers, as the page writes them.
enum NumberRange {
  static func text(_ numbers: [Double], _ number: (Double) -> String) -> String {
    guard let low = numbers.min(), let high = numbers.max() else { return "—" }
    if let odd = numbers.first(where: { !$0.isFinite }) { return number(odd) }
    let (first, last) = (number(low), number(high))
    return first == last ? first : "\(first) … \(last)"
  }
}
