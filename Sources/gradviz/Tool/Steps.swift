import ArgumentParser
import GradViz
import LibC

extension StepPictures.Phase: ExpressibleByArgument {}

/// How long pictures stay.
struct AnimationFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How long a step stays in what plays, 0.1 to 30; 2 without this.", valueName: "seconds"))
  var pace: Double?

  /// In seconds.
  var stay: Double { pace ?? 2 }

  func validate() throws {
    if let pace, !(0.1...30).contains(pace) {
      throw ValidationError("--pace is between 0.1 and 30 seconds, not \(pace)")
    }
  }

  /// - Throws: `Failure` if a pace was given, and nothing plays.
  func check(_ outputs: [StepOutput]) throws {
    if pace != nil, !outputs.contains(where: \.plays) {
      throw Failure.usage(
        "--pace is for what plays; name a file that ends with .svg or .png, or leave it out")
    }
  }
}

struct Steps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps",
    abstract: "Draw a graph step by step: slides, or one picture that plays.",
    usage: "gradviz steps [<options>] [<input>] -o <output>",
    discussion: """
      Examples:
        gradviz steps expr.txt -o slides/                    01-forward-e.svg, 02-forward-d.svg …
        gradviz steps expr.txt -o slides/ --format png --phase backward
        gradviz steps expr.txt -o slides.pdf                 a page a step
        gradviz steps expr.txt -o backward.svg               plays by itself, also in a README
        gradviz steps expr.txt -o backward.png               the same as an APNG

      All pictures have one layout; above each stands the formula of the step with its numbers.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: [.short, .long],
    help: "A folder, or a file that ends with .svg, .png or .pdf; - for standard output.",
    completion: .file())
  var output: [String] = []

  @Option(help: "The format of the pictures in a folder, or of standard output: svg, png or pdf.")
  var format: Format?

  @Option(help: "Which steps: forward, backward or both.")
  var phase = StepPictures.Phase.both

  @OptionGroup var animation: AnimationFlags

  @OptionGroup var drawing: DrawingFlags

  @OptionGroup var timeout: TimeoutFlag

  func run() throws {
    let outputs = try StepOutput.all(output, format, command: "gradviz steps expr.txt")
    _ = try OptionEffects.check(drawing.options, [.steps])
    try animation.check(outputs)
    for output in outputs { try input.refuseToOverwrite(output.path) }
    timeout.start()
    let part = drawing.part
    let graph = try input.read(keepsNames: part.focus != nil, sample: part.sample).graph
    try part.check(graph)
    let pictures = try StepPictures(
      graph, phase: phase, options: drawing.options, digits: drawing.content.digits)
    for output in outputs {
      try output.write(pictures, seconds: animation.stay, quiet: input.quiet)
      Console.remark("\(Count.things(pictures.count, "step")) → \(output.path)", quiet: input.quiet)
    }
  }
}
