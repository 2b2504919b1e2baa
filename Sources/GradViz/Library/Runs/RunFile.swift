import Micrograd

/// Why a run file could not be read: names the file and the line, and says what to do.
public struct RunFileError: Error, Sendable, CustomStringConvertible {
  /// What is wrong, where, and what to do.
  public let description: String
  /// Whether there is no such file, or it may not be read.
  public let isMissing: Bool

  init(description: String, isMissing: Bool = false) {
    self.description = description
    self.isMissing = isMissing
  }
}

/// A recorded run: graphs, and their numbers step by step.
///
/// The file has one JSON object a line: a header, then for each topology a line with its nodes, and for each
/// step a line with metrics and, if its graph was kept, the numbers of the nodes. Lines are only ever added,
/// so that whatever stops a program leaves a file that can be read: a torn last line is dropped.
///
///     let run = try RunFile(path: "output/run/run.jsonl")
///     run.steps.last?.metrics["loss"]
public struct RunFile: Sendable {
  /// One step of a run.
  public struct Step: Sendable, Equatable {
    /// Its number; it rises from step to step.
    public var step: Int
    /// Such as `loss` and `accuracy`.
    public var metrics: [String: Double]
    /// Which of the graphs; nil if only metrics were kept.
    public var graph: Int?
    /// By id of the node; empty if only metrics were kept, or read.
    public var data: [Double]
    /// nil where it was not computed.
    public var grad: [Double?]
  }

  /// One for each topology, with no numbers.
  public internal(set) var graphs: [Graph] = []
  /// In order.
  public internal(set) var steps: [Step] = []
  /// Every how many steps the graph was kept.
  public internal(set) var every = 1
  /// The format of the frames; nil if none were drawn.
  public internal(set) var frames: FrameFormat?
  /// What was trained, in a run of `gradviz train`; its plan has the steps that were asked for last.
  public internal(set) var training: TrainingDescription?
  /// Whether the last line was cut off in mid-write, and dropped.
  public internal(set) var isTorn = false
  /// The bytes up to the end of each step's line.
  var ends: [Int] = []
  /// The bytes of the header line.
  var headerLength = 0

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - mostNumbers: of a longer run, the numbers of every second step are left out, or of every fourth and so on,
  ///     until no more than this are held; never those of the last. Metrics are read of all steps.
  /// - Throws: `RunFileError` if there is none, or a line is not what it should be.
  public init(path: String, mostNumbers: Int = .max) throws(RunFileError) {
    try self.init(FileLines(path), source: path, mostNumbers: mostNumbers)
  }

  /// The graph of a step with its numbers; nil if only metrics were kept, or read.
  public func graph(at index: Int) -> Graph? {
    let step = steps[index]
    guard let graph = step.graph, !step.data.isEmpty else { return nil }
    return graphs[graph].with(data: step.data, grad: step.grad)
  }
}
