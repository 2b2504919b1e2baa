import ArgumentParser
import GradViz
import Micrograd

struct Examples: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "examples",
    abstract: "Run the examples of the micrograd notebook and draw their graphs.",
    usage: "gradviz examples [<options>] [<name>]",
    discussion: """
      Examples:
        gradviz examples
        gradviz examples neuron --folder pictures
      """)

  @Argument(
    help: "expression, neuron, neuron-exp, mlp, cross-entropy or all.",
    completion: .list(NotebookExample.all.map(\.name) + ["all"]))
  var name = "all"

  @Option(help: "Where the drawings go.", completion: .directory)
  var folder = "output/examples"

  func run() throws {
    let chosen = name == "all" ? NotebookExample.all : NotebookExample.all.filter { $0.name == name }
    guard !chosen.isEmpty else {
      let names = NotebookExample.all.map(\.name).joined(separator: ", ")
      throw Failure.usage("there is no example '\(name)'; there are \(names) and all")
    }
    try OutputFile.createFolder(folder)
    for example in chosen {
      try Console.print("\(example.title)\n\n")
      var said = 0
      let root = try example.build {
        try Console.print($0 + "\n")
        said += 1
      }
      if said > 0 { try Console.print("\n") }
      root.backward()
      var rows = [["name", "data", "grad"]]
      for value in root.topologicalOrder() where !value.label.isEmpty {
        rows.append([value.label, "\(value.data)", "\(value.grad)"])
      }
      try Console.print(Console.table(rows))
      for suffix in ["svg", "png"] {
        let path = "\(folder)/\(example.name).\(suffix)"
        try drawDot(root).write(to: path)
        try Console.print("wrote \(path)\n")
      }
      try Console.print("\n")
    }
  }
}
