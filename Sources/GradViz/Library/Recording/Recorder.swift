import LibC
import Micrograd

/// Records a run: the numbers of a graph step by step, a drawing of each, and the curve of the loss.
///
///     let recorder = try Recorder(directory: "output/run", every: 10)
///     for step in 0..<100 {
///       …
///       loss.backward()
///       try recorder.capture(loss, step: step)
///       optimizer.step()
///     }
///     try recorder.finish()
///
/// The folder then has `run.jsonl`, `frames/step-000010.svg` and so on, `loss.svg`, and `timeline.html`, the page of
/// the run. All frames of one topology share one layout: from frame to frame numbers change and nothing moves. A
/// graph of another shape starts a new layout. Every line is on its way to the disk when `capture` returns, so that a
/// crash loses at most the step that it happened in.
///
/// A recorder is used by one thread at a time, and its folder by one recorder. A frame costs O(n) and
/// no layout, a capture that is not kept only a copy of the numbers.
public final class Recorder {
  /// What the frames are.
  public typealias Frames = FrameFormat

  /// What a folder with an earlier run is for.
  public enum Existing: Sendable {
    /// The run is replaced.
    case replace
    /// The run goes on: what was recorded from this step on is recorded again.
    case resume(at: Int)
  }

  /// Where it is recorded to.
  public let directory: String
  /// Every how many steps the graph is kept.
  public let every: Int
  /// How many steps were captured.
  public private(set) var count: Int
  private let frames: FrameWriter?
  private let options: DrawingOptions
  private let file: AppendedFile
  private var graphs: [Graph] = []
  /// The number of the last step.
  private var lastStep: Int?
  /// How many steps kept their graph.
  private var keptCount = 0
  /// What was recorded; nil of a run that goes on, whose file has more.
  private var inMemory: RunInMemory?
  /// A file that is to stand beside the run from its first line on, in place of that of an earlier run.
  private let companion: (path: String, bytes: [UInt8])?
  /// The last capture, as long as nobody knows whether it is the last of all.
  private var pending: (step: Int, metrics: [String: Double], snapshot: Graph)?

  /// - Parameters:
  ///   - directory: is made if it is missing. An earlier run in it is replaced.
  ///   - every: every how many steps the graph is kept; the first and the last always are. Metrics are kept
  ///     of all.
  ///   - frames: the format of the drawings, nil for none.
  ///   - options: how they are drawn; always in the modern style.
  /// - Throws: `OutputError` if the folder cannot be written, or another process records to it;
  ///   `RunFileError` if an earlier run that is to go on cannot be read.
  public convenience init(
    directory: String, every: Int = 1, frames: Frames? = .svg, options: DrawingOptions = DrawingOptions()
  ) throws {
    try self.init(
      directory: directory, every: every, frames: frames, options: options, existing: .replace, training: nil)
  }

  init(
    directory: String, every: Int, frames: Frames?, options: DrawingOptions, existing: Existing,
    training: TrainingDescription?, companion: (path: String, bytes: [UInt8])? = nil
  ) throws {
    precondition(every > 0, "A recorder keeps every first, second or later step, not every \(every).")
    try OutputFile.createFolder(directory)
    let path = Recorder.runFile(in: directory)
    let replaces = if case .replace = existing { true } else { false }
    file = try AppendedFile(path, replaces: replaces)
    OutputFile.removeAbandoned(in: directory)
    OutputFile.removeAbandoned(in: "\(directory)/frames")
    self.companion = companion
    self.directory = directory
    self.options = options
    self.every = every
    self.frames = try frames.map { try FrameWriter(directory, $0, options) }
    count = 0
    switch existing {
    case .replace:
      try file.append(RunFile.headerLine(every: every, frames: frames, training: training))
      inMemory = RunInMemory(
        every: every, frames: frames, training: training, mostNumbers: RunPictures.mostNumbers)
    case .resume(let step): try resume(path, at: step)
    }
  }

  static func runFile(in directory: String) -> String { "\(directory)/run.jsonl" }

  private func resume(_ path: String, at step: Int) throws {
    let run = try RunFile(path: path, mostNumbers: 0)
    let kept = run.steps.prefix { $0.step < step }
    guard kept.last.map({ $0.step + 1 }) ?? 0 == step else {
      throw RunFileError(
        description: "\(path): error: the run ends at step \(kept.last?.step ?? 0), but its model is at step "
          + "\(step); restore the file from a copy, or start again with --overwrite")
    }
    // The line of a graph stands before the first step that has it, and may have been written for a step
    // that is dropped now.
    let length = kept.isEmpty ? run.headerLength : run.ends[kept.count - 1]
    graphs = Array(run.graphs.prefix((kept.compactMap(\.graph).max() ?? -1) + 1))
    lastStep = kept.last?.step
    keptCount = kept.count { $0.graph != nil }
    count = kept.count
    try file.truncate(to: length)
  }

  /// Records a moment: the graph below a value, its numbers and gradients.
  ///
  /// - Parameters:
  ///   - value: mostly the loss, after `backward()` and before the optimizer's step.
  ///   - step: must rise from capture to capture.
  ///   - metrics: to be shown beside it; the value as `loss` if there are none.
  /// - Throws: `OutputError` if the disk is full, say; what was recorded before is kept.
  ///   `GraphvizError` if the first frame of a topology cannot be drawn.
  public func capture(_ value: Value, step: Int, metrics: [String: Double] = [:]) throws {
    try capture(
      Graph(of: value), step: step, metrics: metrics.isEmpty ? ["loss": value.data] : metrics)
  }

  /// Records a graph that was made elsewhere.
  ///
  /// - Throws: As the form that takes a value.
  public func capture(_ snapshot: Graph, step: Int, metrics: [String: Double]) throws {
    precondition(
      lastStep.map { $0 < step } ?? true && pending.map { $0.step < step } ?? true,
      "Step \(step) was captured after step \(pending?.step ?? lastStep ?? 0).")
    try flush()
    count += 1
    if keeps(step) {
      try keep(snapshot, step, metrics)
    } else {
      pending = (step, metrics, snapshot)
    }
  }

  /// Writes down that the training has another number of steps from now on.
  func plan(steps: Int) throws {
    try flush()
    try file.append(RunFile.planLine(steps: steps))
    try file.synchronize()
  }

  /// Records the metrics of a step whose graph nobody wants: cheaper than a capture by the whole graph.
  func capture(metrics: [String: Double], step: Int) throws {
    try flush()
    count += 1
    try append(metrics, step)
  }

  /// Whether `capture` keeps the graph of a step, should it not be the last.
  func keeps(_ step: Int) -> Bool { keptCount == 0 || step % every == 0 }

  /// Writes what the recorder holds back.
  ///
  /// The last capture waits until it is known whether it is the last of all, whose graph is kept. After a
  /// flush it is not, unless another one follows.
  ///
  /// - Throws: `OutputError`.
  public func flush() throws {
    guard let (step, metrics, _) = pending else { return }
    try append(metrics, step)
    pending = nil
  }

  private func append(_ metrics: [String: Double], _ step: Int) throws {
    try file.append(RunFile.stepLine(step, metrics, nil))
    lastStep = step
    inMemory?.append(step, metrics)
    try replaceEarlierRun()
  }

  /// Whether anything of this run stands in the folder.
  var isCommitted: Bool { file.isCommitted }

  /// Now that there is a line of this run, that of an earlier one goes.
  private func replaceEarlierRun() throws {
    guard !file.isCommitted else { return }
    if let companion { try OutputFile.write(companion.bytes, to: companion.path) }
    try file.commit()
    try frames?.removeAll()
  }

  /// Where the drawings are; nil if there are none.
  var framesWritten: String? {
    frames.map { "frames/ (\(keptCount) \($0.format.rawValue))" }
  }

  /// Ends the recording: keeps the last graph, and draws the curve of the loss and the page of the run. May
  /// be called again.
  ///
  /// - Throws: `OutputError`, or what drawing throws; what was recorded is kept.
  public func finish() throws {
    try end()
    let pictures = try pictures()
    _ = try pictures.writeCharts(options: options) + pictures.writePage(options: options)
  }

  /// What can be drawn of all that was captured.
  func pictures() throws(RunFileError) -> RunPictures {
    if let inMemory { RunPictures(directory, inMemory.soFar) } else { try RunPictures(directory) }
  }

  /// Keeps the last graph.
  func end() throws {
    if let (step, metrics, snapshot) = pending {
      pending = nil
      try keep(snapshot, step, metrics)
    }
    // A run of no step leaves an earlier one alone.
    if file.replacesNothing { try replaceEarlierRun() }
    try file.synchronize()
  }

  /// Waits until the disk has all that was captured.
  func synchronize() throws {
    try flush()
    if file.replacesNothing { try replaceEarlierRun() }
    try file.synchronize()
  }

  private func keep(_ snapshot: Graph, _ step: Int, _ metrics: [String: Double]) throws {
    // The last topology is the likely one.
    var number = graphs.lastIndex { $0.hasTopology(of: snapshot) }
    if number == nil {
      try file.append(RunFile.graphLine(graphs.count, snapshot))
      number = graphs.count
      graphs.append(snapshot)
    }
    try file.append(RunFile.stepLine(step, metrics, (number!, snapshot)))
    lastStep = step
    keptCount += 1
    inMemory?.append(step, metrics, (number!, snapshot))
    try replaceEarlierRun()
    try frames?.write(snapshot, graph: number!, step: step, metrics: metrics)
  }
}
