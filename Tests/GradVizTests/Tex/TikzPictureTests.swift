import Foundation
import Micrograd
import Testing

@testable import GradViz

@Suite struct TikzPictureTests {
  private static func tikz(_ root: Value, _ change: (inout DrawingOptions) -> Void = { _ in }) throws
    -> String
  {
    var options = DrawingOptions()
    change(&options)
    return String(decoding: try drawDot(root, options: options).bytes(.tikz), as: UTF8.self)
  }

  @Test func nodesHaveNamesPlacesOfTheLayoutAndFormulas() throws {
    let text = try Self.tikz(GraphTests.lecture())
    #expect(text.contains("(e-op) -- (e);") && text.contains("(a) -- (e-op);"))
    #expect(
      text.contains(
        "{$e$ \\\\ data $-6$ \\\\ \\textcolor{gradviz-gradient}{$\\partial L/\\partial e = 2$}};"))
    let drawing = drawDot(GraphTests.lecture())
    let drawn = try drawing.dotGraph()
    let layout = try GraphvizExecutor.shared.wait { () throws(GraphvizError) in
      try Graphviz.layOut(drawn).layout
    }
    for box in layout.nodes {
      #expect(text.contains("at (\(Coordinate.text(box.center.x)), \(Coordinate.text(box.center.y)))"))
    }
    #expect(text.matches(of: #/\\draw\[gradviz/edge/#).count == drawn.edges.count)
  }

  @Test func everyNodeHasANameOfItsOwn() throws {
    let (a, b) = (Value(1, label: "a"), Value(2, label: "a"))
    let (c, d) = (Value(3, label: "a-2"), Value(4, label: "日本"))
    let text = try Self.tikz(a * b + c * d + (a + 1) * 2)
    let names = text.matches(of: #/\\node\[[^\]]*\] \(([^)]*)\) at/#).map(\.1)
    #expect(names.count > 10 && Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } })
  }

  @Test func whatIsLargerThanTeXMeasuresIsRefused() throws {
    var options = DrawingOptions()
    (options.maxNodes, options.scale) = (3000, 10)
    let sum = (0..<400).map { Value(Double($0), label: "x\($0)") }.reduce(Value(0), +)
    #expect(throws: TikzError.self) { try drawDot(sum, options: options).bytes(.tikz) }
  }

  // MARK: - By pdfLaTeX

  private static let pdflatex: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(
    separator: ":"
  )
  .map { "\($0)/pdflatex" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// The log of a document that must compile, in a folder of its own and without leave to run commands.
  private static func compile(_ document: String, _ parts: [String: String] = [:]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gradviz-tex-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in parts.merging(["main.tex": document], uniquingKeysWith: { first, _ in first }) {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: pdflatex!)
    process.arguments = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "main.tex"]
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let log = String(
      decoding: (try? Data(contentsOf: folder.appending(path: "main.log"))) ?? Data(), as: UTF8.self)
    let errors = log.split(separator: "\n").filter { $0.hasPrefix("!") || $0.hasPrefix("l.") }
    #expect(process.terminationStatus == 0, "\(errors)")
    #expect(FileManager.default.fileExists(atPath: folder.appending(path: "main.pdf").path))
    return log
  }

  static let hostile = [
    "\\input{/etc/passwd}", "\\end{tikzpicture}", "$", "%", "}{", "\\\\", "#1", "^^M", "a\nb", "&", "~",
    "``''", "?`!`",
    "] at (0,0) {x", ";", "\u{202E}abc", "שלום", "😀👩‍👩‍👧", "e\u{301}", "中文", "∂L/∂x", "a_b_c", "_", "^", "x^2",
    "x''",
    "\u{0}\u{1B}[31m", String(repeating: "long ", count: 40), "<<>>", "\"", ",,", "--", "fi", "\\write18{ls}",
    "(", "[0]",
  ]

  @Test(.disabled(if: pdflatex == nil, "needs pdflatex")) func hostileLabelsAreTypeset() throws {
    // In pairs, as one long chain would be wider than a page that TeX can measure.
    let pairs = zip(Self.hostile, Self.hostile.reversed()).map { first, second in
      let product = Value(1, label: first) * Value(1, label: second)
      product.label = second
      return product
    }
    let sum = stride(from: 0, to: pairs.count - 1, by: 2).map { pairs[$0] * pairs[$0 + 1] }.reduce(
      Value(0), +)
    sum.backward()
    var document = "\\documentclass{article}\n\\usepackage{tikz}\n\\begin{document}\n"
    for style in DrawingOptions.Style.allCases {
      document +=
        try Self.tikz(sum) { ($0.style, $0.title, $0.edges) = (style, Self.hostile[0], .contribution) } + "\n"
    }
    let log = try Self.compile(document + "\\end{document}\n")
    #expect(!log.contains("/etc/passwd)"))
  }

  @Test(.disabled(if: pdflatex == nil, "needs pdflatex")) func picturesCompileAndKeepStylesOfTheDocument()
    throws
  {
    let net = MLP(3, [2, 1], seed: 1)
    let loss = (net([Value(1, label: "x1"), Value(.nan), Value(-2)])[0] - 1) ** 2
    loss.backward()
    var parts: [String: String] = ["lecture.tikz": try Self.tikz(GraphTests.lecture())]
    for depth in [0, 2, 9] {
      parts["net\(depth).tikz"] = try Self.tikz(loss) {
        ($0.depth, $0.theme, $0.legend, $0.background) = (
          depth, depth == 2 ? .dark : .light, true, "#ff000040"
        )
      }
    }
    let document = """
      \\documentclass{article}
      \\usepackage{tikz}
      \\tikzset{gradviz/input/.style={draw, execute at begin node={\\typeout{own style}}}}
      \\begin{document}
      \(parts.keys.sorted().map { "\\resizebox{\\textwidth}{!}{\\input{\($0)}}\n\n" }.joined())
      \\end{document}
      """
    #expect(try Self.compile(document, parts).contains("own style"))
    let alone = try drawDot(GraphTests.lecture()).bytes(.tex)
    _ = try Self.compile(String(decoding: alone, as: UTF8.self))
  }
}
