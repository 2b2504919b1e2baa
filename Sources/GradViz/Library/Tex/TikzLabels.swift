import Micrograd

/// The texts of a drawing as LaTeX typesets them.
///
/// What a line is follows from what its box stands for and from its place in it, never from what it says: a label that
/// reads `grad 3` is a name.
struct TikzLabels {
  private let drawn: DotGraph
  private let layout: Layout
  private let graph: Graph
  /// The name of the root; nil if it has none.
  private let root: String?

  /// Points, as in the style of boxes.
  private static let fontSize = 10.0

  init(_ drawn: DotGraph, _ layout: Layout, _ graph: Graph) {
    self.drawn = drawn
    self.layout = layout
    self.graph = graph
    root = TikzLabels.name(graph.nodes[graph.root].label)
  }

  private static func name(_ label: String) -> String? {
    label.isEmpty ? nil : LabelText.elided(LabelText.visible(label))
  }

  private func math(_ text: String) -> String { "$\(MathText(text).tex)$" }

  /// The lines of a node.
  func text(_ text: String, of index: Int) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let width = layout.nodes[index].width - 2
    let typeset = lines.enumerated().map { place, line in
      let typeset = self.line(line, place, of: lines.count, at: index, width)
      // The layout made room for a font that is wider; what it did not foresee is made smaller.
      let isOverfull = TextExtent.width(line) * TikzLabels.fontSize > max(width, 12) + 6
      return isOverfull && place == 0
        ? "\\resizebox{\(Coordinate.text(max(width, 12)))bp}{!}{\(typeset)}" : typeset
    }
    return typeset.joined(separator: " \\\\ ")
  }

  private func line(_ line: String, _ place: Int, of count: Int, at index: Int, _ width: Double) -> String {
    switch drawn.nodes[index].subject {
    case .operation:
      if let sign = MathText.operation(line) { return "$\(sign)$" }
      return count > 1 ? TexText.escaped(line) : math(line)
    case .value(let id): return value(line, place, of: count, id, width)
    case .box:
      // The name, then words and numbers.
      return place == 0 ? "\\textbf{\(TexText.escaped(line))}" : TexText.escaped(line)
    case .stub, .legend, .text: return TexText.escaped(line)
    }
  }

  /// A constant is a number with or without a name; others end with data and gradient.
  private func value(_ line: String, _ place: Int, of count: Int, _ id: Int, _ width: Double) -> String {
    if graph.nodes[id].role == .constant {
      return place == count - 1 ? TexText.number(line) : math(line)
    }
    switch count - place {
    case 1: return gradient(line, id, width)
    case 2: return numbered(line)
    default: return math(line)
    }
  }

  /// `data −6`, or a short name and a number.
  private func numbered(_ line: String) -> String {
    guard let space = line.lastIndex(of: " ") else { return TexText.number(line) }
    var (word, number) = (String(line[..<space]), String(line[line.index(after: space)...]))
    if word.hasSuffix(" ⚠") { (word, number) = (String(word.dropLast(2)), "⚠ " + number) }
    return (word == "data" ? word : math(word)) + " " + TexText.number(number)
  }

  private func gradient(_ line: String, _ id: Int, _ width: Double) -> String {
    guard let space = line.firstIndex(of: " ") else { return TexText.escaped(line) }
    let (word, rest) = (line[..<space], String(line[line.index(after: space)...]))
    let number = TexText.number(rest)
    var text = (word == "grad" ? "grad " : "$\\partial$ ") + number
    if word == "grad", rest != "—", let root, let name = TikzLabels.name(graph.nodes[id].label),
      MathText.width("∂\(root)/∂\(name) = \(rest)") * TikzLabels.fontSize <= width
    {
      let value = number.hasPrefix("$") ? String(number.dropFirst().dropLast()) : "\\mbox{\(number)}"
      text = "$\(MathText.derivative(of: root, by: name)) = \(value)$"
    }
    return rest == "—" ? text : "\\textcolor{gradviz-gradient}{\(text)}"
  }

  /// A field of a record: the name, then words and numbers.
  func field(_ text: String, _ place: Int, of index: Int) -> String {
    guard case .value = drawn.nodes[index].subject else { return TexText.escaped(text) }
    return place == 0 ? (text.isEmpty ? "" : math(text)) : numbered(text, in: "grad")
  }

  private func numbered(_ line: String, in word: String) -> String {
    line.hasPrefix(word + " ")
      ? "\(word) \(TexText.number(String(line.dropFirst(word.count + 1))))" : numbered(line)
  }

  /// The name of an operand, and a number of the chain rule.
  func edge(_ text: String) -> String {
    text.split(separator: "\n").map { line in
      let isFormula = line.contains(" = ") || line.hasPrefix("local ")
      guard isFormula else { return TexText.number(String(line)) }
      return line.hasPrefix("local ")
        ? "local \(TexText.number(String(line.dropFirst(6))))" : math(String(line))
    }.joined(separator: " \\\\ ")
  }
}
