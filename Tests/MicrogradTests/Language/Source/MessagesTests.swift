import Testing

@testable import Micrograd

/// What learners mistype, and the one message that answers each: place, what is wrong, what to write.
@Suite struct MessagesTests {
  /// Text, line, column, message.
  static let mistakes: [(String, Int, Int, String)] = [
    ("a = 2.0; L = a * tahn(a)", 1, 18, "unknown name 'tahn'; did you mean 'tanh'?"),
    ("a = 2.0\nL = a.tnah()", 2, 7, "a float has no 'tnah'; did you mean 'tanh'?"),
    ("a = Value(2.0)\na.backwards()", 2, 3, "a value has no 'backwards'; did you mean 'backward'?"),
    ("a = Value(2.0)\nprint(a.gradient)", 2, 9, "a value has no 'gradient'; did you mean 'grad'?"),
    ("x = b'abc'", 1, 5, "bytes are Python, but not in the subset that GradViz reads; leave the b out"),
    ("x = 012", 1, 5, "a whole number begins with no 0; write 12, or 0o12 if it is octal"),
    ("x = f'{1!x}'", 1, 9, "after '!' there is r, s or a, as in f'{x!r}'"),
    ("x = sum(['a'], '')", 1, 5, "'sum' adds values, not texts"),
    ("x = max([1], [2], default=3)", 1, 5, "'max' takes a default beside a list, as in max(xs, default=0)"),
    ("x = 'a'.upper(1)", 1, 9, "'upper' takes no arguments here"),
    ("x = bool(1, 2)", 1, 5, "'bool' takes at most one argument, not 2, as in bool(x)"),
    ("x = 1 << 63", 1, 7, "1 << 63 has more than 64 bits"),
    ("y = ln(2.0)", 1, 5, "unknown name 'ln'; did you mean 'log'?"),
    ("y = arctan(2.0)", 1, 5, "unknown name 'arctan'; did you mean 'atan'?"),
    ("a = null", 1, 5, "unknown name 'null'; did you mean 'None'?"),
    ("a = true", 1, 5, "unknown name 'true'; did you mean 'True'?"),
    ("x = [1.0]\nx.push(2.0)", 2, 3, "a list of 1 has no 'push'; did you mean 'append'?"),
    ("import math\nmath.tahn(1.0)", 2, 6, "'math' has no 'tahn' here; did you mean 'tanh'?"),
    ("import random\nrandom.unifrom(0, 1)", 2, 8, "'random' has no 'unifrom' here; did you mean 'uniform'?"),
    ("n = MLP(2, [1])\nn.zerograd()", 2, 3, "a network has no 'zerograd'; did you mean 'zero_grad'?"),
    ("retrun 5", 1, 1, "unknown word 'retrun'; did you mean 'return'?"),
    ("whlie True: pass", 1, 1, "unknown word 'whlie'; did you mean 'while'?"),
    ("improt math", 1, 1, "unknown word 'improt'; did you mean 'import'?"),
    ("a = (2.0 + 3\nb = 4", 1, 5, "'(' is never closed"),
    ("x = [1, 2, 3\ny = 2", 1, 5, "'[' is never closed"),
    ("def f(x)\n  return x", 1, 9, "expected ':' after the head of 'def'"),
    ("if 2 > 1\n  x = 2", 1, 9, "expected ':' after the condition of 'if'"),
    ("for i in range(3)\n  x = 2", 1, 18, "expected ':' after the head of 'for'"),
    ("x = [1 2 3]", 1, 8, "expected ',' before '2', or an operator"),
    ("f = max(1.0 2.0)", 1, 13, "expected ',' before '2.0', or an operator"),
    ("d = {'a': 1 'b': 2}", 1, 13, "expected ',' before ''b'', or an operator"),
    ("x = 2.0\ny = tanh x", 2, 5, "'tanh' needs parentheses; write tanh(x)"),
    ("print 'hello'", 1, 1, "'print' needs parentheses; write print('hello')"),
    ("y = 3.0\nz = y^2", 2, 6, "unexpected '^'; a power is written '**'; write y**2"),
    ("x = 2.0\ny = 2x", 2, 6, "a number is followed by a letter; write 2*x for a product"),
    (
      "a = 1.0; x = 2.0\ny = a·x", 2, 6,
      "unexpected character '·' (U+00B7); a product is written '*'; write a*x"
    ),
    ("a = 1.0\ny = a − 2", 2, 7, "unexpected character '−' (U+2212); minus is written '-'"),
    ("print(“hello”)", 1, 7, "unexpected character '“' (U+201C); quotes are written ' or \""),
    ("y = 3.0\nz = y²", 2, 6, "unexpected character '²' (U+00B2); a square is written '**2'"),
    ("a = 2.0; b = 3.0; c = a b", 1, 25, "expected an operator before 'b'; write 'a * b' for a product"),
    ("a = 2.0\nif a = 2: b = 3", 2, 6, "'=' gives a name; compare with '=='"),
    (
      "a = 1.0\nif a == 2:\nb = 3", 2, 1,
      "the block of the condition of 'if' is empty; indent its lines, or write 'pass'"
    ),
    ("a = 2.0\n  b = 3.0", 2, 3, "this line is indented, but no block begins here; take the blanks away"),
    (
      "if True:\n    a = 2.0\n  b = 3.0", 3, 3,
      "this line is indented like none before it; align it with a line of its block"
    ),
    ("def f(x, y): return x + y\nf(1.0)", 2, 1, "'f' takes two arguments: 'y' is missing"),
    ("def f(x, y): return x + y\nf(1.0, 2.0, 3.0)", 2, 1, "'f' takes two arguments, not 3"),
    ("def f(x, rate=1): return x\nf(1.0, rte=2.0)", 2, 1, "'f' has no parameter 'rte'; did you mean 'rate'?"),
    (
      "def f(x=1, y): return x", 1, 12,
      "'y' has no default, but one before it has; put those with a default last"
    ),
    ("a = 2.0\nb = a(3.0)", 2, 5, "a float is no function, so it cannot be called"),
    ("a = 2.0\nb = a[0]", 2, 6, "only lists, texts and dictionaries have elements, and this is a float"),
    ("a = Value(2.0)\nb = a * 2\nb.backward", 3, 1, "'backward' is not called here; write .backward()"),
    ("a = Value(2.0)\na.grad()", 2, 3, "'grad' is no function; write .grad without parentheses"),
    (
      "n = MLP(2, [1])\nfor p in n.parameters: p.data = 0", 2, 12,
      "a function has no elements to go through; call it: .parameters()"
    ),
    ("c = b + 1\nb = 2.0", 1, 5, "'b' has no value yet; it gets one in line 2"),
    ("a = Value(2.0, labl='a')", 1, 5, "Value(…) has no 'labl'; did you mean 'label'?"),
    ("n = MLP(3, 4, 1)", 1, 5, "the sizes of the layers stand in brackets, such as MLP(3, [4, 4, 1])"),
    (
      "n = MLP(3, [1])\nn([1.0, 2.0])", 2, 1,
      "a network of 3 inputs takes a list of 3, such as [1.0, …], not a list of 2"
    ),
    ("x = 2.0\nx++", 2, 4, "missing operand at the end of the line; 'i++' is written 'i += 1'"),
    ("a = 2.0 && 3", 1, 10, "'&&' is written 'and'"), ("a = 2.0 || 3", 1, 10, "'||' is written 'or'"),
    ("a = !True", 1, 5, "unexpected '!'; it is written 'not', and '!=' for 'is not equal'"),
    ("/* comment */\nx = 3", 1, 1, "a comment begins with '#'"),
    ("// comment\nx = 3", 1, 1, "a comment begins with '#'"),
    ("let a = 2.0", 1, 1, "a name is given by '=' alone; leave out 'let'"),
    ("float a = 2.0", 1, 1, "a name is given by '=' alone; leave out 'float'"),
    ("if 3 > 2 then:\n  y = 3", 1, 10, "there is no 'then'; write ':'"),
    (
      "for i on range(5): pass", 1, 7,
      "expected 'in' after the names of 'for', not 'on', as in 'for x in xs:'"
    ),
    ("for i in 5: pass", 1, 10, "an int has no elements to go through; did you mean 'range(5)'?"),
    ("class = 3", 1, 1, "'class' is a word of Python, so it is no name; choose another"),
    (
      "a = 2.0\na + 1 = 3", 2, 3,
      "what is computed cannot be assigned to; a name stands before '=', as in 'y = a + 1'"
    ),
    ("a := 2.0", 1, 1, "':=' gives a name to a value inside of an expression; here write 'a = …'"),
    ("d = {'rate': 1}\nd['rat']", 2, 2, "the dictionary has no key 'rat'; did you mean 'rate'?"),
    ("x = 5 if 3 > 2", 1, 7, "expected 'else' after 'if', as in 'a if a > 0 else 0'"),
    (
      "try:\n  a = 1\nexcept:\n  a = 2\nb = a", 1, 1,
      "'try' is Python, but not in the subset that GradViz reads; write the lines that it guards without it"
    ),
    (
      "def f():\n  yield 1\nfor x in f(): pass", 2, 3,
      "'yield' is Python, but not in the subset that GradViz reads; append to a list, and return that"
    ),
    ("x = input()", 1, 5, "'input' is Python, but not in the subset that GradViz reads"),
    ("x = 2j", 1, 5, "a complex number is Python, but not in the subset that GradViz reads"),
    (
      "match 3:\n  case 3: pass", 1, 1,
      "'match' is Python, but not in the subset that GradViz reads; write 'if', 'elif' and 'else'"
    ),
    ("xs = [1.0]\nxs.append(x=1)", 2, 4, "'append' has no 'x'; write it without '='"),
    (
      "a = Value(2.0)\na.backward(retain_graph=True)", 2, 3,
      "'backward' takes no arguments; leave out 'retain_graph'"
    ),
    ("a = pi", 1, 5, "unknown name 'pi'; write 'math.pi'"),
    ("a = -inf", 1, 6, "unknown name 'inf'; write 'math.inf'"),
    ("a = nan", 1, 5, "unknown name 'nan'; write 'math.nan'"),
    ("a = floor(2.5)", 1, 5, "unknown name 'floor'; write 'math.floor'"),
    ("a = uniform(0, 1)", 1, 5, "unknown name 'uniform'; write 'random.uniform'"),
    ("c = e * 2.0", 1, 5, "unknown name 'e'; give it a number first, such as 'e = 1.0'"),
    ("a = foo(3)", 1, 5, "unknown name 'foo'; define it first, as in 'def foo(x): return x * x'"),
    ("a = foo [3]", 1, 5, "unknown name 'foo'; give it a list first, such as 'foo = [1.0, 2.0]'"),
    ("a = 2\ny = a.tanh", 2, 7, "'tanh' is not called here; write .tanh()"),
    (
      "a = 2\ny = a.tanh\nz = y + 1", 3, 7,
      "'+' works on values, not on a function; call it, as in .tanh()"
    ),
    ("draw_dot()", 1, 1, "'draw_dot' takes a value, as in draw_dot(L)"),
    ("x = q + 1\ny = q * q\nz = y + q", 1, 5, "unknown name 'q'; give it a number first, such as 'q = 1.0'"),
  ]

  @Test func everyUnknownNameIsReportedOnce() {
    let error = LanguageTests.mistakes(
      "loss = a + b\nl2 = a * b\ndef f(): return b\nl3 = f() + a\nl4 = b * c")
    #expect(error?.diagnostics.map { [$0.line, $0.column] } == [[1, 8], [1, 12], [5, 10]])
  }

  @Test func nothingIsPrintedAfterAMistake() {
    var printed = ""
    var options = Program.Options()
    options.print = { printed += $0 }
    #expect(throws: SourceError.self) {
      try Program(parsing: "import random\nprint(1)\nrandom.seed('abc')\nprint(random.random())").execute(
        options)
    }
    #expect(printed == "1\n")
  }

  @Test func aMethodThatIsCalledByAnotherNameIsNoMistake() throws {
    #expect(try Program(parsing: "a = Value(0.0); f = a.tanh; y = f() + 2").evaluate().root.data == 2)
  }

  @Test(arguments: 0..<mistakes.count) func oneMistakeOneMessage(_ index: Int) {
    let (text, line, column, message) = Self.mistakes[index]
    let error = LanguageTests.mistakes(text)
    #expect(error?.count == 1, "\(text)\n\(error?.description ?? "no mistake")")
    let first = error?.diagnostics.first
    #expect(
      first?.line == line && first?.column == column && first?.message == message,
      "\(error?.description ?? "")")
  }

  @Test func remarksTellWhatIsMeant() {
    #expect(Spelling.remark(on: "tahn", among: ["sin", "tanh"]) == "; did you mean 'tanh'?")
    #expect(Spelling.remark(on: "push", among: ["append", "pop"]) == "; did you mean 'append'?")
    #expect(Spelling.remark(on: "push", among: ["pop"]) == "" && Spelling.remark(on: "x", among: ["y"]) == "")
  }
}
