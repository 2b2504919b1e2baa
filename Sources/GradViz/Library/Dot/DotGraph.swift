/// A graph as it is drawn: nodes that know what they stand for, edges between them, clusters around them.
///
/// Attributes are Graphviz's, and ours alone. What comes from users is in labels and tooltips, as they typed it;
/// `Graphviz` and `SVGDocument` escape it.
struct DotGraph: Sendable {
  typealias Attributes = [(name: String, value: String)]

  /// What a node stands for.
  enum Subject: Hashable, Sendable {
    /// A value, by its id.
    case value(Int)
    /// The operation that made the value of this id.
    case operation(Int)
    /// A box of many values, by its position in the view.
    case box(Int)
    /// What is left out below the value of this id.
    case stub(Int)
    /// An entry of the legend.
    case legend(Int)
    /// A text or a line with a place of its own, by number.
    case text(Int)

    /// The name that Graphviz and SVG have for it.
    var name: String {
      switch self {
      case .value(let id): "v\(id)"
      case .operation(let id): "o\(id)"
      case .box(let index): "b\(index)"
      case .stub(let id): "s\(id)"
      case .legend(let index): "l\(index)"
      case .text(let index): "x\(index)"
      }
    }
  }

  /// What determines the size of a node.
  struct Shape: Sendable {
    enum Label: Sendable {
      /// Lines of text.
      case text(String)
      /// Fields side by side, with borders between.
      case record([String])
    }

    var label = Label.text("")
    /// In points; nil for what all nodes have.
    var fontSize: Double?
    /// In inches, as Graphviz measures nodes, and at least; nil for what all nodes have.
    var width: Double?
    var height: Double?
    /// Whether the size is exactly this, whatever the text.
    var isFixed = false
    /// What stands in front of it within its size, in points, `NestedGraph.headGap` before it: its operation.
    var head: Size?
  }

  /// What a layout of ours asks of a node.
  struct Traits: Sendable {
    /// Whether it has no operands.
    var isLeaf = false
    /// Whether it keeps its place in the order of indexes: inputs and modules.
    var isOrdered = false
    /// Whether it adds, so that a sum of many terms may stand in one column.
    var isSum = false
    /// Whether it stands for a module.
    var isClosed = false
    /// Whether it is a number without a border, at which its edge begins.
    var isBare = false
  }

  struct Node: Sendable {
    var subject: Subject
    var shape: Shape
    var traits: Traits
    var attributes: Attributes
    /// Shown when the pointer rests on it.
    var tooltip: String
  }

  struct Edge: Sendable {
    enum Kind: Equatable, Sendable {
      /// From a value to the operation that uses it, as its first, second or later operand.
      case operand(Int)
      /// From an operation to the value that it made.
      case result
      /// From or to a box of many values.
      case link
      /// From what is left out.
      case stub
      case legend
    }

    struct Label: Sendable {
      var text: String
      /// Whether it stands at the head, where it takes no room between the ranks.
      var isAtHead: Bool
    }

    /// Positions in `nodes`.
    var tail: Int
    var head: Int
    var kind: Kind
    var label: Label?
    var attributes: Attributes
    var tooltip: String
    /// The id of the weight that it stands for.
    var weight: Int?
  }

  /// A frame around nodes.
  struct Cluster: Sendable {
    /// The position in `clusters` of the one around this one, which comes before it.
    var parent: Int?
    /// The call of a module that it frames.
    var call: Int?
    var label: String
    var attributes: Attributes
    var nodes: [Int]
  }

  var attributes: Attributes = []
  /// A line above the drawing.
  var caption = ""
  var nodeDefaults: Attributes = []
  /// The size of nodes that have none of their own; nil for Graphviz's.
  var shapeDefaults = Shape()
  var edgeDefaults: Attributes = []
  var nodes: [Node] = []
  var edges: [Edge] = []
  var clusters: [Cluster] = []
  /// Whether everything stands as close as it may, where the layout is ours.
  var isTight = false
  /// The least room between columns, in points, where the layout is ours; nil for what boxes and labels ask for.
  var columnGap: Double?
  /// Enlarges the drawing.
  var scale = 1.0
  /// The title and the description of an SVG document.
  var title = ""
  var summary = ""
  /// Rules that go into an SVG document.
  var styleSheet = ""

  /// What Graphviz leaves free on every side, in points.
  var pad: Double { attributes.last { $0.name == "pad" }.flatMap { Double($0.value) }.map { 72 * $0 } ?? 4 }

  /// Adds a node, and returns its position.
  mutating func add(
    _ subject: Subject, _ shape: Shape, _ attributes: Attributes, _ traits: Traits = Traits(), tooltip: String
  ) -> Int {
    nodes.append(
      Node(subject: subject, shape: shape, traits: traits, attributes: attributes, tooltip: tooltip))
    return nodes.count - 1
  }

  mutating func connect(
    _ tail: Int, _ head: Int, _ kind: Edge.Kind, _ attributes: Attributes = [], label: Edge.Label? = nil,
    tooltip: String
  ) {
    edges.append(
      Edge(tail: tail, head: head, kind: kind, label: label, attributes: attributes, tooltip: tooltip))
  }
}

// MARK: - In Graphviz's words

extension DotGraph {
  /// The attributes of the graph itself.
  var graphAttributes: Attributes {
    caption.isEmpty
      ? attributes : attributes + [("label", LabelText.escapedForLabel(caption)), ("labelloc", "t")]
  }

  /// The name of an edge in SVG.
  static func edgeName(_ index: Int) -> String { "e\(index)" }
}

extension DotGraph.Shape {
  /// What Graphviz gets, where it differs from what all nodes have.
  var attributes: DotGraph.Attributes {
    var attributes: DotGraph.Attributes = []
    switch label {
    case .text(let text): attributes.append(("label", LabelText.escapedForLabel(text)))
    case .record(let fields):
      let escaped = fields.map(LabelText.escapedForRecord).joined(separator: " | ")
      attributes += [("label", "{ \(escaped) }"), ("shape", "record")]
    }
    for (name, number) in [("fontsize", fontSize), ("width", width), ("height", height)] {
      if let number { attributes.append((name, number == number.rounded() ? "\(Int(number))" : "\(number)")) }
    }
    if isFixed { attributes.append(("fixedsize", "true")) }
    return attributes
  }
}

extension DotGraph.Edge.Label {
  var attribute: (name: String, value: String) {
    isAtHead
      ? ("headlabel", LabelText.escapedForLabel(text)) : ("label", " \(LabelText.escapedForLabel(text)) ")
  }
}
