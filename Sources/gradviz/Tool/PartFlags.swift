import ArgumentParser
import GradViz
import Micrograd

/// Which part of a graph is drawn.
struct PartFlags: ParsableArguments {
  @Option(help: "How many levels of modules are drawn open, 0 for none.")
  var depth: Int?

  @Option(help: "Draw one sample of a batch alone: which of the outermost module calls, from 0.")
  var sample: Int?

  @Option(help: ArgumentHelp("Draw the neighbourhood of a value alone.", valueName: "name"))
  var focus: String?

  @Option(help: "How many edges the neighbourhood of --focus reaches.")
  var hops = 2

  func validate() throws {
    if let depth, depth < 0 { throw ValidationError("--depth is a number from 0 on, not \(depth)") }
    guard hops >= 0 else { throw ValidationError("--hops is a number from 0 on, not \(hops)") }
    if hops != 2, focus == nil {
      throw ValidationError("--hops says how far --focus reaches; name a value with --focus")
    }
  }

  /// - Throws: `Failure` if there is nothing to open.
  func check(_ graph: Graph) throws {
    if depth != nil, graph.modules.isEmpty {
      throw Failure.usage("--depth opens modules, and there are none in this graph")
    }
  }

  func choose(in options: inout DrawingOptions) {
    (options.depth, options.sample) = (depth, sample)
    (options.focus, options.hops) = (focus, hops)
  }
}

/// When to give up on a drawing.
struct TimeoutFlag: ParsableArguments {
  @Option(help: "Give up after this many seconds, 0 for never.")
  var timeout = 120.0

  func validate() throws { try TimeoutFlag.validate(timeout) }

  static func validate(_ timeout: Double) throws {
    guard timeout >= 0, timeout <= 1e6 else {
      throw ValidationError("--timeout is a number of seconds from 0 to 1000000, not \(timeout)")
    }
  }

  /// From now on.
  func start() {
    if timeout > 0 { Interrupt.afterSeconds(timeout, advice: "raise --timeout, or lower --max-nodes") }
  }
}
