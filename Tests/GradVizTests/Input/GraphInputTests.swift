import Foundation
import Micrograd
import Testing

@testable import GradViz

@Suite struct GraphInputTests {
  private func read(
    _ text: String, source: String = "t.py", _ change: (inout GraphInput.Choices) -> Void = { _ in }
  ) throws -> GraphInput {
    var choices = GraphInput.Choices()
    change(&choices)
    return try GraphInput(Array(text.utf8), source: source, choices: choices)
  }

  // MARK: - Notebooks

  private static func notebook(_ cells: [String]) -> String {
    let code = cells.map { "{\"cell_type\": \"code\", \"outputs\": [], \"source\": \(JSONText.quoted($0))}" }
    return "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"# a heading\\n\", \"b = (\"]}, "
      + code.joined(separator: ", ") + "], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}"
  }

  @Test func theCodeCellsOfANotebookAreOneText() throws {
    let graph = try read(Self.notebook(["a = 2.0\nb = a * 3", "L = b + 1\nL"]), source: "n.ipynb")
    #expect(graph.rootName == "L" && graph.values.map(\.data) == [2, 6, 7])
  }

  @Test func placesInANotebookNameTheCell() {
    let cells = ["a = 2.0", "b = (a +", "c = 1\nd = 2\nL = a * tahn(a)"]
    let error = #expect(throws: SourceError.self) { try read(Self.notebook(cells), source: "n.ipynb") }
    #expect(
      error?.description.split(separator: "\n").filter { $0.contains("error:") }.map { $0.prefix(24) } == [
        "n.ipynb, cell 2:1:5: err", "n.ipynb, cell 3:3:9: err",
      ], "no bracket reaches from one cell into the next")
  }

  @Test func whatIsNoPythonInANotebookDrawsNothing() throws {
    let cells = [
      "%%html\n<b>hi</b>", "a = 2.0", "%%bash\nls | wc\n", "?a", "a?\nfiles = !ls -l\nt = %timeit -o f()",
      "%%time\nb = a * 3", "for name in files: print(name)",
    ]
    let graph = try read(Self.notebook(cells), source: "n.ipynb")
    #expect(graph.rootName == "b" && graph.values.map(\.data) == [2, 6])
    #expect(graph.remarks.count == 1)
    #expect(graph.remarks.first?.hasPrefix("10 lines draw nothing, without IPython.magic") == true)
    #expect(throws: SourceError.self, "a shell's command is for notebooks") { try read("files = !ls") }
  }

  @Test func aNotebookOfFormat3HasItsCellsInWorksheets() throws {
    let text = """
      {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": [
        {"cell_type": "heading", "level": 1, "source": ["A title"]},
        {"cell_type": "code", "collapsed": false, "input": ["a = 2.0\\n", "b = a * 3"], "language": "python"}],
        "metadata": {}}, {"cells": [{"cell_type": "code", "input": "L = b + 1", "outputs": []}]}]}
      """
    #expect(try read(text).values.map(\.data) == [2, 6, 7])
  }

  // MARK: - Roots without a name

  @Test(arguments: [
    ("a = 2; a * 3", "result", ["a", "result"]), ("1 + 2", "result", ["result"]), ("3", "result", ["result"]),
    ("result = 2; result * 3", "#2", ["result", "#2"]),
    (
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 2}, {\"id\": 1, \"op\": \"neg\", \"prev\": [0]}]}",
      "result", ["#0", "result"]
    ),
  ])
  func aRootWithoutANameHasOneForAllUses(_ text: String, _ name: String, _ names: [String]) throws {
    for root in [nil, name] {
      let graph = try read(text) {
        $0.root = root
        $0.keepsNames = true
      }
      let snapshot = try graph.graph
      #expect(graph.rootName == name && graph.values.map(\.name) == names)
      #expect((snapshot.names[name] ?? snapshot.id(named: name)) == snapshot.root)
    }
  }

  // MARK: - Files beside the text

  @Test func dataAreLoadedFromTheFolderAlone() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "in/below"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = Data("x0,x1,y\n1.5,2,-1\n-0.5,4,1\n".utf8)
    for name in ["secret.csv", "in/points.csv", "in/below/points.csv"] {
      try rows.write(to: folder.appending(path: name))
    }
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "in/out.csv"), withDestinationURL: folder.appending(path: "secret.csv"))
    let inside = folder.appending(path: "in").path
    for name in ["points.csv", "below/points.csv"] {
      var printed = ""
      _ = try read("X, y = load('\(name)')\nprint(X, y, len(X))") {
        $0.folder = inside
        $0.print = { printed += $0 }
      }
      #expect(printed == "[[1.5, 2.0], [-0.5, 4.0]] [-1, 1] 2\n")
    }
    for name in [
      "../secret.csv", "out.csv", folder.appending(path: "secret.csv").path, "below/../../secret.csv",
      "none.csv",
    ] {
      let error = #expect(throws: SourceError.self, "\(name)") {
        try read("X, y = load('\(name)')") { $0.folder = inside }
      }
      #expect(error?.description.contains("1.5") == false)
    }
  }

  // MARK: - Steps

  static let loop = """
    w = 1.0
    for k in range(4):
      loss = (w - 3)**2
      w.grad = 0.0
      loss.backward()
      w.data -= 0.25 * w.grad
    """

  @Test func callsOfOneBackwardAreSteps() throws {
    let graph = try read(Self.loop) { $0.keepsSteps = true }
    let steps = try #require(graph.steps)
    #expect(steps.steps.map(\.step) == [0, 1, 2, 3] && steps.graphs.count == 1)
    #expect(steps.steps.map { $0.metrics["loss"] } == [4, 1, 0.25, 0.0625])
    let w = try #require(steps.graphs[0].id(labelled: "w"))
    #expect(steps.steps.map { $0.data[w] } == [1, 2, 2.5, 2.75], "before the update")
    #expect(try graph.graph.nodes[w].data == 2.75, "a drawing shows the last step")
    #expect(try read("a = 2.0; L = a * a; L.backward()") { $0.keepsSteps = true }.steps == nil)
    #expect(try read(Self.loop) { $0.isAtBackward = false }.values[0].data == 2.875)
  }

  @Test func aChangedTopologyIsAnotherGraph() throws {
    let text =
      "w = 1.0\nfor k in range(4):\n  L = w * w\n  if k > 1: L = L + w\n  w.grad = 0.0\n  L.backward()"
    let steps = try #require(read(text) { $0.keepsSteps = true }.steps)
    #expect(steps.graphs.count == 2 && steps.steps.map(\.graph) == [0, 0, 1, 1])
  }

  @Test func aRunOfATextIsAFolderLikeAnyOther() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let steps = try #require(read(Self.loop) { $0.keepsSteps = true }.steps)
    try steps.write(to: folder, frames: nil)
    let again = try RunFile(path: "\(folder)/run.jsonl")
    #expect(
      again.steps.map(\.data) == steps.steps.map(\.data) && again.steps.map(\.grad) == steps.steps.map(\.grad)
    )
    #expect(throws: RunFileError.self) { try steps.write(to: folder, frames: nil) }
  }

  @Test func aLargeStepKeepsOneSample() throws {
    let text = """
      net = MLP(2, [16, 16, 1], seed=1)
      xs = [[1.0, 2.0], [3.0, -1.0], [0.5, 0.5], [-1.0, 1.0]]
      ys = [1.0, -1.0, 1.0, -1.0]
      for k in range(2):
        losses = [(net(x) - y)**2 for x, y in zip(xs, ys)]
        loss = sum(losses) / 4
        net.zero_grad()
        loss.backward()
      """
    let graph = try read(text) {
      $0.keepsSteps = true
      $0.sample = 1
    }
    let kept = try #require(graph.steps?.graphs[0])
    #expect(graph.remarks.count == 1 && graph.remarks[0].contains("sample 1"))
    #expect(kept.nodes[kept.root].label == "losses[1]", "up to its part of the loss")
    #expect(
      kept.nodes.filter { $0.role == .input }.map(\.label).sorted() == ["xs[1][0]", "xs[1][1]", "ys[1]"])
    #expect(kept.nodes[kept.root].grad == 0.25)
  }

  // MARK: - Claims

  @Test func gradientsSetByHandStandInTheGraph() throws {
    let graph = try read(
      "a = 2.0; b = -3.0; c = a * b; L = c * c\nc.grad = -12.0; a.grad = 36.0; b.grad = 24.0")
    #expect(graph.claims.map(\.name) == ["c", "a", "b"] && graph.claims.map(\.gradient) == [-12, 36, 24])
    #expect(try graph.claims.map { try graph.graph.nodes[#require($0.id)].label } == ["c", "a", "b"])
    #expect(try graph.graph.nodes.map(\.grad) == [36, 24, -12, nil], "the picture shows what was set")
  }

  /// A file says by its name that it is JSON; what begins with [ may be a text elsewhere.
  @Test(arguments: [
    ("[1, 2]", "the file is a list"), ("[]", "the file is a list"), ("[[{\"id\": 0}]]", "the file is a list"),
    ("null", "graph JSON, which begins with {, is expected"), ("", "this is an empty file"),
    ("a = 2", "graph JSON, which begins with {, is expected"),
  ]) func whatIsCalledJSONIsReadAsJSON(_ text: String, _ words: String) throws {
    let error = #expect(throws: JSONError.self) { try GraphInput(Array(text.utf8), source: "x.json") }
    #expect(error!.description.hasPrefix("x.json:1:1: error: ") && error!.description.contains(words))
  }

  @Test func aTextThatOnlyPrintsHasNoGraph() throws {
    var printed = ""
    let graph = try read("print('hello')") { $0.print = { printed += $0 } }
    #expect(printed == "hello\n" && graph.hasPrinted)
    #expect(throws: SourceError.self) { try graph.graph }
  }
}
