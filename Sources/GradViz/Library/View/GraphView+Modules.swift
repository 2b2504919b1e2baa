import Micrograd

extension GraphView {
  /// The most values that are drawn, whatever the options say: a drawing of so many takes more than 2 GB.
  static let mostBoxes = 200_000
  /// Calls of a kind become one box from this many on.
  static let mostSiblings = 24
  /// Inputs of boxes are shown one by one up to this many.
  static let mostInputs = 24

  /// The whole graph, or the inside of one call.
  ///
  /// - Parameter isExpanded: of which calls the inside is shown.
  /// - Complexity: O(n).
  init(
    _ graph: Graph, _ nesting: ModuleNesting, inside call: Int? = nil, isExpanded: (Int) -> Bool
  ) {
    var builder = GraphViewBuilder(graph, nesting, inside: call, isExpanded: isExpanded)
    self = builder.build()
  }
}

private struct GraphViewBuilder {
  private let graph: Graph
  private let nesting: ModuleNesting
  private let outer: Int?
  private let range: Range<Int>
  /// The position in `boxes` of the box that hides each call; -1 if its inside is shown.
  private var boxOfCall: [Int]
  private var boxes: [GraphView.Box] = []
  private var isOutput: [Bool]

  init(_ graph: Graph, _ nesting: ModuleNesting, inside outer: Int?, isExpanded: (Int) -> Bool) {
    self.graph = graph
    self.nesting = nesting
    self.outer = outer
    range = outer.map { nesting.modules[$0].nodes } ?? graph.nodes.indices
    isOutput = Array(repeating: false, count: graph.nodes.count)
    boxOfCall = Array(repeating: -1, count: nesting.modules.count)
    var siblings: [String: [Int]] = [:]
    var hidden: [Int] = []
    var isInside = [Bool](repeating: outer == nil, count: nesting.modules.count)
    for call in nesting.modules.indices {
      let parent = nesting.parents[call]
      if let outer { isInside[call] = call == outer || (parent.map { isInside[$0] } ?? false) }
      guard isInside[call], call != outer else { continue }
      // Marked by -2 until boxes have their places.
      if let parent, parent != outer, boxOfCall[parent] == -2 {
        boxOfCall[call] = -2
      } else if !isExpanded(call) {
        boxOfCall[call] = -2
        hidden.append(call)
        siblings[key(call), default: []].append(call)
      }
    }
    for call in hidden where boxOfCall[call] == -2 {
      let group = siblings[key(call)]!
      let calls = group.count > GraphView.mostSiblings ? group : [call]
      for member in calls { boxOfCall[member] = boxes.count }
      boxes.append(GraphView.Box(kind: .calls(calls), name: name(calls), valueCount: 0))
    }
    for call in nesting.modules.indices where boxOfCall[call] == -2 {
      boxOfCall[call] = boxOfCall[nesting.parents[call]!]
    }
  }

  private func key(_ call: Int) -> String {
    "\(nesting.parents[call] ?? -1) \(nesting.modules[call].nodes.count) \(nesting.stem(call))"
  }

  private func name(_ calls: [Int]) -> String {
    calls.count == 1
      ? nesting.shortName(calls[0]) : "\(nesting.stem(calls[0])) × \(Count.grouped(calls.count))"
  }

  /// The box that hides a node; nil if the node is shown itself.
  private func box(of id: Int) -> Int? {
    let call = nesting.innermost[id]
    guard call >= 0, boxOfCall[call] >= 0 else { return nil }
    return boxOfCall[call]
  }

  private enum Use {
    case none
    /// Only by the insides of one box.
    case box(Int)
    /// By several boxes.
    case boxes
    /// By a value that is shown.
    case value
  }

  mutating func build() -> GraphView {
    let uses = findUses()
    var values: [Int] = []
    var shared: [Int] = []
    var sources: [Int] = []
    var hiddenInputs = Set<Int>()
    var candidates: [Int] = []
    var batches: [Int] = []
    for id in graph.nodes.indices {
      let node = graph.nodes[id]
      let isLeaf = node.op.isEmpty
      if !isLeaf && range.contains(id) {
        if let box = box(of: id) { boxes[box].valueCount += 1 } else { values.append(id) }
        continue
      }
      switch uses[id] {
      case .none:
        if id == graph.root && outer == nil { values.append(id) }
      case .value: values.append(id)
      case .box(let box):
        if !isLeaf {
          candidates.append(id)
        } else if node.role == .input {
          if isSingle(box) { candidates.append(id) } else { batches.append(id) }
        } else {
          hiddenInputs.insert(id)
          boxes[box].valueCount += 1
          if node.role == .parameter { boxes[box].parameterCount += 1 }
        }
      case .boxes:
        if node.role == .parameter {
          shared.append(id)
        } else if node.role != .constant {
          candidates.append(id)
        }
      }
    }
    // What goes into many calls that are one box is one box as well.
    if candidates.count + batches.count > GraphView.mostInputs {
      sources = batches
      if candidates.count <= GraphView.mostInputs { values += candidates } else { sources += candidates }
    } else {
      values += candidates + batches
    }
    sources.sort()
    values.sort()
    let outside = Set(values.filter { !range.contains($0) && !graph.nodes[$0].op.isEmpty })
    let parametersBox = addBox(shared, "parameter")
    let areInputs = sources.allSatisfy { graph.nodes[$0].role == .input }
    let sourcesBox = addBox(sources, areInputs ? "input" : "value")
    var view = GraphView(values: values, stubs: [], root: root)
    view.call = outer
    view.outside = outside
    view.links = findLinks(
      Set(shared), parametersBox, Set(sources), sourcesBox, hiddenInputs)
    for (id, isOutput) in isOutput.enumerated() where isOutput {
      if let box = box(of: id) { boxes[box].outputs.append(id) }
    }
    // What is used outside of this view only.
    for (index, box) in boxes.enumerated() where box.outputs.isEmpty {
      guard case .calls(let calls) = box.kind else { continue }
      boxes[index].outputs = calls.map { nesting.modules[$0].nodes.upperBound - 1 }
    }
    view.boxes = boxes
    return view
  }

  /// The last value of a call is what it is about.
  private var root: Int { outer == nil ? graph.root : range.upperBound - 1 }

  private func isSingle(_ box: Int) -> Bool {
    if case .calls(let calls) = boxes[box].kind { return calls.count == 1 }
    return false
  }

  private mutating func addBox(_ ids: [Int], _ what: String) -> Int {
    guard !ids.isEmpty else { return -1 }
    let name = Count.grouped(ids.count, what)
    boxes.append(GraphView.Box(kind: .values(ids), name: name, valueCount: ids.count, outputs: ids))
    return boxes.count - 1
  }

  /// Who uses what comes from outside: leaves, and values computed elsewhere.
  private mutating func findUses() -> [Use] {
    var uses = [Use](repeating: .none, count: graph.nodes.count)
    for id in range where !graph.nodes[id].op.isEmpty {
      let user = box(of: id)
      for operand in graph.operands(of: id) {
        guard !range.contains(operand) || graph.nodes[operand].op.isEmpty else { continue }
        switch (uses[operand], user) {
        case (_, nil): uses[operand] = .value
        case (.none, let box?): uses[operand] = .box(box)
        case (.box(let known), let box?) where known != box: uses[operand] = .boxes
        default: break
        }
      }
    }
    return uses
  }

  private mutating func findLinks(
    _ shared: Set<Int>, _ parametersBox: Int, _ sources: Set<Int>, _ sourcesBox: Int, _ hidden: Set<Int>
  ) -> [GraphView.Link] {
    var links: [GraphView.Link] = []
    var known: [GraphView.Place: [GraphView.Place: Int]] = [:]
    for id in range where !graph.nodes[id].op.isEmpty {
      let to = box(of: id).map { GraphView.Place.box($0) } ?? .value(id)
      for (place, operand) in graph.operands(of: id).enumerated() {
        let from: GraphView.Place
        if graph.nodes[operand].op.isEmpty || !range.contains(operand) {
          guard !hidden.contains(operand) else { continue }
          if shared.contains(operand) {
            from = .box(parametersBox)
          } else if sources.contains(operand) {
            from = .box(sourcesBox)
          } else if graph.nodes[operand].role == .constant, case .box = to {
            continue
          } else {
            from = .value(operand)
          }
        } else {
          from = box(of: operand).map { .box($0) } ?? .value(operand)
        }
        guard from != to else { continue }
        if case .box = from { isOutput[operand] = true }
        if case (.value, .value) = (from, to) { continue }
        if let index = known[to]?[from] {
          links[index].add(GraphView.Link.Edge(operand: operand, user: id, place: place))
        } else {
          known[to, default: [:]][from] = links.count
          let edge = GraphView.Link.Edge(operand: operand, user: id, place: place)
          links.append(GraphView.Link(from: from, to: to, count: 1, edges: [edge]))
        }
      }
    }
    if outer == nil, graph.nodes.indices.contains(graph.root) { isOutput[graph.root] = true }
    if let outer { isOutput[nesting.modules[outer].nodes.upperBound - 1] = true }
    return links
  }
}
