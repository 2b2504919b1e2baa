import Micrograd

extension GraphJSON {
  /// The graph, as node after node is added.
  struct Assembly {
    /// What an operation's name means with so many operands.
    private struct Name: Hashable {
      let text: String
      let count: Int
    }

    private struct Operation {
      let symbol: String
      let op: Op?
      /// How it is made of operations of ours; nil if it is one, or none that is known.
      let recipe: OperationRecipe?
    }

    /// A step that stands for a part of what one node of the file says, and where its result goes.
    private struct Added {
      let id: Int
      let result: Int
      /// Among all operands.
      let place: Int
    }

    let file: GraphJSON
    let prev: [Int]
    let reader: JSONReader
    private var operations: [Name: Operation] = [:]
    private var added: [Added] = []
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
      guard !file.isTopology else { return graph }
      return withGradientsOfSteps(graph.completed(hasData: hasData, wantsGradients: backward ?? true))
    }

    /// Steps that the file does not know hand on what it says of their results.
    private func withGradientsOfSteps(_ graph: Graph) -> Graph {
      guard graph.hasGradients, !added.isEmpty else { return graph }
      var nodes = graph.nodes
      for step in added.reversed() where nodes[step.id].grad == nil {
        nodes[step.id].grad = nodes[step.result].grad.map { $0 * graph.locals[step.place] }
      }
      return graph.replacing(nodes: nodes, locals: graph.locals, hasGradients: true)
    }

    /// Adds the node at a position of the file, whose operands are there already.
    mutating func add(_ index: Int) throws(JSONError) {
      var node = file.nodes[index]
      let given = node.operands
      let count = given.count
      guard !node.op.isEmpty || count == 0 else {
        throw fault(index, "it has operands but no \"op\"; name it")
      }
      if count == 0, OperationRecipe.isLeaf(node.op) { node.op = "" }
      let operation = operation(node.op, count)
      node.op = operation.symbol
      if operation.recipe == nil, let op = operation.op, op.arity != count {
        throw wrongArity(index, op, count)
      }
      if count == 0 && node.op.isEmpty {
        node.role = node.role ?? .input
      } else if node.role != nil {
        throw fault(index, "a computed value has no role; remove \"role\", or \"op\" and \"prev\"")
      }
      guard file.isTopology || file.hasData[index] || operation.op != nil else {
        throw fault(
          index,
          node.op.isEmpty
            ? "\"data\" is missing; a value without operands needs its number"
            : "\"data\" is missing, and '\(LabelText.elided(LabelText.visible(node.op)))' "
              + (OperationRecipe.remedy(for: node.op, count: count)
                ?? "is no operation by which it could be computed; give the number"))
      }
      var ids = given.map { newID[prev[$0]] }
      var derivatives = Array(file.locals[given])
      if let recipe = operation.recipe {
        ids = addSteps(recipe, ids)
        // Those by the operands of the file say nothing of the last step's.
        node.hasLocalDerivatives = false
        derivatives = Array(repeating: .nan, count: ids.count)
      }
      node.operation = operation.op
      append(node, ids, derivatives, hasData: file.hasData[index], givenID: file.ids[index])
      newID[index] = Int32(nodes.count - 1)
      starts.append(nodes.count)
    }

    private mutating func append(
      _ node: Graph.Node, _ ids: [Int32], _ derivatives: [Double], hasData given: Bool, givenID: Int?
    ) {
      var node = node
      node.operands = operands.count..<operands.count + ids.count
      for (place, id) in zip(node.operands, ids) where givenIDs[Int(id)] == nil && !nodes[Int(id)].op.isEmpty
      {
        added.append(Added(id: Int(id), result: nodes.count, place: place))
      }
      operands += ids
      locals += derivatives
      nodes.append(node)
      hasData.append(given)
      givenIDs.append(givenID)
    }

    /// Adds all steps but the last, and returns the operands of that.
    private mutating func addSteps(_ recipe: OperationRecipe, _ given: [Int32]) -> [Int32] {
      var made: [Int32] = []
      func node(_ op: Op?, _ data: Double) -> Graph.Node {
        var node = Graph.Node(
          op: op?.symbol ?? "", label: "", role: op == nil ? .constant : nil, data: data, grad: nil,
          operands: 0..<0, hasLocalDerivatives: op == nil)
        node.operation = op
        return node
      }
      for (number, step) in recipe.steps.enumerated() {
        let ids = step.operands.map { operand in
          switch operand {
          case .operand(let place): return given[place]
          case .step(let step): return made[step]
          case .constant(let constant):
            append(node(nil, constant), [], [], hasData: true, givenID: nil)
            return Int32(nodes.count - 1)
          }
        }
        guard number < recipe.steps.count - 1 else { return ids }
        let unknown = Array(repeating: Double.nan, count: ids.count)
        append(node(step.op, .nan), ids, unknown, hasData: false, givenID: nil)
        made.append(Int32(nodes.count - 1))
      }
      return []
    }

    private mutating func operation(_ text: String, _ count: Int) -> Operation {
      let name = Name(text: text, count: count)
      if let known = operations[name] { return known }
      // Of a run, numbers are given for the nodes that there are.
      let isKnown = !file.isTopology || OperationNames.exponent(text) != nil
      let recipe = isKnown ? OperationRecipe(text, count: count) : nil
      let symbol = recipe?.steps.last?.op.symbol ?? OperationNames.symbol(text)
      let operation = Operation(symbol: symbol, op: Op(symbol: symbol), recipe: recipe)
      operations[name] = operation
      return operation
    }

    private func wrongArity(_ index: Int, _ op: Op, _ count: Int) -> JSONError {
      var message = "'\(op.symbol)' takes \(Count.things(op.arity, "operand")), not \(count)"
      let name = file.nodes[index].op
      if op.arity == 2, count == 1, name.lowercased().contains("backward") {
        message =
          "'\(LabelText.elided(LabelText.visible(name)))' is \(message); PyTorch's grad_fn does not tell the number "
          + "\(op == .power ? "that is the exponent" : "beside it"): give it as a node with \"role\": \"constant\""
      } else if op.arity == 2, count == 1 {
        let id = file.operands[file.nodes[index].operands.lowerBound]
        message += "; a value that is used twice stands twice, \"prev\": [\(id), \(id)]"
      }
      return fault(index, message)
    }

    private func fault(_ index: Int, _ message: String) -> JSONError {
      let hint = file.ignored.isMeant ? file.ignored.sentence.map { "; " + $0 } : nil
      return reader.error(
        "node \(file.ids[index]): \(message)\(hint ?? "")", at: file.offsets[index])
    }
  }
}
