import ArgumentParser
import GradViz
import LibC

struct Timeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Make the pictures of a recorded run anew.",
    usage: "gradviz timeline [<options>] <folder>",
    discussion: """
      Examples:
        gradviz timeline output/moons
        gradviz timeline output/moons --frames png --theme dark
        gradviz timeline output/moons -o moons.html
        gradviz timeline output/moons --steps slides/ --every 10
        gradviz timeline output/moons --steps moons.svg --pace 0.3

      Needs nothing but the run.jsonl of the folder.
      """)

  @Argument(help: "The folder that a run was recorded to.", completion: .directory)
  var folder: String

  @Option(
    name: [.short, .long],
    help: "Write only the page of the run, to this file; - for standard output.",
    completion: .file())
  var output: String?

  @Option(help: "The drawings of the steps: svg, png or none; what the run has without this.")
  var frames: String?

  @Option(
    help: ArgumentHelp(
      "Write only pictures of the steps, in one layout: to a folder, or to a file that ends with .svg or .png, which "
        + "plays, or with .pdf. May be given several times.", valueName: "output"), completion: .file())
  var steps: [String] = []

  @Option(help: "Every how many of the kept steps --steps has a picture.")
  var every: Int?

  @Option(help: "The format of the pictures in the folder of --steps: svg, png or pdf.")
  var format: Format?

  @OptionGroup var animation: AnimationFlags

  @OptionGroup var drawing: FrameFlags

  func validate() throws {
    if let frames, Recorder.Frames(rawValue: frames) == nil, frames != "none" {
      throw ValidationError("--frames is svg, png or none, not '\(frames)'")
    }
    if let every, every < 1 { throw ValidationError("--every is a number from 1 on, not \(every)") }
    let forSteps = [
      (every != nil, "--every"), (format != nil, "--format"), (animation.pace != nil, "--pace"),
    ]
    if steps.isEmpty, let given = forSteps.first(where: \.0) {
      throw ValidationError("\(given.1) is for the pictures of --steps, which is missing")
    }
    if output != nil, frames != nil {
      throw ValidationError("-o writes the page alone; leave --frames out, or -o")
    }
    if !steps.isEmpty, output != nil || frames != nil {
      throw ValidationError("--steps writes its pictures alone; leave -o and --frames out")
    }
  }

  func run() throws {
    if !steps.isEmpty { return try writeSteps() }
    if let output, output != "-", let format = Format(suffixOf: output), format != .html {
      throw Failure.usage(
        "-o writes the page of the run, which is HTML; end '\(output)' with .html, or draw its steps with --steps or --frames"
      )
    }
    let pictures = try RunPictures(folder)
    if let output {
      try remark(on: [.runPage])
      try OutputFile.refuseToReplace("\(folder)/run.jsonl", by: output)
      let page = try Explorer(pictures.run, options: drawing.options).html()
      if output == "-" { return try OutputFile.write(page, to: STDOUT_FILENO, "<stdout>") }
      return try OutputFile.write(page, to: output)
    }
    let format = frames.map { Recorder.Frames(rawValue: $0) } ?? pictures.run.frames
    try remark(on: (format == nil ? [] : [.frames]) + [.runPage])
    let options = drawing.options
    var written = try pictures.writeCharts(options: options) + pictures.writePage(options: options)
    if let format {
      let count = try pictures.writeFrames(format, options: options)
      written.insert("frames/ (\(count) \(format.rawValue))", at: 0)
    }
    try Console.say("wrote \(folder): \(written.joined(separator: ", "))\n")
  }

  private func remark(on outputs: [OptionEffects.Output]) throws {
    for text in try OptionEffects.check(drawing.options, outputs) { Console.note(text, quiet: false) }
  }

  private func writeSteps() throws {
    let outputs = try StepOutput.all(steps, format, option: "--steps", command: "gradviz timeline \(folder)")
    try remark(on: [.steps])
    try animation.check(outputs)
    for output in outputs { try OutputFile.refuseToReplace("\(folder)/run.jsonl", by: output.path) }
    let run = try RunFile(path: "\(folder)/run.jsonl")
    let pictures = try StepPictures(run, every: every ?? 1, options: drawing.options)
    for output in outputs { try output.write(pictures, seconds: animation.stay, quiet: false) }
    Console.remark("\(Count.things(pictures.count, "step")) → \(steps.joined(separator: ", "))", quiet: false)
  }
}
