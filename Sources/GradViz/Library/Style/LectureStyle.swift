/// What `draw_dot` of the micrograd lecture draws: a record for every value, a small node for every
/// operation; with every edge drawn that the graph has, and "—" where no gradient was computed.
struct LectureStyle {
  let snapshot: Snapshot
  let view: GraphView
  let options: DrawingOptions

  func makeScene() -> Scene {
    let explanation = Explanation(snapshot, view, digits: options.digits)
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
    for id in view.values {
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
      guard !node.op.isEmpty, !view.outside.contains(id) else { continue }
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
    addBoxes(&scene, boxes, targets)
    for stub in view.stubs {
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

  /// Records for the modules that are drawn closed.
  private func addBoxes(_ scene: inout Scene, _ values: [Int: Int], _ targets: [Int: Int]) {
    let number = NumberText(digits: options.digits, isFixed: true)
    var places: [Int] = []
    for (index, box) in view.boxes.enumerated() {
      let text = BoxText(box, snapshot) { number($0) }
      let fields = ([box.name] + text.lines).map {
        LabelText.escapedForRecord(LabelText.elided(LabelText.visible($0), to: 60))
      }
      places.append(
        scene.add(
          "b\(index)",
          [("class", "module"), ("shape", "record"), ("label", "{ \(fields.joined(separator: " | ")) }")],
          tooltip: text.tooltip))
    }
    for link in view.links {
      let from: Int? =
        if case .value(let id) = link.from { values[id] } else { link.from.box.map { places[$0] } }
      let to: Int? = if case .value(let id) = link.to { targets[id] } else { link.to.box.map { places[$0] } }
      guard let from, let to else { continue }
      scene.connect(from, to, tooltip: "\(Count.grouped(link.count)) edge\(link.count == 1 ? "" : "s")")
    }
  }
}
