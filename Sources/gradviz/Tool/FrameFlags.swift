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

  @OptionGroup var limit: BoxLimit

  var options: DrawingOptions {
    var options = DrawingOptions()
    options.theme = theme
    options.direction = rankdir
    options.operations = ops
    options.maxNodes = limit.maxNodes
    return options
  }
}
