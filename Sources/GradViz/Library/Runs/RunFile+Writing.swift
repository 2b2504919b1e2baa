import Micrograd

extension RunFile {
  static func headerLine(
    every: Int, frames: FrameFormat?, training: TrainingDescription?
  ) throws -> [UInt8] {
    var text = "{\"format\": \"gradviz-run\", \"version\": 1, \"every\": \(every)"
    if let frames { text += ", \"frames\": \"\(frames.rawValue)\"" }
    if let training { text += ", \"training\": \(try training.json())" }
    return Array((text + "}\n").utf8)
  }

  static func graphLine(_ number: Int, _ graph: Graph) -> [UInt8] {
    var text = "{\"graph\": \(number), \"root\": \(graph.root), \"nodes\": ["
    for (id, node) in graph.nodes.enumerated() {
      text += id == 0 ? "" : ", "
      text += "{\"op\": \(JSONText.quoted(node.op))"
      if !node.label.isEmpty { text += ", \"label\": \(JSONText.quoted(node.label))" }
      if let note = graph.notes[id] { text += ", \"note\": \(JSONText.quoted(note))" }
      if let role = node.role { text += ", \"role\": \"\(role.rawValue)\"" }
      text += ", \"prev\": [\(graph.operands(of: id).map(String.init).joined(separator: ", "))]}"
    }
    text += "]"
    if !graph.modules.isEmpty {
      let modules = graph.modules.map {
        "{\"path\": \(JSONText.quoted($0.path)), \"call\": \($0.call), "
          + "\"nodes\": [\($0.nodes.lowerBound), \($0.nodes.upperBound)]}"
      }
      text += ", \"modules\": [\(modules.joined(separator: ", "))]"
    }
    return Array((text + "}\n").utf8)
  }

  /// The line that says how many steps a training has now.
  static func planLine(steps: Int) -> [UInt8] { Array("{\"steps\": \(steps)}\n".utf8) }

  /// - Parameter graph: the number of the graph and the graph, if its numbers are kept.
  static func stepLine(
    _ step: Int, _ metrics: [String: Double], _ graph: (number: Int, snapshot: Graph)?
  ) -> [UInt8] {
    var text = "{\"step\": \(step), \"metrics\": {"
    for (place, (name, number)) in metrics.sorted(by: { $0.key < $1.key }).enumerated() {
      text += place == 0 ? "" : ", "
      text += JSONText.quoted(name)
      text += ": "
      text += JSONText.number(number)
    }
    text += "}"
    if let (number, snapshot) = graph {
      text += ", \"graph\": \(number), \"data\": ["
      for (id, node) in snapshot.nodes.enumerated() {
        text += id == 0 ? "" : ", "
        text += JSONText.number(node.data)
      }
      text += "]"
      if snapshot.hasGradients {
        text += ", \"grad\": ["
        for (id, node) in snapshot.nodes.enumerated() {
          text += id == 0 ? "" : ", "
          text += node.grad.map(JSONText.number) ?? "null"
        }
        text += "]"
      }
    }
    return Array((text + "}\n").utf8)
  }
}
