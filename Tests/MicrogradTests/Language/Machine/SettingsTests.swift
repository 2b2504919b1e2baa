import Testing

@testable import Micrograd

@Suite struct SettingsTests {
  static func root(_ text: String, _ settings: [String: Double]) throws -> Double {
    try Program(parsing: text).evaluate(setting: settings).root.data
  }

  static let texts: [(String, [String: Double], Double)] = [
    ("w = [Value(1) for i in range(2)]; y = w[0] * w[1]", ["w[1]": 7], 7.0),
    ("w = [Value(k) for k in [1, 2]]; y = w[0] * w[1]", ["w[1]": 7], 7),
    ("w = []\nw.append(1.0); w.append(2.0)\ny = w[0] * w[1]", ["w[1]": 7], 7),
    ("w = []\nfor i in range(2): w.append(Value(1.0))\ny = w[0] * w[1]", ["w[1]": 7, "w[0]": 3], 21),
    ("w = []\nw.extend([1.0, 2.0])\nw += [4.0]\ny = w[0] * w[1] * w[2]", ["w[1]": 7, "w[2]": 3], 21),
    ("xs = [1.0, 2.0]; xs[1] = 5.0; y = xs[0] * xs[1]", ["xs[1]": 7], 7),
    ("d = {}; d['a'] = 1.0; d['b'] = Value(2.0); y = d['a'] * d['b']", ["d['a']": 7], 14),
    ("d = {}; d['a'] = 1.0; d['b'] = Value(2.0); y = d['a'] * d['b']", ["d['b']": 7], 7),
    ("d = {'a': [1.0, 2.0]}; y = d['a'][0] * d['a'][1]", ["d['a'][1]": 7], 7),
    // The name means what is there at the end.
    ("w = [1.0, 2.0]; w.reverse(); y = w[0] * 10 + w[1]", ["w[1]": 7], 27),
    ("w = [Value(1), Value(2)]; w.reverse(); y = w[0] * 10 + w[1]", ["w[1]": 7, "w[0]": 3], 37),
    ("w = [1.0, 2.0, 3.0]; w.pop(0); y = w[0] * 10 + w[1]", ["w[0]": 7], 73),
    // One number decides what the other name stands for.
    (
      "n = [Value(1)]; n.append(Value(2)); n.reverse(); w = [Value(i) for i in range(int(n[0].data))]\n"
        + "y = w[2] * n[0]", ["n[0]": 3, "w[2]": 5], 15
    ),
    ("a = 2; a = a * 3; b = a + 1", ["a@1": 5], 16), ("a = 2; a = a * 3; b = a + 1", ["a": 5], 16),
    ("a = Value(2); b = a; y = a * b", ["b": 4], 16),
    ("a = Value(2); c = a * 3; b = a; y = c * b", ["b": 4], 48),
    ("def f():\n  w = [1.0, Value(2)]\n  return w[0] * w[1]\ny = f()", ["w[0]": 3, "w[1]": 5], 15),
    ("L = Value(2, label='w') * 3", ["w": 5], 15), ("n = 3\ny = sum(i for i in range(n)) + n", ["n": 4], 10),
  ]

  @Test(arguments: texts)
  func everyInputOfTheTableCanBeSet(_ text: String, _ settings: [String: Double], _ expected: Double) throws {
    #expect(try Self.root(text, settings) == expected)
  }

  /// A bias of a linear output adds itself.
  @Test(arguments: [
    ("nets = [MLP(1, [1], seed=1), MLP(1, [1], seed=2)]; y = nets[0]([2.0]) + nets[1]([1.0])", "nets[1]."),
    ("nets = [MLP(1, [1], seed=1), MLP(1, [1], seed=2)]; y = nets[0]([2.0]) + nets[1]([1.0])", "nets[0]."),
    ("nets = []\nnets.append(MLP(1, [1], seed=1))\ny = nets[0]([2.0])", "nets[0]."),
    ("d = {'a': MLP(1, [1], seed=1)}; y = d['a']([2.0])", "d['a']."),
    ("d = {}; d['a'] = MLP(1, [1], seed=1); y = d['a']([2.0])", "d['a']."),
    ("t = (MLP(1, [1], seed=1), 3); y = t[0]([2.0])", "t[0]."),
    ("f = MLP(1, [1], seed=1); g = f; y = f([2.0])", "g."),
    ("f = MLP(1, [1], seed=1); y = f([2.0]); gs = [f]", "gs[0]."),
    ("def make(): return MLP(1, [1], seed=1)\ny = make()([2.0]); n = make(); z = y + n([1.0])", "n."),
  ])
  func weightsOfNetworksCanBeSetWhereverTheyAre(_ text: String, _ network: String) throws {
    let name = network + "layers[0].neurons[0].b"
    #expect(abs(try Self.root(text, [name: 1]) - Self.root(text, [:]) - 1) < 1e-12)
  }

  @Test func networksInDictionariesAreNamed() throws {
    let text = "d = {'a': MLP(1, [1])}; t = (Neuron(1), 2.0); y = d['a']([2.0]) + t[0]([1.0])"
    #expect(
      try Program(parsing: text).evaluate().parameters.map(\.name) == [
        "d['a'].layers[0].neurons[0].w[0]", "d['a'].layers[0].neurons[0].b", "t[0].w[0]", "t[0].b",
      ])
  }

  static let refused: [(String, [String: Double], String)] = [
    ("a = 1; y = a * 2", ["y": 5.0], "'y' is computed, not an input; the inputs are a"),
    ("a = 1; y = a * 2", ["q": 5], "unknown input 'q'; the inputs are a"),
    (
      "f = MLP(1, [1])\nz = 3.0\ny = z", ["f,layers[0].neurons[0].b": 5],
      "unknown input 'f,layers[0].neurons[0].b'; did you mean 'f.layers[0].neurons[0].b'?"
    ),
    (
      "g = [MLP(1, [1])]; h = g; y = 3.0", ["h[0]xlayers[0].neurons[0].b": 5],
      "unknown input 'h[0]xlayers[0].neurons[0].b'; did you mean 'g[0].layers[0].neurons[0].b'?"
    ),
    ("a = Value(2); b = a; y = a * b", ["a": 3, "b": 4], "'a' and 'b' are one input; set one of them"),
    (
      "w = [1.0]; w.insert(0, 2.0); y = 3.0", ["w[0]": 4],
      "nothing in the text computes with 'w[0]', so setting it would change nothing"
    ),
  ]

  @Test(arguments: refused)
  func whatCannotBeSetIsSaid(_ text: String, _ settings: [String: Double], _ message: String) throws {
    let error = #expect(throws: EvaluationError.self) { try Self.root(text, settings) }
    #expect(error?.description == message)
  }

  @Test(arguments: [
    (
      "a = Value(2.0); a.data = 5.0; y = a * 3", "a", 15.0,
      "'a' is set to 7.0, and the text itself then makes it 5.0"
    ),
    (
      "n = Neuron(1, nonlin=False); n.b.data = 0.5; n.w[0].data = 1.0; y = n([2.0])", "n.b", 2.5,
      "'n.b' is set to 7.0, and the text itself then makes it 0.5"
    ),
  ])
  func whatTheTextOverrulesIsSaid(_ text: String, _ name: String, _ expected: Double, _ remark: String) throws
  {
    let (execution, _) = try BindingsTests.run(text) { $0.settings = [name: 7] }
    #expect(execution.remarks == [remark] && execution.evaluation?.root.data == expected)
    let (quiet, _) = try BindingsTests.run("a = 2.0; y = a * 3") { $0.settings = ["a": 7] }
    #expect(quiet.remarks.isEmpty)
  }

  @Test func whatIsPrintedHasTheNumbersThatAreSet() throws {
    let text =
      "w = []\nw.append(1.0); w.append(2.0)\nprint(w)\nx = Value(3)\nprint(x, x.data)\ny = w[0] * w[1] * x"
    let (_, printed) = try BindingsTests.run(text) { $0.settings = ["w[1]": 7, "x": 4] }
    #expect(printed == "[1.0, 7.0]\nValue(data=4) 4\n")
  }
}
