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

/// What may be left out of a drawing.
enum HiddenPart: String, CaseIterable, ExpressibleByArgument {
  case constants
}

/// How a graph is drawn.
struct DrawingFlags: ParsableArguments {
  @Option(help: "modern, or lecture for what draw_dot draws.")
  var style = DrawingOptions.Style.modern

  @OptionGroup var frame: FrameFlags

  @Option(help: "Decimals of numbers, 0 to 17.")
  var digits: Int?

  @OptionGroup var part: PartFlags

  @Option(help: "The numbers of the chain rule on every edge: none, local or contribution.")
  var edges = DrawingOptions.EdgeNumbers.none

  @Option(help: "What gets no box: constants, which operations then have in their own.")
  var hide: [HiddenPart] = []

  @Option(help: "A title above the drawing.")
  var title = ""

  @Option(help: "Enlarges SVG, PNG, PDF and TikZ, 0.1 to 10.")
  var scale = 1.0

  @Option(help: ArgumentHelp("A colour such as '#fff' or white, or transparent.", valueName: "colour"))
  var background: String?

  @Flag(help: "Explain the colours and shapes below the drawing.")
  var legend = false

  func validate() throws {
    if let digits, !(0...17).contains(digits) {
      throw ValidationError("--digits is between 0 and 17, not \(digits)")
    }
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
    if let digits { options.digits = digits }
    part.choose(in: &options)
    options.edges = edges
    options.hidesConstants = hide.contains(.constants)
    options.title = title
    options.scale = scale
    options.background = background
    options.legend = legend
    return options
  }
}
