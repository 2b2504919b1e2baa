import Micrograd

/// Which nodes belong to which call of a module.
struct ModuleNesting: Sendable {
  let modules: [Graph.ModuleCall]
  let parents: [Int?]
  let children: [[Int]]
  /// The calls that are in no other.
  let roots: [Int]
  /// How many calls are around each.
  let depths: [Int]
  /// The call that recorded each node; -1 for none.
  let innermost: [Int]

  /// O(n) in the nodes; the calls of a graph are in order of start, outer ones first.
  init(_ graph: Graph) {
    modules = graph.modules
    var parents: [Int?] = []
    var open: [Int] = []
    var innermost = [Int](repeating: -1, count: graph.nodes.count)
    for (index, module) in graph.modules.enumerated() {
      while let last = open.last,
        graph.modules[last].nodes.upperBound < module.nodes.upperBound
          || graph.modules[last].nodes.upperBound <= module.nodes.lowerBound
      { open.removeLast() }
      parents.append(open.last)
      open.append(index)
      for id in module.nodes { innermost[id] = index }
    }
    var children = [[Int]](repeating: [], count: modules.count)
    var depths = [Int](repeating: 0, count: modules.count)
    for (index, parent) in parents.enumerated() {
      guard let parent else { continue }
      children[parent].append(index)
      depths[index] = depths[parent] + 1
    }
    roots = parents.indices.filter { parents[$0] == nil }
    self.parents = parents
    self.children = children
    self.depths = depths
    self.innermost = innermost
  }

  /// The calls that stand for the samples of a batch: the outermost ones, or the repeated ones in the only one, such as
  /// the calls of a network in a function that computes the loss.
  var samples: [Int] {
    var level = roots
    while level.count == 1 {
      let counts = Dictionary(grouping: children[level[0]]) { modules[$0].path }.mapValues(\.count)
      guard counts.values.contains(where: { $0 > 1 }) else { break }
      level = children[level[0]].filter { counts[modules[$0].path]! > 1 }
    }
    return level
  }

  /// What is left of a label within the frame of its module: `w[0]` of `layers[0].neurons[1].w[0]`.
  func shortLabel(_ label: String, in call: Int?) -> String {
    guard let call else { return label }
    let prefix = modules[call].path + "."
    return label.hasPrefix(prefix) ? String(label.dropFirst(prefix.count)) : label
  }

  /// The path without that of the calls around it: `neurons[1]` in `layers[0]`.
  func shortName(_ index: Int) -> String {
    let path = modules[index].path
    guard !path.isEmpty else { return "network" }
    var outer = parents[index]
    while let parent = outer {
      let prefix = modules[parent].path + "."
      if prefix.count > 1, path.hasPrefix(prefix) { return String(path.dropFirst(prefix.count)) }
      outer = parents[parent]
    }
    return path
  }

  /// What calls of one kind have in common: `neurons` of `neurons[1]`.
  func stem(_ index: Int) -> String {
    let name = shortName(index)
    return name.last == "]" ? name.lastIndex(of: "[").map { String(name[..<$0]) } ?? name : name
  }
}
