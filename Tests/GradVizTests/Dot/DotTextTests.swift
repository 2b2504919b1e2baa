import Foundation
import Testing

@testable import GradViz

@Suite struct DotTextTests {
  private func quoted(_ text: String) -> String {
    String(decoding: DotText.quoted(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    (
      "o2 [class=operation,\n\tlabel=×,\n\twidth=0.3];",
      "o2 [class=operation,\n\tlabel=\"×\",\n\twidth=0.3];"
    ),
    ("graph [rankdir=LR\n\t];", "graph [rankdir=LR\n\t];"),
    ("v1 -> v2 [penwidth=2];", "v1 -> v2 [penwidth=2];"),
    ("a [label=\"x=y, z=w\"];", "a [label=\"x=y, z=w\"];"),
    ("a [label=\"q\\\" =b\", id=c];", "a [label=\"q\\\" =b\", id=c];"),
    ("a [label=\"\\\\\", id=b];", "a [label=\"\\\\\", id=b];"), ("", ""), ("label=", "label="),
    ("v1 -> v2 [xlabel=a]", "v1 -> v2 [xlabel=\"a\"]"), ("a [label=<b>]", "a [label=<b>]"), ("\"a", "\"a"),
    ("\"\\", "\"\\"),
  ])
  func everyLabelIsInQuotes(_ dot: String, _ expected: String) {
    #expect(quoted(dot) == expected)
  }

  /// What a person's labels hold is not touched: they are quoted as they come.
  @Test func drawingsHaveNoBareLabel() throws {
    let text = try GraphInput(Array("strict = 2; node = 3; L = (strict * node - 1) / 2".utf8), source: "t")
    let dot = try Drawing(text.graph).dot()
    let labels = dot.components(separatedBy: "label=").dropFirst()
    #expect(labels.count > 5 && labels.allSatisfy { $0.hasPrefix("\"") })
    #expect(dot.contains("label=\"×\"") && dot.unicodeScalars.contains { $0.value > 127 })
  }
}
