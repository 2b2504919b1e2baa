extension Parser {
  /// What may follow where an operand could stand.
  mutating func readMissing(_ start: Token) throws(Fault) -> Bool {
    let bracket = brackets[innermost]
    if case .bracket? = pending.last, bracket.keyword == nil, bracket.star == nil {
      if case .element = bracket.kind, start.kind == .colon { return try readColon(hasOperand: false) }
      if case .element = bracket.kind, bracket.slice != nil, start.kind == .comma {
        operands.append(SyntaxTree.none)
        return false
      }
      // A comma may stand before the end.
      if try close(start, hasOperand: false) { return false }
      if bracket.hasComma, case .statement(_, let end) = bracket.kind,
        Parser.endsStatement(start.kind) || start.kind == end
      {
        finishStatement()
        return false
      }
    }
    if start.kind == .foreignKeyword { throw Parser.foreign("'\(text(start))'", at: start.offset) }
    if let fault = unclosed(start) { throw fault }
    if case .element = bracket.kind, start.kind == .rightBracket {
      throw Fault(offset: start.offset, message: "missing index between '[' and ']'")
    }
    if Parser.isClosing(start.kind), brackets.count == 1 {
      throw Fault(offset: start.offset, message: "'\(text(start))' closes nothing")
    }
    let isEnd = start.kind == .newline || start.kind == .endOfFile
    let shown = isEnd ? "at the end of the line" : "before '\(Literal.shortened(text(start)))'"
    throw Fault(offset: start.offset, message: "missing operand \(shown)\(counting(isEnd))")
  }

  /// What to write for `i++`, which other languages have.
  private func counting(_ isEnd: Bool) -> String {
    guard isEnd, case .unary(let op, let offset)? = pending.last, op == .plus || op == .negate, offset > 0,
      bytes[Int(offset)] == bytes[Int(offset) - 1]
    else { return "" }
    let sign = op == .plus ? "+" : "-"
    return "; 'i\(sign)\(sign)' is written 'i \(sign)= 1'"
  }

  static func foreign(_ construct: String, at offset: Int) -> Fault {
    Fault(offset: offset, message: "\(construct) is Python, but not in the subset that GradViz reads")
  }

  /// The fault of a bracket that is open where a line ends or a new statement begins.
  func unclosed(_ token: Token) -> Fault? {
    guard brackets.count > 1 else { return nil }
    let opening = brackets[innermost].opening
    var isEnd = token.kind == .newline || token.kind == .endOfFile
    if !isEnd {
      // First on its line, below that of the bracket?
      var before = token.offset
      while before > opening.end && (bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09) { before -= 1 }
      isEnd = before > opening.end && bytes[before - 1] == UInt8(ascii: "\n")
    }
    guard isEnd else { return nil }
    switch brackets[innermost].kind {
    case .format, .field, .spec: return Fault(offset: opening.offset, message: "this field is never closed")
    case .default:
      return Fault(offset: opening.offset, message: "expected ':' after the parameters of lambda")
    default: return Fault(offset: opening.offset, message: "'\(text(opening))' is never closed")
    }
  }

  func missingOperator(before start: Token) -> Fault {
    let shown = Literal.shortened(text(start))
    let isOperand: Bool =
      switch start.kind {
      case .name, .number, .string, .leftBrace: true
      default: false
      }
    if isOperand, let last = operands.last, last >= 0 {
      let node = tree[last]
      if node.kind == .name {
        let name = names[node.a]
        if Builtin.isFunction(name) {
          return Fault(
            offset: Int(node.offset), message: "'\(name)' needs parentheses; write \(name)(\(shown))")
        }
        return Fault(
          offset: start.offset,
          message: "expected an operator before '\(shown)'; write '\(name) * \(shown)' for a product")
      }
    }
    if start.kind == .foreignKeyword { return Parser.foreign("'\(text(start))'", at: start.offset) }
    if start.kind == .walrus { return Parser.foreign("':='", at: start.offset) }
    return Fault(offset: start.offset, message: "expected an operator before '\(shown)'")
  }
}
