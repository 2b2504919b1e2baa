import Micrograd

/// The steps of a text: the graph at every call of one `backward()` expression in a loop, before the loop updates its
/// leaves; or at calls in a row, each of them written out, of one graph.
final class StepRecording {
  /// The most values of a graph that is kept whole.
  static let mostValues = 2000
  /// The most numbers that are held; of longer runs every second step keeps its metrics alone.
  static let mostNumbers = 50_000_000

  private let sample: Int?
  private var runs: [Int64: RunFile] = [:]
  private var counts: [Int64: Int] = [:]
  /// In the order in which they were executed first.
  private var sites: [Int64] = []
  private var held = 0
  /// Whether graphs were too large to be kept whole.
  private(set) var isPartial = false

  /// - Parameter sample: whose graph is kept of one that is too large.
  init(sample: Int?) { self.sample = sample }

  /// Keeps a moment.
  ///
  /// - Parameters:
  ///   - site: the expression that called `backward()`.
  ///   - root: what it was called on.
  ///   - notes: what the text says of its values.
  /// - Throws: `GraphViewError` if a large graph has no such sample.
  func capture(_ site: Int64, _ root: Value, _ notes: [Value: String]) throws(GraphViewError) {
    let step = counts[site, default: 0]
    counts[site] = step + 1
    if step == 0 { sites.append(site) }
    var snapshot = Graph(of: root, notes: notes)
    if snapshot.nodes.count > StepRecording.mostValues {
      if let part = snapshot.sample(sample ?? 0) {
        isPartial = true
        snapshot = part
      } else if let sample {
        throw GraphViewError(
          description:
            "there is no sample \(sample); the graph has \(ModuleNesting(snapshot).samples.count), from 0 on")
      }
    }
    runs[site, default: RunFile()].append(snapshot, step: step, metrics: ["loss": root.data])
    held += 2 * snapshot.nodes.count
    if held > StepRecording.mostNumbers {
      for site in runs.keys { runs[site]!.thin() }
      held = runs.values.reduce(0) { $0 + $1.steps.reduce(0) { $0 + 2 * $1.data.count } }
    }
  }

  /// The steps that ended with an expression, the last that was executed; nil if there is but one.
  func run(of site: Int64?) -> RunFile? {
    guard let site, let run = runs[site] else { return nil }
    if counts[site, default: 0] > 1 { return run }
    guard let last = run.graph(at: 0) else { return nil }
    let row = sites.reversed().prefix { site in
      counts[site] == 1 && runs[site]?.graph(at: 0)?.hasTopology(of: last) == true
    }
    guard row.count > 1 else { return nil }
    var steps = RunFile()
    for (step, site) in row.reversed().enumerated() {
      guard let run = runs[site], let graph = run.graph(at: 0) else { continue }
      steps.append(graph, step: step, metrics: run.steps[0].metrics)
    }
    return steps
  }
}

extension RunFile {
  /// Writes the run to a folder, as one that was recorded step by step.
  ///
  /// - Parameters:
  ///   - directory: where to; is made if it is missing.
  ///   - frames: the format of the drawings, nil for none.
  ///   - options: how they are drawn.
  ///   - overwrites: whether a run that is in the folder is replaced.
  /// - Throws: `RunFileError` if there is one that is not to be replaced; else as `Recorder`.
  public func write(
    to directory: String, frames: FrameFormat? = .svg, options: DrawingOptions = DrawingOptions(),
    overwrites: Bool = false
  ) throws {
    if !overwrites, InputFile.exists(Recorder.runFile(in: directory)) {
      throw RunFileError(
        description: "'\(directory)' has a run already; replace it with --overwrite, or choose another folder"
      )
    }
    let recorder = try Recorder(directory: directory, frames: frames, options: options)
    for (index, step) in steps.enumerated() {
      if let snapshot = graph(at: index) {
        try recorder.capture(snapshot, step: step.step, metrics: step.metrics)
      } else {
        try recorder.capture(metrics: step.metrics, step: step.step)
      }
    }
    try recorder.finish()
  }
}
