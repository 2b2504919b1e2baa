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
    let root = explanation.name(graph.root)
    drawn.clusters.append(
      .init(
        parent: nil, label: "data: the value · grad: ∂\(root)/∂value",
        attributes: [
          ("style", "rounded"), ("color", palette.edge),
          ("fontsize", "10"), ("fontcolor", palette.muted), ("labelloc", "b"),
        ], nodes: members))
  }
}
