extension Parser {
  /// A block whose end is not reached.
  struct OpenBlock {
    enum Kind {
      case `if`, `else`, `while`, `for`, function
      /// The `else` of a loop: how many elements `else` adds is not known before.
      case loopElse(loop: Int32)
      /// A block that belongs to nothing, by mistake.
      case stray
    }

    var kind: Kind
    let offset: Int
    /// Whether it stands on the line of its head.
    var isInline = false
    var statements: [Int32] = []
    /// Of an `if`: the conditions and blocks before this one.
    var branches: [(condition: Int32, block: Int32, offset: Int)] = []
    var a: Int32 = SyntaxTree.none
    var b: Int32 = SyntaxTree.none
    var parameters: [Int32] = []
  }

  /// Begins the block after a colon.
  mutating func open(_ block: OpenBlock, _ what: String) throws(Fault) {
    var missing: Fault?
    if try take(.colon) == nil {
      if token.kind == .assign {
        throw Fault(offset: token.offset, message: "'=' gives a name; compare with '=='")
      }
      let hint = what == "'else'" && token.kind == .if ? "; 'else if' is written 'elif'" : ""
      missing = Fault(offset: token.offset, message: "expected ':' after \(what)\(hint)")
      // What is below such a line is its block all the same.
      if let missing, token.kind != .newline { throw missing }
    }
    var block = block
    block.isInline = token.kind != .newline
    if !block.isInline {
      try advance()
      while token.kind == .newline { try advance() }
      guard token.kind == .indent else {
        throw missing
          ?? Fault(
            offset: block.offset,
            message: "the block of \(what) is empty; indent its lines, or write 'pass'")
      }
      if let missing { report(missing) }
      try advance()
    }
    blocks.append(block)
  }

  /// Ends the innermost block.
  mutating func closeBlock() throws(Fault) -> Int32? {
    let block = blocks.removeLast()
    let body = tree.add(.block, at: block.offset, list: block.statements)
    switch block.kind {
    case .stray:
      for statement in block.statements {
        if let node = append(statement) { return node }
      }
      return nil
    case .if:
      var next = block
      next.branches.append((block.a, body, block.offset))
      next.statements = []
      if token.kind == .elif {
        let offset = token.offset
        try advance()
        next.a = try expression(isList: false)
        operands.removeAll(keepingCapacity: true)
        try open(reopened(next, .if, offset), "the condition of 'elif'")
        return nil
      }
      if token.kind == .else {
        let offset = token.offset
        try advance()
        try open(reopened(next, .else, offset), "'else'")
        return nil
      }
      return append(branches(next.branches, otherwise: SyntaxTree.none))
    case .else: return append(branches(block.branches, otherwise: body))
    case .while, .for:
      let isFor: Bool = if case .for = block.kind { true } else { false }
      let loop =
        isFor
        ? tree.add(.for, at: block.offset, block.a, block.b, body)
        : tree.add(.while, at: block.offset, block.a, body)
      if token.kind == .else {
        let offset = token.offset
        try advance()
        try open(OpenBlock(kind: .loopElse(loop: loop), offset: offset), "'else'")
        return nil
      }
      return append(loop)
    case .loopElse(let loop):
      let node = tree[loop]
      return append(
        tree.add(node.kind, at: Int(node.offset), node.a, node.b, node.c, list: [body]))
    case .function:
      return append(tree.add(.function, at: block.offset, block.a, body, list: block.parameters))
    }
  }

  private func reopened(_ block: OpenBlock, _ kind: OpenBlock.Kind, _ offset: Int) -> OpenBlock {
    var next = OpenBlock(kind: kind, offset: offset)
    next.branches = block.branches
    next.a = block.a
    return next
  }

  private mutating func branches(
    _ branches: [(condition: Int32, block: Int32, offset: Int)], otherwise: Int32
  ) -> Int32 {
    var rest = otherwise
    for (condition, block, offset) in branches.reversed() {
      rest = tree.add(.if, at: offset, condition, block, rest)
    }
    return rest
  }

  /// Puts a statement into the innermost block.
  ///
  /// - Returns: the statement, if there is no block.
  mutating func append(_ statement: Int32) -> Int32? {
    guard !blocks.isEmpty else { return statement }
    blocks[blocks.count - 1].statements.append(statement)
    return nil
  }
}
