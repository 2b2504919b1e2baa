import ArgumentParser
import GradViz
import LibC

struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Draw a graph.",
    usage: "gradviz render [<options>] [<input>]",
    discussion: """
      Examples:
        gradviz render expr.txt -o graph.svg
        gradviz render expr.txt -o graph.html
        gradviz render expr.txt -o graph.png -o graph.pdf --theme light
        gradviz render expr.txt -T dot | less
        gradviz render loop.py -o loop.html
        gradviz render loop.py --record output/loop
        gradviz render graph.json --set a=3 --style lecture -o graph.svg

      The format is that of the suffix, or of -T: svg, png, pdf, dot, json, tikz for a picture in a LaTeX \
      document, tex for a document with that picture, or html for a page to explore. Without -o the drawing goes to \
      standard output, as SVG. Of a loop that calls backward() the page has all steps, a drawing the last.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: [.short, .long],
    help: "A file to write; - for standard output. May be given several times.",
    completion: .file())
  var output: [String] = []

  @Option(
    name: [.customShort("T"), .long],
    help: "The format: svg, png, pdf, tikz, tex, dot, json or html.")
  var type: Format?

  @Option(
    help: ArgumentHelp("Record the steps of a loop to this folder, as train does.", valueName: "dir"),
    completion: .directory)
  var record: String?

  @Flag(help: "Replace a run that is in the folder of --record.")
  var overwrite = false

  @OptionGroup var drawing: DrawingFlags

  @Flag(help: "Leave gradients out.")
  var noBackward = false

  @OptionGroup var timeout: TimeoutFlag

  @Flag(help: "Show the drawing with the system's program for its kind.")
  var open = false

  func validate() throws {
    if overwrite, record == nil {
      throw ValidationError("--overwrite is for --record DIR; a drawing is replaced anyway")
    }
    if record != nil, output.isEmpty, type != nil || open {
      throw ValidationError(
        "\(open ? "--open" : "-T") is for a drawing, and with --record there is none without -o")
    }
    if open, !output.isEmpty, output.allSatisfy({ $0 == "-" }) {
      throw ValidationError("--open shows a file; leave out -o -, or name one")
    }
  }

  func run() throws {
    var outputs = output
    if output.isEmpty && record == nil {
      outputs = [open ? try Opener.temporaryPath(suffix: (type ?? .svg).rawValue) : "-"]
    }
    let formats = try outputs.map(format)
    try OutputFile.refuseRepeated(outputs, "-o")
    for (path, format) in zip(outputs, formats) where isTerminal(path) {
      // A page of markup is nothing to read, unless it is asked for.
      guard format.isBinary || (output.isEmpty && type == nil) else { continue }
      throw Failure.usage(
        "\(format.rawValue) is not for a terminal; name a file with -o graph.svg, or look at it with --open")
    }
    for path in outputs where path != "-" { try input.refuseToOverwrite(path) }
    let remarks = try OptionEffects.check(
      drawing.options, formats.map { .drawing($0) } + (record == nil ? [] : [.frames, .runPage]))
    timeout.start()
    let graph = try input.read(
      backward: !noBackward, keepsSteps: record != nil || formats.contains(.html),
      keepsNames: drawing.part.focus != nil || formats.contains(.html), sample: drawing.part.sample)
    try drawing.content.check(try? graph.graph, isWithout: noBackward)
    for text in remarks + remarksOnNames(outputs) { Console.note(text, quiet: input.quiet) }
    let stepOptions = stepOptions(graph)
    if let record { try write(graph.steps, to: record, stepOptions) }
    guard !outputs.isEmpty else { return }
    let drawn = try Drawing(graph.graph, options: drawing.options)
    try drawn.check()
    try drawing.part.check(drawn.graph)
    let pages = try graph.steps.map { try Explorer($0, options: stepOptions).named(as: graph.graph).html() }
    let drawnFormats = formats.filter { pages == nil || $0 != .html }
    var results = try drawn.bytes(drawnFormats)[...]
    for (path, format) in zip(outputs, formats) {
      let bytes = format == .html && pages != nil ? pages! : results.removeFirst()
      if path == "-" {
        try OutputFile.write(bytes, to: STDOUT_FILENO, "<stdout>")
      } else {
        try OutputFile.write(bytes, to: path, isDerived: true)
      }
    }
    if open, let path = outputs.first(where: { $0 != "-" }) { try Opener.open(path) }
    Console.remark(summary(drawn, outputs), quiet: input.quiet)
  }

  /// Steps that have the graph of a sample alone are drawn whole.
  private func stepOptions(_ input: GraphInput) -> DrawingOptions {
    var options = drawing.options
    if input.stepsAreOfSample { options.sample = nil }
    return options
  }

  private func write(_ steps: RunFile?, to folder: String, _ options: DrawingOptions) throws {
    guard let steps else {
      throw Failure.badInput(
        "there are no steps to record; a step is a call of backward(), and a loop makes two or more of one")
    }
    try steps.write(to: folder, options: options, overwrites: overwrite)
    Console.note("recorded \(Count.things(steps.steps.count, "step")) to \(folder)", quiet: input.quiet)
  }

  private func format(_ path: String) throws -> Format {
    if let type {
      guard let suffix = Format(suffixOf: path), suffix != type else { return type }
      // A picture for a document has the suffix of documents as well.
      if type == .tikz, suffix == .tex { return type }
      throw Failure.usage(
        "'\(path)' is \(suffix.rawValue), and -T says \(type.rawValue); leave -T out, or name another file")
    }
    if path == "-" { return .svg }
    guard !path.isEmpty else { throw Failure.usage("-o needs the name of a file") }
    if let format = Format(suffixOf: path) { return format }
    let name = path.split(separator: "/").last ?? ""
    // A device, a pipe or a name without a suffix gets the default.
    guard name.contains(".") && !name.hasPrefix(".") else { return .svg }
    throw Failure.usage(
      "'\(path)' has no suffix that names a format; end it with \(Format.suffixes), or use -T"
        + ([".gif", ".mp4", ".webm", ".apng"].contains(where: path.lowercased().hasSuffix)
          ? "; pictures that play are written with: gradviz steps -o steps.svg, or steps.png" : ""))
  }

  /// What no suffix says is said.
  private func remarksOnNames(_ outputs: [String]) -> [String] {
    func isFile(_ path: String) -> Bool {
      var status = stat()
      return path != "-" && (stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG)
    }
    return outputs.filter {
      type == nil && Format(suffixOf: $0) == nil && isFile($0) && !OutputFile.isStream($0)
    }.map {
      "'\($0)' is SVG, as no suffix says another format; end it with \(Format.suffixes), or use -T"
    }
  }

  private func isTerminal(_ path: String) -> Bool { path == "-" && isatty(STDOUT_FILENO) == 1 }

  private func summary(_ drawn: Drawing, _ outputs: [String]) -> String {
    let count = drawn.graph.nodes.count
    var text = Count.things(count, "value")
    if drawn.closedCount > 0 {
      text += ", \(drawn.hiddenCount) of them in \(drawn.closedCount) closed boxes"
      text += " (open more with --depth or --max-nodes, one sample with --sample)"
    } else if drawn.hiddenCount > 0 {
      text += ", \(count - drawn.hiddenCount) of them drawn (see more with --max-nodes or --focus)"
    }
    return text + " → " + outputs.map { $0 == "-" ? "standard output" : $0 }.joined(separator: ", ")
  }
}
