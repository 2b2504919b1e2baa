/// What is drawn: nodes, edges and attributes in the words of Graphviz.
///
/// Names are ours and attribute names are fixed; only label text comes from users, and is escaped by the
/// time it gets here.
struct Scene: Sendable {
  typealias Attributes = [(name: String, value: String)]

  struct Node: Sendable {
    var name: String
    var attributes: Attributes
    /// Shown when the pointer rests on it, as the user typed it.
    var tooltip: String
  }

  struct Edge: Sendable {
    /// Positions in `nodes`.
    var tail: Int
    var head: Int
    /// Which operand of the head's operation it is; nil for other edges.
    var place: Int?
    var attributes: Attributes
    var tooltip: String
  }

  struct Group: Sendable {
    /// The position in `groups` of the group around this one, which comes before it.
    var parent: Int?
    /// The call of a module that it frames.
    var call: Int?
    var attributes: Attributes
    var nodes: [Int]
  }

  var graph: Attributes = []
  var nodeDefaults: Attributes = []
  var edgeDefaults: Attributes = []
  var nodes: [Node] = []
  var edges: [Edge] = []
  var groups: [Group] = []
  var scale = 1.0
  /// The title and the description of an SVG document.
  var title = ""
  var summary = ""
  /// Rules that go into an SVG document.
  var styleSheet = ""

  /// What Graphviz leaves free on every side, in points.
  var pad: Double {
    graph.last { $0.name == "pad" }.flatMap { Double($0.value) }.map { 72 * $0 } ?? 4
  }

  /// Adds a node with an `id`, which its group in SVG carries.
  mutating func add(_ name: String, _ attributes: Attributes, tooltip: String) -> Int {
    nodes.append(Node(name: name, attributes: [("id", name)] + attributes, tooltip: tooltip))
    return nodes.count - 1
  }

  mutating func connect(
    _ tail: Int, _ head: Int, place: Int? = nil, _ attributes: Attributes = [], tooltip: String
  ) {
    let id = "e\(edges.count)"
    edges.append(
      Edge(tail: tail, head: head, place: place, attributes: [("id", id)] + attributes, tooltip: tooltip))
  }

  /// From so many nodes on, `dot` takes too long whatever its settings: 1.6 s for 6,800 nodes, 33 s for 26,000.
  static let mostForDot = 5000

  /// Layout settings by the number of drawn nodes: above a few hundred, `dot` at its best takes too long.
  ///
  /// Measured with Graphviz 2.42 on graphs of MLPs: 3,000 nodes take 3.2 s with defaults, 0.5 s with the
  /// middle settings and 0.2 s with the last.
  mutating func settleLayout() {
    switch nodes.count {
    case ...300: break
    case ...3000: graph += [("newrank", "true"), ("nslimit", "0.1"), ("mclimit", "0.1")]
    default:
      graph += [
        ("newrank", "true"), ("nslimit", "0"), ("nslimit1", "0.1"), ("mclimit", "0.1"), ("splines", "line"),
      ]
    }
  }
}
