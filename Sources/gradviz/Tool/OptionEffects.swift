import GradViz

/// Which options of a drawing change what: one that changes nothing is refused, not passed over.
enum OptionEffects {
  /// What a command makes.
  enum Output: Hashable, Sendable {
    case drawing(Format)
    /// A picture of every kept step of a run.
    case frames
    /// The page of a run.
    case runPage
    /// Pictures of steps in one layout.
    case steps
    /// A drawing of characters.
    case text

    /// Pages show the whole graph, whatever is drawn.
    var isPage: Bool { self == .runPage || self == .drawing(.html) }
  }

  /// An option and what it changes.
  struct Row: Sendable {
    let name: String
    let outputs: Set<Output>
    /// Whether it was given, with something else than what holds without it.
    let isGiven: @Sendable (DrawingOptions) -> Bool
  }

  private static let drawn: Set<Output> = Set(
    [Format.svg, .png, .pdf, .dot, .tikz, .tex].map { .drawing($0) })
  private static let pages: Set<Output> = [.drawing(.html), .runPage]
  private static let inSteps: Set<Output> = [.frames, .steps]
  private static let all = drawn.union(pages).union(inSteps)
  private static let plain = DrawingOptions()

  static let rows: [Row] = [
    Row(name: "--style", outputs: drawn) { $0.style != plain.style },
    Row(name: "--theme", outputs: all) { $0.theme != plain.theme },
    Row(name: "--rankdir", outputs: all.union([.text])) { $0.direction != plain.direction },
    Row(name: "--ops", outputs: drawn.union(inSteps)) { $0.operations != plain.operations },
    Row(name: "--digits", outputs: drawn.union([.steps, .text])) { $0.digits != plain.digits },
    Row(name: "--max-nodes", outputs: all.union([.text])) { $0.maxNodes != plain.maxNodes },
    Row(name: "--depth", outputs: all.union([.text])) { $0.depth != nil },
    Row(name: "--sample", outputs: all.union([.text])) { $0.sample != nil },
    Row(name: "--focus", outputs: all.union([.text])) { $0.focus != nil },
    Row(name: "--hops", outputs: all.union([.text])) { $0.hops != plain.hops },
    Row(name: "--edges", outputs: drawn) { $0.edges != plain.edges },
    Row(name: "--hide", outputs: drawn.union([.text])) { $0.hidesConstants },
    Row(name: "--title", outputs: drawn.union(pages).union([.steps])) { !$0.title.isEmpty },
    Row(name: "--scale", outputs: drawn.subtracting([.drawing(.dot)]).union(inSteps)) {
      $0.scale != plain.scale
    },
    Row(name: "--background", outputs: drawn.union(inSteps)) { $0.background != nil },
    Row(name: "--legend", outputs: drawn.union(inSteps)) { $0.legend },
  ]

  /// Remarks on options that change some of the outputs only.
  ///
  /// - Throws: `Failure` if an option changes none of them; for a page, which shows the whole graph anyway, that is
  ///   a remark.
  static func check(_ options: DrawingOptions, _ outputs: [Output]) throws -> [String] {
    if options.legend, options.style == .lecture {
      throw Failure.usage("--legend explains the colours of the style modern; lecture has none")
    }
    var remarks: [String] = []
    for row in rows where row.isGiven(options) {
      let idle = outputs.filter { !row.outputs.contains($0) }
      guard let first = idle.first else { continue }
      let names = Set(idle.map(name)).sorted().joined(separator: " and ")
      let text = "\(row.name) changes nothing in \(names), \(reason(first))"
      guard idle.count < outputs.count || idle.contains(where: \.isPage) else { throw Failure.usage(text) }
      remarks.append(text)
    }
    return remarks
  }

  private static func name(_ output: Output) -> String {
    switch output {
    case .drawing(let format): format.rawValue
    case .frames: "frames"
    case .runPage: "html"
    case .steps: "pictures of steps"
    case .text: "text"
    }
  }

  private static func reason(_ output: Output) -> String {
    switch output {
    case .drawing(.json): "which has the numbers of the whole graph"
    case .drawing(.html), .runPage: "which shows the whole graph in its own way"
    case .drawing(.dot): "which is without positions"
    case .drawing: "which is drawn without it"
    case .frames: "which are drawn without it"
    case .steps: "which look like the page; use gradviz render for it"
    case .text: "where lines have no room for it; use gradviz render for it"
    }
  }
}
