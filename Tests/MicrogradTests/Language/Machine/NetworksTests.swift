import Testing

@testable import Micrograd

/// Weights that CPython 3.11 draws after `random.seed(1337)`: `[random.uniform(-1, 1) for _ in range(6)]`.
private let drawn = [
  0.23550571390294128, 0.06653114721000164, -0.26830328150124894, 0.1715747078045431, -0.6686254326224383,
  0.6487474938152629,
]

@Suite struct NetworksTests {
  /// What a text imports or defines, and the parameters of its `Layer(2, 2)`.
  @Test(arguments: [
    ("import random\nfrom micrograd.nn import Layer\n", [drawn[0], drawn[1], 0, drawn[2], drawn[3], 0]),
    ("import random\nclass Neuron:\n  pass\n", drawn),
    ("class Neuron:\n  def f(self):\n    self.b = Value(random.uniform(-1,1))\n", drawn),
    (
      "class Neuron:\n  def f(self):\n    self.b = Value(0)\n",
      [drawn[0], drawn[1], 0, drawn[2], drawn[3], 0]
    ),
    ("import random\n", [drawn[0], drawn[1], 0, drawn[2], drawn[3], 0]),
  ])
  func weightsAreDrawnInTheOrderOfTheClassesMeant(_ head: String, _ expected: [Double]) throws {
    let text = head + "random.seed(1337)\nlayer = Layer(2, 2)\nout = layer([1.0, -2.0])[0]"
    #expect(try Program(parsing: text).evaluate().parameters.map(\.value.data) == expected)
  }

  @Test func withoutASeedTheNetworkIsTheLibrarys() throws {
    let evaluation = try Program(parsing: "net = MLP(2, [3, 1])\ny = net([1.0, 2.0])").evaluate()
    let net = MLP(2, [3, 1])
    #expect(evaluation.parameters.map(\.value.data) == net.parameters.map(\.data))
    #expect(evaluation.root.data == net([Value(1.0), Value(2.0)])[0].data)
  }

  @Test(arguments: [
    (
      "MLP(2, [3, 1])",
      "MLP of [Layer of [TanhNeuron(2), TanhNeuron(2), TanhNeuron(2)], Layer of [LinearNeuron(3)]]"
    ),
    (
      "from micrograd.nn import MLP\nMLP(2, [2, 1])",
      "MLP of [Layer of [ReLUNeuron(2), ReLUNeuron(2)], Layer of [LinearNeuron(2)]]"
    ),
    ("from micrograd.nn import Neuron\nNeuron(3, nonlin=False)", "LinearNeuron(3)"),
    (
      "class Neuron:\n  def __call__(self, x):\n    return (self.w[0] * x[0]).tanh()  # or relu\nMLP(1, [1, 1])",
      "MLP of [Layer of [TanhNeuron(1)], Layer of [TanhNeuron(1)]]"
    ),
    (
      "class Neuron:\n  def __call__(self, x):\n    return self.act(x).relu()\nMLP(1, [1, 1])",
      "MLP of [Layer of [ReLUNeuron(1)], Layer of [ReLUNeuron(1)]]"
    ),
    (
      "class Neuron:\n  def __call__(self, x):\n    return act.relu() if self.nonlin else act\nMLP(1, [1, 1])",
      "MLP of [Layer of [ReLUNeuron(1)], Layer of [LinearNeuron(1)]]"
    ),
    ("class Neuron:\n  def __call__(self, x):\n    return act\nNeuron(1)", "LinearNeuron(1)"),
  ])
  func networksPrintAsThePackages(_ text: String, _ expected: String) throws {
    let lines = text.split(separator: "\n")
    let program = (lines.dropLast() + ["print(\(lines.last!))"]).joined(separator: "\n")
    #expect(try BindingsTests.run(program).printed == expected + "\n")
  }

  @Test func partsAreReadAndSetByName() throws {
    let text = """
      n = nn.MLP(2, [2, 1], seed=1)
      for p in n.parameters(): p.data = 0.5
      n.layers[0].neurons[1].w[0].data = 2.0
      n.layers[1].neurons[0].b.data = -1.0
      print(len(n.parameters()), n.layers[0].neurons[1].w[0].data, n.layers[1].neurons[0].b, n(([1.0, 0.0])).data)
      n.zero_grad()
      """
    // tanh(0.5 + 0.5) · 0.5 + tanh(2 + 0.5) · 0.5 - 1
    let printed = try BindingsTests.run(text).printed.split(separator: " ")
    #expect(printed[0] == "9" && printed[1] == "2.0" && printed[2] == "Value(data=-1.0)")
    #expect(abs(Double(printed[3].dropLast())! + 0.12589577294640242) < 1e-12)
  }
}
