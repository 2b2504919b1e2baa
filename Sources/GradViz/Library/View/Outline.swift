import Micrograd

/// What is drawn at once of a graph: values, and boxes that stand for many of them.
///
/// An outline is of the whole graph, of one call of a module, or of the neighbourhood of a value. Calls inside
/// it are boxes unless they are expanded; many calls of a kind side by side, such as those for the samples of
/// a batch, are one box.
struct Outline: Sendable {
  /// A box that stands for many values.
  struct Box: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
      /// One call of a module, or several of a kind.
      case calls([Int])
      /// Leaves, or values from outside, that calls use.
      case values([Int])
    }
    var kind: Kind
    var name: String
    /// How many values it stands for.
    var valueCount: Int
    /// The parameters that only it uses.
    var parameterCount = 0
    /// Its values that others use, ascending.
    var outputs: [Int] = []
  }

  /// An end of a link.
  enum Place: Hashable, Sendable {
    case value(Int)
    case box(Int)

    var box: Int? { if case .box(let index) = self { index } else { nil } }
  }

  /// An edge that begins or ends at a box.
  struct Link: Sendable, Equatable {
    var from: Place
    var to: Place
    /// How many edges of the graph it stands for.
    var count: Int
  }

  /// What a drawing leaves out below one value.
  struct Stub: Sendable {
    /// The value whose operands are left out, some or all.
    let node: Int
    /// How many values are left out here; each is counted at one stub.
    let count: Int
  }

  /// The ids of values with a box of their own, ascending.
  var values: [Int]
  var boxes: [Box] = []
  var links: [Link] = []
  var stubs: [Stub] = []
  /// The value that the drawing is about.
  var root: Int
  /// Values that were computed elsewhere, and only used here.
  var outside: Set<Int> = []
  /// The call whose inside this is; nil for the whole graph.
  var view: Int?

  /// All of a graph.
  init(all snapshot: Snapshot) {
    values = Array(snapshot.nodes.indices)
    root = snapshot.root
  }

  init(values: [Int], stubs: [Stub], root: Int) {
    self.values = values
    self.stubs = stubs
    self.root = root
  }

  /// How many boxes are drawn.
  var count: Int { values.count + boxes.count }

  /// How many values have no box of their own.
  func hiddenCount(_ snapshot: Snapshot) -> Int { snapshot.nodes.count - values.count }

  var isWhole: Bool { boxes.isEmpty && stubs.isEmpty && view == nil }
}

extension Outline {
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
    _ snapshot: Snapshot, _ nesting: ModuleNesting, view: Int? = nil, isExpanded: (Int) -> Bool
  ) {
    var builder = OutlineBuilder(snapshot, nesting, view: view, isExpanded: isExpanded)
    self = builder.build()
  }
}

private struct OutlineBuilder {
  private let snapshot: Snapshot
  private let nesting: ModuleNesting
  private let view: Int?
  private let range: Range<Int>
  /// The position in `boxes` of the box that hides each call; -1 if its inside is shown.
  private var boxOfCall: [Int]
  private var boxes: [Outline.Box] = []
  private var isOutput: [Bool]

  init(_ snapshot: Snapshot, _ nesting: ModuleNesting, view: Int?, isExpanded: (Int) -> Bool) {
    self.snapshot = snapshot
    self.nesting = nesting
    self.view = view
    range = view.map { nesting.modules[$0].nodes } ?? snapshot.nodes.indices
    isOutput = Array(repeating: false, count: snapshot.nodes.count)
    boxOfCall = Array(repeating: -1, count: nesting.modules.count)
    var siblings: [String: [Int]] = [:]
    var hidden: [Int] = []
    var isInside = [Bool](repeating: view == nil, count: nesting.modules.count)
    for call in nesting.modules.indices {
      let parent = nesting.parents[call]
      if let view { isInside[call] = call == view || (parent.map { isInside[$0] } ?? false) }
      guard isInside[call], call != view else { continue }
      // Marked by -2 until boxes have their places.
      if let parent, parent != view, boxOfCall[parent] == -2 {
        boxOfCall[call] = -2
      } else if !isExpanded(call) {
        boxOfCall[call] = -2
        hidden.append(call)
        siblings[key(call), default: []].append(call)
      }
    }
    for call in hidden where boxOfCall[call] == -2 {
      let group = siblings[key(call)]!
      let calls = group.count > Outline.mostSiblings ? group : [call]
      for member in calls { boxOfCall[member] = boxes.count }
      boxes.append(Outline.Box(kind: .calls(calls), name: name(calls), valueCount: 0))
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

  mutating func build() -> Outline {
    let uses = findUses()
    var values: [Int] = []
    var shared: [Int] = []
    var sources: [Int] = []
    var hiddenInputs = Set<Int>()
    var candidates: [Int] = []
    for id in snapshot.nodes.indices {
      let node = snapshot.nodes[id]
      let isLeaf = node.op.isEmpty
      if !isLeaf && range.contains(id) {
        if let box = box(of: id) { boxes[box].valueCount += 1 } else { values.append(id) }
        continue
      }
      switch uses[id] {
      case .none:
        if id == snapshot.root && view == nil { values.append(id) }
      case .value: values.append(id)
      case .box(let box):
        if !isLeaf {
          candidates.append(id)
        } else if node.role == .input, isSingle(box) {
          candidates.append(id)
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
    if candidates.count <= Outline.mostInputs { values += candidates } else { sources = candidates }
    values.sort()
    let outside = Set(values.filter { !range.contains($0) && !snapshot.nodes[$0].op.isEmpty })
    let parametersBox = addBox(shared, "parameter")
    let sourcesBox = addBox(sources, "value")
    var outline = Outline(values: values, stubs: [], root: root)
    outline.view = view
    outline.outside = outside
    outline.links = findLinks(
      Set(shared), parametersBox, Set(sources), sourcesBox, hiddenInputs)
    for (id, isOutput) in isOutput.enumerated() where isOutput {
      if let box = box(of: id) { boxes[box].outputs.append(id) }
    }
    // What is used outside of this view only.
    for (index, box) in boxes.enumerated() where box.outputs.isEmpty {
      guard case .calls(let calls) = box.kind else { continue }
      boxes[index].outputs = calls.map { nesting.modules[$0].nodes.upperBound - 1 }
    }
    outline.boxes = boxes
    return outline
  }

  /// The last value of a call is what it is about.
  private var root: Int { view == nil ? snapshot.root : range.upperBound - 1 }

  private func isSingle(_ box: Int) -> Bool {
    if case .calls(let calls) = boxes[box].kind { return calls.count == 1 }
    return false
  }

  private mutating func addBox(_ ids: [Int], _ what: String) -> Int {
    guard !ids.isEmpty else { return -1 }
    let name = "\(Count.grouped(ids.count)) \(what)\(ids.count == 1 ? "" : "s")"
    boxes.append(Outline.Box(kind: .values(ids), name: name, valueCount: ids.count, outputs: ids))
    return boxes.count - 1
  }

  /// Who uses what comes from outside: leaves, and values computed elsewhere.
  private mutating func findUses() -> [Use] {
    var uses = [Use](repeating: .none, count: snapshot.nodes.count)
    for id in range where !snapshot.nodes[id].op.isEmpty {
      let user = box(of: id)
      for operand in snapshot.operands(of: id) {
        guard !range.contains(operand) || snapshot.nodes[operand].op.isEmpty else { continue }
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
  ) -> [Outline.Link] {
    var links: [Outline.Link] = []
    var known: [Outline.Place: [Outline.Place: Int]] = [:]
    for id in range where !snapshot.nodes[id].op.isEmpty {
      let to = box(of: id).map { Outline.Place.box($0) } ?? .value(id)
      for operand in snapshot.operands(of: id) {
        let from: Outline.Place
        if snapshot.nodes[operand].op.isEmpty || !range.contains(operand) {
          guard !hidden.contains(operand) else { continue }
          if shared.contains(operand) {
            from = .box(parametersBox)
          } else if sources.contains(operand) {
            from = .box(sourcesBox)
          } else if snapshot.nodes[operand].role == .constant, case .box = to {
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
          links[index].count += 1
        } else {
          known[to, default: [:]][from] = links.count
          links.append(Outline.Link(from: from, to: to, count: 1))
        }
      }
    }
    if view == nil, snapshot.nodes.indices.contains(snapshot.root) { isOutput[snapshot.root] = true }
    if let view { isOutput[nesting.modules[view].nodes.upperBound - 1] = true }
    return links
  }
}
