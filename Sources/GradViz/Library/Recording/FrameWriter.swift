import LibC
import Micrograd

/// Draws the frames of a run into its folder, one layout for each topology.
final class FrameWriter {
  private let folder: String
  let format: FrameFormat
  private let options: DrawingOptions
  private var templates: [Int: FrameTemplate] = [:]

  init(_ directory: String, _ format: FrameFormat, _ options: DrawingOptions) throws(OutputError) {
    folder = "\(directory)/frames"
    self.format = format
    self.options = options
    try OutputFile.createFolder(folder)
  }

  /// - Parameter graph: the number of the topology.
  func write(_ snapshot: Graph, graph: Int, step: Int, metrics: [String: Double]) throws {
    let template: FrameTemplate
    if let known = templates[graph] {
      template = known
    } else {
      template = try FrameTemplate(snapshot, options: options)
      // Runs whose every step has another shape would fill the memory.
      if templates.count >= 16 { templates.removeAll() }
      templates[graph] = template
    }
    let caption = FrameWriter.caption(step, metrics)
    let bytes =
      switch format {
      case .svg: template.fill(snapshot, caption: caption)
      case .png: try template.png(snapshot, caption: caption)
      }
    try OutputFile.write(
      bytes, to: "\(folder)/\(RunFile.Step.pictureName(step)).\(format.rawValue)", isDerived: true)
  }

  /// Removes the frames of an earlier run, and nothing else.
  func removeAll() throws {
    for name in InputFile.names(in: folder) {
      let parts = name.split(separator: ".")
      guard parts.count == 2, parts[0].hasPrefix("step-"), parts[0].dropFirst(5).allSatisfy(\.isNumber),
        FrameFormat(rawValue: String(parts[1])) != nil
      else { continue }
      unlink("\(folder)/\(name)")
    }
  }

  static func caption(_ step: Int, _ metrics: [String: Double]) -> String {
    var parts = ["step \(step)"]
    if let loss = metrics["loss"] { parts.append("loss \(FrameNumber.text(loss))") }
    if let accuracy = metrics["accuracy"], accuracy.isFinite {
      parts.append("accuracy \(FrameNumber.text(min(max(accuracy, 0), 1) * 100)) %")
    }
    return parts.joined(separator: " · ")
  }
}
