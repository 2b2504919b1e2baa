import Micrograd

/// The pictures of a recorded run, made from its run file alone.
///
///     try RunPictures("output/moons").writeFrames(.svg)
public struct RunPictures: Sendable {
  /// Where the run is, and where the pictures go.
  public let directory: String
  /// The run.
  public let run: RunFile

  /// Of a run with more numbers, charts have all steps and the page as many as hold these: some megabytes.
  static let mostNumbers = 2_000_000

  /// - Throws: `RunFileError` if the folder has no run.
  public init(_ directory: String) throws(RunFileError) {
    self.directory = directory
    OutputFile.removeAbandoned(in: directory)
    run = try RunFile(path: Recorder.runFile(in: directory), mostNumbers: RunPictures.mostNumbers)
  }

  /// Of a run that was read, or recorded, already.
  init(_ directory: String, _ run: RunFile) {
    self.directory = directory
    self.run = run
  }

  /// The curve of the loss; nil if no step has one.
  public func lossChart(theme: DrawingOptions.Theme = .auto) -> String? {
    LossChart(run.steps.map { ($0.step, $0.metrics) })?.svg(theme)
  }

  /// What the network made of the plane at the last kept step; nil unless it has two inputs.
  public func boundaryChart(theme: DrawingOptions.Theme = .auto) -> String? {
    guard let training = run.training, let index = run.steps.lastIndex(where: { !$0.data.isEmpty }),
      let snapshot = run.graph(at: index)
    else { return nil }
    var parameters: [String: Double] = [:]
    for node in snapshot.nodes where node.role == .parameter { parameters[node.label] = node.data }
    return BoundaryChart(training, parameters: parameters, step: run.steps[index].step)?.svg(theme)
  }

  /// Writes `loss.svg` and `boundary.svg`, as far as the run has them.
  ///
  /// - Parameter options: of which they follow the theme.
  /// - Returns: the names of the files.
  /// - Throws: `OutputError`.
  public func writeCharts(options: DrawingOptions = DrawingOptions()) throws -> [String] {
    var written: [String] = []
    let charts = [
      ("loss.svg", lossChart(theme: options.theme)), ("boundary.svg", boundaryChart(theme: options.theme)),
    ]
    for (name, chart) in charts {
      guard let chart else { continue }
      try OutputFile.write(Array(chart.utf8), to: "\(directory)/\(name)", isDerived: true)
      written.append(name)
    }
    return written
  }

  /// Writes `timeline.html`, the page of the run.
  ///
  /// - Returns: the name of the file; nothing if no graph was kept.
  /// - Throws: `OutputError`, or what `Explorer` throws.
  public func writePage(options: DrawingOptions = DrawingOptions()) throws -> [String] {
    guard run.steps.contains(where: { !$0.data.isEmpty }) else { return [] }
    try OutputFile.write(
      try Explorer(run, options: options).html(), to: "\(directory)/timeline.html", isDerived: true)
    return ["timeline.html"]
  }

  /// Writes all frames anew, and removes those of steps that the run does not have.
  ///
  /// - Returns: how many.
  /// - Throws: `RunFileError`, `OutputError`, or what `FrameTemplate` throws.
  public func writeFrames(_ format: FrameFormat, options: DrawingOptions = DrawingOptions()) throws -> Int {
    // Frames are drawn of all steps that were kept.
    let run = try RunFile(path: Recorder.runFile(in: directory))
    let writer = try FrameWriter(directory, format, options)
    try writer.removeAll()
    var count = 0
    for (index, step) in run.steps.enumerated() {
      guard let graph = step.graph, let snapshot = run.graph(at: index) else { continue }
      try writer.write(snapshot, graph: graph, step: step.step, metrics: step.metrics)
      count += 1
    }
    return count
  }
}
