import Micrograd
import Testing

@testable import GradViz

@Suite struct GraphJSONTests {
  @Test func jsonAsDesigned() {
    let a = Value(2.0, label: "a")
    let b = Value(-3.0, label: "b")
    let e = a * b
    e.backward()
    #expect(
      Graph(of: e).json() == """
        {"format": "gradviz-graph", "version": 1, "root": 2, "backward": true,
        "nodes": [
        {"id": 0, "op": "", "label": "a", "role": "input", "data": 2.0, "grad": -3.0, "prev": []},
        {"id": 1, "op": "", "label": "b", "role": "input", "data": -3.0, "grad": 2.0, "prev": []},
        {"id": 2, "op": "*", "data": -6.0, "grad": 1.0, "prev": [0, 1], "local": [-3.0, 2.0]}
        ]}

        """)
  }

  @Test func jsonReadsBackToTheSameBytes() throws {
    let net = MLP(2, [3, 1], seed: 1)
    let loss = (net([Value(1.5, label: "x\"\\\n\u{1}é🎉"), Value(-0.1)])[0] - 1) ** 2
    loss.backward()
    let odd =
      (Value(-1).log() + Value(Double.infinity)) * -Double.infinity + Double.leastNonzeroMagnitude + 1e300
      + -0.0
    odd.backward()
    for root in [GraphTests.lecture(), loss, odd, Value(1), Value(1) + 1] {
      let json = Graph(of: root).json()
      let again = try Graph(graphJSON: Array(json.utf8), source: "t").json()
      #expect(again == json)
    }
    #expect(Graph(of: loss).json().contains("\"path\": \"layers[0].neurons[2]\""))
  }

  /// A file's own order and ids; nodes that do not reach the root; what a text says of its values.
  @Test func notesTravel() throws {
    let e = Value(2, label: "a") * 3
    let written = Graph(of: e, notes: [e: "now\u{1} \"three\" times", Value(1): "elsewhere"]).json()
    #expect(written.contains("{\"id\": 2, \"op\": \"*\", \"note\": \"now\\u0001 \\\"three\\\" times\", "))
    #expect(try graph(written).json() == written)
    let shuffled = try graph(
      """
      {"root": 1, "nodes": [{"id": 9, "data": 1, "note": "apart"}, {"id": 1, "op": "exp", "prev": [7], "note": "e"},
        {"id": 7, "data": 1, "note": ""}]}
      """)
    #expect(shuffled.notes == [1: "e"])
    #expect(shuffled.withoutGradients().notes == [1: "e"])
    #expect(mistake("{\"root\": 1, \"nodes\": [{\"id\": 1, \"data\": 1, \"note\": 5}]}").contains("a text"))
  }

  static let faults: [(String, String)] = [
    ("{", "cut off"), ("{}", "1:1: error: there are no nodes"), ("{\"nodes\": []}", "no nodes"),
    ("{\"nodes\": [{\"id\": 0, \"data\": 1}]}", "root"),
    ("{\"root\": 5, \"nodes\": [{\"id\": 0, \"data\": 1}]}", "\"root\" is 5"),
    ("{\"root\": 0, \"nodes\": [{\"id\": 0}]}", "node 0: \"data\" is missing"),
    ("{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": \"x\"}]}", "\"data\": a number"),
    ("{\"root\": 0, \"nodes\": [{\"id\": \"a\", \"data\": 1}]}", "\"id\": a whole number"),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}, {\"id\": 0, \"data\": 2}]}",
      "node 0: this id stands twice"
    ),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"op\": \"exp\", \"data\": 1, \"prev\": [7]}]}",
      "node 0: its operand 7 does not exist"
    ),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"op\": \"exp\", \"data\": 1, \"prev\": [0]}]}",
      "node 0: it depends on itself"
    ),
    (
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"op\": \"exp\", \"data\": 1, \"prev\": [1]}, {\"id\": 1, \"op\": \"exp\", \"data\": 1, \"prev\": [0]}]}",
      "depends on itself"
    ),
    (
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 1}, {\"id\": 1, \"op\": \"+\", \"data\": 1, \"prev\": [0]}]}",
      "node 1: '+' takes 2 operands, not 1"
    ),
    (
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 1}, {\"id\": 1, \"data\": 1, \"prev\": [0]}]}",
      "node 1: it has operands but no \"op\""
    ),
    ("{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1, \"role\": \"king\"}]}", "node 0: the role 'king'"),
    (
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 1}, {\"id\": 1, \"op\": \"exp\", \"data\": 1, \"prev\": [0], \"local\": [1, 2]}]}",
      "node 1: \"local\" has 2"
    ),
    ("{\"format\": \"other\", \"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}]}", "format is 'other'"),
    ("{\"version\": 9, \"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}]}", "version 9"),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}], \"modules\": [{\"path\": \"m\", \"nodes\": [0, 9]}]}",
      "module 'm'"
    ),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}], \"root\": 1}",
      "\"root\" stands twice in the graph"
    ),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1, \"data\": 2}]}",
      "\"data\" stands twice in this node"
    ),
    ("{\"root\": 0, \"nodes\": [{\"id\": 0, \"id\": 0, \"data\": 1}]}", "\"id\" stands twice in this node"),
    (
      "{\"root\": 9007199254740992, \"nodes\": [{\"id\": 9007199254740992, \"data\": 1}]}",
      "\"root\": a whole number below 2⁵³"
    ),
    ("{\"root\": 0, \"nodes\": " + String(repeating: "[", count: 100_000), "a node, such as"),
  ]

  @Test(arguments: 0..<faults.count) func refusesWhatIsNoGraph(_ index: Int) {
    let (text, words) = Self.faults[index]
    let error = #expect(throws: JSONError.self) {
      try Graph(graphJSON: Array(text.utf8), source: "g.json")
    }
    #expect(
      error?.description.contains(words) == true && error?.description.hasPrefix("g.json:1:") == true,
      "\(error?.description ?? "")")
  }

  @Test func framesInsideOfFramesHaveAnEnd() throws {
    func nested(_ depth: Int) -> String {
      let modules = (0..<depth).map { "{\"path\": \"m\($0)\", \"call\": 0, \"nodes\": [0, 1]}" }
      return
        "{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}], \"modules\": [\(modules.joined(separator: ", "))]}"
    }
    #expect(try Graph(graphJSON: Array(nested(64).utf8), source: "g").modules.count == 64)
    let error = #expect(throws: JSONError.self) { try Graph(graphJSON: Array(nested(65).utf8), source: "g") }
    #expect(error?.description.contains("nested more than 64 deep") == true)
  }

  @Test func readsWhatASmallExporterWrites() throws {
    let text = """
      {"root": 10, "nodes": [
        {"id": 10, "op": "fused", "data": 7, "prev": [3, 2, 3]},
        {"id": 2, "data": 1.5, "label": "x"},
        {"id": 3, "op": "*", "data": "nan", "prev": [2, 2], "grad": 1},
        {"id": 99, "data": 0, "label": "unreachable"}]}
      """
    let snapshot = try Graph(graphJSON: Array(text.utf8), source: "g")
    #expect(snapshot.nodes.map(\.op) == ["", "*", "fused"])
    #expect(snapshot.nodes[0].role == .input && snapshot.nodes[1].data.isNaN)
    #expect(Array(snapshot.operands(of: 2)) == [1, 0, 1])
    #expect(snapshot.localDerivatives(of: 2) == nil)
    #expect(Array(snapshot.localDerivatives(of: 1)!) == [1.5, 1.5])
    #expect(throws: RebuildError.self) { try snapshot.rebuilt() }
  }

  private func graph(_ text: String) throws -> Graph {
    try Graph(graphJSON: Array(text.utf8), source: "g")
  }

  private func mistake(_ text: String) -> String {
    do {
      _ = try graph(text)
      return ""
    } catch { return "\(error)" }
  }

  @Test func placesOfNodes() {
    let text = """
      {"root": 2,
       "nodes": [
         {"id": 1, "data": 1},
         {"id": 2, "op": "+", "data": 1, "prev": [1]}
      ]}
      """
    #expect(
      mistake(text)
        == "g:4:4: error: node 2: '+' takes 2 operands, not 1; a value that is used twice stands twice, "
        + "\"prev\": [1, 1]")
  }

  @Test func whatPythonWrites() throws {
    let read = try graph(
      "\u{FEFF}{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": NaN, \"grad\": -Infinity, \"label\": null}]}")
    #expect(read.nodes[0].data.isNaN && read.nodes[0].grad == -.infinity && read.hasGradients)
  }

  @Test func numbersThatAreNotGiven() throws {
    let read = try graph(
      """
      {"root": 2, "nodes": [{"id": 2, "op": "*", "prev": [0, 1]}, {"id": 0, "data": 2}, {"id": 1, "op": "exp", "prev": [0]}]}
      """)
    // 2·e², whose derivatives are e² and 2.
    #expect(abs(read.nodes[2].data - 14.7781121978613) < 1e-12)
    #expect(zip(read.localDerivatives(of: 2)!, [7.38905609893065, 2]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(
      mistake(
        "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 1}, {\"id\": 1, \"op\": \"conv\", \"prev\": [0]}]}"
      ).contains("'conv'"))
  }

  @Test(arguments: [
    ("ReLU", 1, "relu"), ("MulBackward0", 2, "*"), ("AddBackward0", 2, "+"), ("PowBackward1", 2, "**"),
    ("Tanh", 1, "tanh"),
    ("NegBackward0", 1, "neg"), ("maximum", 2, "max"), ("conv2d", 2, "conv2d"),
    ("SumBackward0", 1, "*"), ("SumBackward0", 2, "+"), ("MeanBackward0", 2, "/"), ("GeluBackward0", 1, "/"),
    ("ConvolutionBackward0", 2, "ConvolutionBackward0"), ("select", 1, "select"),
  ]) func namesOfOtherEngines(_ name: String, _ arity: Int, _ symbol: String) throws {
    let prev = arity == 1 ? "[0]" : "[0, 1]"
    let read = try graph(
      "{\"root\": 2, \"nodes\": [{\"id\": 0, \"data\": 2}, {\"id\": 1, \"data\": 3}, {\"id\": 2, \"op\": \"\(name)\", \"data\": 1, \"prev\": \(prev)}]}"
    )
    #expect(read.nodes[read.root].op == symbol)
  }

  /// micrograd calls a square `**2`, with one operand.
  @Test func exponentsInNames() throws {
    let read = try graph(
      """
      {"root": 1, "nodes": [{"id": 0, "data": -4, "label": "a"}, {"id": 1, "op": "**2", "data": 16, "prev": [0], "grad": 1}],
       "modules": [{"path": "m", "nodes": [1, 2]}]}
      """)
    #expect(
      read.nodes.map(\.op) == ["", "", "**"] && read.nodes[1].role == .constant && read.nodes[1].data == 2)
    #expect(read.modules.map(\.nodes) == [1..<3])
    #expect(try read.rebuilt(setting: ["a": 3]).data == 9)
  }

  @Test func membersThatAreNotOurs() throws {
    #expect(
      mistake("{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1, \"_op\": \"+\"}]}").contains(
        "\"_op\" is no member of a node; did you mean \"op\"?"))
    #expect(mistake("{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1, \"shape\": [[1], 2]}]}") == "")
  }

  @Test(arguments: [
    ("[{\"id\": 0}]", "the file is a list"), ("{\"cells\": [], \"nbformat\": 4}", "a Jupyter notebook"),
    ("", "an empty file"),
    ("{\"format\": \"gradviz-run\"}", "'gradviz timeline'"),
    ("{\"format\": \"gradviz-model\"}", "a trained model"),
    ("{\"weights\": 1}", "this file has \"weights\""), ("a = 2", "this is text"), ("x,y\n1,2\n", "a table"),
  ]) func whatElseAFileIs(_ text: String, _ words: String) { #expect(mistake(text).contains(words)) }

  /// Frames of modules are drawn inside of one another.
  @Test func modulesMustNest() throws {
    let nodes = (0..<6).map {
      "{\"id\": \($0), \"op\": \"\($0 == 0 ? "" : "exp")\", \"data\": 1, \"prev\": [\($0 == 0 ? "" : "\($0 - 1)")]}"
    }
    func read(_ modules: String) throws -> [String] {
      try graph("{\"root\": 5, \"nodes\": [\(nodes.joined(separator: ","))], \"modules\": [\(modules)]}")
        .modules.map(\.path)
    }
    let module = { (path: String, first: Int, end: Int) in
      "{\"path\": \"\(path)\", \"nodes\": [\(first), \(end)]}"
    }
    #expect(
      try read([module("b", 2, 3), module("a", 1, 5), module("c", 3, 5)].joined(separator: ",")) == [
        "a", "b", "c",
      ])
    #expect(throws: JSONError.self) {
      try read([module("a", 1, 4), module("b", 3, 6)].joined(separator: ","))
    }
    #expect(throws: JSONError.self) { try read(module("a", 1, 7)) }
    #expect(throws: JSONError.self) { try read(module("a", 3, 3)) }
  }
}
