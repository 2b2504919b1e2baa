import CExplorer
import Micrograd

/// One HTML file in which a reader steps through backpropagation: forward and backward, into every module,
/// with every formula and its numbers, and through a recorded run.
///
///     try drawDot(L).write(to: "graph.html")
///     let html = try Explorer(Graph(of: L)).html()
///
/// The page loads nothing and works from a file, a mail attachment or a slide. Labels are data in it, never
/// markup; a policy in its head forbids every request.
public struct Explorer: Sendable {
  private var graphs: [Graph]
  private let options: DrawingOptions
  private let content: Content

  private enum Content: Sendable {
    case moment
    case run(RunFile)
  }

  /// The page of a graph at one moment.
  public init(_ snapshot: Graph, options: DrawingOptions = DrawingOptions()) {
    graphs = [snapshot]
    self.options = options
    content = .moment
  }

  /// The page of a recorded run, with a slider over its steps.
  ///
  /// - Throws: `RunFileError` if no step's graph was kept.
  public init(_ run: RunFile, options: DrawingOptions = DrawingOptions()) throws(RunFileError) {
    // The numbers of its first step stand for each topology; layouts do not depend on them.
    var first: [Int: Graph] = [:]
    for (index, step) in run.steps.enumerated() {
      if let graph = step.graph, !step.data.isEmpty, first[graph] == nil {
        first[graph] = run.graph(at: index)
      }
    }
    guard !run.graphs.isEmpty, first.count == run.graphs.count else {
      throw RunFileError(
        description: "the run has no step whose graph was kept, so there is nothing to explore")
    }
    graphs = run.graphs.indices.map { first[$0]! }
    self.options = options
    content = .run(run)
  }

  /// The same page, on which values are found by the names that another graph of the same shape has for them.
  package func named(as graph: Graph) -> Explorer {
    var named = self
    for index in graphs.indices where graphs[index].hasTopology(of: graph) {
      named.graphs[index].names = graph.names
    }
    return named
  }

  /// The page.
  ///
  /// - Throws: `GraphvizError`.
  /// - Complexity: O(n), and a layout for each different structure of modules.
  public func html() throws -> [UInt8] {
    let title = title
    var out: [UInt8] = []
    out +=
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-gradviz'; \
      style-src 'nonce-gradviz'; img-src blob:; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(LabelText.escapedForXML(title))</title>
      <style nonce="gradviz">

      """.utf8
    out += style.replacing(": ", with: ":").replacing(" {", with: "{").replacing("; ", with: ";").utf8
    out += "</style>\n</head>\n<body>\n".utf8
    out += Explorer.bytes(cexplorer_page())
    out += "<script type=\"application/json\" id=\"data\">\n".utf8
    out += try data(title).utf8
    out += "\n</script>\n<script type=\"text/plain\" id=\"packed\">".utf8
    out += PageScript.packed.utf8
    out += "</script>\n<script nonce=\"gradviz\">\n".utf8
    out += PageScript.boot.utf8
    out += "</script>\n</body>\n</html>\n".utf8
    return out
  }

  /// The style sheet: light and dark by the reader's system, unless one of them was chosen.
  private var style: String {
    let colours =
      ":root{\(Palette.light.variables)}\n@media screen and (prefers-color-scheme: dark){:root{\(Palette.dark.variables)}}\n"
    let style = colours + String(decoding: Explorer.bytes(cexplorer_style()), as: UTF8.self)
    return switch options.theme {
    case .auto: style
    case .light:
      style.replacing("@media screen and (prefers-color-scheme: dark)", with: "@media not all")
        .replacing("color-scheme: light dark", with: "color-scheme: light")
    case .dark:
      style.replacing("@media screen and (prefers-color-scheme: dark)", with: "@media screen")
        .replacing("color-scheme: light dark", with: "color-scheme: dark")
    }
  }

  /// Where the page begins, as far as the options say.
  private func beginning() throws(GraphViewError) -> String {
    var out = ""
    if let depth = options.depth { out += ",\"depth\":\(max(0, depth))" }
    if options.direction == .topToBottom { out += ",\"direction\":\"TB\"" }
    if options.sample != nil, options.focus == nil, let call = try GraphView(of: graphs[0], options).call {
      out += ",\"call\":\(call)"
    }
    return out
  }

  static func bytes(_ file: cexplorer_file) -> UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(start: file.bytes, count: file.length).assumingMemoryBound(to: UInt8.self)
  }

  private var title: String {
    if !options.title.isEmpty { return LabelText.elided(LabelText.visible(options.title), to: 200) }
    let graph = graphs[0]
    let root = graph.nodes[graph.root]
    let name = root.label.isEmpty ? "result" : LabelText.elided(LabelText.visible(root.label))
    if case .run = content {
      let kind = graph.nodes.contains { $0.role == .parameter } ? "Training" : "Steps"
      return "\(kind): \(name)"
    }
    return "\(name) = \(FrameNumber.text(root.data))"
  }

  /// The graph at the moments whose numbers the page shows; of a long run a few.
  private var moments: [Graph] {
    guard case .run(let run) = content else { return graphs }
    let kept = run.steps.indices.filter { !run.steps[$0].data.isEmpty }
    let stride = Swift.max(1, kept.count / 8)
    return Swift.stride(from: 0, to: kept.count, by: stride).compactMap { run.graph(at: kept[$0]) }
  }

  /// What a page needs to draw the plane of two inputs.
  private func plane(_ training: TrainingDescription) -> String {
    guard training.columns.count == 2, !training.points.isEmpty else { return "" }
    func pair(_ scaling: Preparation.Scaling?) -> String {
      scaling.map { "[\(JSONText.number($0.mean)),\(JSONText.number($0.deviation))]" } ?? "null"
    }
    let scalings = training.preparation?.columns.flatMap { column in
      column.words?.map { _ in nil } ?? [column.scaling]
    }
    var out = ",\"plane\":{\"columns\":\(PageText.list(training.columns))"
    out += ",\"classes\":\(PageText.list(training.classNames))"
    out += ",\"points\":\"\(PageText.doubles(training.points.flatMap { $0 }))\""
    out += ",\"scaling\":[\((scalings ?? [nil, nil]).map(pair).joined(separator: ","))]"
    out += ",\"target\":\(pair(training.preparation?.target.scaling))"
    // Of many samples only some are points.
    if let sample = training.sample, training.points.count < TrainingDescription.mostPoints,
      training.points.indices.contains(sample)
    {
      out += ",\"sample\":\(sample)"
    }
    return out + "}"
  }

  private func data(_ title: String) throws -> String {
    let room = PageNumbers.room(moments)
    let pages = try graphs.map { try PageGraph($0, options, room: room).json() }
    var out =
      "{\"title\":\(PageText.quoted(options.title)),\"room\":\(room)\(try beginning()),\"graphs\":[\(pages.joined(separator: ",\n"))]"
    let rules = Set(graphs.flatMap { $0.nodes.map(\.op) }).sorted().compactMap { Op(symbol: $0) }.map {
      "\(PageText.quoted($0.symbol)):\(PageText.list($0.notation.rules))"
    }
    out += ",\"rules\":{\(rules.joined(separator: ","))}"
    switch content {
    case .moment:
      let isCompact = graphs[0].nodes.count > PageNumbers.mostStored && graphs[0].followsFromLeaves
      out += ",\"numbers\":{\(PageNumbers.json(graphs[0], isCompact: isCompact))}"
    case .run(let run):
      if let training = run.training {
        if let sample = training.sample { out += ",\"sample\":\(sample)" }
        if let count = training.sampleCount { out += ",\"sampleCount\":\(count)" }
        if training.hasGreatestLoss == true { out += ",\"hasGreatestLoss\":true" }
        out += plane(training)
      }
      let kept = run.steps.indices.filter { !run.steps[$0].data.isEmpty }
      let stored = kept.reduce(0) { $0 + run.steps[$1].data.count }
      let isCompact =
        stored > PageNumbers.mostStored && kept.allSatisfy { run.graph(at: $0)!.followsFromLeaves }
      out += ",\n\"steps\":["
      for (index, step) in run.steps.enumerated() {
        out += index == 0 ? "" : ",\n"
        out += "{\"step\":\(step.step),\"metrics\":{"
        for (place, (name, number)) in step.metrics.sorted(by: { $0.key < $1.key }).enumerated() {
          out += place == 0 ? "" : ","
          out += PageText.quoted(name)
          out += ":"
          out += JSONText.number(number)
        }
        out += "}"
        if let graph = step.graph, let snapshot = run.graph(at: index) {
          out += ",\"graph\":\(graph),\(PageNumbers.json(snapshot, isCompact: isCompact))"
        }
        out += "}"
      }
      out += "]"
    }
    return out + "}"
  }
}
