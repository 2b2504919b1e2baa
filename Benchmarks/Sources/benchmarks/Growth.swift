import Foundation
import GradViz
import Micrograd

/// How cost grows with the number of nodes.
enum Growth {
  static func run() throws {
    print("\n## Growth: nanoseconds a node (median of 5)\n")
    row("nodes", "record", "backward", "replay", "snapshot", "JSON out", "JSON in", "collapsed drawing, ms")
    row("---", "---", "---", "---", "---", "---", "---", "---")
    for count in [1_000, 10_000, 100_000, 1_000_000] {
      let root = recorded(count)
      root.backward()
      let replay = Replay(of: root)
      let graph = Graph(of: root)
      let json = Array(graph.json().utf8)
      let times = try Measurement.inTurn(
        5,
        [
          ("record", { _ = recorded(count) }), ("backward", { root.backward() }), ("replay", { replay.forward() }),
          ("snapshot", { _ = Graph(of: root) }), ("out", { _ = graph.json() }),
          ("in", { _ = try Graph(graphJSON: json, source: "json") }),
          ("draw", { _ = try Drawing(graph).bytes(.svg) }),
        ])
      let perNode = times.dropLast().map { text($0.median * 1e6 / Double(count)) }
      row(
        "\(count)", perNode[0], perNode[1], perNode[2], perNode[3], perNode[4], perNode[5],
        text(times[6].median))
    }
  }

  /// Every operation with a value and a number, and a scope around each tenth.
  private static func recorded(_ count: Int) -> Value {
    let w = Value(0.5, label: "w")
    var x = Value(0.1)
    for part in 0..<10 {
      scope("parts[\(part)]") {
        for index in 0..<count / 10 { x = index % 3 == 2 ? x.tanh() : (index % 3 == 0 ? x * w : x + w) }
      }
    }
    return x
  }
}
