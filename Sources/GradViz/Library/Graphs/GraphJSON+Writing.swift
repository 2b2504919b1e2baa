import Micrograd

extension Graph {
  /// The graph as JSON, format `gradviz-graph` version 1, one node a line.
  ///
  /// Numbers read back to the same bits; those that are not finite are the strings `"nan"`, `"inf"` and
  /// `"-inf"`. The same graph gives the same bytes. O(n).
  public func json() -> String {
    var out = ""
    out.reserveCapacity(96 * nodes.count + 128)
    out +=
      "{\"format\": \"gradviz-graph\", \"version\": 1, \"root\": \(root), \"backward\": \(hasGradients),\n"
    out += "\"nodes\": [\n"
    for id in nodes.indices {
      write(id, to: &out)
      out += id == nodes.count - 1 ? "\n]" : ",\n"
    }
    if !modules.isEmpty {
      out += ",\n\"modules\": [\n"
      for (index, module) in modules.enumerated() {
        out += "{\"path\": \(JSONText.quoted(module.path)), \"call\": \(module.call), "
        out += "\"nodes\": [\(module.nodes.lowerBound), \(module.nodes.upperBound)]}"
        out += index == modules.count - 1 ? "\n]" : ",\n"
      }
    }
    out += "}\n"
    return out
  }

  private func write(_ id: Int, to out: inout String) {
    let node = nodes[id]
    out += "{\"id\": \(id), \"op\": \(JSONText.quoted(node.op))"
    if !node.label.isEmpty { out += ", \"label\": \(JSONText.quoted(node.label))" }
    if let note = notes[id] { out += ", \"note\": \(JSONText.quoted(note))" }
    if let role = node.role { out += ", \"role\": \"\(role.rawValue)\"" }
    out += ", \"data\": \(JSONText.number(node.data))"
    if let grad = node.grad { out += ", \"grad\": \(JSONText.number(grad))" }
    out += ", \"prev\": ["
    for (index, operand) in operands(of: id).enumerated() {
      out += index == 0 ? "\(operand)" : ", \(operand)"
    }
    out += "]"
    if let locals = localDerivatives(of: id), !locals.isEmpty {
      out += ", \"local\": ["
      for (index, local) in locals.enumerated() {
        if index > 0 { out += ", " }
        out += JSONText.number(local)
      }
      out += "]"
    }
    out += "}"
  }
}
