import CPeers
import Foundation
import GradViz
import Micrograd

/// A whole drawing against what Graphviz itself takes for layout and SVG of the same DOT.
enum Drawings {
  static func run() throws {
    print("\n## Drawings\n")
    row("graph", "drawing, ms", "Graphviz alone, ms", "our share")
    row("---", "---", "---", "---")
    for (name, net) in [
      ("MLP 2-1", MLP(2, [1], seed: 1)), ("MLP 3-4-4-1", MLP(3, [4, 4, 1], seed: 1)),
      ("MLP 4-8-8-1", MLP(4, [8, 8, 1], seed: 1)), ("MLP 2-16-16-1", MLP(2, [16, 16, 1], seed: 1)),
    ] {
      let inputs = net.layers[0].neurons[0].w.indices.map { Value(Double($0) + 0.5) }
      let loss = squaredError(net(inputs), [1])
      loss.backward()
      let graph = Graph(of: loss)
      var options = DrawingOptions()
      options.maxNodes = 5_000
      let dot = try Drawing(graph, options: options).dot()
      let nodes = dot.components(separatedBy: "[class=").count - 1
      var alone: [Double] = []
      let times = try Measurement.inTurn(
        9,
        [
          ("drawing", { _ = try Drawing(Graph(of: loss), options: options).bytes(.svg) }),
          ("Graphviz", { alone.append(peers_graphviz(dot)) }),
        ])
      let graphviz = alone.dropFirst().sorted()[alone.count / 2]
      precondition(alone.allSatisfy { $0 >= 0 }, "Graphviz refuses the graph")
      let share = times[0].median - graphviz
      row(
        "\(name): \(nodes) drawn nodes", text(times[0].median), text(graphviz),
        "\(text(share)) ms, \(text(100 * share / graphviz)) %")
    }
  }
}
