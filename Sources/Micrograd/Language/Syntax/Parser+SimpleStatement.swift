extension Parser {
  mutating func readSimple(_ start: Token) throws(Fault) -> Int32 {
    switch start.kind {
    case .pass, .break, .continue:
      try advance()
      if start.kind != .pass, !isInLoop {
        throw Fault(offset: start.offset, message: "'\(text(start))' stands outside of a loop")
      }
      return tree.add(
        start.kind == .pass ? .pass : (start.kind == .break ? .break : .continue), at: start.offset)
    case .return:
      try advance()
      guard blocks.contains(where: { if case .function = $0.kind { true } else { false } }) else {
        throw Fault(offset: start.offset, message: "'return' stands outside of a function")
      }
      let value = Parser.endsStatement(token.kind) ? SyntaxTree.none : try expression()
      return tree.add(.return, at: start.offset, value)
    case .assert:
      try advance()
      let condition = try expression(isList: false)
      var message = SyntaxTree.none
      if try take(.comma) != nil { message = try expression(isList: false) }
      return tree.add(.assert, at: start.offset, condition, message)
    case .del: return try readDelete(start)
    case .global, .nonlocal:
      try advance()
      let word = text(start)
      var declared: [Int32] = []
      repeat {
        let declaration = try expect(.name, "expected a name after '\(word)'")
        declared.append(name(declaration))
      } while try take(.comma) != nil
      hasDeclarations = true
      return tree.add(.declaration, at: start.offset, op: start.kind == .global ? 0 : 1, list: declared)
    case .import: return try readImport(start)
    case .from: return try readFromImport(start)
    default: return try readExpressionStatement(start)
    }
  }

  private var isInLoop: Bool {
    for block in blocks.reversed() {
      switch block.kind {
      case .while, .for: return true
      case .function: return false
      default: continue
      }
    }
    return false
  }

  private mutating func readDelete(_ start: Token) throws(Fault) -> Int32 {
    try advance()
    let target = try expression()
    let targets = tree[target].kind == .tuple ? Array(tree.list(of: tree[target])) : [target]
    for target in targets where tree[target].kind != .name && tree[target].kind != .element {
      throw Fault(
        offset: Int(tree[target].offset), message: "'del' takes a name or an element, as in 'del xs[0]'")
    }
    return tree.add(.delete, at: start.offset, list: targets)
  }

  private mutating func readExpressionStatement(_ start: Token) throws(Fault) -> Int32 {
    if start.kind == .name, text(start) == "match",
      [.name, .number, .string].contains(try peek().kind)
    {
      report(Parser.foreign("'match'", at: start.offset))
      _ = skipBlock()
      return tree.add(.failed, at: start.offset, list: [])
    }
    let first = try expression()
    if tree[first].kind == .walrus, !tree[first].isParenthesised {
      throw Fault(
        offset: start.offset,
        message: "':=' gives a name to a value inside of an expression; here write "
          + "'\(Literal.shortened(text(start))) = …'")
    }
    switch token.kind {
    case .assign:
      var targets: [Int32] = []
      var value = first
      while try take(.assign) != nil {
        try checkTarget(value)
        targets.append(value)
        if token.kind == .magic { return try readCommand(targets, start) }
        value = try expression()
      }
      return tree.add(.assign, at: start.offset, SyntaxTree.none, value, list: targets)
    case .augmentedAssign:
      let sign = String(text(token).dropLast())
      let operatorToken = token
      try advance()
      let kind = tree[first].kind
      guard [.name, .attribute, .element].contains(kind) else {
        throw Fault(
          offset: operatorToken.offset, message: "only a name, an element or an attribute can be changed")
      }
      let operators: [String: Operator] = [
        "+": .add, "-": .subtract, "*": .multiply, "/": .divide, "//": .floorDivide, "%": .remainder,
        "**": .power, "&": .bitAnd, "|": .bitOr, "^": .bitXor, "<<": .shiftLeft, ">>": .shiftRight,
        "@": .matrixMultiply,
      ]
      let value = try expression()
      return tree.add(.augmented, at: operatorToken.offset, op: operators[sign]!.rawValue, first, value)
    case .magic:
      // `a?` asks for help.
      try advance()
      return skipped(.plain, start.offset, lastEnd, [])
    case .colon:
      // An annotation, as in `x: float = 2.0`.
      guard tree[first].kind == .name else { break }
      try advance()
      _ = try expression(isList: false)
      guard try take(.assign) != nil else { return tree.add(.pass, at: start.offset) }
      let value = try expression()
      return tree.add(.assign, at: start.offset, SyntaxTree.none, value, list: [first])
    default: break
    }
    let node = tree[first]
    if node.kind == .constant, case .text = constants.constants[Int(node.a)] {
      return skipped(.plain, start.offset, lastEnd, [])
    }
    return tree.add(.expression, at: start.offset, first)
  }

  /// `files = !ls`: what the notebook's commands give is not here, and what needs it draws nothing.
  private mutating func readCommand(_ targets: [Int32], _ start: Token) throws(Fault) -> Int32 {
    try advance()
    let (module, member) = (names.number(of: "IPython"), names.number(of: "magic"))
    let bindings = targets.filter { tree[$0].kind == .name }.flatMap { [tree[$0].a, module, member] }
    guard !bindings.isEmpty else { return skipped(.plain, start.offset, lastEnd, []) }
    return tree.add(.bindModule, at: start.offset, 1, list: bindings)
  }

  /// Makes sure that something can be assigned to an expression.
  func checkTarget(_ target: Int32) throws(Fault) {
    var rest = [target]
    while let number = rest.popLast() {
      let node = tree[number]
      switch node.kind {
      case .name, .attribute, .element: continue
      case .tuple, .list:
        let elements = tree.list(of: node)
        guard elements.count(where: { tree[$0].kind == .starred }) < 2 else {
          throw Fault(offset: Int(node.offset), message: "one name takes the rest, so there is one '*'")
        }
        rest += elements
      case .starred where number != target && node.op == 0: rest.append(node.a)
      case .starred:
        throw Fault(
          offset: Int(node.offset), message: "'*' takes the rest of several, as in 'first, *rest = xs'")
      case .constant:
        throw Fault(
          offset: Int(node.offset), message: "a number, a text or True cannot be assigned to; a name can")
      case .comparison, .binary, .unary, .call, .conditional:
        throw Fault(
          offset: Int(node.offset),
          message: "what is computed cannot be assigned to; a name stands before '=', as in 'y = a + 1'")
      default:
        throw Fault(
          offset: Int(node.offset), message: "this cannot be assigned to; give it a name, such as 'y = …'")
      }
    }
  }
}
