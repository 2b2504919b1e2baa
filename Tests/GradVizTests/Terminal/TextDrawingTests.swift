import Micrograd
import Testing

@testable import GradViz

@Suite struct TextDrawingTests {
  /// The expression of the micrograd lecture.
  static func lecture() -> Graph {
    let (a, b, c) = (Value(2, label: "a"), Value(-3, label: "b"), Value(10, label: "c"))
    let f = Value(-2, label: "f")
    let e = a * b
    e.label = "e"
    let d = e + c
    d.label = "d"
    let loss = d * f
    loss.label = "L"
    loss.backward()
    return Graph(of: loss)
  }

  private static func text(_ graph: Graph, _ width: Int = 80) throws -> String {
    try TextDrawing(graph, width: width).text
  }

  @Test(arguments: [80, 200]) func drawsTheLecturesExpression(_ width: Int) throws {
    #expect(
      try Self.text(Self.lecture(), width) == """
        ╭ a ──────╮
        │ data  2 ├─╮  ╭ e ─── × ╮
        │ grad  6 │ ╰──┤ data −6 ├─╮
        ╰─────────╯  ╭─┤ grad −2 │ │  ╭ d ─── + ╮
        ╭ b ──────╮  │ ╰─────────╯ ╰──┤ data  4 ├─╮
        │ data −3 ├──╯ ╭ c ──────╮  ╭─┤ grad −2 │ │  ╔ L ═══ × ╗
        │ grad −4 │    │ data 10 ├──╯ ╰─────────╯ ╰──┤ data −8 ║
        ╰─────────╯    │ grad −2 │    ╭ f ──────╮  ╭─┤ grad  1 ║
                       ╰─────────╯    │ data −2 ├──╯ ╚═════════╝
                                      │ grad  4 │
                                      ╰─────────╯

        """)
  }

  /// A neuron of two inputs is too wide for 80 columns from left to right.
  private static func neuron() -> Graph {
    let (x, w, b) = (Value(2, label: "x"), Value(-3, label: "w", role: .parameter), Value(6.5, label: "b"))
    let n = x * w + b
    n.label = "n"
    let o = n.tanh()
    o.label = "o"
    o.backward()
    return Graph(of: o)
  }

  @Test func runsDownWhereItIsTooWide() throws {
    #expect(
      try Self.text(Self.neuron(), 50) == """
        ╭──────────────╮  ┌─────────────┐
        │ x            │  │ w           │
        │ data       2 │  │ data     −3 │
        │ grad −2.3593 │  │ grad 1.5729 │
        ╰───────┬──────╯  └──────┬──────┘
                ╰───╮       ╭────╯
                 ╭──┴───────┴──╮  ╭─────────────╮
                 │           × │  │ b           │
                 │ data     −6 │  │ data    6.5 │
                 │ grad 0.7864 │  │ grad 0.7864 │
                 ╰──────┬──────╯  ╰──────┬──────╯
                        ╰─────╮       ╭──╯
                           ╭──┴───────┴──╮
                           │ n         + │
                           │ data    0.5 │
                           │ grad 0.7864 │
                           ╰──────┬──────╯
                                  │
                           ╔══════┴══════╗
                           ║ o      tanh ║
                           ║ data 0.4621 ║
                           ║ grad      1 ║
                           ╚═════════════╝

        """)
  }

  @Test func squaresHaveTwoEdgesAndNaNIsShown() throws {
    let a = Value(.nan, label: "a")
    let text = try Self.text(Graph(of: a * a))
    #expect(text.contains("NaN") && text.contains("grad   —") && text.matches(of: #/┤/#).count == 2)
  }

  @Test func whatFitsNowhereIsListedLayerByLayer() throws {
    let drawing = try TextDrawing(Self.lecture(), width: 16)
    #expect(!drawing.isDrawn)
    #expect(drawing.text.hasPrefix("a (input)\n  data 2\n  grad 6\nb (input)\n"))
    #expect(drawing.text.hasSuffix("\n\nL = d × f\n  data −8\n  grad 1\n"))
  }

  /// Networks get modules closed, and what is listed closes them as well.
  @Test func modulesCloseToFit() throws {
    let net = MLP(3, [4, 4, 1], seed: 1)
    let loss = (net([Value(1, label: "x0"), Value(2, label: "x1"), Value(3, label: "x2")])[0] - 1) ** 2
    loss.backward()
    let drawing = try TextDrawing(Graph(of: loss), width: 80)
    #expect(drawing.isDrawn && drawing.closedCount == 9 && drawing.text.matches(of: #/neurons\[/#).count == 9)
    let batch = (0..<40).map { net([Value(Double($0)), Value(2), Value(3)])[0] }.reduce(Value(0), +)
    let listing = try TextDrawing(Graph(of: batch), width: 60)
    #expect(listing.text.split(separator: "\n").count < 150)
  }

  /// No frame tells where a box is; the numbers are those of `--sample`.
  @Test func aListedBatchNamesTheSampleAndTheLayer() throws {
    let text =
      "n = MLP(2, [3, 1], seed=3)\nys = [n([0.5 * i, 1.0]) for i in range(4)]\nL = sum(y**2 for y in ys)"
    let graph = try GraphInput(Array(text.utf8), source: "test").graph
    let lines = try Self.text(graph).split(separator: "\n")
    for sample in 0..<4 {
      for neuron in 0..<3 {
        let name = "sample \(sample), layers[0].neurons[\(neuron)]"
        #expect(lines.count { $0.hasPrefix(name) } == 1, "\(name)")
      }
      #expect(lines.count { $0.hasPrefix("sample \(sample), layers[1].neurons[0]") } == 1)
      let alone = try TextDrawing(graph, options: DrawingTests.options { $0.sample = sample }, width: 20).text
      #expect(alone.contains("layers[0].neurons"))
      let number = try #require(lines.first { $0.hasPrefix("sample \(sample), layers[0].neurons[1]") })
      let data = try #require(number.firstMatch(of: /data ([−0-9.]+)/)).output.1
      #expect(alone.contains("data \(data)"), "sample \(sample) is that of --sample \(sample)")
    }
    #expect(!(try Self.text(Self.lecture(), 16).contains("sample")))
  }

  /// Every width, graphs with wide, combining, hostile and many characters: no line is wider than asked for.
  @Test func noLineIsWiderThanAskedFor() throws {
    let labels = [
      "日本語のラベル", "שלום", "e\u{301}", "😀👩‍👩‍👧", "\u{1B}[31mred", "a\nb\tc", String(repeating: "long", count: 30),
      "\u{202E}rtl", "\u{200B}", "⚠️",
    ]
    let sum = labels.map { Value(.infinity, label: $0) }.reduce(Value(1e-9), +)
    sum.backward()
    for graph in [Graph(of: sum), Graph(of: sum * sum), Self.lecture(), Self.neuron(), Graph(of: Value(3))] {
      for width in [1, 10, 20, 33, 47, 80, 120, 200, 1000] {
        let text = try Self.text(graph, width)
        for line in text.split(separator: "\n") {
          #expect(CellWidth.of(line) <= max(width, 10), "\(width): \(line)")
        }
        #expect(
          text.unicodeScalars.allSatisfy {
            $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
          })
      }
    }
  }

  @Test func coloursAreTheOnlyEscapes() throws {
    let plain = try TextDrawing(Self.lecture())
    let coloured = try TextDrawing(Self.lecture(), hasColours: true)
    #expect(coloured.text.contains("\u{1B}[34m") && coloured.text.contains("\u{1B}[35m"))
    #expect(coloured.text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain.text)
  }

  /// Lines do not run over boxes, and each edge is a way of its net from its beginning into a port of its own.
  @Test(arguments: 1...24 as ClosedRange<UInt64>) func everyEdgeIsAWayOfItsNet(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let count = 12
    let items = (0..<count).map { _ in
      TextLayout.Item(
        along: Int.random(in: 5...9, using: &random), across: 4, isCommutative: Bool.random(using: &random))
    }
    var edges: [TextLayout.Edge] = []
    for item in 1..<count {
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        edges.append(.init(from: Int.random(in: 0..<item, using: &random), to: item))
      }
    }
    for isLeftToRight in [true, false] {
      let layout = try #require(TextLayout(items, edges, isLeftToRight: isLeftToRight, gap: 1))
      // Two nets that want each other's row cannot be drawn; the next layout is tried then.
      guard let routes = TextRoutes(layout) else { continue }
      struct Cell: Hashable {
        var along: Int
        var across: Int
      }
      func cells(_ line: TextRoutes.Line) -> [Cell] {
        let (a, b) = (line.from, line.to)
        return (min(a.along, b.along)...max(a.along, b.along)).flatMap { along in
          (min(a.across, b.across)...max(a.across, b.across)).map { Cell(along: along, across: $0) }
        }
      }
      var inside = Set<Cell>()
      for item in items.indices {
        let (start, place) = (routes.start(of: item), layout.nodes[item].place)
        for along in (start + 1)..<(start + layout.items[item].along - 1) {
          for across in place..<(place + layout.items[item].across) {
            inside.insert(Cell(along: along, across: across))
          }
        }
      }
      var ways: [Int: Set<Cell>] = [:]
      // A cell that two nets share is a crossing, which each passes straight.
      for line in routes.lines { ways[line.net, default: []].formUnion(cells(line)) }
      #expect(ways.values.allSatisfy { $0.isDisjoint(with: inside) })
      var ends = Set<Cell>()
      for (index, edge) in edges.enumerated() {
        let hop = layout.hops.first { $0.edge == index }!
        let end = Cell(
          along: routes.start(of: edge.to), across: layout.nodes[edge.to].place + layout.into(hop))
        #expect(ends.insert(end).inserted && ways[edge.from]!.contains(end), "\(seed) \(edge)")
        // Connected to its beginning.
        let start = Cell(
          along: routes.start(of: edge.from) + layout.items[edge.from].along - 1,
          across: layout.nodes[edge.from].place + layout.out(of: edge.from))
        var reached: Set<Cell> = [start]
        var queue = [start]
        while let cell = queue.popLast() {
          for (x, y) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
            let next = Cell(along: cell.along + x, across: cell.across + y)
            if ways[edge.from]!.contains(next), reached.insert(next).inserted { queue.append(next) }
          }
        }
        #expect(reached.contains(end), "\(seed) \(edge)")
      }
    }
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
