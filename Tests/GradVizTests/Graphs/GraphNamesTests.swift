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
