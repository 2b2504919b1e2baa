/// Turns what Graphviz renders into a document that stands on its own: a title and a description, tooltips
/// that say what the numbers mean, colours that follow the reader's system, nothing that depends on the
/// release of Graphviz.
enum SVGDocument {
  static func finish(_ rendered: [UInt8], _ scene: Scene) -> [UInt8] {
    var tooltips: [[UInt8]: String] = [:]
    for node in scene.nodes { tooltips[Array(node.name.utf8)] = node.tooltip }
    for (index, edge) in scene.edges.enumerated() { tooltips[Array("e\(index)".utf8)] = edge.tooltip }

    var out: [UInt8] = []
    out.reserveCapacity(2 * rendered.count)
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n".utf8
    var hasStarted = false
    var id: ArraySlice<UInt8> = []
    var isRootOpen = false
    for line in rendered.split(separator: UInt8(ascii: "\n")) {
      if !hasStarted {
        // The prolog names the release of Graphviz.
        guard line.starts(with: "<svg".utf8) else { continue }
        hasStarted = true
        isRootOpen = true
        out += "<svg role=\"img\" ".utf8
        out += line.dropFirst(5)
      } else if line.starts(with: "<!--".utf8) {
        continue
      } else if line.starts(with: "<g id=\"".utf8) {
        id = line.dropFirst(7).prefix { $0 != UInt8(ascii: "\"") }
        out += line
      } else if line.starts(with: "<title>".utf8) {
        guard let tooltip = tooltips[Array(id)], !tooltip.isEmpty else { continue }
        out += "<title>\(LabelText.escapedForXML(tooltip))</title>".utf8
      } else if line.starts(with: "<text".utf8) {
        out += withoutPadding(line)
      } else {
        out += replaceTransparent(line)
      }
      out.append(UInt8(ascii: "\n"))
      // The root element may go over several lines.
      if isRootOpen && line.last == UInt8(ascii: ">") {
        isRootOpen = false
        out += head(scene).utf8
      }
    }
    return out
  }

  private static func head(_ scene: Scene) -> String {
    var head = "<title>\(LabelText.escapedForXML(scene.title))</title>\n"
    head += "<desc>\(LabelText.escapedForXML(scene.summary))</desc>\n"
    if !scene.styleSheet.isEmpty {
      head += "<style>\(scene.styleSheet.replacing(">", with: "&gt;"))</style>\n"
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
