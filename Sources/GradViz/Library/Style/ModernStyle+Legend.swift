import Micrograd

extension ModernStyle {
  mutating func addLegend() {
    let entries: [(String, DotGraph.Attributes, String)] = [
      ("input", [("fillcolor", palette.input.fill), ("color", palette.input.line)], "input"),
      (
        "parameter",
        [("fillcolor", palette.parameter.fill), ("color", palette.parameter.line), ("style", "filled")],
        "parameter"
      ),
      (
        "constant",
        [("shape", "plaintext"), ("style", ""), ("peripheries", "0"), ("fontcolor", palette.muted)],
        "constant"
      ),
      ("computed", [], "computed"),
      (
        "result", [("fillcolor", palette.result.fill), ("color", palette.result.line), ("peripheries", "2")],
        "result"
      ),
    ]
    var members: [Int] = []
    for (index, entry) in entries.enumerated() {
      let node = drawn.add(
        .legend(index), .init(label: .text(entry.0), fontSize: 10),
        [("class", "value \(entry.2)"), ("margin", "0.1,0.03")] + entry.1, tooltip: entry.0)
      if let last = members.last { drawn.connect(last, node, .legend, [("style", "invis")], tooltip: "") }
      members.append(node)
    }
    let root = LabelText.term(explanation.name(graph.root))
    drawn.clusters.append(
      .init(
        parent: nil, label: "data: the value · grad: ∂\(root)/∂value",
        attributes: [
          ("style", "rounded"), ("color", palette.edge),
          ("fontsize", "10"), ("fontcolor", palette.muted), ("labelloc", "b"),
        ], nodes: members))
  }

  /// Explains what is drawn in a way of its own.
  mutating func addNotes() {
    var notes: [(text: String, colour: String, kind: String)] = []
    if isCompact {
      notes.append(
        ("above: data; below: ∂\(LabelText.term(explanation.name(graph.root)))/∂value", palette.muted, ""))
    }
    if neurons.weights.contains(where: { $0 != nil }) {
      notes += [
        ("weight > 0", palette.positive, "positive"), ("weight < 0", palette.negative, "negative"),
        ("width: |weight|", palette.muted, ""),
      ]
    }
    for (index, note) in notes.enumerated() {
      _ = drawn.add(
        .legend(10 + index), .init(label: .text(note.text), fontSize: 12, width: 0.2, height: 0.2),
        [
          ("class", "note \(note.kind)"), ("shape", "plaintext"), ("style", ""), ("peripheries", "0"),
          ("fontcolor", note.colour), ("margin", "0.02,0.02"),
        ], tooltip: "")
    }
  }
}
