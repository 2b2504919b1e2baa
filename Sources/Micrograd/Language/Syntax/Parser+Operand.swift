extension Parser {
  /// - Returns: whether an operand is expected still.
  mutating func readOperand() throws(Fault) -> Bool {
    let start = token
    switch start.kind {
    case .number:
      try advance()
      return push(try number(start))
    case .name:
      if case .call = brackets[innermost].kind, case .bracket? = pending.last,
        brackets[innermost].phase == .element,
        try peek().kind == .assign
      {
        brackets[innermost].keyword = (name(start), start.offset)
        try advance()
        try advance()
        return true
      }
      try advance()
      return push(tree.add(.name, at: start.offset, name(start)))
    case .true, .false:
      try advance()
      return push(constant(.bool(start.kind == .true), start))
    case .none, .ellipsis:
      try advance()
      return push(constant(.none, start))
    case .string: return try readStrings(start)
    case .formatStart:
      try advance()
      open(.format, start)
      return try readFormat()
    case .leftParenthesis:
      try advance()
      open(.parenthesis, start)
      return try readEmpty(.rightParenthesis)
    case .leftBracket:
      try advance()
      open(.list, start)
      return try readEmpty(.rightBracket)
    case .leftBrace:
      try advance()
      open(.brace, start)
      guard token.kind == .rightBrace else { return true }
      throw Parser.foreign("a dictionary", at: start.offset)
    case .minus, .plus, .tilde:
      try advance()
      let op: Operator = start.kind == .minus ? .negate : (start.kind == .plus ? .plus : .invert)
      pending.append(.unary(op, at: start.offset))
      return true
    case .not:
      try advance()
      pending.append(.not(at: start.offset))
      return true
    case .lambda:
      try advance()
      return try readParameters([], at: start.offset)
    case .star:
      try advance()
      if case .bracket? = pending.last, brackets[innermost].star == nil {
        switch brackets[innermost].kind {
        case .call, .list:
          brackets[innermost].star = start.offset
          return true
        default: break
        }
      }
      throw Fault(offset: start.offset, message: "'*' stands before an argument or an element, not here")
    case .power:
      throw Fault(offset: start.offset, message: "missing operand before '**'")
    default: return try readMissing(start)
    }
  }

  mutating func push(_ node: Int32) -> Bool {
    operands.append(node)
    return false
  }

  mutating func constant(_ constant: Constant, _ token: Token) -> Int32 {
    tree.add(.constant, at: token.offset, constants.number(of: constant))
  }

  mutating func number(_ token: Token) throws(Fault) -> Int32 {
    switch Literal.number(bytes[token.range]) {
    case .int(let number)?: return constant(.int(number), token)
    case .float(let number)?: return constant(.float(number), token)
    case nil:
      throw Fault(
        offset: token.offset,
        message: "'\(Literal.shortened(text(token)))' has more than 64 bits; write a number with a point")
    }
  }

  private mutating func readEmpty(_ closing: Token.Kind) throws(Fault) -> Bool {
    guard try take(closing) != nil else { return true }
    let bracket = brackets.removeLast()
    pending.removeLast()
    return push(tree.add(closing == .rightBracket ? .list : .tuple, at: bracket.opening.offset, list: []))
  }

  mutating func readParameters(_ before: [Int32], at offset: Int) throws(Fault) -> Bool {
    var parameters = before
    while token.kind == .name {
      let parameter = token
      try advance()
      if try take(.assign) != nil {
        open(.default(parameters, name(parameter), at: offset), parameter)
        return true
      }
      parameters.append(tree.add(.parameter, at: parameter.offset, name(parameter)))
      if try take(.comma) == nil { break }
    }
    _ = try expect(.colon, "expected ':' after the parameters of lambda, as in 'lambda x: x * 2'")
    pending.append(.lambda(parameters, at: offset))
    return true
  }

  /// Takes the expression just read as the default of a parameter.
  mutating func finishDefault() throws(Fault) -> (parameters: [Int32], offset: Int) {
    try reduce(above: -1)
    let bracket = brackets.removeLast()
    pending.removeLast()
    guard case .default(let parameters, let name, let offset) = bracket.kind else { return ([], 0) }
    let parameter = tree.add(.parameter, at: bracket.opening.offset, name, operands.removeLast())
    return (parameters + [parameter], offset)
  }
}
