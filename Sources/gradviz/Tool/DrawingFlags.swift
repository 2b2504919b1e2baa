import ArgumentParser
import GradViz

extension DrawingOptions.Style: ExpressibleByArgument {}
extension DrawingOptions.Theme: ExpressibleByArgument {}
extension DrawingOptions.Operations: ExpressibleByArgument {}
extension DrawingOptions.EdgeNumbers: ExpressibleByArgument {}
extension Format: ExpressibleByArgument {}

extension DrawingOptions.Direction: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

/// How a graph is drawn.
struct DrawingFlags: ParsableArguments {
  @Option(help: "modern, or lecture for what draw_dot draws.")
  var style = DrawingOptions.Style.modern

  @OptionGroup var frame: FrameFlags

  @OptionGroup var part: PartFlags

  @OptionGroup var content: ContentFlags

  @Option(help: "A title above the drawing.")
  var title = ""

  @Option(help: "Enlarges SVG, PNG, PDF and TikZ, 0.1 to 10.")
  var scale = 1.0

  @Option(help: ArgumentHelp("A colour such as '#fff' or white, or transparent.", valueName: "colour"))
  var background: String?

  @Flag(help: "Explain the colours and shapes below the drawing.")
  var legend = false

  func validate() throws {
    guard (0.1...10).contains(scale) else {
      throw ValidationError("--scale is between 0.1 and 10, not \(scale)")
    }
    if let background, Colour(background) == nil {
      throw ValidationError("--background: \(ColourError(background))")
    }
  }

  var options: DrawingOptions {
    var options = frame.options
    options.style = style
    part.choose(in: &options)
    content.choose(in: &options)
    options.title = title
    options.scale = scale
    options.background = background
    options.legend = legend
    return options
  }
}
