import Testing

@testable import Micrograd

@Suite struct BindingsTests {
  static func run(
    _ text: String, _ change: (inout Program.Options) -> Void = { _ in }
  ) throws -> (execution: Execution, printed: String) {
    var printed = ""
    var options = Program.Options()
    options.print = { printed += $0 }
    change(&options)
    let execution = try Program(parsing: text).execute(options)
    return (execution, printed)
  }

  @Test func earlierBindingsOfANameAreNumbered() throws {
    let evaluation = try Program(parsing: "a = 2.0\nx = a\nx = x * 3\nx += a\nb = x\nb = b + 1").evaluate()
    #expect(evaluation.inputs.map(\.name) == ["a"])
    #expect(evaluation.computed.map(\.name) == ["x@2", "x", "b@1", "b"])
    #expect(evaluation.computed.map(\.value.data) == [6, 8, 8, 9])
    #expect(try Program(parsing: "x = 1.0; x = x * 3; x = x + 1").evaluate(root: "x@2").root.data == 3)
  }

  @Test func inALoopTheLastBindingCounts() throws {
    let evaluation = try Program(parsing: "s = 0.5\nfor k in range(5):\n  s = s * 2\n  t = k").evaluate()
    #expect(evaluation.computed.map(\.name) == ["s"] && evaluation.computed[0].value.data == 16)
    #expect(evaluation.inputs.map(\.name) == ["s@1", "t"], "a plain number that gets a name is an input")
  }

  @Test func namesComeBeforeLabels() throws {
    let text = "a = Value(2, label='b')\nb = Value(3, label='a')\nL = a * 10 + b"
    let program = try Program(parsing: text)
    #expect(try program.evaluate(root: "a").root.data == 2)
    #expect(try program.evaluate(setting: ["a": 5]).root.data == 53)
    let labelled = try Program(parsing: "x = Value(2, label='w'); L = x * 3; L.label = 'out'")
    #expect(try labelled.evaluate(root: "out").root.data == 6)
    #expect(try labelled.evaluate(setting: ["w": 5]).root.data == 15)
    #expect(
      try Program(parsing: "x = 2.0; x.label = 'w'; L = x * 3").evaluate(setting: ["w": 5]).root.data == 15)
  }

  @Test func aLabelOfSeveralValuesChoosesNone() throws {
    let program = try Program(parsing: "a = Value(2, label='w'); b = Value(3, label='w'); L = a * b")
    for choose in [{ try program.evaluate(root: "w") }, { try program.evaluate(setting: ["w": 1]) }] {
      let error = #expect(throws: EvaluationError.self) { try choose() }
      #expect(error?.description.contains("a, b") == true, "the candidates are named")
    }
  }

  @Test func aSettingReplacesEveryPlainNumberOfTheName() throws {
    let (_, printed) = try Self.run("n = 3\nxs = [1.0, 2.0]\nprint(n, range(n), xs)\nn = 4\nprint(n)") {
      $0.settings = ["n": 5, "xs[1]": 7]
    }
    #expect(printed == "5 range(0, 5) [1.0, 7.0]\n5\n")
    let text = "net = MLP(2, [1], seed=1)\ny = net([1.0, 2.0])"
    let plain = try Program(parsing: text).evaluate().root.data
    let moved = try Program(parsing: text).evaluate(setting: ["net.layers[0].neurons[0].b": 1]).root.data
    #expect(abs(moved - plain - 1) < 1e-12)
  }

  @Test(arguments: [
    ("a = 2.0; b = a * 3; b.label = 'out'; a = 7.0", 6.0), ("a = 2.0; (a * 4).backward(); b = a * 9", 8),
    ("a = 2.0\nb = a * 3\nif b > 100:\n  c = b * b", 6), ("a = 2.0\nfor k in range(3): b = a * k", 4),
    ("def f(x):\n  y = x * 2\n  return y + 1\na = 2.0\nz = f(a)", 5), ("a = 2.0; b = 3.0", 3), ("1 + 2", 3),
    ("a = 2.0; b = a * 3; b.grad = 1.0", 6), ("a = 2.0; c = a * 5; dot = draw_dot(a * 3); c", 6),
  ])
  func theRootIsWhatWasComputedLast(_ text: String, _ expected: Double) throws {
    #expect(try Program(parsing: text).evaluate().root.data == expected)
  }

  @Test func callsOfAFunctionAreFrames() throws {
    let text = "def f(x):\n  return x * 2 + 1\na = 3.0\nb = f(a) + f(f(a))"
    let graph = Graph(of: try Program(parsing: text).evaluate().root)
    #expect(graph.modules.map(\.path) == ["f", "f#2", "f#3"])
  }

  @Test func networksCarryTheNameOfTheirVariable() throws {
    let text = "f = MLP(1, [1], seed=1); g = Neuron(1); x = [2.0]; z = g(f(x))"
    let evaluation = try Program(parsing: text).evaluate()
    #expect(
      evaluation.parameters.map(\.name) == [
        "f.layers[0].neurons[0].w[0]", "f.layers[0].neurons[0].b", "g.w[0]", "g.b",
      ])
    #expect(
      Set(Graph(of: evaluation.root).modules.map(\.path)) == [
        "f", "f.layers[0]", "f.layers[0].neurons[0]", "g",
      ])
  }
}
