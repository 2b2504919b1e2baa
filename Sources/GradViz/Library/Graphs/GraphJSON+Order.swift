import Micrograd

extension GraphJSON {
  /// The graph below the root.
  ///
  /// - Parameter reader: where it was read from, for messages.
  func graph(_ reader: JSONReader) throws(JSONError) -> Graph {
    guard let root else {
      throw reader.error("\"root\" is missing; give the id of the value to draw", at: 0)
    }
    let positions = try Positions(ids, offsets, reader)
    guard let start = positions[root.id] else {
      throw reader.error("\"root\" is \(root.id), but no node has this id", at: root.offset)
    }
    let prev = try operandPositions(positions, reader)
    let order = try topologicalOrder(from: start, prev, reader)
    var assembly = Assembly(file: self, prev: prev, reader: reader)
    for index in order { try assembly.add(index) }
    let isWhole = order.count == nodes.count && order.indices.allSatisfy { order[$0] == $0 }
    // Intervals mean something for all nodes in the order of the file.
    let calls = try isWhole ? checkedModules(assembly, reader) : []
    return assembly.graph(root: start, backward: backward, modules: calls)
  }

  /// Where in the file the node of each id is.
  private struct Positions {
    private let count: Int
    /// nil if ids count from 0 in the order of the file.
    private var positions: [Int: Int]?

    init(_ ids: [Int], _ offsets: [Int], _ reader: JSONReader) throws(JSONError) {
      count = ids.count
      guard !ids.indices.allSatisfy({ ids[$0] == $0 }) else { return }
      var positions: [Int: Int] = [:]
      positions.reserveCapacity(ids.count)
      for (index, id) in ids.enumerated() {
        guard positions.updateValue(index, forKey: id) == nil else {
          throw reader.error("node \(id): this id stands twice; ids must differ", at: offsets[index])
        }
      }
      self.positions = positions
    }

    subscript(id: Int) -> Int? {
      guard let positions else { return id >= 0 && id < count ? id : nil }
      return positions[id]
    }
  }

  /// The operands of all nodes as positions in the file.
  private func operandPositions(_ positions: Positions, _ reader: JSONReader) throws(JSONError) -> [Int] {
    var prev = operands
    for (index, node) in nodes.enumerated() {
      for place in node.operands {
        guard let operand = positions[operands[place]] else {
          throw reader.error(
            "node \(ids[index]): its operand \(operands[place]) does not exist; \"prev\" lists ids of nodes",
            at: offsets[index])
        }
        prev[place] = operand
      }
    }
    return prev
  }

  /// The positions of the nodes that reach the root, operands first, otherwise in order of the file.
  private func topologicalOrder(
    from root: Int, _ prev: [Int], _ reader: JSONReader
  ) throws(JSONError) -> [Int] {
    enum State: UInt8 { case unseen, open, done }
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    var stack = [root]
    isNeeded[root] = true
    while let index = stack.popLast() {
      for operand in prev[nodes[index].operands] where !isNeeded[operand] {
        isNeeded[operand] = true
        stack.append(operand)
      }
    }
    var state = [State](repeating: .unseen, count: nodes.count)
    var order: [Int] = []
    order.reserveCapacity(nodes.count)
    for first in nodes.indices where isNeeded[first] && state[first] == .unseen {
      stack.append(first)
      while let index = stack.last {
        switch state[index] {
        case .done: stack.removeLast()
        case .open:
          state[index] = .done
          order.append(index)
          stack.removeLast()
        case .unseen:
          state[index] = .open
          for operand in prev[nodes[index].operands].reversed() {
            guard state[operand] != .open else {
              throw reader.error(
                "node \(ids[operand]): it depends on itself; a graph must not have cycles",
                at: offsets[operand])
            }
            if state[operand] == .unseen { stack.append(operand) }
          }
        }
      }
    }
    return order
  }

  /// Frames inside of each other that a drawing may have; layouts take time with the square of them.
  private static let deepest = 64

  /// The calls of modules by their start, outer ones first, with their nodes as they are numbered now.
  private func checkedModules(
    _ assembly: Assembly, _ reader: JSONReader
  ) throws(JSONError) -> [Graph.ModuleCall] {
    for module in modules where module.call.nodes.upperBound > nodes.count {
      throw reader.error(
        "\(GraphJSON.name(of: module.call)): \"nodes\" ends at \(module.call.nodes.upperBound), but "
          + Count.thereAre(nodes.count, "node"), at: module.offset)
    }
    let sorted = modules.enumerated().sorted { a, b in
      let (x, y) = (a.element.call.nodes, b.element.call.nodes)
      return (x.lowerBound, -x.upperBound, a.offset) < (y.lowerBound, -y.upperBound, b.offset)
    }.map(\.element)
    var open: [Graph.ModuleCall] = []
    for module in sorted {
      while let last = open.last, last.nodes.upperBound <= module.call.nodes.lowerBound { open.removeLast() }
      if let last = open.last, last.nodes.upperBound < module.call.nodes.upperBound {
        throw reader.error(
          "\(GraphJSON.name(of: module.call)): its nodes [\(module.call.nodes.lowerBound), "
            + "\(module.call.nodes.upperBound)] overlap those of \(GraphJSON.name(of: last)); one must be inside of the "
            + "other, or apart", at: module.offset)
      }
      open.append(module.call)
      guard open.count <= GraphJSON.deepest else {
        throw reader.error(
          "\(GraphJSON.name(of: module.call)): modules are nested more than \(GraphJSON.deepest) deep, the most that is "
            + "drawn", at: module.offset)
      }
    }
    return sorted.map { module in
      var call = module.call
      call.nodes = assembly.starts[call.nodes.lowerBound]..<assembly.starts[call.nodes.upperBound]
      return call
    }
  }
}
