/// What `draw_dot` of the micrograd lecture draws: a record for every value, a small node for every
/// operation; with every edge drawn that the graph has, and "—" where no gradient was computed.
struct LectureStyle {
  let snapshot: Snapshot
  let excerpt: Excerpt
  let options: DrawingOptions

  func makeScene() -> Scene {
    let explanation = Explanation(snapshot, excerpt, digits: options.digits)
    let number = NumberText(digits: options.digits, isFixed: true)
    let isDark = options.theme == .dark
    let (ink, canvas) = isDark ? ("#e8edf3", "#0f141b") : ("black", "white")
    var scene = Scene()
    scene.graph = [
      ("rankdir", options.direction.rawValue), ("bgcolor", options.background ?? canvas), ("fontcolor", ink),
    ]
    if !options.title.isEmpty {
      let title = LabelText.elided(LabelText.visible(options.title), to: 200)
      scene.graph += [("label", LabelText.escapedForLabel(title)), ("labelloc", "t")]
    }
    scene.nodeDefaults = [
      ("id", ""), ("class", ""), ("label", ""), ("shape", "ellipse"), ("color", ink), ("fontcolor", ink),
      ("style", "solid"),
    ]
    scene.edgeDefaults = [("id", ""), ("class", ""), ("color", ink), ("style", "solid")]

    var boxes: [Int: Int] = [:]
    var targets: [Int: Int] = [:]
    for id in excerpt.nodes {
      let node = snapshot.nodes[id]
      let label = LabelText.escapedForRecord(LabelText.elided(LabelText.visible(node.label)))
      let operation = LabelText.elided(LabelText.visible(node.op))
      let isFolded = options.operations == .folded && !node.op.isEmpty
      let folded = LabelText.escapedForRecord(operation)
      let name = isFolded ? (label.isEmpty ? folded : "\(label) = \(folded)") : label
      let grad = node.grad.map { number($0) } ?? "—"
      let box = scene.add(
        "v\(id)",
        [
          ("class", "value"), ("shape", "record"),
          ("label", "{ \(name) | data \(number(node.data)) | grad \(grad) }"),
        ], tooltip: explanation.value(id))
      boxes[id] = box
      targets[id] = box
      guard !node.op.isEmpty else { continue }
      if !isFolded {
        let target = scene.add(
          "o\(id)", [("class", "operation"), ("label", LabelText.escapedForLabel(operation))],
          tooltip: explanation.operation(id))
        scene.connect(target, box, tooltip: explanation.operation(id))
        targets[id] = target
      }
      for (place, operand) in snapshot.operands(of: id).enumerated() where boxes[operand] != nil {
        scene.connect(
          boxes[operand]!, targets[id]!, tooltip: explanation.edge(from: operand, at: place, to: id))
      }
    }
    for stub in excerpt.stubs {
      let text = stub.count == 0 ? "…" : "… \(Count.grouped(stub.count)) more"
      let node = scene.add(
        "s\(stub.node)", [("class", "stub"), ("label", text), ("style", "dashed")],
        tooltip: "\(Count.grouped(stub.count)) values are not drawn here")
      scene.connect(node, targets[stub.node]!, [("style", "dashed")], tooltip: "values that are not drawn")
    }
    scene.settleLayout()
    if options.theme == .auto {
      let canvas = options.background == nil ? ".graph>polygon{fill:#0f141b}" : ""
      scene.styleSheet =
        "@media(prefers-color-scheme:dark){\(canvas)text{fill:#e8edf3}"
        + ".node polygon,.node ellipse,.node polyline,.edge path,.edge polygon{stroke:#e8edf3}"
        + ".edge polygon{fill:#e8edf3}}"
    }
    return scene
  }
}
