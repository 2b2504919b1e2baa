import ArgumentParser
import GradViz

struct Timeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the pictures of a recorded run anew.",
    discussion: """
      Examples:
        gradviz timeline output/moons
        gradviz timeline output/moons --frames png --theme dark

      Needs nothing but the run.jsonl of the folder.
      """)

  @Argument(help: "The folder that a run was recorded to.", completion: .directory)
  var folder: String

  @Option(help: "The drawings of the steps: svg, png or none; what the run has without this.")
  var frames: String?

  @OptionGroup var drawing: FrameFlags

  func validate() throws {
    if let frames, Recorder.Frames(rawValue: frames) == nil, frames != "none" {
      throw ValidationError("--frames is svg, png or none, not '\(frames)'")
    }
  }

  func run() throws {
    let pictures = try RunPictures(folder)
    var written = try pictures.writeCharts()
    if let format = frames.map({ Recorder.Frames(rawValue: $0) }) ?? pictures.run.frames {
      let count = try pictures.writeFrames(format, options: drawing.options)
      written.insert("frames/ (\(count) \(format.rawValue))", at: 0)
    }
    try Console.print("wrote \(folder): \(written.joined(separator: ", "))\n")
  }
}
