extension Parser {
  /// Turns an expression into instructions, and makes sure that kinds fit.
  ///
  /// - Parameter left: what is on the stack already, for `x += …`.
  mutating func expression(
    _ tokens: ArraySlice<Token>, after left: TypedOperand? = nil
  ) throws(Fault) -> TypedOperand {
    var reader = ExpressionReader(tokens, bytes, networks: networks)
    let start = program.instructions.count
    var stack: [TypedOperand] = left.map { [$0] } ?? []
    do throws(Fault) {
      while let step = try reader.next() { try compile(step, &stack) }
    } catch {
      program.instructions.removeSubrange(start...)
      throw error
    }
    return stack.popLast() ?? .unknown
  }

  private mutating func compile(_ step: ExpressionReader.Step, _ stack: inout [TypedOperand]) throws(Fault) {
    switch step {
    case .number(let number):
      try emit(.number(number), nodes: 1)
      stack.append(.value)
    case .leaf(let number, let label):
      let index = input(number, "", label)
      try emit(.input(index), nodes: 1)
      stack.append(TypedOperand(kind: .value, inputs: [index]))
    case .name(let token):
      guard let index = variableIndex[text(token)] else {
        report(unknown(token))
        return stack.append(.unknown)
      }
      try emit(.load(variable: index))
      stack.append(TypedOperand(kind: variableKinds[index]))
    case .apply(let op, let token): try apply(op, token, &stack)
    case .list(let count, let token):
      let elements = stack.suffix(count)
      stack.removeLast(elements.count)
      for element in elements where !element.kind.isValue {
        throw Fault(offset: token.offset, message: "a list holds values, not \(element.kind.description)")
      }
      try emit(.list(count: count))
      stack.append(TypedOperand(kind: .list(count), inputs: elements.map { $0.inputs.first ?? -1 }))
    case .element(let index, let token): try element(index, token, &stack)
    case .call(let function, let token): try call(function, token, &stack)
    case .network(let plan, _):
      program.networks.append(plan)
      try emit(.network(program.networks.count - 1), nodes: plan.parameterCount)
      stack.append(TypedOperand(kind: .network(inputs: plan.inputs, outputs: plan.outputs)))
    case .callNetwork(let name): try callNetwork(name, &stack)
    }
  }

  /// - Parameter nodes: about how many values the instruction makes.
  mutating func emit(_ instruction: Program.Instruction, nodes: Int = 0) throws(Fault) {
    program.instructions.append(instruction)
    nodeCount += nodes
    guard nodeCount <= Program.mostValues else {
      throw Fault(offset: 0, message: "the text makes more than 50,000,000 values, the most that is computed")
    }
  }

  private mutating func apply(_ op: Op, _ token: Token, _ stack: inout [TypedOperand]) throws(Fault) {
    for _ in 0..<op.arity {
      let kind = stack.popLast()?.kind ?? .unknown
      guard kind.isValue else {
        let remedy =
          switch kind {
          case .network: "call it, as in net([1.0, 2.0])"
          default: "choose an element, such as x[0], or use sum, mean, dot, softmax"
          }
        throw Fault(
          offset: token.offset,
          message: "'\(op.symbol)' works on values, not on \(kind.description); \(remedy)")
      }
    }
    try emit(.apply(op), nodes: 1)
    stack.append(.value)
  }

  private mutating func element(_ index: Int, _ token: Token, _ stack: inout [TypedOperand]) throws(Fault) {
    let operand = stack.popLast() ?? .unknown
    guard operand.kind != .unknown else { return stack.append(.unknown) }
    guard case .list(let count) = operand.kind else {
      throw Fault(
        offset: token.offset, message: "only lists have elements, and this is \(operand.kind.description)")
    }
    let place = index < 0 ? count + index : index
    guard (0..<count).contains(place) else {
      throw Fault(
        offset: token.offset,
        message: "there is no element \(index); the list has \(count), from 0 to \(count - 1)")
    }
    try emit(.element(place))
    stack.append(.value)
  }

  private mutating func call(
    _ function: ListFunction, _ token: Token, _ stack: inout [TypedOperand]
  ) throws(Fault) {
    func list(_ operand: TypedOperand) throws(Fault) -> Int {
      switch operand.kind {
      case .list(let count): return count
      case .unknown: return 1
      default:
        throw Fault(
          offset: token.offset,
          message: "'\(function.rawValue)' takes a list such as [a, b], not \(operand.kind.description)")
      }
    }
    switch function {
    case .sum, .mean:
      let count = try list(stack.popLast() ?? .unknown)
      try emit(.call(function), nodes: count + 1)
      stack.append(.value)
    case .softmax:
      let count = try list(stack.popLast() ?? .unknown)
      try emit(.call(function), nodes: 5 * count)
      stack.append(TypedOperand(kind: .list(count)))
    case .dot:
      let right = stack.popLast() ?? .unknown
      let left = stack.popLast() ?? .unknown
      let (a, b) = (try list(left), try list(right))
      guard a == b || left.kind == .unknown || right.kind == .unknown else {
        throw Fault(
          offset: token.offset, message: "'dot' takes two lists of one length, not of \(a) and \(b)")
      }
      try emit(.call(function), nodes: 2 * a)
      stack.append(.value)
    case .crossEntropy:
      _ = stack.popLast()
      let logits = stack.popLast() ?? .unknown
      let count = try list(logits)
      guard case .number(let number)? = program.instructions.popLast(), let target = Int(exactly: number),
        logits.kind == .unknown || (0..<count).contains(target)
      else {
        throw Fault(
          offset: token.offset,
          message: "'cross_entropy' takes a list of \(count) logits and the number of the right class, "
            + "from 0 to \(count - 1)")
      }
      try emit(.crossEntropy(target: target), nodes: 4 * count + 3)
      stack.append(.value)
    }
  }

  private mutating func callNetwork(_ name: Token, _ stack: inout [TypedOperand]) throws(Fault) {
    let argument = stack.popLast()?.kind ?? .unknown
    guard let index = variableIndex[text(name)], case .network(let inputs, let outputs) = variableKinds[index]
    else { return stack.append(.unknown) }
    let count: Int? =
      switch argument {
      case .list(let count): count
      case .value: inputs == 1 ? 1 : nil
      default: nil
      }
    guard argument == .unknown || count == inputs else {
      throw Fault(
        offset: name.offset,
        message:
          "'\(text(name))' takes a list of \(inputs), such as [\(inputs == 1 ? "1.0" : "1.0, …")], not "
          + argument.description)
    }
    try emit(.callNetwork(variable: index), nodes: networkNodes[index])
    stack.append(TypedOperand(kind: .list(outputs)))
  }
}
