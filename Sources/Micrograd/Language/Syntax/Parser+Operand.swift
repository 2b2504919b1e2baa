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
      return push(constant(start.kind == .none ? .none : .ellipsis, start))
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
      return try readEmpty(.rightBrace)
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
    case .star, .power:
      try advance()
      return try readStar(start)
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
      // The lowest integer, whose sign belongs to it; of a power it would not.
      if case .unary(.negate, let offset)? = pending.last, self.token.kind != .power,
        Literal.isLowestWithoutSign(bytes[token.range])
      {
        pending.removeLast()
        return tree.add(.constant, at: offset, constants.number(of: .int(.min)))
      }
      throw Fault(
        offset: token.offset,
        message: "'\(Literal.shortened(text(token)))' has more than 64 bits; write a number with a point")
    }
  }

  private mutating func readEmpty(_ closing: Token.Kind) throws(Fault) -> Bool {
    guard try take(closing) != nil else { return true }
    let bracket = brackets.removeLast()
    pending.removeLast()
    let kind: SyntaxTree.Kind =
      closing == .rightBracket ? .list : (closing == .rightBrace ? .dictionary : .tuple)
    return push(tree.add(kind, at: bracket.opening.offset, list: []))
  }

  /// `*` or `**` where an operand could stand: before an argument, an element, or a name that takes the rest.
  private mutating func readStar(_ star: Token) throws(Fault) -> Bool {
    let bracket = brackets[innermost]
    let isDouble = star.kind == .power
    var isRight = false
    if case .bracket? = pending.last, bracket.star == nil, bracket.key == nil, bracket.phase == .element {
      switch bracket.kind {
      case .call: isRight = true
      case .brace: isRight = isDouble == bracket.isDictionary || bracket.items.isEmpty
      case .list, .parenthesis, .statement(isList: true, _): isRight = !isDouble
      default: break
      }
    }
    guard isRight else {
      throw Fault(
        offset: star.offset,
        message: isDouble
          ? "missing operand before '**'" : "'*' stands before an argument or an element, not here")
    }
    brackets[innermost].star = (star.offset, isDouble)
    if case .brace = bracket.kind, isDouble { brackets[innermost].isDictionary = true }
    return true
  }

  mutating func readParameters(_ before: [Int32], at offset: Int) throws(Fault) -> Bool {
    var parameters = before
    while true {
      if let starred = try readStarredParameter(after: parameters) {
        parameters.append(starred)
        if try take(.comma) == nil { break }
        continue
      }
      guard token.kind == .name else { break }
      let parameter = token
      try advance()
      if try take(.assign) != nil {
        open(.default(parameters, name(parameter), at: offset), parameter)
        return true
      }
      parameters.append(try self.parameter(parameter, SyntaxTree.none, after: parameters))
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
    guard case .default(let parameters, _, let offset) = bracket.kind else { return ([], 0) }
    return (parameters + [try parameter(bracket.opening, operands.removeLast(), after: parameters)], offset)
  }
}
