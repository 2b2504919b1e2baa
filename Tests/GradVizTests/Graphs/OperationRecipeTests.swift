import Micrograd
import Testing

@testable import GradViz

/// Operations of other engines that are several of this one's.
@Suite struct OperationRecipeTests {
  private static func graph(_ op: String, _ operands: [Double], _ rest: String = "") throws -> Graph {
    let leaves = operands.enumerated().map { "{\"id\": \($0), \"data\": \($1), \"label\": \"x\($0)\"}" }
    let ids = operands.indices.map(String.init).joined(separator: ", ")
    let root = operands.count
    let text =
      "{\"root\": \(root), \"nodes\": [\(leaves.joined(separator: ", ")), "
      + "{\"id\": \(root), \"op\": \"\(op)\", \"prev\": [\(ids)]\(rest)}]}"
    return try Graph(graphJSON: Array(text.utf8), source: "t")
  }

  /// Operation, operands, the value, and the derivative by the first operand: those of PyTorch 2 in double precision.
  static let rows: [(String, [Double], Double, Double)] = [
    ("MeanBackward0", [4], 4, 1), ("SumBackward1", [4], 4, 1), ("StackBackward0", [4], 4, 1),
    ("aten.view.default", [4], 4, 1), ("aten._to_copy.default", [4], 4, 1), ("MaxBackward1", [4], 4, 1),
    ("MeanBackward0", [1, 2, 6], 3, 1 / 3.0), ("SumBackward0", [1, 2, 6], 9, 1),
    ("ProdBackward0", [2, 3, 4], 24, 12), ("AmaxBackward0", [5, 3, 4], 5, 1),
    ("AminBackward0", [5, 3, 4], 3, 0),
    ("DotBackward0", [2, 3], 6, 3), ("AddmmBackward0", [1, 2, 3], 7, 1),
    ("Exp2Backward0", [3], 8, 5.545177444479562),
    ("SiluBackward0", [1], 0.7310585786300049, 0.9276705118714869),
    ("GeluBackward0", [1], 0.8413447460685429, 1.0833154705876864),
    ("LeakyReluBackward0", [-1], -0.01, 0.01), ("LeakyReluBackward0", [2], 2, 1),
    ("LeakyReluBackward0", [0], 0, 0.01),
    ("EluBackward0", [-1], -0.6321205588285577, 0.36787944117144233), ("EluBackward0", [0], 0, 1),
    ("EluBackward0", [800], 800, 1), ("LogSigmoidBackward0", [0], -0.6931471805599453, 0.5),
    ("AddcmulBackward0", [1, 2, 3], 7, 1), ("AddcdivBackward0", [1, 3, 2], 2.5, 1),
    ("RsubBackward0", [1, 3], 2, -1),
    ("XlogyBackward0", [2, 1], 0, 0), ("MseLossBackward0", [1, 3], 4, -4),
    ("aten.mse_loss.default", [1, 3], 4, -4),
    ("aten.l1_loss.default", [1, 3], 2, -1), ("MishBackward0", [1], 0.8650983882673103, 1.0490362200997922),
    ("HardtanhBackward0", [0.5], 0.5, 1), ("HardtanhBackward0", [-2], -1, 0),
    ("HardtanhBackward0", [2], 1, 0),
    ("torch.nn.functional.relu6", [0], 0, 0), ("aten.relu6.default", [7], 6, 0), ("relu6", [2], 2, 1),
    ("HardsigmoidBackward0", [0], 0.5, 0.16666666666666666), ("HardsigmoidBackward0", [-4], 0, 0),
    ("HardswishBackward0", [1], 0.6666666666666666, 0.8333333333333333),
    // Of Python the second operand comes first, as of PyTorch's rsub; tinygrad and JAX.
    ("__rsub__", [1, 3], 2, -1), ("RsubBackward1", [1, 3], 2, -1), ("__rtruediv__", [2, 3], 1.5, -0.75),
    ("__rpow__", [2, 3], 9, 9.887510598012987), ("__imul__", [2, 3], 6, 3), ("Ops.MUL", [2, 3], 6, 3),
    ("BinaryOps.MUL", [2, 3], 6, 3), ("Ops.RECIPROCAL", [2], 0.5, -0.25),
    ("UnaryOps.EXP2", [3], 8, 5.545177444479562),
    ("integer_pow", [2, 3], 8, 12), ("lax.dot_general", [2, 3], 6, 3), ("reduce_sum", [1, 2, 6], 9, 1),
    ("** 2", [3], 9, 6), ("^2", [3], 9, 6), ("^ -1", [2], 0.5, -0.25), ("×", [2, 3], 6, 3),
    ("÷", [3, 2], 1.5, 0.5),
    ("**2", [3], 9, 6), ("rsqrt", [4], 0.5, -0.0625),
  ]

  @Test(arguments: 0..<rows.count) func valuesAndDerivativesArePyTorchs(_ index: Int) throws {
    let (op, operands, value, derivative) = Self.rows[index]
    let graph = try Self.graph(op, operands)
    let first = try #require(graph.nodes.first { $0.label == "x0" })
    #expect(abs(graph.nodes[graph.root].data - value) <= 1e-15 * max(1, abs(value)), "\(op)")
    #expect(
      abs(try #require(first.grad) - derivative) <= 2e-15 * max(1, abs(derivative)),
      "\(op): \(first.grad ?? .nan)")
    #expect(graph.givenID(graph.root) == operands.count && !GradientCheck(graph).isWrong)
  }

  /// What the file says of gradients is handed on through the steps that it does not know.
  @Test func stepsHaveTheGradientsOfTheirResults() throws {
    let graph = try Self.graph("ProdBackward0", [2, 3, 4], ", \"data\": 24, \"grad\": 2")
    let steps = graph.nodes.filter { $0.role == nil }
    #expect(steps.map(\.data) == [6, 24] && steps.map(\.grad) == [8, 2])
  }

  @Test func whatCannotBeKnownIsSaidWithTheRemedy() {
    let lonely = #expect(throws: JSONError.self) { try Self.graph("MulBackward0", [2]) }
    #expect(lonely!.description.contains("'MulBackward0'") && lonely!.description.contains("\"constant\""))
    let power = #expect(throws: JSONError.self) { try Self.graph("PowBackward0", [2]) }
    #expect(power!.description.contains("exponent"))
    let other = #expect(throws: JSONError.self) { try Self.graph("ConvolutionBackward0", [2]) }
    #expect(
      other!.description.contains("'ConvolutionBackward0'") && other!.description.contains("give the number"))
    for (op, words) in [
      ("integer_pow", "does not tell its exponent; call it '**3'"),
      ("RsubBackward1", "the number beside its operand"),
      ("__rtruediv__", "the number beside its operand"),
    ] {
      let error = #expect(throws: JSONError.self) { try Self.graph(op, [2]) }
      #expect(error!.description.contains(words), "\(error!)")
    }
    // Words that may be anybody's, and a choice among several operands.
    for (op, count) in [("select", 1), ("t", 1), ("SelectBackward0", 2)] {
      #expect(throws: JSONError.self) { try Self.graph(op, Array(repeating: 1, count: count)) }
    }
  }

  @Test func whereGradientsAccumulateIsAnInput() throws {
    let text = """
      {"root": 1, "nodes": [{"id": 0, "op": "AccumulateGrad", "data": 3, "label": "a"}, {"id": 1, "op": "*", "prev": [0, 0]}]}
      """
    let graph = try Graph(graphJSON: Array(text.utf8), source: "t")
    #expect(graph.nodes[0].role == .input && graph.nodes[0].grad == 6)
  }
}
