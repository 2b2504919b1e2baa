import Testing

@testable import Micrograd

@Suite struct LexerTests {
  /// The tokens of a text as kind and text, up to the end or the first mistake.
  static func tokens(_ text: String, cells: [Int] = []) throws -> [String] {
    let bytes = Array(text.utf8)
    var lexer = Lexer(bytes, cells: cells)
    var tokens: [String] = []
    while true {
      let token = try lexer.next()
      if token.kind == .endOfFile { return tokens }
      let shown = String(decoding: bytes[token.range], as: UTF8.self)
      tokens.append(
        ["\(token.kind)", shown.replacing("\n", with: "⏎")].filter { !$0.isEmpty }.joined(separator: " "))
    }
  }

  static let texts: [(String, [String])] = [
    ("a = 2.5", ["name a", "assign =", "number 2.5", "newline"]),
    ("a**-1_0", ["name a", "power **", "minus -", "number 1_0", "newline"]),
    ("x//=3;y", ["name x", "augmentedAssign //=", "number 3", "semicolon ;", "name y", "newline"]),
    ("1e-3 .5 5. 0x1F", ["number 1e-3", "number .5", "number 5.", "number 0x1F", "newline"]),
    ("a.b 1 .c", ["name a", "dot .", "name b", "number 1", "dot .", "name c", "newline"]),
    ("θ_1 = 'é' r'\\n'", ["name θ_1", "assign =", "string 'é'", "string r'\\n'", "newline"]),
    ("(1,\n 2)", ["leftParenthesis (", "number 1", "comma ,", "number 2", "rightParenthesis )", "newline"]),
    ("1 + \\\n2", ["number 1", "plus +", "number 2", "newline"]),
    ("a # b\n\n  # c\nd", ["name a", "newline ⏎", "name d", "newline"]),
    ("nonlocal notin", ["nonlocal nonlocal", "name notin", "newline"]),
    (
      "f'a{x!r:>{w}}b'",
      [
        "formatStart f'", "formatText a", "fieldStart {", "name x", "fieldConversion !r", "fieldColon :",
        "formatText >", "fieldStart {", "name w", "fieldEnd }", "fieldEnd }", "formatText b", "formatEnd '",
        "newline",
      ]
    ),
    (
      "%matplotlib inline\na % b",
      ["magic %matplotlib inline", "newline ⏎", "name a", "percent %", "name b", "newline"]
    ),
    ("?a\nb.c??", ["magic ?a", "newline ⏎", "name b", "dot .", "name c", "magic ??", "newline"]),
    ("!pip install \\\n  a\nb", ["magic !pip install \\⏎  a", "newline ⏎", "name b", "newline"]),
    ("%%html\n<b>hi</b>\n\n", ["magic %%html⏎<b>hi</b>", "newline ⏎"]),
    (
      "a:\n  !b\n%c\nd",
      [
        "name a", "colon :", "newline ⏎", "indent   ", "magic !b", "newline ⏎", "dedent", "magic %c",
        "newline ⏎",
        "name d", "newline",
      ]
    ),
    ("\n%%time\na", ["magic %%time", "newline ⏎", "name a", "newline"]),
    ("a\n%%html\nb", ["name a", "newline ⏎", "magic %%html", "newline ⏎", "name b", "newline"]),
  ]

  @Test(arguments: texts) func cutsTextIntoTokens(_ text: String, _ expected: [String]) throws {
    #expect(try Self.tokens(text) == expected)
  }

  /// What lines begin with, without the rest.
  private func blocks(_ text: String, cells: [Int] = []) throws -> String {
    try Self.tokens(text, cells: cells).compactMap { token in
      switch token.prefix(6) {
      case "indent": "+"
      case "dedent": "-"
      case "newlin": nil
      default: token.hasPrefix("name") ? String(token.dropFirst(5)) : nil
      }
    }.joined()
  }

  @Test func blocksAreEnclosedInIndentAndDedent() throws {
    #expect(try blocks("a\n  b\n  c\n    d\ne") == "a+bc+d--e")
    #expect(try blocks("a\n\tb\n        c") == "a+bc-", "a tab goes to the next multiple of 8")
    #expect(try blocks("a\r\n  b\r\nc\r\n") == "a+b-c", "line ends of Windows")
    #expect(try blocks("\u{FEFF}a\n  b") == "a+b-", "a byte order mark is no blank")
    #expect(try blocks("a\n  (b\nc)\n  d\n") == "a+bcd-", "lines in brackets have no indentation")
    #expect(try blocks("a\n  b\n\n # c\n  d") == "a+bd-", "nor have comments")
    #expect(try blocks("a\n  b\nc", cells: [0, 6]) == "a+b-c", "a cell ends its blocks")
  }

  @Test func placesAreThoseOfTheText() throws {
    var lexer = Lexer(Array("é = tanh(2.5)\n".utf8))
    var ranges: [Range<Int>] = []
    for _ in 0..<7 { ranges.append(try lexer.next().range) }
    #expect(ranges == [0..<2, 3..<4, 5..<9, 9..<10, 10..<13, 13..<14, 14..<15])
  }

  @Test func commentsAreKeptOnce() throws {
    var lexer = Lexer(Array("a # b\n# c\nd".utf8))
    while try lexer.next().kind != .endOfFile {}
    #expect(lexer.comments == [2..<5, 6..<9])
    lexer.resume(at: 0)
    while try lexer.next().kind != .endOfFile {}
    #expect(lexer.comments.count == 2)
  }

  @Test(arguments: [
    ("a $ b", 2), ("2x", 1), ("'a", 0), ("'''a\n'", 0), ("a\n    b\n  c", 10), ("a · b", 2), ("f'}'", 2),
    ("a\u{7}", 1),
    ("3j", 0),
  ])
  func aMistakeHasAPlace(_ text: String, _ offset: Int) {
    let fault = #expect(throws: Fault.self) { try Self.tokens(text) }
    #expect(fault?.offset == offset)
  }
}
