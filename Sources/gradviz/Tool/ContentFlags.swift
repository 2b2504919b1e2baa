import ArgumentParser
import GradViz
import Micrograd

/// What may be left out of a drawing.
enum HiddenPart: String, CaseIterable, ExpressibleByArgument {
  case constants
}

/// The most boxes of a drawing.
struct BoxLimit: ParsableArguments {
  @Option(
    help: "The most boxes that are drawn, 1 to 200000; of more, modules are closed or the rest is counted.")
  var maxNodes = 600

  func validate() throws {
    guard (1...Drawing.mostNodes).contains(maxNodes) else {
      throw ValidationError("--max-nodes is between 1 and \(Drawing.mostNodes), not \(maxNodes)")
    }
  }
}

/// What is written into a drawing.
struct ContentFlags: ParsableArguments {
  @Option(help: "Decimals of numbers, 0 to 17.")
  var digits: Int?

  @Option(help: "The numbers of the chain rule on every edge: none, local or contribution.")
  var edges = DrawingOptions.EdgeNumbers.none

  @Option(help: "What gets no box: constants, which operations then have in their own.")
  var hide: [HiddenPart] = []

  func validate() throws {
    if let digits, !(0...17).contains(digits) {
      throw ValidationError("--digits is between 0 and 17, not \(digits)")
    }
  }

  /// - Throws: `Failure` if the numbers that edges are to have are not there.
  func check(_ graph: Graph?, isWithout: Bool) throws {
    guard edges == .contribution, let graph, !graph.hasGradients else { return }
    throw Failure.usage(
      "--edges contribution is what gradients are made of, and "
        + (isWithout
          ? "--no-backward leaves them out; leave one of both away" : "the graph has none; use --edges local")
    )
  }

  func choose(in options: inout DrawingOptions) {
    if let digits { options.digits = digits }
    options.edges = edges
    options.hidesConstants = hide.contains(.constants)
  }
}
