import Micrograd
import Testing

@testable import GradViz

@Suite struct GraphNamesTests {
  private static let json = """
    {"root": 3, "nodes": [{"id": 0, "data": 2}, {"id": 1, "data": 3, "label": "b"},
    {"id": 2, "op": "aten::mul", "data": 6, "prev": [0, 1]}, {"id": 3, "op": "+", "data": 9, "prev": [2, 1]}]}
    """

  private static func read(_ text: String, _ choose: (inout GraphInput.Choices) -> Void) throws -> GraphInput
  {
    var choices = GraphInput.Choices()
    choose(&choices)
    return try GraphInput(Array(text.utf8), source: "t", choices: choices)
  }

  @Test func valuesWithoutLabelsAreNamedByTheirIds() throws {
    let graph = try Self.read(Self.json) { _ in }.graph
    #expect(graph.nodes.indices.map(graph.name) == ["#0", "b", "#2", "#3"])
    #expect(graph.id(named: "#2") == 2 && graph.id(named: "b") == 1)
    for name in ["#4", "#-1", "#", "#x", "c", "2", "#99999999999999999999"] {
      #expect(graph.id(named: name) == nil)
    }
  }

  @Test func theyCanBeChosenAndSet() throws {
    let product = try Self.read(Self.json) { $0.root = "#2" }.graph
    #expect(product.nodes[product.root].data == 6 && product.nodes.count == 3)
    let set = try Self.read(Self.json) { $0.settings = ["#0": 5, "b": 1] }
    let graph = try set.graph
    #expect(graph.nodes[graph.root].data == 6)
    #expect(set.values.first?.name == "#0" && set.values.first?.grad == 1)
    #expect(throws: RebuildError.self) { try Self.read(Self.json) { $0.settings = ["#2": 5] } }
    #expect(throws: RebuildError.self) { try Self.read(Self.json) { $0.settings = ["#9": 5] } }
    var options = DrawingOptions()
    options.focus = "#2"
    #expect(try Drawing(graph, options: options).dot().contains("digraph"))
  }

  @Test func textsHaveThemToo() throws {
    let text = "a = 2.0; b = 3.0; c = a * b + 1"
    let inner = try Self.read(text) { $0.root = "#2" }.graph
    #expect(inner.nodes[inner.root].data == 6 && inner.nodes[0].grad == 3)
    #expect(throws: EvaluationError.self) { try Self.read(text) { $0.root = "#33" } }
  }

  /// Its ids are neither dense nor in order, a node is not reached, and `**2` brings a constant.
  private static let far = """
    {"root": 140, "nodes": [{"id": 7, "data": 1, "label": "unused"}, {"id": 140, "op": "+", "prev": [12, 9]},
    {"id": 9, "data": 3}, {"id": 12, "op": "**2", "prev": [10]}, {"id": 10, "data": -4}]}
    """

  @Test func idsAreThoseOfTheFile() throws {
    let read = try Self.read(Self.far) { _ in }
    let graph = try read.graph
    #expect(graph.nodes.indices.map(graph.name) == ["#10", "2.0", "#12", "#9", "#140"])
    #expect(read.values.map(\.name) == ["#10", "#9", "result"])
    #expect(graph.id(named: "#12") == 2 && graph.id(named: "#0") == nil && graph.id(named: "#7") == nil)
    #expect(GradientCheck(graph).rows.map { graph.name(of: $0.id) } == ["#10", "#12", "#9", "#140"])

    let set = try Self.read(Self.far) { $0.settings = ["#9": 5, "#10": 1] }
    #expect(try set.graph.nodes.last?.data == 6 && set.values.map(\.name) == ["#10", "#9", "result"])
    let part = try Self.read(Self.far) { ($0.root, $0.settings) = ("#12", ["#10": 3]) }
    #expect(try part.graph.nodes.last?.data == 9 && part.values.map(\.name) == ["#10", "#12"])
    #expect(part.values[0].grad == 6)
    for (root, settings) in [("#3", [:]), ("#140", ["#12": 1.0]), ("#12", ["#9": 1])] {
      #expect(throws: RebuildError.self) {
        try Self.read(Self.far) { ($0.root, $0.settings) = (root, settings) }
      }
    }
  }

  @Test func modulesStayWhereNumbersAreSet() throws {
    let net = MLP(2, [2, 1], seed: 1)
    let graph = Graph(of: net([Value(1, label: "p"), Value(2, label: "q")])[0])
    let set = try Self.read(graph.json()) { $0.settings = ["p": 5] }.graph
    #expect(set.modules == graph.modules && !set.modules.isEmpty)
    #expect(set.hasTopology(of: graph) && set.nodes.last?.data != graph.nodes.last?.data)
  }

  @Test func labelsThatStandForSeveralAreRemarkedOn() throws {
    let text = """
      {"root": 4, "nodes": [{"id": 2, "data": 2, "label": "w"}, {"id": 3, "data": 3, "label": "w"},
      {"id": 4, "op": "*", "prev": [2, 3], "label": "w"}]}
      """
    let set = try Self.read(text) { $0.settings = ["w": 5] }
    #expect(try set.graph.nodes.last?.data == 25)
    #expect(
      set.remarks == ["2 inputs have the label 'w' (#2, #3), and all are set; --set takes an id as well"])
    let one = try Self.read(text) { $0.settings = ["#2": 5] }
    #expect(try one.graph.nodes.last?.data == 15 && one.remarks.isEmpty)
    #expect(
      try Self.read(text) { $0.root = "w" }.remarks.first?.hasPrefix("3 values have the label 'w'") == true)
  }

  @Test func idsOfTextsAreThoseOfTheirGraph() throws {
    let text = "a = 2.0; b = a * 3.0 + 1; c = b * b"
    let graph = try Self.read(text) { _ in }.graph
    #expect(graph.nodes.indices.map(graph.name) == ["a", "#1", "#2", "#3", "b", "c"])
    #expect(try Self.read(text) { $0.settings = ["#0": 5] }.graph.nodes.last?.data == 256)
    let inner = try Self.read(text) { $0.root = "#2" }
    #expect(try inner.graph.name(of: inner.graph.root) == "#2" && inner.rootName == "#2")
    let inputs = #expect(throws: EvaluationError.self) { try Self.read(text) { $0.settings = ["#1": 5] } }
    #expect(inputs?.description.contains("is the number 3.0 in the text; give it a name") == true)
    #expect(throws: EvaluationError.self) { try Self.read(text) { $0.settings = ["#2": 5] } }
    #expect(throws: EvaluationError.self) { try Self.read(text) { $0.settings = ["#6": 5] } }
  }

  @Test func membersThatAreNotOursAreNamed() throws {
    let read = try Self.read(
      """
      {"root": 1, "nodes": [{"id": 0, "data": 2, "name": "a", "shape": []}, {"id": 1, "op": "neg", "prev": [0]}]}
      """
    ) { _ in }
    #expect(read.remarks == ["not read of nodes: \"name\" (\"label\" is), \"shape\""])
    let top = try GraphInput(
      Array(
        """
        {"root": 0, "nodes": [{"id": 0, "data": 1, "x": 1}], "edges": [[0, 0]], "extra": {"nodes": []},
        "modules": [{"path": "m", "nodes": [0, 1], "kind": "relu"}]}
        """.utf8), source: "g")
    #expect(
      top.remarks == [
        "not read of the graph: \"edges\" (\"prev\" of nodes is), \"extra\"; not read of nodes: \"x\"; "
          + "not read of modules: \"kind\""
      ])
    let error = #expect(throws: JSONError.self) {
      try Self.read(
        "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 2}, {\"id\": 1, \"op\": \"neg\", \"children\": [0]}]}"
      ) {
        _ in
      }
    }
    #expect(error?.description.contains("not read of nodes: \"children\" (\"prev\" is)") == true)
  }

  @Test(
    arguments: [
      ("**2", 9), ("square", 9), ("aten::square", 9), ("reciprocal", 0.3333333333333333),
      ("ReciprocalBackward0", 0.3333333333333333), ("rsqrt", 0.5773502691896258),
      ("**-1", 0.3333333333333333),
    ] as [(String, Double)])
  func powersByNameAreComputed(_ op: String, _ result: Double) throws {
    let text =
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 3, \"label\": \"a\"}, {\"id\": 1, \"op\": \"\(op)\", \"prev\": [0]}]}"
    let graph = try Self.read(text) { _ in }.graph
    #expect((graph.nodes[graph.root].data - result).magnitude < 1e-15)
    #expect(!GradientCheck(graph).isWrong)
  }

  @Test(arguments: [
    ("ReLU", "relu"), ("MulBackward0", "*"), ("PowBackward1", "**"), ("aten::mul", "*"),
    ("aten.add.Tensor", "+"),
    ("aten::add_", "+"), ("torch.nn.functional.relu", "relu"), ("__truediv__", "/"), ("np.arctanh", "atanh"),
    ("Tanh", "tanh"), ("jax.lax.logistic", "sigmoid"), ("TrueDivBackward0", "/"), ("conv2d", "conv2d"),
    ("my.exp", "my.exp"), ("aten.conv2d", "aten.conv2d"), ("____", "____"), ("aten::", "aten::"), (".", "."),
    ("_", "_"), ("backward", "backward"),
  ])
  func namesOfOtherEnginesAreKnown(_ name: String, _ symbol: String) {
    #expect(OperationNames.symbol(name) == symbol)
  }
}
