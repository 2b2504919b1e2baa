import ArgumentParser
import GradViz

struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a table of names, values and gradients.",
    discussion: """
      Examples:
        gradviz eval expr.txt
        gradviz eval -e 'a = 3; b = a + a' --json
      """)

  @OptionGroup var input: InputOptions

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Leave gradients out.")
  var noBackward = false

  func run() throws {
    let graph = try input.read(backward: !noBackward)
    try Console.print(json ? asJSON(graph) : asTable(graph))
  }

  private func asTable(_ graph: GraphInput) -> String {
    let root = graph.snapshot.nodes[graph.snapshot.root]
    let rootName = graph.rootName.isEmpty ? "result" : graph.rootName
    var rows = [["name", "value", "gradient", "role"]]
    for value in graph.values {
      rows.append([
        value.name, NumberText.exact(value.data), value.grad.map(NumberText.exact) ?? "—",
        value.role.map { value.isUsed ? $0.rawValue : "\($0.rawValue), unused" } ?? "",
      ])
    }
    if graph.rootName.isEmpty {
      rows.append(["result", NumberText.exact(root.data), root.grad.map(NumberText.exact) ?? "—", ""])
    }
    let header = "\(rootName) = \(NumberText.exact(root.data))\n\n"
    return header + Console.table(rows)
  }

  private func asJSON(_ graph: GraphInput) -> String {
    let root = graph.snapshot.nodes[graph.snapshot.root]
    var lines: [String] = []
    for value in graph.values {
      var line = "{\"name\": \(JSONText.quoted(value.name)), \"value\": \(JSONText.number(value.data))"
      if let grad = value.grad { line += ", \"gradient\": \(JSONText.number(grad))" }
      if let role = value.role { line += ", \"role\": \"\(role.rawValue)\"" }
      lines.append(line + "}")
    }
    return """
      {"root": \(JSONText.quoted(graph.rootName)), "value": \(JSONText.number(root.data)),
      "values": [
      \(lines.joined(separator: ",\n"))
      ]}

      """
  }
}
