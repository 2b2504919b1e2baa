import GradViz

/// Which options of a drawing change which formats: one that changes nothing is refused, not passed over.
enum OptionEffects {
  /// An option, the formats that it changes, and what holds it back elsewhere.
  struct Row: Sendable {
    let name: String
    let formats: Set<Format>
    /// Whether it changes pictures of steps.
    var isInSteps = true
    /// Whether it was given, with something else than what holds without it.
    let isGiven: @Sendable (DrawingOptions) -> Bool
  }

  private static let drawn: Set<Format> = [.svg, .png, .pdf, .dot, .tikz, .tex]
  private static let plain = DrawingOptions()

  static let rows: [Row] = [
    Row(name: "--style", formats: drawn, isInSteps: false) { $0.style != plain.style },
    Row(name: "--theme", formats: drawn.union([.html])) { $0.theme != plain.theme },
    Row(name: "--rankdir", formats: drawn.union([.html])) { $0.direction != plain.direction },
    Row(name: "--ops", formats: drawn) { $0.operations != plain.operations },
    Row(name: "--digits", formats: drawn) { $0.digits != plain.digits },
    Row(name: "--max-nodes", formats: drawn.union([.html])) { $0.maxNodes != plain.maxNodes },
    Row(name: "--depth", formats: drawn.union([.html])) { $0.depth != nil },
    Row(name: "--sample", formats: drawn.union([.html])) { $0.sample != nil },
    Row(name: "--focus", formats: drawn.union([.html])) { $0.focus != nil },
    Row(name: "--hops", formats: drawn.union([.html])) { $0.hops != plain.hops },
    Row(name: "--edges", formats: drawn, isInSteps: false) { $0.edges != plain.edges },
    Row(name: "--hide", formats: drawn, isInSteps: false) { $0.hidesConstants },
    Row(name: "--title", formats: drawn.union([.html])) { !$0.title.isEmpty },
    Row(name: "--scale", formats: drawn.subtracting([.dot])) { $0.scale != plain.scale },
    Row(name: "--background", formats: drawn) { $0.background != nil },
    Row(name: "--legend", formats: drawn) { $0.legend },
  ]

  /// Remarks on options that change some of the outputs only.
  ///
  /// - Throws: `Failure` if an option changes none of them; for a page, which shows the whole graph anyway, that is
  ///   a remark.
  static func check(_ options: DrawingOptions, _ formats: [Format]) throws -> [String] {
    try checkTogether(options)
    var remarks: [String] = []
    for row in rows where row.isGiven(options) {
      let idle = formats.filter { !row.formats.contains($0) }
      guard let first = idle.first else { continue }
      let names = Set(idle.map(\.rawValue)).sorted().joined(separator: " and ")
      let text = "\(row.name) changes nothing in \(names), \(reason(first))"
      guard idle.count < formats.count || idle.contains(.html) else { throw Failure.usage(text) }
      remarks.append(text)
    }
    return remarks
  }

  /// - Throws: `Failure` if an option changes nothing in pictures of steps.
  static func checkSteps(_ options: DrawingOptions) throws {
    try checkTogether(options)
    for row in rows where !row.isInSteps && row.isGiven(options) {
      throw Failure.usage(
        "\(row.name) changes nothing in pictures of steps, which look like the page; use gradviz render for it"
      )
    }
  }

  private static func checkTogether(_ options: DrawingOptions) throws {
    if options.legend, options.style == .lecture {
      throw Failure.usage("--legend explains the colours of the style modern; lecture has none")
    }
  }

  private static func reason(_ format: Format) -> String {
    switch format {
    case .json: "which has the numbers of the whole graph"
    case .html: "which shows the whole graph in its own way"
    case .dot: "which is without positions"
    case .svg, .png, .pdf, .tikz, .tex: "which is drawn without it"
    }
  }
}
