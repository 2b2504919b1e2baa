import Testing

@testable import Micrograd

@Suite struct ParserTests {
  /// The first statement of a text with all of its brackets.
  private static func bracketed(_ text: String) throws -> String {
    var parser = Parser(Array(text.utf8))
    let read = parser.statement()
    let statement = try #require(read)
    #expect(parser.faultCount == 0, "\(parser.faults)")
    let tree = parser.tree
    func list(_ node: SyntaxTree.Node, _ separator: String = ", ") -> String {
      tree.list(of: node).map(shown).joined(separator: separator)
    }
    func shown(_ number: Int32) -> String {
      guard number >= 0 else { return "" }
      let node = tree[number]
      let sign = Operator(rawValue: node.op)?.sign ?? ""
      switch node.kind {
      case .constant:
        switch parser.constants.constants[Int(node.a)] {
        case .int(let whole): return "\(whole)"
        case .float(let double): return "\(double)"
        case .text(let text): return "'\(text)'"
        case .bool(let flag): return flag ? "True" : "False"
        case .none: return "None"
        case .ellipsis: return "..."
        }
      case .name: return parser.names[node.a]
      case .unary: return "(\(sign)\(shown(node.a)))"
      case .binary, .comparison: return "(\(shown(node.a)) \(sign) \(shown(node.b)))"
      case .not: return "(not \(shown(node.a)))"
      case .and: return "(\(shown(node.a)) and \(shown(node.b)))"
      case .or: return "(\(shown(node.a)) or \(shown(node.b)))"
      case .conditional: return "(\(shown(node.a)) if \(shown(node.b)) else \(shown(node.c)))"
      case .lambda: return "(lambda \(list(node)): \(shown(node.a)))"
      case .parameter:
        let star = ["", "", "*", "**"][Int(node.op)]
        return star + (node.a < 0 ? "" : parser.names[node.a]) + (node.b < 0 ? "" : "=\(shown(node.b))")
      case .call: return "\(shown(node.a))(\(list(node)))"
      case .keyword: return "\(parser.names[node.a])=\(shown(node.b))"
      case .starred: return (node.op == 1 ? "**" : "*") + shown(node.a)
      case .pair: return "\(shown(node.a)): \(shown(node.b))"
      case .walrus: return "(\(parser.names[node.a]) := \(shown(node.b)))"
      case .attribute: return "\(shown(node.a)).\(parser.names[node.b])"
      case .element: return "\(shown(node.a))[\(shown(node.b))]"
      case .slice: return "\(shown(node.a)):\(shown(node.b)):\(shown(node.c))"
      case .tuple: return "(\(list(node)),)"
      case .list: return "[\(list(node))]"
      case .set: return "{\(list(node))}"
      case .dictionary: return "{\(list(node))}"
      case .comprehension: return "<\(shown(node.a)) \(list(node, " "))>"
      case .clause:
        return "for \(shown(node.a)) in \(shown(node.b))"
          + tree.list(of: node).map { " if \(shown($0))" }.joined()
      case .expression: return shown(node.a)
      case .assign: return tree.list(of: node).map { shown($0) + " = " }.joined() + shown(node.b)
      case .augmented: return "\(shown(node.a)) \(sign)= \(shown(node.b))"
      case .delete: return "del \(list(node))"
      case .if:
        return "if \(shown(node.a)) {\(shown(node.b))}" + (node.c < 0 ? "" : " else {\(shown(node.c))}")
      case .while: return "while \(shown(node.a)) {\(shown(node.b))}"
      case .for: return "for \(shown(node.a)) in \(shown(node.b)) {\(shown(node.c))}"
      case .function: return "def \(parser.names[node.a])(\(list(node))) {\(shown(node.b))}"
      case .return: return "return \(shown(node.a))"
      case .block: return list(node, "; ")
      default: return "\(node.kind)"
      }
    }
    return shown(statement)
  }

  static let texts: [(String, String)] = [
    ("a + b * c - d", "((a + (b * c)) - d)"), ("-a ** -b ** c", "(-(a ** (-(b ** c))))"),
    ("a // b % c / d", "(((a // b) % c) / d)"), ("not a < b or c and d", "((not (a < b)) or (c and d))"),
    ("a < b <= c", "((a < b) <= c)"), ("a if b else c if d else e", "(a if b else (c if d else e))"),
    ("lambda x, y=1: x if x else y", "(lambda x, y=1: (x if x else y))"),
    ("a | b & c << 1", "(a | (b & (c << 1)))"),
    ("a not in b is not c", "((a not in b) is not c)"), ("~a ** b", "(~(a ** b))"),
    ("a | b ^ c & d ^ e", "(a | ((b ^ (c & d)) ^ e))"), ("x ^= 2", "x ^= 2"),
    ("def f(): ...", "def f() {...}"),
    ("-2**63", "-9223372036854775808"), ("-2**62", "(-(2 ** 62))"),
    ("-0x8000_0000_0000_0000", "-9223372036854775808"),
    ("-a.b(c)[d]", "(-a.b(c)[d])"),
    ("f(a, *b, c=1, **d)", "f(a, *b, c=1, **d)"), ("x[1:2, ::3]", "x[(1:2:, ::3,)]"), ("x[:]", "x[::]"),
    ("a, *b = c = d,", "(a, *b,) = c = (d,)"), ("(a)", "a"), ("()", "(,)"), ("{}", "{}"),
    ("{a: b, **c}", "{a: b, **c}"),
    ("{a, *b}", "{a, *b}"),
    ("[a for a, b in c if a if b for d in a]", "[<a for (a, b,) in c if a if b for d in a>]"),
    ("{a: b for a in c}", "<a: b for a in c>"), ("f(a for a in b)", "f(<a for a in b>)"),
    ("x **= y + 1", "x **= (y + 1)"),
    ("(n := f(a)) + 1", "((n := f(a)) + 1)"), ("del a, b[0]", "del a, b[0]"),
    ("def f(a, b=1, *c, d, e=2, **g): return a", "def f(a, b=1, *c, d, e=2, **g) {return a}"),
    ("def f(a, *, b): return", "def f(a, *, b) {return }"), ("lambda *a, **b: a", "(lambda *a, **b: a)"),
    ("if a: b\nelif c: d\nelse: e", "if a {b} else {if c {d} else {e}}"),
    ("for a in b, c:\n  while a: break", "for a in (b, c,) {while a {break}}"),
    ("a: float = 2", "a = 2"), ("'a' 'b'", "skipped"), ("x = 'a' \"b\"", "x = 'ab'"), ("f(\na,\n)", "f(a)"),
  ]

  @Test(arguments: texts) func precedenceAndShapeArePythons(_ text: String, _ expected: String) throws {
    let shown = try Self.bracketed(text).replacing("[<", with: "<").replacing(">]", with: ">")
    #expect(shown == expected.replacing("[<", with: "<").replacing(">]", with: ">"))
  }

  @Test func everySyntaxErrorOfATextIsReportedOnce() throws {
    let text = """
      a = (1 + 2
      b = [1 2]
      def f(x)
        return x
      c = 3 +
      for i on range(3): pass
      d = 'text
      class = 4
      e = f(2)
      """
    let error = #expect(throws: SourceError.self) { try Program(parsing: text) }
    #expect(error?.diagnostics.map(\.line) == [1, 2, 3, 5, 6, 7, 8])
    #expect(error?.count == 7)
  }

  @Test(arguments: [
    "(", "[", "{", "f(", "x[", "-", "not ", "lambda: ", "a if ", "a ** ", "f'{", "(a for a in ",
  ])
  func nestingNeverRecurses(_ piece: String) {
    let text = "x = " + String(repeating: piece, count: 100_000)
    #expect(throws: SourceError.self) { try Program(parsing: text) }
  }

  @Test func deepBlocksAreRead() throws {
    let depth = 2000
    var text = ""
    for level in 0..<depth { text += String(repeating: " ", count: level) + "if 1:\n" }
    text += String(repeating: " ", count: depth) + "a = 2.0"
    #expect(try Program(parsing: text).evaluate().root.data == 2)
  }
}
