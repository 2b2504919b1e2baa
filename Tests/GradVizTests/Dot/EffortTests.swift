import Foundation
import Micrograd
import Testing

@testable import GradViz

/// What is laid out is bounded by what there is to place, not by the number of boxes alone.
@Suite struct EffortTests {
  /// `x = x*a + b`, so often: two leaves are used all along.
  private func chain(_ count: Int) -> Graph {
    let a = Value(0.999, label: "a")
    let b = Value(0.25, label: "b")
    var x = Value(0.5, label: "x")
    for _ in 0..<count { x = x * a + b }
    x.backward()
    return Graph(of: x)
  }

  private func drawn(_ count: Int) throws -> DotGraph {
    try Drawing(chain(count), options: options).dotGraph()
  }

  private var options: DrawingOptions {
    var options = DrawingOptions()
    options.maxNodes = 1000
    return options
  }

  /// Each value has an operation before it, so that use number i of `a` passes 4 i ranks, and of `b` two less of what
  /// is before it: together 4 n (n - 1).
  @Test(arguments: [1, 2, 10, 150]) func edgesPassTheRanksBetweenTheirEnds(_ count: Int) throws {
    let drawn = try drawn(count)
    #expect(drawn.nodes.count == 4 * count + 3)
    #expect(NodeRanks(drawn).passedCount == 4 * count * (count - 1))
  }

  /// 4 n² + 3 places.
  @Test(arguments: [(17, nil), (18, "0.1"), (54, "0.1"), (55, "0"), (158, "0")]) func longEdgesCostEffort(
    _ count: Int, _ limit: String?
  ) throws {
    let drawn = try drawn(count)
    #expect(drawn.attributes.last { $0.name == "nslimit" }?.value == limit)
    #expect(drawn.laidOutHere(.leftToRight).1 == nil)
  }

  /// Graphviz would take minutes.
  @Test func whatIsTooMuchForGraphvizIsLaidOutHere() throws {
    let graph = chain(159)
    let (drawn, layout) = try drawn(159).laidOutHere(.leftToRight)
    #expect(layout?.nodes.count == drawn.nodes.count && layout?.edges.count == drawn.edges.count)
    #expect(drawn.attributes.contains { $0.name == "outputorder" })
    let template = try FrameTemplate(graph, options: options)
    let frame = String(decoding: template.fill(graph), as: UTF8.self)
    #expect(frame.components(separatedBy: "class=\"node").count > graph.nodes.count)
    #expect(try template.png(graph).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    let pictures = try StepPictures(graph, phase: .forward, options: options)
    #expect(pictures.count == 2 * 159)
    #expect(try Explorer(graph, options: options).html().count > 100_000)
  }

  /// Calls within calls, of which those within take their leaves from outside.
  @Test func pagesOfDeepRecursionAreMade() throws {
    let text = """
      a = Value(0.9)
      b = Value(0.1)
      def f(n):
          return f(n - 1) * a + b if n else Value(1.0)
      y = f(150)
      """
    let graph = try GraphInput(Array(text.utf8), source: "t").graph
    #expect(graph.nodes.count == 303)
    #expect(try Explorer(graph).html().count > 100_000)
  }
}
