import Micrograd

extension RunFile {
  init(_ lines: FileLines, source: String, mostNumbers: Int = .max) throws(RunFileError) {
    self.init()
    var thinning = RunThinning(most: mostNumbers)
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
          let isPlan = try read(&reader, skipsNumbers: thinning.skipsNext(graphs: graphs.count))
          if steps.count > count {
            ends.append(lines.end)
            lastStep = (line, number)
            if steps[count].graph != nil { thinning.took(&steps) }
          } else if isPlan {
            // Stays with the step before it, whatever later ones are dropped.
            if ends.isEmpty { headerLength = lines.end } else { ends[ends.count - 1] = lines.end }
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
      // Without its header there is no run.
      let cut = error.line > 1 ? ", or cut it off before line \(error.line)" : ", or record the run anew"
      throw RunFileError(description: "\(error); restore the file from a copy\(cut)")
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

  private mutating func readHeader(_ reader: inout JSONReader) throws(JSONError) {
    try reader.beginObject("the header of a run, {\"format\": \"gradviz-run\", …},")
    var format: String?
    var names: Set<String> = []
    while let name = try reader.nextName(besides: &names) {
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
      case "every":
        let start = reader.nextPosition
        every = try reader.whole()
        guard every > 0 else {
          throw reader.error("\"every\" is a number of steps from 1 on, not \(every)", at: start)
        }
      case "frames": frames = try reader.decode(FrameFormat?.self, of: name)
      case "training":
        let start = reader.nextPosition
        training = try reader.decode(TrainingDescription?.self, of: name)
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
    var names: Set<String> = []
    try reader.beginObject("the line of a graph or a step, an object,")
    while let name = try reader.nextName(besides: &names) {
      switch name {
      case "graph": number = try reader.null() ? nil : try reader.whole()
      case "step": step = try reader.whole()
      case "steps": planned = try reader.whole()
      case "metrics":
        var names: Set<String> = []
        try reader.beginObject("an object of numbers")
        while let metric = try reader.nextName(besides: &names) { metrics[metric] = try reader.number() }
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
          "graph \(graph) has \(Count.things(count, "node")); the line has "
            + Count.things(step.data.count, "number"), at: 0)
      }
    }
    steps.append(step)
  }
}

extension JSONReader {
  /// The name of the next member, which must be none of those before it.
  fileprivate mutating func nextName(besides names: inout Set<String>) throws(JSONError) -> String? {
    guard let name = try nextName() else { return nil }
    guard names.insert(name).inserted else {
      throw error("\"\(LabelText.elided(LabelText.visible(name)))\" stands twice; keep one")
    }
    return name
  }
}
