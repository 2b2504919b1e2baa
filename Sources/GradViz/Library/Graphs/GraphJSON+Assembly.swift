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
    private var nodes: [Snapshot.Node] = []
    private var operands: [Int32] = []
    private var locals: [Double] = []
    private var newID: [Int32]
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

    func snapshot(root: Int, backward: Bool?, modules: [Snapshot.ModuleCall]) -> Snapshot {
      Snapshot(
        nodes: nodes, operands: operands, locals: locals, root: Int(newID[root]),
        hasGradients: backward ?? nodes.contains { $0.grad != nil }, modules: modules)
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
          Snapshot.Node(
            op: "", label: "", role: .constant, data: exponent, grad: nil,
            operands: operands.count..<operands.count,
            hasLocalDerivatives: true))
      }
      let first = operands.count
      for place in given { operands.append(newID[prev[place]]) }
      if operation.exponent != nil { operands.append(Int32(nodes.count - 1)) }
      node.operands = first..<operands.count
      try addNumbers(&node, index, operation.op)
      newID[index] = Int32(nodes.count)
      nodes.append(node)
      starts.append(nodes.count)
    }

    /// Completes what is not given: the number, and the local derivatives.
    private mutating func addNumbers(_ node: inout Snapshot.Node, _ index: Int, _ op: Op?) throws(JSONError) {
      let given = file.nodes[index].operands
      guard !file.isTopology, let op else {
        guard file.isTopology || file.hasData[index] else {
          throw fault(
            index,
            node.op.isEmpty
              ? "\"data\" is missing; a value without operands needs its number"
              : "\"data\" is missing, and '\(LabelText.elided(LabelText.visible(node.op)))' is no operation "
                + "by which it could be computed")
        }
        locals += file.locals[given]
        if given.isEmpty || op != nil { node.hasLocalDerivatives = true }
        return
      }
      let left = nodes[Int(operands[node.operands.lowerBound])]
      let right = nodes[Int(operands[node.operands.upperBound - 1])]
      if !file.hasData[index] { node.data = op.result(left.data, right.data) }
      let derived = op.locals(
        left.data, right.data, result: node.data,
        isConstant: (left.role == .constant, right.role == .constant))
      for (place, derivative) in [derived.0, derived.1].prefix(node.operands.count).enumerated() {
        locals.append(
          node.hasLocalDerivatives && place < given.count ? file.locals[given.lowerBound + place] : derivative
        )
      }
      node.hasLocalDerivatives = true
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
      var message = "'\(op.symbol)' takes \(op.arity) operand\(op.arity == 1 ? "" : "s"), not \(count)"
      if op.arity == 2, count == 1 {
        let id = file.operands[file.nodes[index].operands.lowerBound]
        message += "; a value that is used twice stands twice, \"prev\": [\(id), \(id)]"
      }
      return fault(index, message)
    }

    private func fault(_ index: Int, _ message: String) -> JSONError {
      reader.error("node \(file.ids[index]): \(message)", at: file.offsets[index])
    }
  }
}
