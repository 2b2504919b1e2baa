import Dispatch
import Micrograd

/// Draws the graph below a value as it is now.
///
///     try drawDot(L).write(to: "graph.svg")
///     let svg = try drawDot(L).svg()
///
/// - Parameters:
///   - root: the value the graph is about; call `backward()` on it before, or gradients are drawn as "—".
///   - options: the style, the theme and the rest.
/// - Complexity: O(n) in the values below `root`. The layout happens when a format is asked for.
public func drawDot(_ root: Value, options: DrawingOptions = DrawingOptions()) -> Drawing {
  Drawing(Graph(of: root), options: options)
}

/// A graph that can be written in several formats.
///
/// A drawing is a graph: what happens to the values later does not change it. All methods can be called
/// from any thread or task; Graphviz itself runs on one thread of its own. The `async` forms do not block.
public struct Drawing: Sendable {
  /// What is drawn.
  public let graph: Graph
  /// How it is drawn.
  public let options: DrawingOptions
  private let view: Result<GraphView, GraphViewError>

  /// A drawing of a graph; the layout happens when a format is asked for.
  public init(_ graph: Graph, options: DrawingOptions = DrawingOptions()) {
    self.graph = graph
    self.options = options
    view = Result { () throws(GraphViewError) in try GraphView(of: graph, options) }
  }

  /// Finds out whether the options fit the graph, without drawing it.
  ///
  /// - Throws: `GraphViewError` if they choose a value or a sample that is not there; `ColourError` if the background
  ///   is no colour.
  public func check() throws {
    _ = try view.get()
    if let background = options.background, Colour(background) == nil { throw ColourError(background) }
  }

  /// The most values that are drawn, whatever the options say: a drawing of so many takes more than 2 GB.
  public static let mostNodes = GraphView.mostBoxes

  /// How many values have no box of their own, as the graph has more than `maxNodes`.
  public var hiddenCount: Int { (try? view.get())?.hiddenCount(graph) ?? 0 }

  /// How many boxes stand for modules that are drawn closed.
  public var closedCount: Int { (try? view.get())?.boxes.count ?? 0 }

  /// The graph as SVG, with tooltips that show the chain rule on every edge.
  ///
  /// - Throws: As `bytes(_:)`.
  public func svg() throws -> String { String(decoding: try bytes(.svg), as: UTF8.self) }

  /// The graph as a bitmap. Large drawings get fewer pixels a point, so that no side exceeds 32,000 pixels.
  ///
  /// - Throws: As `bytes(_:)`.
  public func png() throws -> [UInt8] { try bytes(.png) }

  /// The graph as a page of its own size.
  ///
  /// - Throws: As `bytes(_:)`.
  public func pdf() throws -> [UInt8] { try bytes(.pdf) }

  /// The graph as DOT text without positions.
  ///
  /// - Throws: As `bytes(_:)`.
  public func dot() throws -> String { String(decoding: try bytes(.dot), as: UTF8.self) }

  /// The whole graph as an interactive page; see `Explorer`.
  ///
  /// - Throws: As `bytes(_:)`.
  public func html() throws -> String { String(decoding: try bytes(.html), as: UTF8.self) }

  /// The whole graph as JSON; see `Graph.json()`.
  public func json() -> String { graph.json() }

  /// The graph in a format.
  ///
  /// - Throws: As `bytes(_:)`.
  public func bytes(_ format: Format) throws -> [UInt8] { try bytes([format])[0] }

  /// The graph in several formats, from one layout.
  ///
  /// - Throws: `GraphvizError` if Graphviz cannot draw it; `TikzError` if it is too large for LaTeX;
  ///   `GraphViewError` if the options choose a value or a sample that is not there; `ColourError` if the
  ///   background is no colour.
  public func bytes(_ formats: [Format]) throws -> [[UInt8]] {
    guard formats.contains(where: \.isDrawn) else { return try formats.map { try undrawn($0) } }
    let (drawn, layout) = try laidOut()
    let result = try GraphvizExecutor.shared.wait { () throws(GraphvizError) in
      try Drawing.render(drawn, formats, layout)
    }
    return try finish(result, formats, drawn)
  }

  /// Writes the graph to a file, in the format that its suffix names.
  ///
  /// The file is written under another name first and then renamed, so that nothing is lost or half-written
  /// if that fails.
  ///
  /// - Throws: `GraphvizError`, or `OutputError` if the suffix names no format, or the file cannot be written.
  public func write(to path: String) throws {
    guard let format = Format(suffixOf: path) else { throw OutputError.unknownFormat(path) }
    try OutputFile.write(try bytes(format), to: path, isDerived: true)
  }

  // MARK: - Without blocking

  /// The graph as SVG.
  ///
  /// - Throws: As `bytes(_:)`.
  public func svg() async throws -> String { String(decoding: try await bytes(.svg), as: UTF8.self) }

  /// The graph as a bitmap.
  ///
  /// - Throws: As `bytes(_:)`.
  public func png() async throws -> [UInt8] { try await bytes(.png) }

  /// The graph as a page of its own size.
  ///
  /// - Throws: As `bytes(_:)`.
  public func pdf() async throws -> [UInt8] { try await bytes(.pdf) }

  /// The graph as DOT text without positions.
  ///
  /// - Throws: As `bytes(_:)`.
  public func dot() async throws -> String { String(decoding: try await bytes(.dot), as: UTF8.self) }

  /// The graph in a format.
  ///
  /// - Throws: As `bytes(_:)`.
  public func bytes(_ format: Format) async throws -> [UInt8] {
    guard format.isDrawn else {
      // A page waits for many layouts, which would block a thread that belongs to all tasks.
      return try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try undrawn(format) }) }
      }
    }
    let (drawn, layout) = try laidOut()
    return try finish(try await Drawing.render(drawn, [format], layout), [format], drawn)[0]
  }

  /// Writes the graph to a file, in the format that its suffix names.
  ///
  /// - Throws: As the form that blocks.
  public func write(to path: String) async throws {
    guard let format = Format(suffixOf: path) else { throw OutputError.unknownFormat(path) }
    try OutputFile.write(try await bytes(format), to: path, isDerived: true)
  }

  // MARK: - Inside

  /// What is drawn, and where everything goes if it is too large for Graphviz to say.
  private func laidOut() throws -> (DotGraph, Layout?) {
    try dotGraph().laidOutHere(options.direction)
  }

  func dotGraph() throws -> DotGraph {
    try check()
    let view = try view.get()
    var drawn =
      switch options.style {
      case .modern: ModernStyle(graph, view, options).dotGraph()
      case .lecture: LectureStyle(graph: graph, view: view, options: options).dotGraph()
      }
    drawn.scale = Raster.scale(options.scale)
    let root = graph.nodes[graph.root]
    let name = root.label.isEmpty ? "result" : LabelText.elided(LabelText.visible(root.label))
    drawn.title = options.title.isEmpty ? "Graph of \(name)" : LabelText.visible(options.title)
    let number = NumberText(digits: options.digits, isFixed: false)
    drawn.summary =
      "\(name) = \(number(root.data)), computed from \(Count.grouped(graph.nodes.count - 1, "value"))"
      + (graph.hasGradients ? ", with the gradient of \(name) by each." : "; gradients were not computed.")
      + (hiddenCount > 0 ? " \(Count.grouped(hiddenCount)) of them have no box of their own." : "")
    return drawn
  }

  private func undrawn(_ format: Format) throws -> [UInt8] {
    format == .html ? try Explorer(graph, options: options).html() : Array(json().utf8)
  }

  /// What Graphviz does for the formats: those that it renders, and the layout for those that LaTeX draws.
  @GraphvizActor
  private static func render(
    _ drawn: DotGraph, _ formats: [Format], _ layout: Layout?
  ) throws(GraphvizError) -> (layout: Layout?, rendered: [[UInt8]]) {
    let rendered = formats.filter { $0.isDrawn && !$0.isTypeset }
    guard layout == nil, formats.contains(where: \.isTypeset) else {
      return (layout, rendered.isEmpty ? [] : try Graphviz.render(drawn, as: rendered, at: layout))
    }
    let result = try Graphviz.layOut(drawn, rendering: rendered)
    return (result.layout, result.rendered)
  }

  /// Puts the results in the order of `formats`.
  private func finish(
    _ result: (layout: Layout?, rendered: [[UInt8]]), _ formats: [Format], _ drawn: DotGraph
  ) throws -> [[UInt8]] {
    var rest = result.rendered[...]
    return try formats.map { format in
      switch format {
      case .svg: SVGDocument.finish(rest.removeFirst(), drawn)
      case .pdf: PDFDocument.withoutDate(rest.removeFirst())
      case .png, .dot: rest.removeFirst()
      case .tikz, .tex:
        Array(
          try TikzPicture(drawn, result.layout!, graph, options).text(isDocument: format == .tex).utf8)
      case .json, .html: try undrawn(format)
      }
    }
  }
}
