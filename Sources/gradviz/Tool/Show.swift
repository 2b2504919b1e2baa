import ArgumentParser
import GradViz
import LibC

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Draw a graph in the terminal.",
    usage: "gradviz show [<options>] [<input>]",
    discussion: """
      Examples:
        gradviz show expr.txt
        gradviz show net.py --depth 1
        gradviz show loop.py --focus loss --width 120 | less

      Boxes and lines of characters, as wide as the terminal; where the terminal shows pictures (kitty, Ghostty, iTerm2, \
      WezTerm, mintty), the drawing itself. What is too wide is drawn with modules closed, or listed.
      """)

  /// What is shown.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    /// A picture where the terminal has them, else text.
    case auto
    case text
    case picture
  }

  @OptionGroup var input: InputOptions

  @Option(name: .customLong("as"), help: "auto, text, or picture.")
  var kind = Kind.auto

  @Option(help: "The columns of text, 10 to 10000; those of the terminal without this.")
  var width: Int?

  @Option(help: "LR from left to right, TB from top to bottom; what fits without this.")
  var rankdir: DrawingOptions.Direction?

  @OptionGroup var limit: BoxLimit

  @OptionGroup var part: PartFlags

  @OptionGroup var content: ContentFlags

  @Flag(help: "Leave gradients out.")
  var noBackward = false

  @OptionGroup var timeout: TimeoutFlag

  func validate() throws {
    if let width, !(10...10_000).contains(width) {
      throw ValidationError("--width is between 10 and 10000, not \(width)")
    }
    if width != nil, kind == .picture {
      throw ValidationError("--width is the columns of text; leave it out, or --as picture")
    }
  }

  private var options: DrawingOptions {
    var options = DrawingOptions()
    options.maxNodes = limit.maxNodes
    if let rankdir { options.direction = rankdir }
    part.choose(in: &options)
    content.choose(in: &options)
    return options
  }

  func run() throws {
    let window = TerminalWindow()
    if kind == .picture, window.images == nil {
      throw Failure.usage(
        window.isTerminal
          ? "this terminal shows no pictures that are known here; leave --as away, or look at one with: "
            + "gradviz render --open"
          : "--as picture is for a terminal; write a file with: gradviz render -o graph.png")
    }
    timeout.start()
    let images = kind != .text && width == nil ? window.images : nil
    _ = try OptionEffects.check(options, [images == nil ? .text : .drawing(.png)])
    let read = try input.read(backward: !noBackward, keepsNames: part.focus != nil, sample: part.sample)
    let graph = try read.graph
    try part.check(graph)
    if let images {
      return try show(Drawing(graph, options: options), as: images, in: window)
    }
    let columns = width ?? window.columns
    let drawing = try TextDrawing(
      graph, options: options, width: columns, direction: rankdir, hasColours: window.hasColours)
    try Console.print(drawing.text)
    for remark in remarks(drawing, columns, graph.nodes.count) { Console.note(remark, quiet: input.quiet) }
  }

  private func show(_ drawing: Drawing, as images: TerminalImage, in window: TerminalWindow) throws {
    var options = drawing.options
    options.theme = window.theme
    let png = try Drawing(drawing.graph, options: options).png()
    // The width stands at the 17th byte of every PNG.
    let pixels = png.dropFirst(16).prefix(4).reduce(0) { $0 << 8 | Int($1) }
    try OutputFile.write(
      images.sequence(png: png, columns: window.columns(forPixels: pixels)), to: STDOUT_FILENO, "<stdout>")
  }

  private func remarks(_ drawing: TextDrawing, _ columns: Int, _ count: Int) -> [String] {
    if !drawing.isDrawn {
      let shown = drawing.hiddenCount > 0 ? "\(count - drawing.hiddenCount) of \(count)" : "\(count)"
      return [
        "listed \(shown) values, as a drawing does not fit into \(columns) columns "
          + "(draw a part with --focus or --depth, or all with gradviz render)"
      ]
    }
    guard drawing.hiddenCount > 0 else { return [] }
    return [
      drawing.closedCount > 0
        ? "\(drawing.hiddenCount) of \(count) values are in \(drawing.closedCount) closed boxes "
          + "(open more with --depth in a wider window, or with gradviz render)"
        : "\(count - drawing.hiddenCount) of \(count) values are drawn (see more with --max-nodes or --focus)"
    ]
  }
}
