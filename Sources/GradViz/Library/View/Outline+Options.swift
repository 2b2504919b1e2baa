import Micrograd

/// A choice of what to draw that the graph does not have.
public struct OutlineError: Error, Sendable, CustomStringConvertible {
  public let description: String
}

extension Outline {
  /// What of a graph is drawn with these options.
  ///
  /// - Throws: `OutlineError` if there is no such sample or value.
  /// - Complexity: O(n) for each level of modules.
  init(of snapshot: Snapshot, _ options: DrawingOptions) throws(OutlineError) {
    let most = min(max(options.maxNodes, 1), Outline.mostBoxes)
    if let name = options.focus {
      self.init(
        around: try Outline.find(name, snapshot), hops: max(0, options.hops), in: snapshot, most: most)
      return
    }
    if options.sample == nil && options.depth == nil && snapshot.nodes.count <= most {
      self.init(all: snapshot)
      return
    }
    let nesting = ModuleNesting(snapshot)
    let view = try options.sample.map { sample throws(OutlineError) in try Outline.find(sample, nesting) }
    guard !nesting.modules.isEmpty else {
      self.init(excerptOf: snapshot, most: most)
      return
    }
    let base = view.map { nesting.depths[$0] + 1 } ?? 0
    func outline(_ depth: Int) -> Outline {
      Outline(snapshot, nesting, view: view) { nesting.depths[$0] < base + depth }
    }
    if let depth = options.depth {
      self = outline(max(0, depth)).nearest(most, snapshot)
      return
    }
    let deepest = nesting.depths.max()! + 2
    let whole = view == nil ? nil : outline(deepest)
    if let whole, whole.count <= most {
      self = whole
      return
    }
    // A person reads dozens of boxes, not hundreds.
    var best = outline(0)
    for depth in 1...deepest {
      let next = outline(depth)
      guard next.count <= most / 10 else { break }
      best = next
    }
    self = best.nearest(most, snapshot)
  }

  private static func find(_ label: String, _ snapshot: Snapshot) throws(OutlineError) -> Int {
    if let id = snapshot.id(labelled: label) { return id }
    let labels = snapshot.nodes.lazy.map(\.label).filter { !$0.isEmpty }.prefix(1000)
    let hint = Spelling.nearest(to: label, among: Array(labels)).map { "did you mean '\($0)'?" }
    let known = labels.prefix(8).joined(separator: ", ")
    throw OutlineError(
      description: "there is no value '\(label)' to focus on; \(hint ?? "the labels are \(known)")")
  }

  /// The outermost calls that are repeated are samples; without repetition any outermost call is.
  private static func find(_ sample: Int, _ nesting: ModuleNesting) throws(OutlineError) -> Int {
    let outermost = nesting.roots
    guard outermost.indices.contains(sample) else {
      throw OutlineError(
        description: outermost.isEmpty
          ? "there are no modules in this graph, so no sample to choose"
          : "there is no sample \(sample); the graph has \(outermost.count), from 0 on")
    }
    return outermost[sample]
  }
}
