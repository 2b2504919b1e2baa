extension Graph {
  /// The graph below a value as it is now: leaves in order of first use, then the rest in order of creation; the
  /// value is the last.
  ///
  /// Local derivatives are those at the numbers with which an operation was recorded.
  ///
  ///     let a = Value(2, label: "a"), b = a * a
  ///     Graph(of: b, notes: [b: "squared"]).notes   // [1: "squared"]
  ///
  /// - Parameters:
  ///   - root: the value that the graph is about.
  ///   - notes: what is to be said of values; of those that are not in the graph it is left out.
  /// - Complexity: O(n) time and memory, about 100 bytes a node. Nothing recurses.
  public init(of root: Value, notes: [Value: String] = [:]) {
    self.init(Numbering(below: root), notes: notes)
  }

  /// The graph of values whose ids are known.
  package init(_ numbering: borrowing Numbering, notes notesByValue: [Value: String]) {
    var nodes = numbering.leaves.map { Node(leaf: $0) }
    var operands: [Int32] = []
    var locals: [Double] = []
    var calls = ModuleCalls()
    nodes.reserveCapacity(numbering.count)
    operands.reserveCapacity(2 * numbering.count)
    locals.reserveCapacity(2 * numbering.count)
    for visit in numbering.visits {
      let tape = visit.tape.takeUnretainedValue()
      let own = numbering.tape(tape)
      let notes = tape.withNotes { $0 }
      visit.forEachSlot { slot in
        let node = tape.nodes[Int(slot)]
        let first = operands.count
        if let op = node.op.operation {
          let a = numbering.id(node.a, own)
          let b = op.arity > 1 ? numbering.id(node.b, own) : a
          let (byA, byB) = op.locals(
            tape.nodes[Int(node.a)].data, op.arity > 1 ? tape.nodes[Int(node.b)].data : 0, result: node.data,
            isConstant: (nodes[a].role == .constant, nodes[b].role == .constant))
          operands.append(Int32(a))
          locals.append(byA)
          if op.arity > 1 {
            operands.append(Int32(b))
            locals.append(byB)
          }
        }
        let custom = node.op.isCustom ? CustomOperation.of(node, on: tape.nodes) : nil
        if let custom {
          operands += custom.operands.map { Int32(numbering.id($0, own)) }
          locals += custom.partials
        }
        nodes.append(
          Node(
            op: node.op.operation?.symbol ?? custom?.name ?? "", operation: node.op.operation,
            label: notes.labels.isEmpty ? "" : notes.labels[slot] ?? "",
            role: node.op.isConstant ? .constant : nil, data: node.data,
            grad: node.hasGrad ? node.grad : nil, operands: first..<operands.count))
      }
      for call in notes.moduleCalls {
        let range = own.id(before: call.slots.lowerBound)..<own.id(before: call.slots.upperBound)
        if !range.isEmpty { calls.add(call, range) }
      }
    }
    self.init(
      nodes: nodes, operands: operands, locals: locals, root: nodes.count - 1,
      hasGradients: nodes[nodes.count - 1].grad != nil, modules: calls.joined())
    for (value, note) in notesByValue {
      if let id = numbering.id(of: value) { self.notes[id] = note }
    }
  }
}

extension Graph.Node {
  fileprivate init(leaf: Value) {
    self.init(
      op: "", label: leaf.label, role: leaf.role, data: leaf.data, grad: leaf.hasGrad ? leaf.grad : nil,
      operands: 0..<0)
  }
}

/// What calls of modules recorded, tape by tape. Calls that reach no node are left out.
private struct ModuleCalls {
  private var all: [(call: ModuleCall, nodes: Range<Int>)] = []

  mutating func add(_ call: ModuleCall, _ nodes: Range<Int>) { all.append((call, nodes)) }

  /// The calls in order, and those together again that went on on another tape.
  func joined() -> [Graph.ModuleCall] {
    let sorted = all.sorted { ($0.nodes.lowerBound, $0.call.depth) < ($1.nodes.lowerBound, $1.call.depth) }
    var joined: [Graph.ModuleCall] = []
    var numbers: [UInt64] = []
    var openAtDepth: [Int: Int] = [:]
    var outermost = -1
    for (call, nodes) in sorted {
      if let index = openAtDepth[call.depth], numbers[index] == call.number,
        joined[index].nodes.upperBound == nodes.lowerBound
      {
        joined[index].nodes = joined[index].nodes.lowerBound..<nodes.upperBound
        continue
      }
      if call.depth == 0 { outermost += 1 }
      openAtDepth[call.depth] = joined.count
      joined.append(Graph.ModuleCall(path: call.path, call: max(0, outermost), nodes: nodes))
      numbers.append(call.number)
    }
    ModuleCalls.number(&joined)
    return joined
  }

  /// Counts the calls of functions by name; see `ModuleCall.numbered`.
  private static func number(_ calls: inout [Graph.ModuleCall]) {
    var counts: [String: Int] = [:]
    for index in calls.indices where calls[index].path.hasSuffix("#") {
      let name = String(calls[index].path.dropLast())
      counts[name, default: 0] += 1
      let count = counts[name] ?? 1
      calls[index].path = count == 1 ? name : "\(name)#\(count)"
    }
  }
}
