extension Graph {
  /// Computes the numbers of a graph from those of its leaves: forward, backward, and forward with derivatives.
  ///
  ///     let evaluator = Graph.Evaluator(graph)
  ///     var data = graph.nodes.map(\.data)
  ///     data[0] = 5                        // another number for a leaf
  ///     evaluator.forward(&data)           // all results
  ///     let grads = evaluator.backward(data)
  ///
  /// What is not an operation of the engine keeps its number and hands on no gradient; `firstUnknown` tells. All
  /// methods are O(n).
  package struct Evaluator: Sendable {
    private struct Step {
      let op: Op
      let takesA: Bool
      let takesB: Bool
      let result: Int32
      let a: Int32
      /// That of `a` if there is only one.
      let b: Int32
      /// Where the derivatives of the result are in the graph's list.
      let locals: Int
    }

    private let root: Int
    private let count: Int
    private let localCount: Int
    private let isConstant: [Bool]
    private var steps: [Step] = []
    /// The first node whose operation the engine does not know; nil if all can be computed.
    package private(set) var firstUnknown: Int?

    package init(_ graph: Graph) {
      root = graph.root
      count = graph.nodes.count
      localCount = graph.locals.count
      let isConstant = graph.nodes.map { $0.role == .constant }
      self.isConstant = isConstant
      steps.reserveCapacity(graph.nodes.count)
      for (id, node) in graph.nodes.enumerated() where !node.op.isEmpty {
        guard let op = node.operation else {
          firstUnknown = firstUnknown ?? id
          continue
        }
        let a = graph.operandIDs[node.operands.lowerBound]
        let b = graph.operandIDs[node.operands.upperBound - 1]
        steps.append(
          Step(
            op: op, takesA: !isConstant[Int(a)], takesB: op.arity > 1 && !isConstant[Int(b)],
            result: Int32(id), a: a,
            b: b, locals: node.operands.lowerBound))
      }
    }

    /// Computes the results from the numbers of the leaves.
    package func forward(_ data: inout [Double]) { run(&data) { _ in true } }

    /// Computes those results that `isWanted` chooses; others are taken as they are.
    package func forward(_ data: inout [Double], where isWanted: (Int) -> Bool) { run(&data, isWanted) }

    /// Computes the results and how they change in the direction that the slopes of the leaves give.
    package func forward(_ numbers: inout [Dual<Double>]) { run(&numbers) { _ in true } }

    @inline(__always)
    private func run<N: Number>(_ numbers: inout [N], _ isWanted: (Int) -> Bool) {
      precondition(
        numbers.count == count, "A graph of \(count) nodes has as many numbers, not \(numbers.count).")
      for step in steps where isWanted(Int(step.result)) {
        numbers[Int(step.result)] = N.apply(step.op, numbers[Int(step.a)], numbers[Int(step.b)])
      }
    }

    /// The derivative of the root by every node; nil for constants, which take none.
    package func backward(_ data: [Double]) -> [Double?] {
      var grads = [Double](repeating: 0, count: count)
      grads[root] = 1
      for step in steps.reversed() {
        let (a, b, result) = (Int(step.a), Int(step.b), Int(step.result))
        let grad = grads[result]
        let (toA, toB) = step.op.contributions(grad, data[a], data[b], result: data[result])
        if step.takesA { grads[a] += toA }
        if step.takesB { grads[b] += toB }
      }
      return zip(grads, isConstant).map { $1 ? nil : $0 }
    }

    /// The derivative of every result by each of its operands, in the order of the graph's list; NaN where the
    /// operation is not known.
    package func locals(_ data: [Double]) -> [Double] {
      var locals = [Double](repeating: .nan, count: localCount)
      for step in steps {
        let (a, b) = (Int(step.a), Int(step.b))
        let partials = step.op.locals(
          data[a], data[b], result: data[Int(step.result)], isConstant: (isConstant[a], isConstant[b]))
        locals[step.locals] = partials.0
        if step.op.arity > 1 { locals[step.locals + 1] = partials.1 }
      }
      return locals
    }
  }

  /// The same topology with the numbers of another moment.
  ///
  /// - Parameter grad: empty if gradients were not computed.
  package func with(data: [Double], grad: [Double?]) -> Graph {
    var nodes = nodes
    for id in nodes.indices {
      nodes[id].data = data[id]
      nodes[id].grad = grad.isEmpty ? nil : grad[id]
      nodes[id].hasLocalDerivatives = nodes[id].op.isEmpty || nodes[id].operation != nil
    }
    return replacing(nodes: nodes, locals: Evaluator(self).locals(data), hasGradients: !grad.isEmpty)
  }

  /// The same graph with what was not given when it was read: results, derivatives by operands, and gradients if
  /// results were missing and there is no gradient at all.
  ///
  /// - Parameters:
  ///   - hasData: of which nodes the number is given.
  ///   - wantsGradients: whether gradients may be computed.
  package func completed(hasData: [Bool], wantsGradients: Bool) -> Graph {
    let evaluator = Evaluator(self)
    var nodes = nodes
    var data = nodes.map(\.data)
    let isWhole = !hasData.contains(false)
    if !isWhole { evaluator.forward(&data) { !hasData[$0] } }
    var locals = evaluator.locals(data)
    for id in nodes.indices {
      nodes[id].data = data[id]
      if nodes[id].hasLocalDerivatives {
        for place in nodes[id].operands { locals[place] = self.locals[place] }
      } else {
        nodes[id].hasLocalDerivatives = nodes[id].operation != nil || nodes[id].operands.isEmpty
      }
    }
    var hasGradients = hasGradients
    if !isWhole, wantsGradients, evaluator.firstUnknown == nil, !nodes.contains(where: { $0.grad != nil }) {
      for (id, grad) in evaluator.backward(data).enumerated() { nodes[id].grad = grad }
      hasGradients = true
    }
    return replacing(nodes: nodes, locals: locals, hasGradients: hasGradients)
  }

  /// Whether all numbers follow from the leaves: no operation is unknown, no leaf was changed after recording,
  /// and the gradients are those of one `backward()`. O(n).
  package var followsFromLeaves: Bool {
    let evaluator = Evaluator(self)
    guard evaluator.firstUnknown == nil else { return false }
    var data = nodes.map(\.data)
    evaluator.forward(&data)
    guard zip(data, nodes).allSatisfy({ $0 == $1.data || ($0.isNaN && $1.data.isNaN) }) else { return false }
    guard hasGradients else { return !nodes.contains { $0.grad != nil } }
    return zip(evaluator.backward(data), nodes).allSatisfy { computed, node in
      guard let grad = node.grad, let computed else { return true }
      return (grad - computed).magnitude <= 1e-9 * Swift.max(1, grad.magnitude)
        || !(grad.isFinite && computed.isFinite)
    }
  }

  /// Whether the derivatives by operands follow from the numbers, as they do unless a leaf was changed after
  /// recording, or an operation is not known. O(n).
  package var hasDerivedLocals: Bool {
    let evaluator = Evaluator(self)
    guard evaluator.firstUnknown == nil else { return false }
    let derived = evaluator.locals(nodes.map(\.data))
    return zip(locals, derived).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }
}
