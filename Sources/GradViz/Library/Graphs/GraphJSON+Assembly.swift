import Micrograd

extension GraphJSON {
  /// The graph, as node after node is added.
  struct Assembly {
    /// What an operation's name means.
    private struct Operation {
      let symbol: String
      let op: Op?
      let exponent: Double?
    }

    let file: GraphJSON
    let prev: [Int]
    let reader: JSONReader
    private var operations: [String: Operation] = [:]
    private var nodes: [Graph.Node] = []
    private var operands: [Int32] = []
    private var locals: [Double] = []
    private var hasData: [Bool] = []
    private var newID: [Int32]
    /// The ids in the file; nil for what is added.
    private var givenIDs: [Int?] = []
    /// How many nodes there were before each was added; one more at the end.
    private(set) var starts = [0]

    init(file: GraphJSON, prev: [Int], reader: JSONReader) {
      self.file = file
      self.prev = prev
      self.reader = reader
      newID = Array(repeating: -1, count: file.nodes.count)
      nodes.reserveCapacity(file.nodes.count)
      operands.reserveCapacity(prev.count)
      locals.reserveCapacity(prev.count)
    }

    /// The graph, with what was not given where it follows from the rest.
    func graph(root: Int, backward: Bool?, modules: [Graph.ModuleCall]) -> Graph {
      var graph = Graph(
        nodes: nodes, operands: operands, locals: locals, root: Int(newID[root]),
        hasGradients: backward ?? nodes.contains { $0.grad != nil }, modules: modules)
      for (index, note) in file.notes where newID[index] >= 0 && !note.isEmpty {
        graph.notes[Int(newID[index])] = note
      }
      if !givenIDs.indices.allSatisfy({ givenIDs[$0] == $0 }) { graph.givenIDs = givenIDs }
      return file.isTopology ? graph : graph.completed(hasData: hasData, wantsGradients: backward ?? true)
    }

    /// Adds the node at a position of the file, whose operands are there already.
    mutating func add(_ index: Int) throws(JSONError) {
      var node = file.nodes[index]
      let given = node.operands
      let count = given.count
      guard !node.op.isEmpty || count == 0 else {
        throw fault(index, "it has operands but no \"op\"; name it")
      }
      let operation = operation(node.op)
      node.op = operation.symbol
      if let op = operation.op, op.arity != (operation.exponent == nil ? count : 2) {
        throw wrongArity(index, op, count)
      }
      if count == 0 && node.op.isEmpty {
        node.role = node.role ?? .input
      } else if node.role != nil {
        throw fault(index, "a computed value has no role; remove \"role\", or \"op\" and \"prev\"")
      }
      if let exponent = operation.exponent {
        nodes.append(
          Graph.Node(
            op: "", label: "", role: .constant, data: exponent, grad: nil,
            operands: operands.count..<operands.count,
            hasLocalDerivatives: true))
        hasData.append(true)
        givenIDs.append(nil)
      }
      let first = operands.count
      for place in given { operands.append(newID[prev[place]]) }
      if operation.exponent != nil { operands.append(Int32(nodes.count - 1)) }
      node.operands = first..<operands.count
      node.operation = operation.op
      guard file.isTopology || file.hasData[index] || operation.op != nil else {
        throw fault(
          index,
          node.op.isEmpty
            ? "\"data\" is missing; a value without operands needs its number"
            : "\"data\" is missing, and '\(LabelText.elided(LabelText.visible(node.op)))' is no operation "
              + "by which it could be computed")
      }
      // One derivative of two is as good as none.
      if operation.exponent != nil { node.hasLocalDerivatives = false }
      locals += file.locals[given]
      if operation.exponent != nil { locals.append(.nan) }
      hasData.append(file.hasData[index])
      givenIDs.append(file.ids[index])
      newID[index] = Int32(nodes.count)
      nodes.append(node)
      starts.append(nodes.count)
    }

    private mutating func operation(_ name: String) -> Operation {
      if let known = operations[name] { return known }
      let exponent = OperationNames.exponent(name)
      let symbol = exponent == nil ? OperationNames.symbol(name) : Op.power.symbol
      let operation = Operation(symbol: symbol, op: Op(symbol: symbol), exponent: exponent)
      operations[name] = operation
      return operation
    }

    private func wrongArity(_ index: Int, _ op: Op, _ count: Int) -> JSONError {
      var message = "'\(op.symbol)' takes \(Count.things(op.arity, "operand")), not \(count)"
      if op.arity == 2, count == 1 {
        let id = file.operands[file.nodes[index].operands.lowerBound]
        message += "; a value that is used twice stands twice, \"prev\": [\(id), \(id)]"
      }
      return fault(index, message)
    }

    private func fault(_ index: Int, _ message: String) -> JSONError {
      let hint = file.ignored.contains { $0.meant != nil } ? file.ignoredMembers.map { "; " + $0 } : nil
      return reader.error(
        "node \(file.ids[index]): \(message)\(hint ?? "")", at: file.offsets[index])
    }
  }
}
