/// How a layout is kept within seconds, whatever is drawn.
extension DotGraph {
  /// How much `dot` may do for a graph.
  ///
  /// What it has to place is nodes and, at every rank that an edge passes, a bend of it: a leaf with two hundred uses,
  /// one after another, has tens of thousands.
  private enum Effort: CaseIterable {
    /// All that it does by itself.
    case most
    /// Few rounds of improvement.
    case little
    /// Hardly any, and edges are lines.
    case least

    /// The most nodes, and the most places of nodes and bends.
    ///
    /// Measured with Graphviz 2.42, in seconds of processor time. On graphs of MLPs 3,000 nodes take 3.2 with
    /// defaults, 0.5 with little and 0.2 with the least, 6,800 nodes 1.6 and 26,000 nodes 33 with the least. On chains
    /// with shared leaves 2,500 places take 1.7 with defaults and 0.1 with little, 10,000 places minutes, 0.9, and 0.05
    /// with the least, and 90,000 places 0.9 with the least.
    var most: (nodes: Int, places: Int) {
      switch self {
      case .most: (300, 1_200)
      case .little: (3000, 12_000)
      case .least: (DotGraph.mostForDot, 100_000)
      }
    }

    var attributes: Attributes {
      switch self {
      case .most: []
      case .little: [("newrank", "true"), ("nslimit", "0.1"), ("mclimit", "0.1")]
      case .least:
        [
          ("newrank", "true"), ("nslimit", "0"), ("nslimit1", "0.1"), ("mclimit", "0.1"), ("splines", "line"),
        ]
      }
    }
  }

  /// The most nodes that `dot` lays out.
  static let mostForDot = 5000

  /// What `dot` may do; nil if it is too much for it.
  private var effort: Effort? {
    guard nodes.count <= DotGraph.mostForDot else { return nil }
    let places = nodes.count + NodeRanks(self).passedCount
    return Effort.allCases.first { nodes.count <= $0.most.nodes && places <= $0.most.places }
  }

  /// Sets how much `dot` does, once all nodes and edges are there. O(n).
  mutating func boundTimeOfLayout() { attributes += (effort ?? .least).attributes }

  /// The graph as the layout that suits it needs it.
  var suited: DotGraph { hasModules || effort != nil ? self : LayeredLayout.suited(self) }

  /// The same, and where everything goes if a layout of our own suits it; nil if `dot` does.
  func laidOutHere(_ direction: DrawingOptions.Direction) -> (DotGraph, Layout?) {
    if hasModules { return (self, nestedLayout(direction)) }
    guard effort == nil else { return (self, nil) }
    var drawn = LayeredLayout.suited(self)
    let layout = LayeredLayout(withoutLegend, direction).result()
    guard hasLegend else { return (drawn, layout) }
    drawn.clusters = clusters.filter { $0.call == nil }
    return (drawn, layout.withLegend(of: drawn))
  }
}
