/// How a graph is drawn.
public struct DrawingOptions: Sendable {
  /// How boxes look.
  public enum Style: String, Sendable, CaseIterable {
    /// Roles by colour and shape, "—" where no gradient was computed, light and dark.
    case modern
    /// What `draw_dot` of the micrograd lecture draws.
    case lecture
  }

  /// Light or dark.
  public enum Theme: String, Sendable, CaseIterable {
    case light, dark
    /// Follows the reader's system in SVG; light elsewhere.
    case auto
  }

  /// Which way the graph runs.
  public enum Direction: String, Sendable, CaseIterable {
    case leftToRight = "LR"
    case topToBottom = "TB"
  }

  /// Where operations are drawn.
  public enum Operations: String, Sendable, CaseIterable {
    /// A small node of its own for every operation, as in the lecture.
    case node
    /// One box an operation: half the nodes.
    case folded
  }

  /// Numbers of the chain rule that are written on edges.
  public enum EdgeNumbers: String, Sendable, CaseIterable {
    case none
    /// The derivative of the result by the operand.
    case local
    /// What the edge adds to the operand's gradient: the gradient of the result times the local derivative.
    case contribution
  }

  /// How boxes look.
  public var style = Style.modern
  /// Light or dark.
  public var theme = Theme.auto
  /// Which way the graph runs.
  public var direction = Direction.leftToRight
  /// Where operations are drawn.
  public var operations = Operations.node
  /// Decimals, 0 to 17.
  public var digits = 4
  /// The most boxes. Of a larger graph modules are drawn closed, open as deep as a tenth as many boxes
  /// allow; of one without modules the part next to the root is drawn.
  public var maxNodes = 600
  /// How many levels of modules are drawn open: 0 for none. nil for all if `maxNodes` allows.
  public var depth: Int?
  /// Which of the outermost calls of modules is drawn alone, counted from 0: of a batch, which sample.
  public var sample: Int?
  /// The label of a value whose neighbourhood is drawn alone.
  public var focus: String?
  /// How many edges the neighbourhood of `focus` reaches.
  public var hops = 2
  /// A line above the drawing; also the title of the document.
  public var title = ""
  /// Enlarges SVG, PNG (2 pixels a point at 1) and PDF, 0.1 to 10.
  public var scale = 1.0
  /// A colour such as `#fff`, `white` or `transparent`; nil for the theme's.
  public var background: String?
  /// What is written on the edges beside the names of operands.
  public var edges = EdgeNumbers.none
  /// Writes constants into the operations that use them, in place of boxes of their own.
  public var hidesConstants = false
  /// Explains the roles below the drawing; modern style only.
  public var legend = false

  /// What the command does without options.
  public init() {}
}
