extension Parser {
  /// What may follow where an operand could stand.
  mutating func readMissing(_ start: Token) throws(Fault) -> Bool {
    let bracket = brackets[innermost]
    if case .bracket? = pending.last, bracket.keyword == nil, bracket.star == nil,
      bracket.key == nil
    {
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
    if let word = wordForSign(start) { throw Fault(offset: start.offset, message: word) }
    let shown = isEnd ? "at the end of the line" : "before '\(Literal.shortened(text(start)))'"
    throw Fault(offset: start.offset, message: "missing operand \(shown)\(counting(isEnd))")
  }

  /// What to write for signs of other languages: `&&`, `||`, `/* … */`.
  private func wordForSign(_ start: Token) -> String? {
    let isSame =
      start.offset > 0 && start.offset < bytes.count && bytes[start.offset - 1] == bytes[start.offset]
    switch start.kind {
    case .ampersand where isSame: return "'&&' is written 'and'"
    case .bar where isSame: return "'||' is written 'or'"
    case .slash where start.end < bytes.count && bytes[start.end] == UInt8(ascii: "*"),
      .doubleSlash:
      return "a comment begins with '#'"
    default: return nil
    }
  }

  /// What to write for `i++`, which other languages have.
  private func counting(_ isEnd: Bool) -> String {
    guard isEnd, case .unary(let op, let offset)? = pending.last, op == .plus || op == .negate, offset > 0,
      bytes[Int(offset)] == bytes[Int(offset) - 1]
    else { return "" }
    let sign = op == .plus ? "+" : "-"
    return "; 'i\(sign)\(sign)' is written 'i \(sign)= 1'"
  }

  /// What to write in place of constructs that are not here.
  private static let remedies = [
    "'try'": "write the lines that it guards without it",
    "'with'": "write the lines of its block without it",
    "'yield'": "append to a list, and return that",
    "'raise'": "write 'assert' with the condition that must hold",
    "'match'": "write 'if', 'elif' and 'else'",
    "a decorator": "write 'f = decorator(f)' below the function",
  ]

  static func reserved(_ word: String, at offset: Int) -> Fault {
    Fault(offset: offset, message: "'\(word)' is a word of Python, so it is no name; choose another")
  }

  static func foreign(_ construct: String, at offset: Int) -> Fault {
    let remedy = remedies[construct].map { "; \($0)" } ?? ""
    return Fault(
      offset: offset, message: "\(construct) is Python, but not in the subset that GradViz reads\(remedy)")
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

  /// The fault of something that stands where an operator could: what may have been meant.
  func missingOperator(before start: Token) -> Fault {
    let shown = Literal.shortened(text(start))
    let bracket = brackets[innermost]
    func fault(_ message: String) -> Fault { Fault(offset: start.offset, message: message) }
    if start.kind == .foreignKeyword { return Parser.foreign("'\(text(start))'", at: start.offset) }
    if start.kind == .walrus { return fault("':=' gives a name to a value in parentheses, as in (n := 10)") }
    if case .statement(_, .in) = bracket.kind {
      return fault("expected 'in' after the names of 'for', not '\(shown)', as in 'for x in xs:'")
    }
    if case .binary(.floorDivide, _)? = pending.last {
      return fault("'//' divides; a comment begins with '#'")
    }
    if case .binary(.remainder, _)? = pending.last, brackets.count == 1 {
      return fault("expected an operator before '\(shown)'; a comment begins with '#'")
    }
    let isOperand: Bool =
      switch start.kind {
      case .name, .number, .string, .leftBrace, .true, .false, .none, .lambda, .formatStart: true
      default: false
      }
    let left = operands.last.flatMap { $0 >= 0 ? tree[$0] : nil }
    if isOperand, let left, left.kind == .name, case .bracket? = pending.last {
      let name = names[left.a]
      if brackets.count == 1, bracket.items.isEmpty,
        ["let", "var", "const", "auto", "float", "double", "int"].contains(name)
      {
        return Fault(offset: Int(left.offset), message: "a name is given by '=' alone; leave out '\(name)'")
      }
      if Builtin.isFunction(name) {
        return Fault(
          offset: Int(left.offset), message: "'\(name)' needs parentheses; write \(name)(\(shown))")
      }
      // A word of Python, misspelt, begins the statement.
      if brackets.count == 1, bracket.items.isEmpty {
        let remark = Spelling.remark(on: name, among: Token.keywords.keys.sorted())
        if !remark.isEmpty {
          return Fault(
            offset: Int(left.offset), message: "unknown word '\(Literal.shortened(name))'\(remark)")
        }
      }
    }
    if start.kind == .name, shown == "then" { return fault("there is no 'then'; write ':'") }
    switch bracket.kind {
    case .brace where isOperand && bracket.isDictionary && bracket.key == nil:
      return fault("expected ':' between a key and its value, as in {'a': 1, 'b': 2}")
    case .list where isOperand, .brace where isOperand, .call where isOperand:
      return fault("expected ',' before '\(shown)', or an operator")
    default: break
    }
    if isOperand, let left, left.kind == .name {
      return fault(
        "expected an operator before '\(shown)'; write '\(names[left.a]) * \(shown)' for a product")
    }
    return fault("expected an operator before '\(shown)'")
  }
}
