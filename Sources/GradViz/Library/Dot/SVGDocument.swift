/// Turns what Graphviz renders into a document that stands on its own: a title and a description, tooltips
/// that say what the numbers mean, colours that follow the reader's system, nothing that depends on the
/// release of Graphviz.
enum SVGDocument {
  static func finish(_ rendered: [UInt8], _ drawn: DotGraph) -> [UInt8] {
    var tooltips: [[UInt8]: String] = [:]
    for node in drawn.nodes { tooltips[Array(node.subject.name.utf8)] = node.tooltip }
    for (index, edge) in drawn.edges.enumerated() {
      tooltips[Array(DotGraph.edgeName(index).utf8)] = edge.tooltip
    }

    var out: [UInt8] = []
    out.reserveCapacity(2 * rendered.count)
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n".utf8
    var hasStarted = false
    var group: ArraySlice<UInt8> = []
    var isRootOpen = false
    for line in SVGLine.all(in: rendered) {
      switch line.kind {
      case .root where !hasStarted:
        hasStarted = true
        isRootOpen = true
        out += "<svg role=\"img\" ".utf8
        out += line.bytes.dropFirst(5)
      // The prolog names the release of Graphviz.
      case _ where !hasStarted: continue
      case .comment: continue
      case .group(let id):
        group = id
        out += line.bytes
      case .title:
        guard let tooltip = tooltips[Array(group)], !tooltip.isEmpty else { continue }
        out += "<title>\(LabelText.escapedForXML(tooltip))</title>".utf8
      case .text: out += withoutPadding(line.bytes)
      case .root, .groupEnd, .other: out += replaceTransparent(line.bytes)
      }
      out.append(UInt8(ascii: "\n"))
      if isRootOpen && line.bytes.last == UInt8(ascii: ">") {
        isRootOpen = false
        out += head(drawn).utf8
      }
    }
    return out
  }

  private static func head(_ drawn: DotGraph) -> String {
    var head = "<title>\(LabelText.escapedForXML(drawn.title))</title>\n"
    head += "<desc>\(LabelText.escapedForXML(drawn.summary))</desc>\n"
    if !drawn.styleSheet.isEmpty {
      head += "<style>\(drawn.styleSheet.replacing(">", with: "&gt;"))</style>\n"
    }
    return head
  }

  /// Records keep the space in front of a `|`.
  private static func withoutPadding(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = " </text>"
    return line.suffix(end.utf8.count).elementsEqual(end.utf8)
      ? line.dropLast(end.utf8.count) + "</text>".utf8 : line
  }

  /// Graphviz writes a colour that SVG does not know.
  private static func replaceTransparent(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let pattern = Array("\"transparent\"".utf8)
    // Lines are many, and hardly any has it: its first two letters decide almost all.
    var start = line.startIndex
    while let quote = line[start...].firstIndex(of: pattern[0]) {
      start = quote + 1
      guard start < line.endIndex, line[start] == pattern[1], line[quote...].starts(with: pattern) else {
        continue
      }
      return line[..<quote] + "\"none\"".utf8 + replaceTransparent(line[(quote + pattern.count)...])
    }
    return line
  }
}
