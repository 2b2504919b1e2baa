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

  @OptionGroup var drawing: FrameFlags

  func validate() throws {
    if let frames, Recorder.Frames(rawValue: frames) == nil, frames != "none" {
      throw ValidationError("--frames is svg, png or none, not '\(frames)'")
    }
  }

  func run() throws {
    if let output, output != "-", let format = Format(suffixOf: output), format != .html {
      throw Failure.usage(
        "-o writes the page of the run, which is HTML; end '\(output)' with .html, or draw its steps with --frames"
      )
    }
    let pictures = try RunPictures(folder)
    if let output {
      try OutputFile.refuseToReplace("\(folder)/run.jsonl", by: output)
      let page = try Explorer(pictures.run, options: drawing.options).html()
      if output == "-" { return try OutputFile.write(page, to: STDOUT_FILENO, "<stdout>") }
      return try OutputFile.write(page, to: output)
    }
    var written = try pictures.writeCharts() + pictures.writePage(options: drawing.options)
    if let format = frames.map({ Recorder.Frames(rawValue: $0) }) ?? pictures.run.frames {
      let count = try pictures.writeFrames(format, options: drawing.options)
      written.insert("frames/ (\(count) \(format.rawValue))", at: 0)
    }
    try Console.print("wrote \(folder): \(written.joined(separator: ", "))\n")
  }
}
