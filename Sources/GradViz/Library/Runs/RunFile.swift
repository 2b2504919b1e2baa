import Micrograd

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why a run file could not be read: names the file and the line, and says what to do.
public struct RunFileError: Error, Sendable, CustomStringConvertible {
  public let description: String
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
  public struct Step: Sendable, Equatable {
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
  public private(set) var graphs: [Snapshot] = []
  public private(set) var steps: [Step] = []
  /// Every how many steps the graph was kept.
  public private(set) var every = 1
  /// The format of the frames; nil if none were drawn.
  public private(set) var frames: FrameFormat?
  /// What was trained, in a run of `gradviz train`.
  public private(set) var training: TrainingDescription?
  /// Whether the last line was cut off in mid-write, and dropped.
  public private(set) var isTorn = false
  /// The bytes up to the end of each step's line.
  private(set) var ends: [Int] = []
  /// The bytes of the header line.
  private(set) var headerLength = 0

  /// Reads a file.
  ///
  /// - Parameter mostNumbers: of a longer run, the numbers of every second step are left out, or of every
  ///   fourth and so on, until no more than this are held; never those of the last. Metrics are read of all steps.
  /// - Throws: `RunFileError` if there is none, or a line is not what it should be.
  public init(path: String, mostNumbers: Int = .max) throws(RunFileError) {
    guard let data = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else {
      throw RunFileError(
        description: "cannot read '\(path)': there is no such file; name a folder that a run was recorded to")
    }
    try self.init(data, source: path, mostNumbers: mostNumbers)
  }

  init(_ data: Data, source: String, mostNumbers: Int = .max) throws(RunFileError) {
    let decoder = RunFile.decoder()
    var thinning = Thinning(most: mostNumbers)
    var last: Data?
    var start = data.startIndex
    var number = 0
    while start < data.endIndex {
      guard let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) else {
        isTorn = true
        break
      }
      number += 1
      do {
        if number == 1 {
          try readHeader(decoder.decode(HeaderLine.self, from: data[start..<end]))
          headerLength = end + 1 - data.startIndex
        } else {
          let whole = data[start..<end]
          let line = thinning.skipsNext ? RunFile.withoutNumbers(whole) : nil
          try read(decoder.decode(Line.self, from: line ?? whole), end: end + 1 - data.startIndex)
          last = whole
          if steps.last?.graph != nil, ends.last == end + 1 - data.startIndex { thinning.took(&steps) }
        }
      } catch {
        let what = (error as? Fault)?.message ?? GraphFile.describe(error)
        throw RunFileError(
          description: "\(source):\(number): error: \(what); restore the file from a copy, or cut it off "
            + "before line \(number)")
      }
      start = end + 1
    }
    // How a run ends is always read.
    if let last, let step = steps.last, step.graph != nil, step.data.isEmpty,
      let line = try? decoder.decode(Line.self, from: last), let data = line.data,
      data.count == graphs[step.graph!].nodes.count
    {
      steps[steps.count - 1].data = data
      steps[steps.count - 1].grad = line.grad ?? []
    }
    guard number > 0 else {
      throw RunFileError(description: "\(source): error: the file is empty; nothing was recorded")
    }
  }

  static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  /// The graph of a step with its numbers; nil if only metrics were kept, or read.
  public func snapshot(at index: Int) -> Snapshot? {
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

  /// A step's line up to the numbers of its graph; nil for other lines.
  private static func withoutNumbers(_ line: Data) -> Data? {
    guard line.starts(with: "{\"step\"".utf8), let numbers = line.firstRange(of: Data(", \"data\": [".utf8))
    else {
      return nil
    }
    return line[line.startIndex..<numbers.lowerBound] + Data("}".utf8)
  }

  // MARK: - Lines

  struct Fault: Error {
    let message: String
  }

  private struct HeaderLine: Decodable {
    let format: String
    let version: Int
    let every: Int?
    let frames: FrameFormat?
    let training: TrainingDescription?
  }

  private struct Line: Decodable {
    struct Node: Decodable {
      let op: String
      let label: String?
      let role: String?
      let prev: [Int]
    }

    // Of a graph.
    let graph: Int?
    let root: Int?
    let nodes: [Node]?
    let modules: [GraphFile.Module]?
    // Of a step.
    let step: Int?
    let metrics: [String: Double]?
    let data: [Double]?
    let grad: [Double?]?
  }

  private mutating func readHeader(_ line: HeaderLine) throws {
    guard line.format == "gradviz-run" else {
      throw Fault(message: "the format is '\(line.format)'; 'gradviz-run' is expected")
    }
    guard line.version == 1 else {
      throw Fault(message: "version \(line.version) is not known; this program reads version 1")
    }
    every = max(1, line.every ?? 1)
    frames = line.frames
    training = line.training
  }

  private mutating func read(_ line: Line, end: Int) throws {
    if let nodes = line.nodes {
      guard line.graph == graphs.count else {
        throw Fault(message: "graph \(graphs.count) is expected here")
      }
      let file = GraphFile(
        format: nil, version: nil, root: line.root, backward: nil,
        nodes: nodes.enumerated().map { id, node in
          GraphFile.Node(
            id: id, op: node.op, label: node.label, role: node.role, data: FileNumber(.nan), grad: nil,
            prev: node.prev, local: nil)
        }, modules: line.modules)
      do {
        let graph = try file.snapshot()
        guard graph.nodes.count == nodes.count else {
          throw Fault(message: "some nodes do not reach the root")
        }
        graphs.append(graph)
      } catch let fault as GraphFile.Fault {
        throw Fault(message: fault.message)
      }
    } else if let number = line.step {
      if let last = steps.last, number <= last.step {
        throw Fault(message: "step \(number) comes after step \(last.step)")
      }
      let step = Step(
        step: number, metrics: line.metrics ?? [:], graph: line.graph, data: line.data ?? [],
        grad: line.grad ?? [])
      if let graph = line.graph {
        guard graphs.indices.contains(graph) else { throw Fault(message: "there is no graph \(graph)") }
        let count = graphs[graph].nodes.count
        guard line.data == nil || step.data.count == count, step.grad.isEmpty || step.grad.count == count
        else {
          throw Fault(message: "graph \(graph) has \(count) nodes; the line has \(step.data.count) numbers")
        }
      }
      steps.append(step)
      ends.append(end)
    } else {
      throw Fault(message: "a line has either \"nodes\" or a \"step\"")
    }
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

  static func graphLine(_ number: Int, _ graph: Snapshot) -> [UInt8] {
    var text = "{\"graph\": \(number), \"root\": \(graph.root), \"nodes\": ["
    for (id, node) in graph.nodes.enumerated() {
      text += id == 0 ? "" : ", "
      text += "{\"op\": \(JSONText.quoted(node.op))"
      if !node.label.isEmpty { text += ", \"label\": \(JSONText.quoted(node.label))" }
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

  /// - Parameter graph: the number of the graph and the graph, if its numbers are kept.
  static func stepLine(
    _ step: Int, _ metrics: [String: Double], _ graph: (number: Int, snapshot: Snapshot)?
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
