import ArgumentParser
import GradViz

/// What can be chosen for every drawing, the frames of a run included.
struct FrameFlags: ParsableArguments {
  @Option(help: "light, dark, or auto to follow the reader's system (SVG).")
  var theme = DrawingOptions.Theme.auto

  @Option(help: "LR from left to right, TB from top to bottom.")
  var rankdir = DrawingOptions.Direction.leftToRight

  @Option(help: "node for a node an operation, folded for one box an operation.")
  var ops = DrawingOptions.Operations.node

  @Option(
    help: "The most boxes that are drawn, 1 to 200000; of more, modules are closed or the rest is counted.")
  var maxNodes = 600

  func validate() throws {
    guard (1...Drawing.mostNodes).contains(maxNodes) else {
      throw ValidationError("--max-nodes is between 1 and \(Drawing.mostNodes), not \(maxNodes)")
    }
  }

  var options: DrawingOptions {
    var options = DrawingOptions()
    options.theme = theme
    options.direction = rankdir
    options.operations = ops
    options.maxNodes = maxNodes
    return options
  }
}
