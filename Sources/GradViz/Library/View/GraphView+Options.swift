import Micrograd

/// A choice of what to draw that the graph does not have.
public struct GraphViewError: Error, Sendable, CustomStringConvertible {
  /// What is not there, and what may have been meant.
  public let description: String
}

extension GraphView {
  /// What of a graph is drawn with these options.
  ///
  /// - Throws: `GraphViewError` if there is no such sample or value.
  /// - Complexity: O(n) for each level of modules.
  init(of graph: Graph, _ options: DrawingOptions) throws(GraphViewError) {
    let most = min(max(options.maxNodes, 1), GraphView.mostBoxes)
    if let name = options.focus {
      self.init(
        around: try GraphView.find(name, graph), hops: max(0, options.hops), in: graph, most: most)
      return
    }
    if options.sample == nil && options.depth == nil && graph.nodes.count <= most {
      self.init(all: graph)
      return
    }
    let nesting = ModuleNesting(graph)
    let sample = try options.sample.map { sample throws(GraphViewError) in try GraphView.find(sample, nesting)
    }
    guard !nesting.modules.isEmpty else {
      self.init(excerptOf: graph, most: most)
      return
    }
    let base = sample.map { nesting.depths[$0] + 1 } ?? 0
    func view(_ depth: Int) -> GraphView {
      GraphView(graph, nesting, inside: sample) { nesting.depths[$0] < base + depth }
    }
    if let depth = options.depth {
      self = view(max(0, depth)).nearest(most, graph)
      return
    }
    let deepest = nesting.depths.max()! + 2
    let whole = sample == nil ? nil : view(deepest)
    if let whole, whole.count <= most {
      self = whole
      return
    }
    // A person reads dozens of boxes, not hundreds.
    var best = view(0)
    for depth in 1...deepest {
      let next = view(depth)
      guard next.count <= most / 10 else { break }
      best = next
    }
    self = best.nearest(most, graph)
  }

  /// The value with a name of the text, or with a label.
  private static func find(_ label: String, _ graph: Graph) throws(GraphViewError) -> Int {
    if let id = graph.names[label] ?? graph.id(named: label) { return id }
    let labels = graph.nodes.lazy.map(\.label).filter { !$0.isEmpty }.prefix(1000).map(LabelText.visible)
    let hint = Spelling.nearest(to: label, among: Array(labels)).map { "did you mean '\($0)'?" }
    let known = labels.prefix(8).joined(separator: ", ")
    throw GraphViewError(
      description:
        "there is no value '\(LabelText.visible(label))' to focus on; \(hint ?? "the labels are \(known)")")
  }

  private static func find(_ sample: Int, _ nesting: ModuleNesting) throws(GraphViewError) -> Int {
    let outermost = nesting.samples
    guard outermost.indices.contains(sample) else {
      throw GraphViewError(
        description: outermost.isEmpty
          ? "there are no modules in this graph, so no sample to choose"
          : "there is no sample \(sample); the graph has \(outermost.count), from 0 on")
    }
    return outermost[sample]
  }
}
