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
  public private(set) var every = 1
  /// The format of the frames; nil if none were drawn.
  public private(set) var frames: FrameFormat?
  /// What was trained, in a run of `gradviz train`; its plan has the steps that were asked for last.
  public private(set) var training: TrainingDescription?
  /// Whether the last line was cut off in mid-write, and dropped.
  public private(set) var isTorn = false
  /// The bytes up to the end of each step's line.
  private(set) var ends: [Int] = []
  /// The bytes of the header line.
  private(set) var headerLength = 0

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

  init(_ lines: FileLines, source: String, mostNumbers: Int = .max) throws(RunFileError) {
    var thinning = Thinning(most: mostNumbers)
    var lastStep: (line: [UInt8], number: Int)?
    var number = 0
    do throws(JSONError) {
      while let line = lines.next() {
        number += 1
        var reader = JSONReader(line, source: source, firstLine: number)
        if number == 1 {
          try readHeader(&reader)
          headerLength = lines.end
        } else {
          let count = steps.count
          let isPlan = try read(&reader, skipsNumbers: thinning.skipsNext)
          if steps.count > count {
            ends.append(lines.end)
            lastStep = (line, number)
            if steps[count].graph != nil { thinning.took(&steps) }
          } else if isPlan {
            // Stays with the step before it, whatever later ones are dropped.
            if ends.isEmpty { headerLength = lines.end }
            if !ends.isEmpty { ends[ends.count - 1] = lines.end }
          }
        }
      }
      // How a run ends is always read.
      if let (line, number) = lastStep, let step = steps.last, step.graph != nil, step.data.isEmpty {
        steps.removeLast()
        var reader = JSONReader(line, source: source, firstLine: number)
        _ = try read(&reader, skipsNumbers: false)
      }
    } catch {
      throw RunFileError(
        description: "\(error); restore the file from a copy, or cut it off before line \(error.line)")
    }
    if let fault = lines.fault {
      throw RunFileError(
        description: "cannot read '\(source)': \(fault); name a folder that a run was recorded to",
        isMissing: !fault.isTooLarge)
    }
    isTorn = !lines.rest.isEmpty
    guard number > 0 else {
      throw RunFileError(description: "\(source): error: the file is empty; nothing was recorded")
    }
  }

  /// The graph of a step with its numbers; nil if only metrics were kept, or read.
  public func graph(at index: Int) -> Graph? {
    let step = steps[index]
    guard let graph = step.graph, !step.data.isEmpty else { return nil }
    return graphs[graph].with(data: step.data, grad: step.grad)
  }

  /// Keeps the numbers of every second, fourth and so on of the steps that have any, and always those of the
  /// first of each graph.
  private struct Thinning {
    let most: Int
    private var stride = 1
    private var taken = 0
    private var held = 0

    init(most: Int) { self.most = most }

    var skipsNext: Bool { taken % stride != 0 }

    mutating func took(_ steps: inout [Step]) {
      taken += 1
      held += steps[steps.count - 1].data.count
      while held > most {
        stride *= 2
        held = 0
        var place = 0
        var first: Set<Int> = []
        for index in steps.indices {
          guard let graph = steps[index].graph else { continue }
          if place % stride != 0 && first.contains(graph) {
            steps[index].data = []
            steps[index].grad = []
          }
          first.insert(graph)
          held += steps[index].data.count
          place += 1
        }
        // What is left may be the first steps of many graphs, which stay.
        if stride > 1 << 20 { break }
      }
    }
  }

  // MARK: - Lines

  private mutating func readHeader(_ reader: inout JSONReader) throws(JSONError) {
    try reader.beginObject("the header of a run, {\"format\": \"gradviz-run\", …},")
    var format: String?
    while let name = try reader.nextName() {
      switch name {
      case "format":
        let start = reader.nextPosition
        format = try reader.text()
        guard format == "gradviz-run" else {
          throw reader.error(
            "the format is '\(LabelText.elided(LabelText.visible(format!)))'; 'gradviz-run' is expected",
            at: start)
        }
      case "version": try GraphJSON.checkVersion(&reader)
      case "every": every = max(1, try reader.whole())
      case "frames": frames = try reader.decode(FrameFormat?.self)
      case "training":
        let start = reader.nextPosition
        training = try reader.decode(TrainingDescription?.self)
        if let fault = training?.fault { throw reader.error(fault, at: start) }
      default: try reader.skip()
      }
    }
    try reader.end()
    guard format != nil else { throw reader.error("\"format\" is missing; 'gradviz-run' is expected", at: 0) }
  }

  /// Reads the line of a graph, of a step, or of a number of steps that was asked for later.
  ///
  /// - Parameter skipsNumbers: whether the numbers of a step's graph are left out.
  /// - Returns: whether it was the last of these.
  private mutating func read(_ reader: inout JSONReader, skipsNumbers: Bool) throws(JSONError) -> Bool {
    var graph = GraphJSON(isTopology: true)
    var number: Int?
    var step: Int?
    var planned: Int?
    var metrics: [String: Double] = [:]
    var data: [Double] = []
    var grad: [Double?] = []
    try reader.beginObject("the line of a graph or a step, an object,")
    while let name = try reader.nextName() {
      switch name {
      case "graph": number = try reader.null() ? nil : try reader.whole()
      case "step": step = try reader.whole()
      case "steps": planned = try reader.whole()
      case "metrics":
        try reader.beginObject("an object of numbers")
        while let metric = try reader.nextName() { metrics[metric] = try reader.number() }
      case "data" where !skipsNumbers:
        try reader.beginList("a list of numbers")
        while try reader.nextElement() { data.append(try reader.number()) }
      case "grad" where !skipsNumbers:
        try reader.beginList("a list of numbers")
        while try reader.nextElement() { grad.append(try reader.null() ? nil : try reader.number()) }
      case "root", "nodes", "modules": _ = try graph.readMember(name, &reader)
      default: try reader.skip()
      }
    }
    try reader.end()
    if !graph.nodes.isEmpty {
      guard number == graphs.count else {
        throw reader.error("graph \(graphs.count) is expected here", at: 0)
      }
      let topology = try graph.graph(reader)
      guard topology.nodes.count == graph.nodes.count else {
        throw reader.error("some nodes do not reach the root", at: 0)
      }
      graphs.append(topology)
    } else if let step {
      try add(Step(step: step, metrics: metrics, graph: number, data: data, grad: grad), skipsNumbers, reader)
    } else if let planned {
      guard (0...TrainingPlan.mostSteps).contains(planned) else {
        throw reader.error("the number of steps is between 0 and 2⁵³, not \(planned)", at: 0)
      }
      training?.plan.steps = planned
      return true
    } else {
      throw reader.error("a line has either \"nodes\", a \"step\" or \"steps\"", at: 0)
    }
    return false
  }

  private mutating func add(_ step: Step, _ skipsNumbers: Bool, _ reader: JSONReader) throws(JSONError) {
    guard step.step.magnitude <= TrainingPlan.mostSteps else {
      throw reader.error("step \(step.step) is beyond ±2⁵³", at: 0)
    }
    if let last = steps.last, step.step <= last.step {
      throw reader.error("step \(step.step) comes after step \(last.step)", at: 0)
    }
    if let graph = step.graph {
      guard graphs.indices.contains(graph) else { throw reader.error("there is no graph \(graph)", at: 0) }
      let count = graphs[graph].nodes.count
      guard skipsNumbers || step.data.isEmpty || step.data.count == count,
        step.grad.isEmpty || (step.grad.count == count && !step.data.isEmpty)
      else {
        throw reader.error(
          "graph \(graph) has \(count) nodes; the line has \(step.data.count) numbers", at: 0)
      }
    }
    steps.append(step)
  }

  // MARK: - Writing

  static func headerLine(
    every: Int, frames: FrameFormat?, training: TrainingDescription?
  ) throws -> [UInt8] {
    var text = "{\"format\": \"gradviz-run\", \"version\": 1, \"every\": \(every)"
    if let frames { text += ", \"frames\": \"\(frames.rawValue)\"" }
    if let training { text += ", \"training\": \(try training.json())" }
    return Array((text + "}\n").utf8)
  }

  static func graphLine(_ number: Int, _ graph: Graph) -> [UInt8] {
    var text = "{\"graph\": \(number), \"root\": \(graph.root), \"nodes\": ["
    for (id, node) in graph.nodes.enumerated() {
      text += id == 0 ? "" : ", "
      text += "{\"op\": \(JSONText.quoted(node.op))"
      if !node.label.isEmpty { text += ", \"label\": \(JSONText.quoted(node.label))" }
      if let note = graph.notes[id] { text += ", \"note\": \(JSONText.quoted(note))" }
      if let role = node.role { text += ", \"role\": \"\(role.rawValue)\"" }
      text += ", \"prev\": [\(graph.operands(of: id).map(String.init).joined(separator: ", "))]}"
    }
    text += "]"
    if !graph.modules.isEmpty {
      let modules = graph.modules.map {
        "{\"path\": \(JSONText.quoted($0.path)), \"call\": \($0.call), "
          + "\"nodes\": [\($0.nodes.lowerBound), \($0.nodes.upperBound)]}"
      }
      text += ", \"modules\": [\(modules.joined(separator: ", "))]"
    }
    return Array((text + "}\n").utf8)
  }

  /// The line that says how many steps a training has now.
  static func planLine(steps: Int) -> [UInt8] { Array("{\"steps\": \(steps)}\n".utf8) }

  /// - Parameter graph: the number of the graph and the graph, if its numbers are kept.
  static func stepLine(
    _ step: Int, _ metrics: [String: Double], _ graph: (number: Int, snapshot: Graph)?
  ) -> [UInt8] {
    var text = "{\"step\": \(step), \"metrics\": {"
    text += metrics.sorted { $0.key < $1.key }.map {
      "\(JSONText.quoted($0.key)): \(JSONText.number($0.value))"
    }.joined(separator: ", ")
    text += "}"
    if let (number, snapshot) = graph {
      text += ", \"graph\": \(number), \"data\": ["
      for (id, node) in snapshot.nodes.enumerated() {
        text += id == 0 ? "" : ", "
        text += JSONText.number(node.data)
      }
      text += "]"
      if snapshot.hasGradients {
        text += ", \"grad\": ["
        for (id, node) in snapshot.nodes.enumerated() {
          text += id == 0 ? "" : ", "
          text += node.grad.map(JSONText.number) ?? "null"
        }
        text += "]"
      }
    }
    return Array((text + "}\n").utf8)
  }
}
