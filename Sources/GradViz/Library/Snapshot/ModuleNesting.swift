/// Which nodes belong to which call of a module.
struct ModuleNesting {
  private let modules: [Snapshot.ModuleCall]
  private let parents: [Int?]
  /// The ids that belong to each call itself, those of calls inside it left out.
  private let own: [[Int]]
  private let children: [[Int]]
  /// The call that each node belongs to; -1 for none.
  private let homes: [Int]

  /// O(n) in the nodes; the calls of a snapshot are in order of start, outer ones first.
  init(_ snapshot: Snapshot) {
    modules = snapshot.modules
    var parents: [Int?] = []
    var open: [Int] = []
    var innermost = [Int](repeating: -1, count: snapshot.nodes.count)
    for (index, module) in snapshot.modules.enumerated() {
      while let last = open.last,
        snapshot.modules[last].nodes.upperBound < module.nodes.upperBound
          || snapshot.modules[last].nodes.upperBound <= module.nodes.lowerBound
      { open.removeLast() }
      parents.append(open.last)
      open.append(index)
      for id in module.nodes { innermost[id] = index }
    }
    // A parameter belongs to the one call that uses it, if it is one.
    let unused = -2
    let several = -3
    var user = [Int](repeating: unused, count: snapshot.nodes.count)
    for id in snapshot.nodes.indices {
      for operand in snapshot.operands(of: id) where snapshot.nodes[operand].role == .parameter {
        user[operand] = user[operand] == unused || user[operand] == innermost[id] ? innermost[id] : several
      }
    }
    let homes = snapshot.nodes.indices.map { max(-1, innermost[$0] >= 0 ? innermost[$0] : user[$0]) }
    var own = [[Int]](repeating: [], count: modules.count)
    for (id, home) in homes.enumerated() where home >= 0 { own[home].append(id) }
    var children = [[Int]](repeating: [], count: modules.count)
    for (index, parent) in parents.enumerated() { if let parent { children[parent].append(index) } }
    self.parents = parents
    self.homes = homes
    self.own = own
    self.children = children
  }

  func parent(of index: Int) -> Int? { parents[index] }

  /// The ids of a call, of those inside it as well.
  func members(of index: Int) -> [Int] {
    var members: [Int] = []
    var stack = [index]
    while let next = stack.popLast() {
      members += own[next]
      stack += children[next]
    }
    return members.sorted()
  }

  /// What is left of a label within the frame of its module: `w[0]` of `layers[0].neurons[1].w[0]`.
  func shortLabel(_ label: String, of id: Int) -> String {
    guard homes[id] >= 0 else { return label }
    let prefix = modules[homes[id]].path + "."
    return label.hasPrefix(prefix) ? String(label.dropFirst(prefix.count)) : label
  }

  /// The path without that of the call around it: `neurons[1]` in `layers[0]`.
  func shortName(_ index: Int) -> String {
    let path = modules[index].path
    guard let parent = parents[index], !modules[parent].path.isEmpty,
      path.hasPrefix(modules[parent].path + ".")
    else { return path }
    return String(path.dropFirst(modules[parent].path.count + 1))
  }
}
