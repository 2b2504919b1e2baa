import Micrograd

/// The frames of a drawing: one around what is drawn of each call of a module.
struct ModuleFrames {
  /// One of them; those around others come first.
  struct Frame {
    let call: Int
    /// The position of the frame around this one.
    let parent: Int?
    /// What is in it and in no frame inside.
    var places: [GraphView.Place] = []
  }

  let nesting: ModuleNesting
  private let view: GraphView
  /// For each parameter the one call that uses it, as far as drawn values do; -1 if there are several.
  private let parameterHomes: [Int: Int]

  /// O(n) in the values of the view and their operands.
  init(_ graph: Graph, _ view: GraphView, _ nesting: ModuleNesting) {
    self.view = view
    self.nesting = nesting
    var homes: [Int: Int] = [:]
    for id in view.values where !view.outside.contains(id) {
      let call = nesting.innermost[id]
      for operand in graph.operands(of: id) where graph.nodes[operand].role == .parameter {
        homes[operand] = homes[operand].map { $0 == call ? $0 : -1 } ?? call
      }
    }
    parameterHomes = homes
  }

  /// The call that a value belongs to; of a parameter, the one call of this view that uses it.
  func home(of id: Int) -> Int? {
    let home = nesting.innermost[id] >= 0 ? nesting.innermost[id] : parameterHomes[id] ?? -1
    return home >= 0 ? home : nil
  }

  /// - Parameter isDrawn: whether a value has a box of its own.
  func frames(where isDrawn: (Int) -> Bool) -> [Frame] {
    var members: [Int: [GraphView.Place]] = [:]
    for id in view.values where !view.outside.contains(id) && isDrawn(id) {
      if let call = home(of: id) { members[call, default: []].append(.value(id)) }
    }
    for (index, box) in view.boxes.enumerated() {
      guard case .calls(let calls) = box.kind, let parent = nesting.parents[calls[0]] else { continue }
      members[parent, default: []].append(.box(index))
    }
    // Those around a framed one are framed as well.
    for call in nesting.modules.indices.reversed() where members[call] != nil {
      if let parent = nesting.parents[call] { members[parent, default: []] += [] }
    }
    let around = view.call.map { Set(sequence(first: $0) { nesting.parents[$0] }) } ?? []
    var frames: [Frame] = []
    var positions: [Int: Int] = [:]
    for call in members.keys.sorted() where !around.contains(call) {
      var outer = nesting.parents[call]
      while let call = outer, positions[call] == nil { outer = nesting.parents[call] }
      let parent = outer.map { positions[$0]! }
      // A network without a name says nothing; what is in it is in the frame around it.
      guard !nesting.modules[call].path.isEmpty else {
        if let parent { frames[parent].places += members[call]! }
        continue
      }
      positions[call] = frames.count
      frames.append(Frame(call: call, parent: parent, places: members[call]!))
    }
    return frames
  }
}
