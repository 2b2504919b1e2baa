import Micrograd
import Testing

@Suite struct LanguageTests {
  static func root(_ text: String) throws -> Value { try Program(parsing: text).evaluate().root }

  /// The mistakes of a text, whether they show when it is parsed or when it is executed.
  static func mistakes(_ text: String, source: String = "expr.txt") -> SourceError? {
    do {
      _ = try Program(parsing: text, source: source).evaluate()
      return nil
    } catch { return error as? SourceError }
  }

  @Test(arguments: [
    ("-2**2", -4.0), ("2**3**2", 512), ("2**-1", 0.5), ("(-2)**2", 4), ("2**-1**2", 0.5), ("-2**-2", -0.25),
    ("1 - 2 - 3", -4), ("8 / 4 / 2", 1), ("2 + 3 * 4", 14), ("(2 + 3) * 4", 20), ("2 * -3", -6), ("- -3", 3),
    ("+4", 4), ("1. + .5", 1.5), ("1e-3 * 1_000", 1), ("1.e2", 100), ("2 - -2", 4), ("a = 3; -a**2", -9),
    ("a = 4; -a.sqrt()", -2), ("max(1, 2) + min(1, 2)", 3), ("exp(0) + 0 .cos()", 2), ("(\n1 +\n2\n)", 3),
    ("1 + \\\n2", 3), ("\u{FEFF}7", 7), ("a = 2\r\nb = a * 3\r\n", 6), ("a = 2\rb = a * 3\r\rb", 6),
    ("β = 2; β * β", 4),
    ("a = 1;; b = a;", 1),
    ("a = 2; a += 3; a *= 2; a -= 1; a /= 3; a", 3), ("max(abs(-3), 2)", 3), ("a = 5 # five\n# end", 5),
  ])
  func evaluates(_ text: String, _ expected: Double) throws {
    #expect(try Self.root(text).data == expected)
  }

  @Test func notebookLinesWorkUnchanged() throws {
    let text = """
      a = Value(2.0, label='a')
      b = Value(-3.0, label="b")
      c = Value(10.0, label='c')
      e = a*b; e.label = 'e'
      d = e + c; d.label = 'd'
      f = Value(-2.0, label='f')
      L = d * f; L.label = 'out'
      L.backward()
      draw_dot(L)
      """
    let root = try Self.root(text)
    #expect(root.data == -8 && root.label == "out")
  }

  @Test func microgradReadme() throws {
    let text = """
      a = Value(-4.0)
      b = Value(2.0)
      c = a + b
      d = a * b + b**3
      c += c + 1
      c += 1 + c + (-a)
      d += d * 2 + (b + a).relu()
      d += 3 * d + (b - a).relu()
      e = c - d
      f = e**2
      g = f / 2.0
      g += 10.0 / f
      g.backward()
      """
    let evaluation = try Program(parsing: text).evaluate()
    #expect(abs(evaluation.root.data - 24.70408163265306) < 1e-13)
    #expect(abs(evaluation.inputs[0].value.grad - 138.83381924198252) < 1e-11)
    #expect(abs(evaluation.inputs[1].value.grad - 645.5772594752186) < 1e-11)
  }

  @Test func rootIsChosen() throws {
    let text = "a = 2\nb = a * a\nc = b + 1"
    #expect(try Self.root(text).data == 5)
    #expect(try Self.root(text + "\nb.backward()").data == 4)
    #expect(try Self.root(text + "\nd = draw_dot(b, format='svg')").data == 4)
    #expect(try Program(parsing: text).evaluate(root: "b").root.data == 4)
    #expect(try Program(parsing: "a = 1; a = a + 1; b = a * 5").evaluate(root: "a").root.data == 2)
    #expect(try Self.root("a = 2; (a * 4).backward(); b = 9").data == 8)
  }

  @Test func leavesConstantsAndLabels() throws {
    let evaluation = try Program(parsing: "b = -3.0; c = 2 * 3; y = b * -2 + Value(4.0, label='k')")
      .evaluate()
    #expect(evaluation.inputs.map(\.name) == ["b", "c"])
    #expect(evaluation.inputs.map(\.value.data) == [-3, 6], "arithmetic on plain numbers alone gives one")
    #expect(evaluation.root.topologicalOrder().contains { $0.label == "k" && $0.role == .input })
    #expect(evaluation.computed.map(\.name) == ["y"])
    #expect(evaluation.root.topologicalOrder().filter { $0.role == .constant }.map(\.data) == [-2])
    let renamed = try Program(parsing: "x = 1; y = x; z = y + 1; w = z").evaluate()
    #expect(renamed.root.label == "z", "a value's label is its first name")
  }

  @Test func settingInputs() throws {
    let program = try Program(parsing: "a = 2; b = a * a")
    #expect(try program.evaluate(setting: ["a": 5]).root.data == 25)
    #expect(throws: EvaluationError.self) { try program.evaluate(setting: ["b": 5]) }
    #expect(throws: EvaluationError.self) { try program.evaluate(setting: ["q": 5]) }
    #expect(throws: EvaluationError.self) { try program.evaluate(root: "q") }
  }

  /// Text, line, column, and words that the message must have.
  static let mistakes: [(String, Int, Int, String)] = [
    ("a = 2\nb = 1\nL = a * tahn(b)", 3, 9, "unknown name 'tahn'; did you mean 'tanh'?"),
    ("alpha = 1\ny = alhpa + 1", 2, 5, "did you mean 'alpha'?"), ("a = 1 +", 1, 8, "missing"),
    ("a = 1 2", 1, 7, "operator"), ("a = (1", 1, 5, "never closed"), ("a = (1 + 2", 1, 5, "never closed"),
    ("a = tanh(1", 1, 9, "never closed"), ("a = (1\nb = 2", 1, 5, "never closed"),
    ("a = 1)", 1, 6, "closes nothing"), ("tanh(1, 2)", 1, 1, "one argument, not 2"),
    ("max(1)", 1, 1, "two arguments, not 1"), ("exp()", 1, 1, "not none"), ("3x", 1, 2, "a product"),
    ("2.5 ^ 3", 1, 5, "'**'"), ("x = 1.0; y = x^2", 1, 15, "x**2"), ("x = 1.0; x ^= 2", 1, 12, "'**='"),
    ("x = Value(3); y = x^2", 1, 20, "x**2"),
    ("a = 1-9223372036854775808", 1, 7, "more than 64 bits"),
    ("-9223372036854775808**2", 1, 2, "more than 64 bits"), ("a = 'b", 1, 5, "not closed"),
    ("a = 1\na.dta = 2", 2, 3, "'dta'"), ("a = 1 − 2", 1, 7, "'-'"), ("y = a·x", 1, 6, "a*x"),
    ("a = 1\u{0}", 1, 6, "U+0000"), ("a = Value('b')", 1, 5, "takes one number"),
    ("for = 2", 1, 1, "a word of Python"),
    ("a = 1\nb = a.foo()", 2, 7, "no 'foo'"),
    ("x += 1", 1, 1, "unknown name 'x'"), ("a, b = 1, 2, 3", 1, 1, "2 names"), ("lambda", 1, 7, "lambda"),
    ("a = 1; a.label = 3", 1, 10, "text in quotes"), ("x = 2; y = tanh x", 1, 12, "tanh(x)"),
    ("print 'x'", 1, 1, "print('x')"), ("if x = 1:\n  y = 2", 1, 6, "=="),
    ("while True\n  pass", 1, 11, "':'"),
    ("try:\n  a = 1\nexcept:\n  a = 2", 1, 1, "not in the subset"),
    ("a = {1: 2}\nb = a[3]", 2, 6, "no key 3"),
    ("class Foo:\n  x = 1", 1, 1, "class 'Foo'"), ("return 1", 1, 1, "outside of a function"),
    ("break", 1, 1, "outside of a loop"), ("def f(x):\n  return x\nf()", 3, 1, "'x' is missing"),
    ("def f(x):\n  return x\nf(1, 2)", 3, 1, "one argument, not 2"),
    ("def f(n):\n  return f(n)\nf(1)", 2, 10, "1000 deep"), ("a = 9223372036854775808", 1, 5, "64 bits"),
    ("a = 2**62; b = a * 4", 1, 18, "64 bits"), ("  a = 1", 1, 3, "indented"),
    ("if True:\na = 1", 1, 1, "empty"), ("f'{1'", 1, 5, "not closed"),
    ("x = [1]; x[3]", 1, 11, "no element 3"),
    ("assert 1 > 2, 'no'", 1, 1, "no"), ("a = 3\nb = a // Value(2)", 2, 7, "'//' takes numbers"),
    ("for x in 3:\n  y = x", 1, 10, "no elements"), ("'a' + 1", 1, 5, "texts are joined"),
  ]

  @Test(arguments: 0..<mistakes.count) func reportsPlaceAndRemedy(_ index: Int) {
    let (text, line, column, words) = Self.mistakes[index]
    let error = Self.mistakes(text)
    #expect(
      error?.diagnostics.contains { $0.line == line && $0.column == column && $0.message.contains(words) }
        == true, "\(text)\n\(error?.description ?? "")")
    #expect(error?.count == 1, "one mistake, one message: \(error?.description ?? "")")
    #expect(error?.description.hasPrefix("expr.txt:") == true)
  }

  @Test func aTextWithoutAValueIsAboutNothing() {
    for text in ["", "# nothing", "print(1)"] {
      #expect(
        Self.mistakes(text)?.description.contains("expr.txt:1:1: error: there is no expression") == true)
    }
  }

  // MARK: - Lists and networks

  @Test func listsAreInputs() throws {
    let program = try Program(parsing: "x = [2.0, -3.0, a]\n".replacing("a", with: "1 + 1"))
    let evaluation = try program.evaluate(root: "x[2]")
    #expect(evaluation.inputs.map(\.name) == ["x[0]", "x[1]", "x[2]"])
    #expect(evaluation.inputs.map(\.value.label) == ["x[0]", "x[1]", "x[2]"])
    #expect(evaluation.root.data == 2 && evaluation.root.label == "x[2]")
    #expect(try program.evaluate(setting: ["x[1]": 7], root: "x[1]").inputs[1].value.data == 7)
    #expect(try Self.root("x = [1, 2, 3]; x[-1] * x[0]").data == 3)
    #expect(try Self.root("x = [\n 1,\n 2,\n]\nsum(x)").data == 3)
    #expect(try Self.root("x = [5]; x + 1").data == 6, "a list of one stands for its element")
  }

  @Test func functionsOfLists() throws {
    #expect(try Self.root("dot([1, 2], [3, 4])").data == 11)
    #expect(try Self.root("mean([1, 2, 6])").data == 3)
    #expect(try Self.root("x = [1, 2]; x.sum() ** 2").data == 9)
    #expect(try Self.root("p = softmax([0.0, 0.0]); p[0]").data == 0.5)
    let loss = try Self.root("cross_entropy([2, -1, 3], 0)")
    #expect(abs(loss.data - 1.3265626412674704584) < 1e-14)
  }

  @Test func networksAreThoseOfTheLibrary() throws {
    let text = """
      x = [2.0, 3.0, -1.0]
      net = MLP(3, [4, 4, 1], seed=1337, activation='relu', output_activation='tanh', init='he')
      y = net(x)
      loss = (y - 1) ** 2
      """
    let evaluation = try Program(parsing: text).evaluate()
    evaluation.root.backward()
    let net = MLP(
      3, [4, 4, 1], activation: .relu, outputActivation: .tanh, initialization: .he, seed: 1337)
    let loss = (net([Value(2.0), Value(3.0), Value(-1.0)])[0] - 1) ** 2
    loss.backward()
    #expect(evaluation.root.data == loss.data && evaluation.parameters.count == 41)
    #expect(evaluation.parameters.map(\.value.grad) == net.parameters.map(\.grad))
    #expect(evaluation.parameters[0].name == "net.layers[0].neurons[0].w[0]")
    #expect(evaluation.computed.map(\.name) == ["y", "loss"])
    let two = try Program(parsing: "net = MLP(1, [2]); y = net([0.5])").evaluate(root: "y[1]")
    #expect(two.computed.map(\.name) == ["y[0]", "y[1]"])
  }

  static let listMistakes: [(String, Int, String)] = [
    ("x = [1, 2]; y = x + 2", 19, "choose an element"), ("x = [1, 2]; x[5]", 14, "from 0 to 1"),
    ("x = [1", 5, "never closed"), ("x = [1)", 5, "closed by ')'"), ("x = 1]", 6, "closes nothing"),
    ("x = 1; x[0]", 9, "only lists"), ("x = [1, 2]; x[0.5]", 14, "whole number"),
    ("dot([1], [1, 2])", 1, "of 1 and 2"), ("sum(3)", 1, "takes a list"),
    ("cross_entropy([1, 2], 2)", 1, "from 0 to 1"), ("net = MLP(3, 4)", 7, "in brackets"),
    ("net = MLP(0, [1])", 7, "from 1 on"), ("net = MLP(2, [1], sed=3)", 7, "did you mean 'seed'?"),
    ("net = MLP(2, [1], activation='rellu')", 7, "'relu'"),
    ("net = MLP(2, [1]); net(3)", 20, "takes a list of 2"),
    ("net = MLP(2, [1]); net([1, 2], 3)", 20, "takes one list"), ("net = MLP(2, [1]); -net", 20, "call it"),
    ("MLP(9999999, [9999999, 9999999])", 1, "1,000,000"), ("x = [1, 2]; x += 1", 15, "a list of 2"),
    ("x = [1, 2]; x.label = 'a'", 15, "only values"), ("x = [1, 2]; draw_dot(x)", 13, "one value"),
    (
      "net = MLP(500, [500, 500, 500])\nx = [" + String(repeating: "0, ", count: 499) + "0]\n"
        + String(repeating: "x = net(x)\n", count: 40), 5, "50,000,000"
    ),
  ]

  @Test(arguments: 0..<listMistakes.count) func reportsMistakesWithLists(_ index: Int) {
    let (text, column, words) = Self.listMistakes[index]
    let error = Self.mistakes(text)
    #expect(
      error?.diagnostics.first.map { $0.column == column && $0.message.contains(words) } == true,
      "\(error?.description ?? "")")
  }

  @Test func aListIsNoRoot() throws {
    for text in ["x = [1, 2]", "net = MLP(2, [1])"] {
      #expect(throws: EvaluationError.self) { try Program(parsing: text).evaluate() }
    }
    let program = try Program(parsing: "x = [1, 2]; y = 3")
    for root in ["x", "x[2]", "x[-1]", "y[0]", "x[", "x[a]"] {
      #expect(throws: EvaluationError.self, "\(root)") { try program.evaluate(root: root) }
    }
  }

  @Test func reportsAllMistakesUpToTwenty() throws {
    let three = #expect(throws: SourceError.self) { try Program(parsing: "a = )\nb = 1\nc = b +\nd = 2 $") }
    #expect(three?.diagnostics.map(\.line) == [1, 3, 4])
    let many = Self.mistakes((0..<100).map { "q\($0) + 1\n" }.joined())
    #expect(many?.diagnostics.count == 20 && many?.count == 100)
    #expect(many?.description.hasSuffix("… and 80 more errors") == true)
  }

  @Test func aMistakeIsNotReportedAgainAtEveryUse() {
    #expect(Self.mistakes("a = 1 +\nb = a * a\nc = a + b")?.count == 1)
    #expect(Self.mistakes("a = tahn(1)\nb = a * a\nprint(b)\nfor i in range(2): c = b")?.count == 1)
  }

  @Test func caretPointsAtThePlace() throws {
    let error = Self.mistakes("a = 2\nL = a * tahn(a)", source: "e")
    #expect(
      error?.description == """
        e:2:9: error: unknown name 'tahn'; did you mean 'tanh'?
          L = a * tahn(a)
                  ^
        """)
  }

  @Test func aLongLineIsShownInPart() throws {
    let text = "a = 1; b = " + String(repeating: "a + ", count: 250_000) + "$"
    let error = #expect(throws: SourceError.self) { try Program(parsing: text) }
    let diagnostic = try #require(error?.diagnostics.first)
    #expect(diagnostic.column == text.count && diagnostic.excerpt.count <= 121)
  }

  @Test func bytesThatAreNotUTF8() {
    for bytes: [UInt8] in [[0x61, 0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF8, 0x80], [0x80]] {
      let error = #expect(throws: SourceError.self) { try Program(parsing: bytes) }
      #expect(error?.diagnostics.first?.message.contains("UTF-8") == true)
    }
  }

  @Test func nestingHasNoLimit() throws {
    let depth = 1_000_000
    let nested = String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
    #expect(try Self.root(nested).data == 1)
    #expect(throws: SourceError.self) { try Program(parsing: String(repeating: "(", count: 200_000)) }
    #expect(try Self.root(String(repeating: "2.0**", count: 100_000) + "1").data == .infinity)
    let signs = try Self.root("a = 3; " + String(repeating: "-", count: 100_000) + "a")
    #expect(signs.data == 3)
    signs.backward()
    #expect(
      try Self.root(
        "a = 1; " + String(repeating: "tanh(", count: 100_000) + "a" + String(repeating: ")", count: 100_000)
      ).data < 1)
  }

  /// Random texts, half of them made of valid pieces: parsed or refused in words, never a crash.
  @Test(arguments: 0..<20) func survivesAnything(_ seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    let pieces = [
      "[", "]", "sum(", "dot(", "MLP(", "net = MLP(2, [3, 1], seed=1)\n", "net(", "x = [1, 2]\n", "x[0]",
      "cross_entropy(", "softmax(", "x", "net",
      "a", "b", "=", "+", "-", "*", "**", "/", "(", ")", ",", ".", "tanh", "max", "Value(", "1", ".5", "1e",
      "\n",
      "for x in x:\n  ", "def f(x): return ", "f(", "lambda a: ", "if a: ", "else", "while", "print(",
      "f'{a}'", "[a for a in x]",
      "x[1:2]", ".grad", ".data", "not ", " in ", "range(3)", "Value(1.0)", "zip(x, x)", "\n  ", "import a\n",
      "a.append(a)",
      ";", " ", "label", "'x'", "'", "draw_dot(", "backward()", "#", "\\\n", "+=", "é", "\u{0}", "🎉",
      "import",
    ]
    for _ in 0..<500 {
      let text = (0..<Int.random(in: 0..<30, using: &generator)).map { _ in
        pieces.randomElement(using: &generator)!
      }.joined()
      if let program = try? Program(parsing: text) { try? program.evaluate().root.backward() }
      let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
      _ = try? Program(parsing: bytes)
    }
  }
}
