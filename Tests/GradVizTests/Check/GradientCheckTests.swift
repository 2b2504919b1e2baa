import Micrograd
import Testing

@testable import GradViz

@Suite struct GradientCheckTests {
  static func check(_ text: String) throws -> GradientCheck {
    try GradientCheck(GraphInput(Array(text.utf8), source: "t").graph)
  }

  @Test(arguments: [
    "a = 2; b = -3; L = (a * b + 10) * -2", "x = 0.3; y = tanh(exp(x) * sin(x)) / (1 + x**2)",
    "a = 5; b = log(a) ** 1.5 - sqrt(a)", "a = 1e-6; y = a * a", "a = 1e6; y = a * a", "x = 20; y = exp(x)",
    "x = 0.001; y = 1 / x", "x = 0; y = softplus(x) + sigmoid(x)", "x = 0; y = abs(x)",
  ])
  func agrees(_ text: String) throws {
    let check = try Self.check(text)
    #expect(check.agrees && check.rows.allSatisfy { $0.verdict == .agrees }, "\(check.rows)")
  }

  @Test func kinksAreRecognised() throws {
    #expect(try Self.check("x = 0; y = relu(x)").rows[0].verdict == .kink)
    #expect(try Self.check("x = 0; y = relu(x)").agrees)
    #expect(try Self.check("a = 2; b = 2; y = max(a, b)").agrees)
  }

  @Test func whatHasNoSlopeIsUndefined() throws {
    #expect(try Self.check("x = -1; y = log(x)").agrees)
    #expect(try Self.check("x = 0; y = sqrt(x)").agrees)
  }

  @Test func wrongGradientsInAFileAreFound() throws {
    let json = try GraphInput(Array("a = 2; b = a * a".utf8), source: "t").graph.json()
    let wrong = json.replacing("\"grad\": 4.0", with: "\"grad\": 4.1")
    #expect(wrong != json)
    let check = try GradientCheck(Graph(graphJSON: Array(wrong.utf8), source: "t"))
    #expect(!check.agrees && check.rows[0].verdict == .disagrees)
  }

  @Test func gradientsAreComputedWhereTheFileHasNone() throws {
    let json = Graph(of: Value(3, label: "a") * 2).json()
    #expect(try GradientCheck(Graph(graphJSON: Array(json.utf8), source: "t")).rows[0].gradient == 2)
  }
}
