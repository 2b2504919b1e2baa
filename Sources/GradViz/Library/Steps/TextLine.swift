/// A line of text in several inks at a place of its own, in points; y grows upwards, as in `Layout`.
struct TextLine: Sendable, Equatable {
  struct Run: Sendable, Equatable {
    var text: String
    var ink = Ink.plain
    var size: Double
    var isBold = false
    var isItalic = false
    /// How far it stands above the line.
    var rise = 0.0

    var width: Double { size * FontMetrics.shared.width(text, isBold: isBold) }
  }

  /// The middle of the line, on its baseline.
  var center: Layout.Point
  var runs: [Run]

  var width: Double { runs.reduce(0) { $0 + $1.width } }

  func moved(x: Double, y: Double) -> TextLine {
    TextLine(center: .init(x: center.x + x, y: center.y + y), runs: runs)
  }

  // MARK: - In SVG

  /// A `text` element; spaces at its ends are kept, and a browser's own font stays in the middle.
  func svg() -> String {
    var out =
      "<text text-anchor=\"middle\" x=\"\(Coordinate.text(center.x))\" y=\"\(Coordinate.text(-center.y))\""
    out += " font-family=\"\(ModernStyle.font)\">"
    var level = 0.0
    for run in runs {
      out += "<tspan class=\"\(run.ink.rawValue)\" font-size=\"\(Coordinate.text(run.size))\""
      if run.isBold { out += " font-weight=\"bold\"" }
      if run.isItalic { out += " font-style=\"italic\"" }
      if run.rise != level { out += " dy=\"\(Coordinate.text(level - run.rise))\"" }
      level = run.rise
      out += ">\(LabelText.escapedForXML(run.text.replacing(" ", with: "\u{A0}")))</tspan>"
    }
    return out + "</text>\n"
  }

  // MARK: - In Graphviz

  /// How far Graphviz puts the baseline below the middle of a node of one line, in ems.
  private static let drop = 0.265

  /// A node for every run, and where it goes.
  func nodes(from first: Int, _ palette: Palette) -> [(node: DotGraph.Node, box: Layout.Box)] {
    var nodes: [(DotGraph.Node, Layout.Box)] = []
    var x = center.x - width / 2
    for run in runs {
      defer { x += run.width }
      let text = run.text.trimmed
      guard !text.isEmpty else { continue }
      var bare = run
      bare.text = String(text)
      let lead = run.size * FontMetrics.shared.width(run.text.prefix { $0 == " " })
      let style = (run.isBold ? " Bold" : "") + (run.isItalic ? " Italic" : "")
      let node = DotGraph.Node(
        subject: .text(first + nodes.count),
        shape: .init(label: .text(bare.text), fontSize: run.size, isFixed: true), traits: .init(),
        attributes: TextLine.bareLook + [
          ("fontname", ModernStyle.font + style), ("fontcolor", palette[run.ink]),
        ], tooltip: "")
      nodes.append(
        (
          node,
          Layout.Box(
            center: .init(x: x + lead + bare.width / 2, y: center.y + run.rise + TextLine.drop * run.size),
            width: bare.width, height: 0.8 * run.size)
        ))
    }
    return nodes
  }

  private static let bareLook: DotGraph.Attributes = [
    ("shape", "plaintext"), ("style", ""), ("peripheries", "0"), ("margin", "0"),
  ]
}

extension String {
  /// Without spaces at either end.
  fileprivate var trimmed: Substring {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}

/// A filled rectangle: the line of a fraction, or the ground of a word.
struct FilledBox: Sendable, Equatable {
  var box: Layout.Box
  var ink: Ink
  /// How round its corners are.
  var radius = 0.0

  func moved(x: Double, y: Double) -> FilledBox {
    var moved = self
    moved.box.center = .init(x: box.center.x + x, y: box.center.y + y)
    return moved
  }

  func svg() -> String {
    let (x, y) = (box.center.x - box.width / 2, -box.center.y - box.height / 2)
    return "<g class=\"\(ink.rawValue)\"><rect x=\"\(Coordinate.text(x))\" y=\"\(Coordinate.text(y))\""
      + " width=\"\(Coordinate.text(box.width))\" height=\"\(Coordinate.text(box.height))\""
      + (radius > 0 ? " rx=\"\(Coordinate.text(radius))\"" : "") + "/></g>\n"
  }

  func node(_ number: Int, _ palette: Palette) -> DotGraph.Node {
    DotGraph.Node(
      subject: .text(number), shape: .init(isFixed: true), traits: .init(),
      attributes: [
        ("shape", "box"), ("style", radius > 0 ? "rounded,filled" : "filled"), ("peripheries", "1"),
        ("penwidth", radius > 0 ? "1" : "0"), ("color", palette[ink]), ("fillcolor", palette[ink]),
      ], tooltip: "")
  }
}
