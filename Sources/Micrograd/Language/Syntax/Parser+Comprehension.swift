extension Parser {
  mutating func readFor(_ start: Token) throws(Fault) -> Bool {
    let bracket = brackets[innermost]
    switch bracket.kind {
    case .parenthesis, .list, .brace, .call: break
    default: return try readEnd(start)
    }
    if bracket.phase == .element {
      if bracket.hasComma, case .call = bracket.kind {} else if bracket.hasComma { return try readEnd(start) }
      try reduce(above: -1)
      brackets[innermost].element = paired(operands.removeLast())
    } else if bracket.phase == .target {
      throw Fault(offset: start.offset, message: "expected 'in' after the names of 'for'")
    } else {
      try finishPhase()
      finishClause()
    }
    brackets[innermost].phase = .target
    try advance()
    return true
  }

  /// Takes the expression just read as what its phase of a comprehension is about.
  mutating func finishPhase() throws(Fault) {
    try reduce(above: -1)
    let node = operands.removeLast()
    if brackets[innermost].phase == .iterable {
      brackets[innermost].iterable = node
    } else {
      brackets[innermost].conditions.append(node)
    }
  }

  private mutating func finishClause() {
    let bracket = brackets[innermost]
    let offset = Int(tree[bracket.targets[0]].offset)
    let target =
      bracket.hasTargetComma ? tree.add(.tuple, at: offset, list: bracket.targets) : bracket.targets[0]
    brackets[innermost].clauses.append(
      tree.add(.clause, at: offset, target, bracket.iterable, list: bracket.conditions))
    brackets[innermost].targets = []
    brackets[innermost].hasTargetComma = false
    brackets[innermost].conditions = []
  }

  /// Makes the comprehension that the innermost bracket holds.
  mutating func finishComprehension() throws(Fault) -> Int32 {
    try finishPhase()
    finishClause()
    let bracket = brackets[innermost]
    let kind: ComprehensionKind =
      switch bracket.kind {
      case .list: .list
      case .brace: bracket.isDictionary ? .dictionary : .set
      default: .generator
      }
    brackets[innermost].phase = .element
    brackets[innermost].isComprehension = true
    brackets[innermost].clauses = []
    return tree.add(
      .comprehension, at: bracket.opening.offset, op: kind.rawValue, bracket.element, list: bracket.clauses)
  }
}
