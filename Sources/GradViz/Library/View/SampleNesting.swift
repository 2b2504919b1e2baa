import Micrograd

/// Which sample of a batch each call of a module belongs to.
struct SampleNesting {
  private let nesting: ModuleNesting
  private let samples: [Int]
  /// Of each call, the position in `samples` of the one that it is, or is in.
  private let owners: [Int?]

  /// - Complexity: O(n) in the nodes.
  init(_ graph: Graph) {
    nesting = ModuleNesting(graph)
    samples = nesting.samples
    let places = Dictionary(uniqueKeysWithValues: zip(samples, samples.indices))
    var owners: [Int?] = []
    // Outer calls come first.
    for (call, parent) in nesting.parents.enumerated() {
      owners.append(places[call] ?? parent.flatMap { owners[$0] })
    }
    self.owners = owners
  }

  /// The path of a call without that of its sample: `layers[0].neurons[1]` of `net.layers[0].neurons[1]`.
  func path(_ call: Int) -> String {
    guard let owner = owners[call], !nesting.modules[samples[owner]].path.isEmpty else {
      return nesting.shortName(call)
    }
    let (path, prefix) = (nesting.modules[call].path, nesting.modules[samples[owner]].path + ".")
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nesting.shortName(call)
  }

  /// The name of what is in a call, and which sample of a batch that belongs to, counted from 0, if there are several.
  func name(_ name: String, in call: Int) -> String {
    guard samples.count > 1, let owner = owners[call] else { return name }
    return "sample \(owner), \(name)"
  }

  /// The same of a value; one that was computed in no call has its name alone.
  func name(_ name: String, ofValue id: Int) -> String {
    nesting.innermost[id] < 0 ? name : self.name(name, in: nesting.innermost[id])
  }
}
