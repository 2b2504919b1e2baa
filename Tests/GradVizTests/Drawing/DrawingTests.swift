import CLiveBytes
import Foundation
import Micrograd
import Testing

@testable import GradViz

@Suite struct DrawingTests {
  static func options(_ change: (inout DrawingOptions) -> Void) -> DrawingOptions {
    var options = DrawingOptions()
    change(&options)
    return options
  }

  static func svg(_ root: Value, _ change: (inout DrawingOptions) -> Void = { _ in }) throws -> SVGReader {
    let reader = SVGReader(try drawDot(root, options: options(change)).svg())
    #expect(reader.isWellFormed)
    return reader
  }

  @Test func showsNumbersRolesAndTheChainRule() throws {
    let a = Value(2.0, label: "a")
    let b = Value(-3.0, label: "b")
    let w = Value(10.0, label: "c", role: .parameter)
    let e = a * b
    e.label = "e"
    let d = e + w
    let loss = d * -2
    loss.label = "L"
    loss.backward()
    let svg = try Self.svg(loss)
    #expect(svg.texts.contains("data −8") && svg.texts.contains("grad 6") && svg.texts.contains("a"))
    #expect(svg.titles.contains { $0.contains("∂L/∂a += −2 · −3 = 6") })
    for role in ["input", "parameter", "constant", "computed", "result"] {
      #expect(svg.classes.contains { $0.split(separator: " ").contains(Substring(role)) }, "\(role)")
    }
    #expect(svg.titles[0] == "Graph of L")
  }

  @Test func missingGradientsAreDashes() throws {
    let a = Value(2, label: "a")
    let b = a * a
    #expect(try Self.svg(b).texts.filter { $0 == "grad —" }.count == 2)
    b.backward()
    #expect(try Self.svg(b).texts.contains("grad 4"))
  }

  @Test func lectureStyleIsThatOfDrawDot() throws {
    let a = Value(2, label: "a")
    let b = a + a
    b.label = "b"
    b.backward()
    let drawing = drawDot(b, options: Self.options { $0.style = .lecture })
    let dot = try drawing.dot()
    #expect(dot.contains("rankdir=LR"))
    #expect(dot.contains("label=\"{ a | data 2.0000 | grad 2.0000 }\""))
    #expect(dot.contains("shape=record"))
    #expect(dot.components(separatedBy: "v0 -> o1").count == 3, "a + a has two edges")
    let minus = Value(-8) * 1
    #expect(try Self.svg(minus) { $0.style = .lecture }.texts.contains("data -8.0000"))
  }

  @Test(arguments: DrawingOptions.Style.allCases) func everyUseIsAnEdge(_ style: DrawingOptions.Style) throws
  {
    let a = Value(3, label: "a")
    let c = a * a
    #expect(try Self.svg(c) { $0.style = style }.classes.filter { $0 == "edge" }.count == 3)
    #expect(
      try Self.svg(c) {
        $0.style = style
        $0.operations = .folded
      }.classes.filter { $0 == "edge" }.count == 2)
  }

  @Test func deadAndNonFiniteAreMarked() throws {
    let a = Value(-2, label: "a")
    let dead = try Self.svg(a.relu() + 1)
    #expect(dead.texts.contains("dead") && dead.classes.contains { $0.contains("dead") })
    #expect(!(try Self.svg(Value(2).relu()).texts.contains("dead")))
    let alarm = try Self.svg(a.log() * 2)
    #expect(alarm.texts.contains("data ⚠ NaN") && alarm.classes.contains { $0.contains("alarm") })
    #expect(try Self.svg(Value(1) / 0).texts.contains("data ⚠ ∞"))
  }

  @Test func operandOrderIsNamedWhereItMatters() throws {
    let a = Value(6)
    let b = Value(3)
    #expect(try Self.svg(a - b).texts.contains { $0.contains("−") && $0.count < 4 })
    let quotient = try Self.svg(a / b).texts.map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(quotient.contains("num") && quotient.contains("den"))
    let power = try Self.svg(a ** b).texts.map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(power.contains("base") && power.contains("exp"))
  }

  @Test func themes() throws {
    let root = Value(1) + 1
    #expect(try drawDot(root).svg().contains("prefers-color-scheme:dark"))
    let light = try drawDot(root, options: Self.options { $0.theme = .light }).svg()
    let dark = try drawDot(root, options: Self.options { $0.theme = .dark }).svg()
    #expect(!light.contains("prefers-color-scheme") && light.contains(Palette.light.canvas))
    #expect(!dark.contains("prefers-color-scheme") && dark.contains(Palette.dark.canvas))
    let clear = try drawDot(root, options: Self.options { $0.background = "transparent" }).svg()
    #expect(!clear.contains("fill:\(Palette.dark.canvas)}text"))
  }

  @Test func formats() throws {
    let drawing = drawDot(Value(1, label: "a") + 1)
    #expect(try drawing.png().starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try drawing.pdf().starts(with: "%PDF".utf8))
    #expect(try drawing.dot().hasPrefix("digraph"))
    #expect(drawing.json().hasPrefix("{\"format\""))
    #expect(!(try drawing.dot().contains("pos=")), "DOT comes without positions")
  }

  @Test func titleLegendAndDirection() throws {
    let svg = try Self.svg(Value(1, label: "a") + 1) {
      $0.title = "A <title> & more"
      $0.legend = true
      $0.direction = .topToBottom
    }
    #expect(svg.titles[0] == "A <title> & more" && svg.texts.contains("A <title> & more"))
    #expect(svg.texts.contains("parameter"))
  }

  /// Also where `dot` makes the layout.
  @Test(arguments: DrawingOptions.Direction.allCases, [1, 2600])
  func legendIsBelow(_ direction: DrawingOptions.Direction, _ count: Int) throws {
    var sum = Value(1, label: "a")
    for _ in 0..<count { sum = sum + 1 }
    let options = Self.options {
      $0.legend = true
      $0.direction = direction
      $0.maxNodes = 100_000
    }
    let (drawn, own) = try drawDot(sum, options: options).dotGraph().laidOutHere(direction)
    #expect((own == nil) == (count == 1))
    let layout =
      try own
      ?? GraphvizExecutor.shared.wait { () throws(GraphvizError) in try Graphviz.layOut(drawn).layout }
    var (legend, rest) = (0.0, Double.infinity)
    for (node, box) in zip(drawn.nodes, layout.nodes) {
      if case .legend = node.subject {
        legend = max(legend, box.center.y + box.height / 2)
      } else {
        rest = min(rest, box.center.y - box.height / 2)
      }
    }
    #expect(legend > 0 && legend + 10 < rest, "upwards")
    guard count == 1 else { return }
    // The legend changes no box: the borders of the result are as wide as without it.
    func widths(_ options: DrawingOptions) throws -> [Int] {
      let svg = try drawDot(sum, options: options).svg()
      let result = try #require(svg.components(separatedBy: "class=\"node value result").dropFirst().first)
      return result.components(separatedBy: "<text")[0].matches(of: /\sd="([^"]*)"/).map { path in
        let places = path.output.1.matches(of: /(-?[0-9.]+),/).compactMap { Double($0.output.1) }
        return Int((places.max()! - places.min()!).rounded())
      }
    }
    var plain = options
    plain.legend = false
    #expect(try widths(options) == widths(plain) && widths(plain).count == 2)
  }

  static let labels = [
    "a|b", "{x}", "<b>", "\"", "trailing\\", "\\N", "\\G\\l", "&amp;", "&#65;", "<script>alert(1)</script>",
    "]]>",
    "<!--", "🎉 é", "\u{200F}שלום", "a\nb", "tab\there", "\u{0}\u{1}\u{7F}", "\u{FFFE}", "%s%n", "'",
    "<<i>x</i>>",
    "-->", "a;b", "$HOME `ls`", "\u{202E}reversed", "  spaces  inside", "{{{{", "}}}}|||", "<p0>port",
  ]

  @Test(arguments: labels, DrawingOptions.Style.allCases)
  func labelsAreShownAsTyped(_ label: String, _ style: DrawingOptions.Style) throws {
    let a = Value(2, label: label)
    let b = a * 3
    b.label = label
    let svg = try Self.svg(b) { $0.style = style }
    let visible = LabelText.visible(label)
    let wanted = visible.trimmingCharacters(in: .whitespaces)
    #expect(svg.texts.filter { $0.trimmingCharacters(in: .whitespaces) == wanted }.count == 2, "\(svg.texts)")
    #expect(svg.titles.contains { $0.contains(visible) })
    #expect(try drawDot(b, options: Self.options { $0.style = style }).png().count > 1000)
  }

  @Test(arguments: DrawingOptions.Style.allCases)
  func veryLongLabels(_ style: DrawingOptions.Style) throws {
    let label = "begin of a very long label " + String(repeating: "x<&{|}\\ ", count: 1000)
    let svg = try Self.svg(Value(2, label: label) + 1) { $0.style = style }
    #expect(svg.texts.contains { $0.contains(label.prefix(20)) && $0.hasSuffix("…") })
    #expect(svg.titles.contains { $0.contains(label) })
    _ = try Self.svg(Value(2, label: String(repeating: "\n", count: 40_000)) + 1) { $0.style = style }
    _ = try Self.svg(Value(2, label: String(repeating: "{", count: 50_000)) + 1) { $0.style = style }
  }

  /// What goes into DOT comes out of Graphviz as it was, for random texts of the worst characters.
  @Test(arguments: 0..<4) func escapingRoundTrips(_ seed: UInt64) throws {
    var generator = RandomGenerator(seed: seed)
    let worst = Array("\\{}|<>\"&;lNGTE n'#a0 é🎉").map(String.init) + ["&lt;", "\\n", "\\l", "]]>"]
    for style in DrawingOptions.Style.allCases {
      let labels = (0..<60).map { _ in
        "x"
          + (0..<Int.random(in: 1..<12, using: &generator)).map { _ in worst.randomElement(using: &generator)!
          }.joined() + "y"
      }
      let sum = labels.map { Value(1, label: $0) }.reduce(Value(0), +)
      let texts = try Self.svg(sum) { $0.style = style }.texts.map { $0.trimmingCharacters(in: .whitespaces) }
      for label in labels { #expect(texts.contains(LabelText.elided(label)), "\(label), seed \(seed)") }
    }
  }

  @Test func sameInputSameBytes() throws {
    for style in DrawingOptions.Style.allCases {
      for format in Format.allCases {
        let draw = {
          try drawDot(GraphTests.lecture(), options: Self.options { $0.style = style }).bytes(format)
        }
        #expect(try draw() == draw(), "\(format)")
      }
    }
  }

  @Test func oneLayoutForSeveralFormats() throws {
    let drawing = drawDot(GraphTests.lecture())
    let formats: [Format] = [.png, .json, .tikz, .svg, .dot, .pdf, .tex, .svg]
    let together = try drawing.bytes(formats)
    for (format, bytes) in zip(formats, together) { #expect(try drawing.bytes(format) == bytes, "\(format)") }
  }

  @Test func aHundredAtOnce() async throws {
    let roots = (0..<100).map { index in
      let a = Value(Double(index), label: "a\(index)")
      return (a * a + Double(index)).tanh()
    }
    let drawings = roots.map { drawDot($0) }
    let expected = try drawings.map { try $0.svg() }
    let drawn = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for (index, drawing) in drawings.enumerated() {
        group.addTask {
          (
            index,
            index % 2 == 0
              ? try await drawing.svg()
              : try drawing.bytes([.svg]).map { String(decoding: $0, as: UTF8.self) }[0]
          )
        }
      }
      return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
    }
    for (index, svg) in expected.enumerated() { #expect(drawn[index] == svg) }
  }

  /// In a process of its own, where nobody else allocates.
  @Test func manyDrawingsDoNotGrow() async {
    await #expect(processExitsWith: .success) {
      let drawing = drawDot(GraphTests.lecture())
      let count = Int(ProcessInfo.processInfo.environment["GRADVIZ_DRAWINGS"] ?? "") ?? 1000
      func draw(_ count: Int) throws { for _ in 0..<count { _ = try drawing.svg() } }
      try draw(100)
      let before = Int(live_bytes())
      try draw(count)
      // One string left behind by each would be more.
      #expect(Int(live_bytes()) - before < 16 << 10)
    }
  }

  @Test func largeGraphsAreCutAndSaySo() throws {
    var x = Value(1, label: "x")
    for _ in 0..<50_000 { x = x + 1 }
    let drawing = drawDot(x)
    let svg = SVGReader(try drawing.svg())
    #expect(svg.isWellFormed && svg.texts.contains { $0.hasSuffix(" more") })
    #expect(drawing.hiddenCount > 99_000)
    let stub = try #require(svg.texts.first { $0.hasSuffix(" more") })
    #expect(stub.filter(\.isNumber) == String(drawing.hiddenCount))
  }

  @Test func bitmapsStayWithinLimits() {
    let resolution = Raster.resolution(width: 100_000, height: 500, scale: 10)
    #expect(100_016 * resolution / 72 <= 32_001)
    #expect(Raster.resolution(width: 500, height: 300, scale: 1) == 144)
    let area = Raster.resolution(width: 20_000, height: 20_000, scale: 1) / 72
    let pixels = area * area * 20_016 * 20_016
    #expect(pixels <= 24.001e6 && pixels > 23e6)
  }

  /// Two hundred random graphs, some of them strange, in every style and way of drawing operations.
  @Test func randomGraphs() throws {
    var generator = RandomGenerator(seed: 11)
    for round in 0..<40 {
      var values = (0..<4).map { Value(generator.uniform(in: -2..<2), label: "x\($0)") }
      for _ in 0..<Int.random(in: 1..<25, using: &generator) {
        let a = values.randomElement(using: &generator)!
        let b = values.randomElement(using: &generator)!
        let ops: [(Value, Value) -> Value] = [
          { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 }, { $0 ** $1 }, { a, _ in a.relu() },
          { a, _ in a.log() }, { max($0, $1) },
          { a, _ in a * 2 },
        ]
        values.append(ops.randomElement(using: &generator)!(a, b))
      }
      let root = values.last!
      if round % 2 == 0 { root.backward() }
      for style in DrawingOptions.Style.allCases {
        for operations in DrawingOptions.Operations.allCases {
          _ = try Self.svg(root) {
            $0.style = style
            $0.operations = operations
            $0.maxNodes = round % 3 == 0 ? 5 : 600
          }
        }
      }
    }
  }
}

/// What is written beside boxes: numbers of the chain rule, constants, names, dead units.
@Suite struct WritingTests {
  /// The local derivatives and contributions of (2 · −3 + 10) · 2, by hand.
  @Test(arguments: [
    (DrawingOptions.EdgeNumbers.local, ["local −3", "local 2", "local 1", "local 4"]),
    (.contribution, ["2 · −3 = −6", "2 · 2 = 4", "2 · 1 = 2", "1 · 2 = 2", "1 · 4 = 4"]),
  ]) func edgesHaveTheNumbersOfTheChainRule(_ kind: DrawingOptions.EdgeNumbers, _ numbers: [String]) throws {
    let texts = try DrawingTests.svg(GraphTests.lecture()) { $0.edges = kind }.texts
      .map { $0.trimmingCharacters(in: .whitespaces) }
    for number in numbers { #expect(texts.contains(number), "\(texts)") }
  }

  @Test func edgesWithoutGradientsHaveNoContributions() throws {
    let a = Value(2, label: "a")
    let texts = try DrawingTests.svg(a * a) { $0.edges = .contribution }.texts
    #expect(!texts.contains { $0.contains("=") })
  }

  @Test func hiddenConstantsStandInTheirOperations() throws {
    let a = Value(-3, label: "a")
    let root = 2 * (a ** 2) - Value.constant(-1) + a / 4
    for style in DrawingOptions.Style.allCases {
      let svg = try DrawingTests.svg(root) {
        $0.hidesConstants = true
        $0.style = style
      }
      #expect(!svg.classes.contains { $0.contains("constant") })
      let wanted =
        style == .modern
        ? ["** 2", "2 ×", "− (−1)", "/ 4"] : ["** 2.0000", "2.0000 *", "- -1.0000", "/ 4.0000"]
      for text in wanted { #expect(svg.texts.contains(text), "\(svg.texts)") }
    }
  }

  @Test func negativeOperandsAreInBrackets() throws {
    let a = Value(-3, label: "a")
    let titles = try DrawingTests.svg((a ** 2) - a + (-a)).titles.joined(separator: "\n")
    #expect(titles.contains("a ** 2 = (−3) ** 2 = 9"))
    #expect(titles.contains("= 9 − (−3) = 12") && titles.contains("−(−3)"))
    #expect(try DrawingTests.svg(a * a).titles.contains { $0.contains("−3 · −3 = 9") })
  }

  @Test func nanHasNoSign() throws {
    for sign in [Double.nan, -.nan] {
      let a = Value(sign, label: "a")
      let svg = try DrawingTests.svg(a * 2)
      #expect(!(svg.texts + svg.titles).contains { $0.contains("−NaN") || $0.lowercased().contains("−nan") })
    }
    #expect(NumberText.exact(-.nan) == "nan" && NumberText.exact(0.1) == "0.1")
  }

  @Test(arguments: [
    ("#fff", "#ffffff"), ("White", "#ffffff"), ("#0F08", "#00ff0088"), ("rebeccapurple", "#663399"),
    ("#A1b2C3", "#a1b2c3"), ("transparent", "transparent"),
  ]) func coloursAreWrittenOneWay(_ text: String, _ hex: String) { #expect(Colour(text)?.hex == hex) }

  @Test(arguments: ["reddish", "", "#", "#12", "#12345", "#gggggg", "url(x)", "red;", "\u{FF03}fff"])
  func othersAreNoColours(_ text: String) {
    #expect(Colour(text) == nil)
    let drawing = drawDot(Value(1) + 1, options: DrawingTests.options { $0.background = text })
    #expect(throws: ColourError.self) { try drawing.svg() }
    #expect(throws: ColourError.self) { try drawing.check() }
  }

  /// A layer of relus whose weights are set so that the first is dead and the second is not.
  private static func relus() -> Graph {
    let net = MLP(1, [2, 1], activation: .relu, seed: 1)
    for (parameter, number) in zip(net.parameters, [-1, 0, 1, 0, 1, 1, 0.0]) { parameter.data = number }
    let y = net([Value(2, label: "x")])[0]
    y.label = "y"
    let loss = (y - 1) ** 2
    loss.backward()
    return Graph(of: loss)
  }

  @Test func closedBoxesMarkDeadUnitsAndNameOutputs() throws {
    var options = DrawingOptions()
    options.depth = 2
    let open = SVGReader(try Drawing(Self.relus(), options: options).svg())
    #expect(open.texts.filter { $0 == "relu dead" }.count == 1)
    #expect(open.classes.filter { $0.contains("module") && $0.contains("dead") }.count == 1)
    #expect(open.texts.contains("neurons[0] → y"))
    options.depth = 1
    let closed = SVGReader(try Drawing(Self.relus(), options: options).svg())
    #expect(closed.texts.contains("1 of 2 relu dead"))
    #expect(!closed.classes.contains { $0.contains("module") && $0.contains("dead") })
    let filled = String(
      decoding: try FrameTemplate(Self.relus(), options: options).fill(Self.relus()), as: UTF8.self)
    #expect(SVGReader(filled).texts.contains("1 of 2 relu dead"))
  }

  @Test func operandsKeepTheirNamesWhereTheyComeFromBoxes() throws {
    var options = DrawingOptions()
    options.depth = 1
    let texts = SVGReader(try Drawing(Self.relus(), options: options).svg()).texts
      .map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(texts.contains("+") && texts.contains("−"), "y − 1, y from a closed layer: \(texts)")
  }

  @Test func inputsOfABatchAreABoxOfTheirOwn() throws {
    let svg = SVGReader(
      try Drawing(GraphViewTests.batch(30), options: DrawingTests.options { $0.maxNodes = 100 }).svg())
    #expect(svg.texts.contains("60 inputs"))
  }
}
