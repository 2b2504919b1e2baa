import Testing

@testable import GradViz

@Suite struct SVGLineTests {
  @Test func tellsWhatALineIs() {
    let document = """
      <?xml version="1.0"?>
      <!-- Generated -->
      <svg width="8pt"
       viewBox="0 0 1 1">
      <g id="v12" class="value named">
      <title>a &lt; b</title>
      <text x="1">data 2</text>
      <text x="1"></text>
      </g>

      <gradient/><
      </svg>
      """
    var said: [String] = []
    let bytes = Array(document.utf8)
    for line in SVGLine.all(in: bytes) {
      switch line.kind {
      case .root: said.append("root")
      case .comment: said.append("comment")
      case .group(let id): said.append("group \(String(decoding: id, as: UTF8.self))")
      case .groupEnd: said.append("end")
      case .title: said.append("title")
      case .text(let content): said.append("text \(String(decoding: bytes[content], as: UTF8.self))")
      case .other: said.append("other")
      }
    }
    #expect(
      said == [
        "other", "comment", "root", "other", "group v12", "title", "text data 2", "text ", "end", "other",
        "other",
      ])
  }
}
