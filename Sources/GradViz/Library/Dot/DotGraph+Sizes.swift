/// How large boxes and labels are for their text, in points, without asking for a font.
extension DotGraph {
  typealias Size = (width: Double, height: Double)

  /// The size of a node, all its borders included.
  func size(of node: Node) -> Size {
    let shape = node.shape
    let fontSize = shape.fontSize ?? shapeDefaults.fontSize ?? 14
    let least = (
      width: 72 * (shape.width ?? shapeDefaults.width ?? 0.75),
      height: 72 * (shape.height ?? shapeDefaults.height ?? 0.5)
    )
    guard !shape.isFixed else { return least }
    switch shape.label {
    case .record(let fields):
      let text = fields.reduce(0) { $0 + TextExtent.width($1) }
      return (
        max(least.width, text * fontSize + 16 * Double(fields.count)), max(least.height, 1.2 * fontSize + 16)
      )
    case .text(let text):
      let margin = (attribute("margin", of: node) ?? "0.11,0.055").split(separator: ",")
        .map { 72 * (Double($0) ?? 0.1) }
      let isNamed = attribute("class", of: node)?.split(separator: " ").contains("named") ?? false
      let size = DotGraph.size(of: text, fontSize, isFirstLineBold: isNamed)
      let borders = borders(of: node)
      return (
        max(least.width, size.width + 2 * margin[0]) + borders,
        max(least.height, size.height + 2 * margin[margin.count - 1]) + borders
      )
    }
  }

  /// What the borders of a node beyond the first take: Graphviz draws them around the size that it is given.
  func borders(of node: Node) -> Double {
    8 * max(0, (attribute("peripheries", of: node).flatMap { Double($0) } ?? 1) - 1)
  }

  private func attribute(_ name: String, of node: Node) -> String? {
    (node.attributes.last { $0.name == name } ?? nodeDefaults.last { $0.name == name })?.value
  }

  /// The size of lines of text.
  static func size(of text: String, _ fontSize: Double, isFirstLineBold: Bool = false) -> Size {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let widths = lines.enumerated().map { index, line in
      TextExtent.width(line) * (isFirstLineBold && index == 0 ? 1.1 : 1)
    }
    return (fontSize * (widths.max() ?? 0), 1.2 * fontSize * Double(lines.count))
  }
}
