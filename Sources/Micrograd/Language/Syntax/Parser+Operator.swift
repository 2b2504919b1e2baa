extension Parser {
  private static let binaries: [Token.Kind: Operator] = [
    .plus: .add, .minus: .subtract, .star: .multiply, .slash: .divide, .doubleSlash: .floorDivide,
    .percent: .remainder, .power: .power, .at: .matrixMultiply, .ampersand: .bitAnd, .bar: .bitOr,
    .caret: .bitXor,
    .leftShift: .shiftLeft, .rightShift: .shiftRight,
  ]
  private static let comparisons: [Token.Kind: Operator] = [
    .less: .less, .lessEqual: .lessEqual, .greater: .greater, .greaterEqual: .greaterEqual, .equal: .equal,
    .notEqual: .notEqual, .is: .is,
  ]

  /// - Returns: whether an operand is expected next.
  mutating func readOperator() throws(Fault) -> Bool {
    let start = token
    switch start.kind {
    case .plus, .minus, .star, .slash, .doubleSlash, .percent, .power, .at, .ampersand, .bar, .caret,
      .leftShift, .rightShift:
      try advance()
      let op = Parser.binaries[start.kind]!
      let precedence = Parser.precedence(op)
      try reduce(above: op == .power ? precedence : precedence - 1)
      pending.append(.binary(op, at: start.offset))
      return true
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .is, .not, .in:
      return try readComparison(start)
    case .and, .or:
      try advance()
      try reduce(above: start.kind == .and ? 2 : 1)
      pending.append(start.kind == .and ? .and(at: start.offset) : .or(at: start.offset))
      return true
    case .walrus:
      guard case .bracket? = pending.last, let target = operands.last, target >= 0, tree[target].kind == .name
      else { return try readEnd(start) }
      try advance()
      operands.removeLast()
      pending.append(.walrus(tree[target].a, at: Int(tree[target].offset)))
      hasWalrus = true
      return true
    case .if: return try readIf(start)
    case .else: return try readElse(start)
    case .dot:
      try advance()
      guard token.kind == .name || Token.keywords[text(token)] != nil else {
        throw Fault(offset: token.offset, message: "expected a name after '.', such as '.tanh()' or '.data'")
      }
      let member = token
      try advance()
      operands.append(tree.add(.attribute, at: member.offset, operands.removeLast(), name(member)))
      return false
    case .leftParenthesis:
      try advance()
      open(.call(operands.removeLast()), start)
      guard try take(.rightParenthesis) != nil else { return true }
      finishBracket()
      return false
    case .leftBracket:
      try advance()
      open(.element(operands.removeLast()), start)
      return true
    case .for: return try readFor(start)
    case .colon: return try readColon(hasOperand: true)
    case .comma: return try readComma(start)
    case .fieldEquals, .fieldConversion, .fieldColon, .fieldEnd: return try readFieldEnd(start)
    default: return try readEnd(start)
    }
  }

  private mutating func readComparison(_ start: Token) throws(Fault) -> Bool {
    if start.kind == .in {
      if case .statement(_, .in) = brackets[innermost].kind {
        try finishElement()
        finishStatement()
        return false
      }
      if brackets[innermost].phase == .target {
        try advance()
        try finishElement()
        brackets[innermost].phase = .iterable
        return true
      }
    }
    try reduce(above: 4)
    var op = Parser.comparisons[start.kind] ?? .in
    try advance()
    if start.kind == .not {
      _ = try expect(.in, "expected 'in' after 'not', as in 'a not in b'")
      op = .notIn
    } else if start.kind == .is, try take(.not) != nil {
      op = .isNot
    }
    pending.append(.compare(op, at: start.offset))
    return true
  }

  private mutating func readIf(_ start: Token) throws(Fault) -> Bool {
    let phase = brackets[innermost].phase
    try advance()
    if phase == .iterable || phase == .condition {
      try finishPhase()
      brackets[innermost].phase = .condition
    } else {
      try reduce(above: 1)
      pending.append(.condition(at: start.offset))
    }
    return true
  }

  private mutating func readElse(_ start: Token) throws(Fault) -> Bool {
    try reduce(above: 1)
    guard case .condition(let offset)? = pending.last else { return try readEnd(start) }
    pending.removeLast()
    try advance()
    pending.append(.otherwise(at: offset))
    return true
  }
}
