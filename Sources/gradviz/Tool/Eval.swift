import ArgumentParser
import GradViz

struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Execute a text: what it prints, or a table of names, values and gradients.",
    usage: "gradviz eval [<options>] [<input>]",
    discussion: """
      Examples:
        gradviz eval expr.txt
        gradviz eval loop.py --table
        gradviz eval -e 'a = 3; b = a + a' --json

      A text that prints gives what it prints, one that does not a table.
      """)

  @OptionGroup var input: InputOptions

  @Flag(help: "Print JSON; what the text prints goes to standard error.")
  var json = false

  @Flag(help: "Print the table, also of a text that prints.")
  var table = false

  @Option(help: "Decimals of numbers, 0 to 17; all that they have without this.")
  var digits: Int?

  @Flag(help: "Leave gradients out.")
  var noBackward = false

  @Option(help: "Give up after this many seconds, 0 for never.")
  var timeout = 0.0

  func validate() throws {
    try TimeoutFlag.validate(timeout)
    if json, table { throw ValidationError("--json and --table are two forms of one result; give one") }
    guard let digits else { return }
    guard (0...17).contains(digits) else {
      throw ValidationError("--digits is between 0 and 17, not \(digits)")
    }
    if json { throw ValidationError("--digits is for the table; JSON has all digits of a number") }
  }

  private func text(_ number: Double) -> String {
    guard let digits else { return NumberText.exact(number) }
    return NumberText(digits: digits, isFixed: false)(number).replacing("\u{2212}", with: "-")
  }

  func run() throws {
    if timeout > 0 { Interrupt.afterSeconds(timeout, what: "the text", advice: "raise --timeout") }
    let graph = try input.read(backward: !noBackward, isAtBackward: false) { [json] text in
      if json { return Console.sideOutput(text) }
      do { try Console.print(text) } catch { Failure.end(error) }
    }
    if json { return try printJSON(graph) }
    if graph.hasPrinted && !table {
      if digits != nil {
        Console.note(
          "--digits changes nothing in what a text prints; it is for the table, --table", quiet: input.quiet)
      }
      return
    }
    try printTable(graph)
  }

  private func printTable(_ graph: GraphInput) throws {
    let snapshot = try graph.graph
    let root = snapshot.nodes[snapshot.root]
    var table = TextTable()
    table.add(["name", "value", "gradient", "role"])
    for value in graph.values {
      table.add([
        value.name, text(value.data), value.grad.map(text) ?? "—",
        value.role.map { value.isUsed ? $0.rawValue : "\($0.rawValue), unused" } ?? "",
      ])
    }
    try Console.say("\(LabelText.visible(graph.rootName)) = \(text(root.data))\n\n")
    try table.forEachPart { try Console.print($0) }
  }

  private func printJSON(_ graph: GraphInput) throws {
    let snapshot = try graph.graph
    let root = snapshot.nodes[snapshot.root]
    var text = """
      {"root": \(JSONText.quoted(graph.rootName)), "value": \(JSONText.number(root.data)),
      "values": [

      """
    for (index, value) in graph.values.enumerated() {
      if index > 0 { text += ",\n" }
      text += "{\"name\": \(JSONText.quoted(value.name)), \"value\": \(JSONText.number(value.data))"
      if let grad = value.grad { text += ", \"gradient\": \(JSONText.number(grad))" }
      if let role = value.role { text += ", \"role\": \"\(role.rawValue)\"" }
      text += "}"
      // A million values are not held as text.
      guard text.utf8.count > 1 << 16 else { continue }
      try Console.print(text)
      text = ""
    }
    try Console.print(text + "\n]}\n")
  }
}
