import Micrograd

extension RunFile.Step {
  /// What the picture of a step is called: `step-000010`; in order of name, pictures are in order of step.
  static func pictureName(_ step: Int) -> String {
    let digits = String(step)
    return "step-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}

extension RunFile {
  /// A run that is held in memory: nothing recorded yet.
  init() {}

  /// Adds a moment of the graph.
  mutating func append(_ snapshot: Graph, step: Int, metrics: [String: Double]) {
    // The last topology is the likely one.
    var number = graphs.lastIndex { $0.hasTopology(of: snapshot) }
    if number == nil {
      number = graphs.count
      graphs.append(snapshot)
    }
    steps.append(
      Step(
        step: step, metrics: metrics, graph: number, data: snapshot.nodes.map(\.data),
        grad: snapshot.nodes.map(\.grad)))
  }

  /// Leaves out the numbers of every second step that has any, but for the first of each graph.
  mutating func thin() {
    var place = 0
    var first: Set<Int> = []
    for index in steps.indices where !steps[index].data.isEmpty {
      guard let graph = steps[index].graph else { continue }
      if !first.insert(graph).inserted, place % 2 != 0 { steps[index].dropNumbers() }
      place += 1
    }
  }
}
