extension Parser {
  mutating func readColon(hasOperand: Bool) throws(Fault) -> Bool {
    let colon = token
    switch brackets[innermost].kind {
    case .element:
      if !hasOperand { operands.append(SyntaxTree.none) }
      try reduce(above: -1)
      let parts = (brackets[innermost].slice ?? []) + [operands.removeLast()]
      brackets[innermost].slice = parts
      guard parts.count < 3 else {
        throw Fault(offset: colon.offset, message: "a slice has three parts at most, as in x[1:9:2]")
      }
      try advance()
      return true
    case .default:
      let (parameters, offset) = try finishDefault()
      try advance()
      pending.append(.lambda(parameters, at: offset))
      return true
    case .brace where brackets[innermost].phase == .element: return try readKey(colon)
    default: return try readEnd(colon)
    }
  }

  /// Takes the expression just read as a key of a dictionary.
  private mutating func readKey(_ colon: Token) throws(Fault) -> Bool {
    let bracket = brackets[innermost]
    guard bracket.isDictionary || bracket.items.isEmpty, bracket.key == nil, bracket.star == nil else {
      throw Fault(
        offset: colon.offset, message: "':' stands behind each key of a dictionary, as in {'a': 1, 'b': 2}")
    }
    try reduce(above: -1)
    brackets[innermost].key = operands.removeLast()
    brackets[innermost].isDictionary = true
    try advance()
    return true
  }

  /// The element of a bracket with the key before it.
  mutating func paired(_ node: Int32) -> Int32 {
    guard let key = brackets[innermost].key else { return node }
    brackets[innermost].key = nil
    return tree.add(.pair, at: Int(tree[key].offset), key, node)
  }

  mutating func readComma(_ start: Token) throws(Fault) -> Bool {
    switch brackets[innermost].kind {
    case .statement(isList: false, _), .format, .spec: return try readEnd(start)
    case .default:
      let (parameters, offset) = try finishDefault()
      try advance()
      return try readParameters(parameters, at: offset)
    default: break
    }
    let phase = brackets[innermost].phase
    if phase == .iterable || phase == .condition {
      guard case .call = brackets[innermost].kind else { return try readEnd(start) }
    }
    try advance()
    try finishElement()
    if phase == .target {
      brackets[innermost].hasTargetComma = true
    } else {
      brackets[innermost].hasComma = true
    }
    return true
  }

  /// Takes the expression just read as an element of the innermost bracket.
  mutating func finishElement() throws(Fault) {
    let bracket = brackets[innermost]
    var node: Int32
    if bracket.phase == .iterable || bracket.phase == .condition {
      node = try finishComprehension()
    } else {
      try reduce(above: -1)
      node = operands.removeLast()
    }
    if bracket.phase == .target {
      brackets[innermost].targets.append(node)
      return
    }
    if let slice = bracket.slice {
      let parts = slice + [node]
      node = tree.add(
        .slice, at: bracket.opening.offset, parts[0], parts[1], parts.count > 2 ? parts[2] : SyntaxTree.none)
      brackets[innermost].slice = nil
    }
    if let (name, offset) = bracket.keyword {
      node = tree.add(.keyword, at: offset, name, node)
      brackets[innermost].keyword = nil
    }
    if let star = bracket.star {
      node = tree.add(.starred, at: star.offset, op: star.isDouble ? 1 : 0, node)
      brackets[innermost].star = nil
    } else if bracket.isDictionary, !bracket.isComprehension, bracket.phase == .element {
      guard bracket.key != nil else {
        throw Fault(
          offset: Int(tree[node].offset),
          message: "expected ':' and a value after this key, as in {'a': 1, 'b': 2}")
      }
      node = paired(node)
    }
    brackets[innermost].items.append(node)
  }

  /// The elements of a bracket as one expression: a tuple if there was a comma.
  mutating func listed(_ bracket: Bracket) -> Int32 {
    guard bracket.hasComma || bracket.items.count != 1 else { return bracket.items[0] }
    let offset = bracket.items.first.map { Int(tree[$0].offset) } ?? bracket.opening.offset
    return tree.add(.tuple, at: offset, list: bracket.items)
  }

  /// Makes a node of the innermost bracket, if this token closes it.
  ///
  /// - Parameter hasOperand: whether an element was just read; else there must be a comma before the end.
  mutating func close(_ closing: Token, hasOperand: Bool) throws(Fault) -> Bool {
    let bracket = brackets[innermost]
    guard bracket.isClosed(by: closing.kind) else { return false }
    if bracket.phase == .target {
      throw Fault(offset: closing.offset, message: "expected 'in' after the names of 'for'")
    }
    if !hasOperand {
      guard bracket.hasComma || bracket.slice != nil, bracket.phase == .element else { return false }
      if bracket.slice != nil { operands.append(SyntaxTree.none) }
    }
    if hasOperand || bracket.slice != nil { try finishElement() }
    try advance()
    finishBracket()
    return true
  }

  mutating func finishBracket() {
    let bracket = brackets.removeLast()
    pending.removeLast()
    let offset = bracket.opening.offset
    switch bracket.kind {
    case .list where bracket.isComprehension, .brace where bracket.isComprehension:
      operands.append(bracket.items[0])
    case .list: operands.append(tree.add(.list, at: offset, list: bracket.items))
    case .brace:
      operands.append(tree.add(bracket.isDictionary ? .dictionary : .set, at: offset, list: bracket.items))
    case .call(let callee): operands.append(tree.add(.call, at: offset, callee, list: bracket.items))
    case .element(let object):
      operands.append(tree.add(.element, at: offset, object, listed(bracket)))
    default:
      let node = listed(bracket)
      tree[node].isParenthesised = true
      operands.append(node)
    }
  }
}
