import Testing

@testable import Micrograd

/// Notes from comments of a text.
@Suite struct NotesTests {
  /// The notes of a text's graph by the labels of the values.
  private func notes(_ text: String) throws -> [String: String] {
    let evaluation = try Program(parsing: text).evaluate()
    let graph = Graph(of: evaluation.root, notes: evaluation.notes)
    return Dictionary(uniqueKeysWithValues: graph.notes.map { (graph.nodes[$0].label, $1) })
  }

  static let texts: [(String, [String: String])] = [
    ("a = 2.0\n# now the product\nb = a * 3", ["b": "now the product"]),
    ("a = 2.0  # the input\nb = a * 3", ["a": "the input"]),
    // What stands on the line is said of it rather than what stands above.
    ("# numbers\na = 2.0  # the input\nb = a * 3", ["a": "the input"]),
    (
      "# the weighted sum\n#   of one input\nb = 2.0; c = b * 3",
      [
        "b": "the weighted sum of one input",
        "c": "the weighted sum of one input",
      ]
    ),
    ("a = 2.0; b = a * 3  # both", ["a": "both", "b": "both"]),
    (
      "# a weight\nw = 2.0\nb = 1.0  # the bias\n# the sum\ns = w + b",
      ["w": "a weight", "b": "the bias", "s": "the sum"]
    ),
    // A line between them parts them.
    ("# a title\n\na = 2.0\nb = a * 3", [:]),
    ("# ---------\na = 2.0\n#!\nb = a * 3  # %%", [:]),
    ("a = 2.0\na += 1  # one more\nb = a * 3", ["a": "one more"]),
    ("s = '# no comment'\na = 2.0\nb = a * len(s)", [:]),
    ("a = 2.0\nfor k in range(3):\n  # again\n  a = a * 2", ["a": "again"]),
    // Of a list each element; of a head nothing.
    (
      "xs = [2.0, 3.0]  # data\n# the sum\nfor k in range(1):\n  L = sum(xs)",
      ["xs[0]": "data", "xs[1]": "data"]
    ),
    ("a = (2.0 +  # not behind\n  3.0)\nb = a * 2\n", ["a": "not behind"]),
    ("\u{FEFF}# erste\r\nα = 2.0\r\nb = α * 2", ["α": "erste"]),
    ("a = 2.0\nb = a * 2\n# the end", [:]),
  ]

  @Test(arguments: texts)
  func aCommentIsSaidOfItsLineOrOfTheLineBelow(_ text: String, _ expected: [String: String]) throws {
    #expect(try notes(text) == expected)
  }

  @Test func noCommentReachesIntoTheNextCell() throws {
    let program = try Program(
      cells: [("cell 1", "a = 2.0\n# the last line"), ("cell 2", "b = a * 3\nc = b + 1  # more")],
      source: "n.ipynb")
    #expect(Set(try program.evaluate().notes.values) == ["more"])
  }

  @Test func eachBackwardOfALoopComesWithTheNotesOfItsValues() throws {
    var seen: [[String: String]] = []
    let text = """
      w = 2.0
      for k in range(2):
        loss = w * w  # the loss
        loss.backward()
        w.data -= 0.1 * w.grad
      """
    _ = try BindingsTests.run(text) {
      $0.onBackward = { _, _, notes in
        seen.append(Dictionary(uniqueKeysWithValues: notes.map { ($0.label, $1) }))
      }
    }
    #expect(seen == [["loss": "the loss"], ["loss": "the loss"]])
  }

  @Test func aLongCommentIsCut() throws {
    let text = "a = 2.0\nb = a * 2  # " + String(repeating: "ab ", count: 1000)
    #expect(try notes(text)["b"]?.count == 500)
  }
}
