import Micrograd

/// A run while it is recorded: what reading its file would give, without reading it.
struct RunInMemory {
  private var run = RunFile()
  private var thinning: RunThinning
  /// The numbers of the last step, which are kept whatever is left out.
  private var last: RunFile.Step?

  /// - Parameter mostNumbers: as for reading a file.
  init(every: Int, frames: FrameFormat?, training: TrainingDescription?, mostNumbers: Int) {
    run.every = every
    run.frames = frames
    run.training = training
    thinning = RunThinning(most: mostNumbers)
  }

  /// Adds a step.
  ///
  /// - Parameter graph: the number of its graph and the graph, if that is kept. Numbers rise by one from 0.
  mutating func append(
    _ step: Int, _ metrics: [String: Double], _ graph: (number: Int, snapshot: Graph)? = nil
  ) {
    var new = RunFile.Step(step: step, metrics: metrics, graph: graph?.number, data: [], grad: [])
    if let (number, snapshot) = graph {
      if number == run.graphs.count {
        var topology = snapshot
        // What the file does not have.
        topology.names = [:]
        topology.givenIDs = nil
        run.graphs.append(topology)
      }
      new.data = snapshot.nodes.map(\.data)
      if snapshot.hasGradients { new.grad = snapshot.nodes.map(\.grad) }
    }
    last = new
    run.steps.append(new)
    thinning.took(&run.steps)
  }

  /// The run as far as it was recorded.
  var soFar: RunFile {
    var run = run
    if let last { run.steps[run.steps.count - 1] = last }
    return run
  }
}
