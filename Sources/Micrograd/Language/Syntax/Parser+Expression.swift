extension Parser {
  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - isList: whether commas make a tuple of it.
  ///   - endsAtIn: whether it is the target of a loop.
  ///   - endsAtParenthesis: whether it is the default or the annotation of a parameter.
  mutating func expression(
    isList: Bool = true, endsAtIn: Bool = false, endsAtParenthesis: Bool = false
  ) throws(Fault) -> Int32 {
    open(
      .statement(isList: isList, endsAt: endsAtIn ? .in : (endsAtParenthesis ? .rightParenthesis : nil)),
      token)
    var expectsOperand = true
    while !brackets.isEmpty {
      expectsOperand = expectsOperand ? try readOperand() : try readOperator()
    }
    return operands.removeLast()
  }

  mutating func open(_ kind: Bracket.Kind, _ token: Token) {
    pending.append(.bracket)
    brackets.append(Bracket(kind: kind, opening: token))
  }

  var innermost: Int { brackets.count - 1 }

  /// A token that no operator is: it ends the expression, or is a mistake.
  mutating func readEnd(_ start: Token) throws(Fault) -> Bool {
    if try close(start, hasOperand: true) { return false }
    if case .statement(let isList, let end) = brackets[innermost].kind {
      if Parser.endsStatement(start.kind) || (!isList && start.kind == .comma) || start.kind == end {
        try finishElement()
        finishStatement()
        return false
      }
    }
    if let fault = unclosed(start) { throw fault }
    if Parser.isClosing(start.kind) {
      if brackets.count == 1 {
        throw Fault(offset: start.offset, message: "'\(text(start))' closes nothing")
      }
      let opening = brackets[innermost].opening
      throw Fault(offset: opening.offset, message: "'\(text(opening))' is closed by '\(text(start))'")
    }
    throw missingOperator(before: start)
  }

  static func endsStatement(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .newline, .semicolon, .endOfFile, .assign, .augmentedAssign, .colon, .as, .magic: true
    default: false
    }
  }

  static func isClosing(_ kind: Token.Kind) -> Bool {
    kind == .rightParenthesis || kind == .rightBracket || kind == .rightBrace
  }

  mutating func finishStatement() {
    let bracket = brackets.removeLast()
    pending.removeLast()
    operands.append(listed(bracket))
  }
}
