extension Parser {
  /// What a line that draws nothing is.
  enum Skipped: Int32 {
    /// An import, a magic line, a text.
    case plain
    /// A definition that GradViz has its own of.
    case own
  }

  /// Reads the next statement that is in no block, with all of its blocks.
  ///
  /// - Returns: its node, or nil at the end of the text.
  mutating func statement() -> Int32? {
    operands.removeAll(keepingCapacity: true)
    while true {
      let start = token.offset
      do {
        if let node = try step() { return node }
        if token.kind == .endOfFile && blocks.isEmpty { return nil }
      } catch {
        recover(from: error, since: start)
        if token.kind == .newline { _ = try? advance() }
        // A block below a head with a mistake belongs to the mistake.
        skippedNames = []
        if token.kind == .indent { _ = skipBlock() }
        let failed = tree.add(.failed, at: start, list: namesBound(from: start) + skippedNames)
        if let node = append(failed) { return node }
      }
    }
  }

  /// Reads a statement, or the end of a block.
  ///
  /// - Returns: a statement that is in no block, if it is complete.
  mutating func step() throws(Fault) -> Int32? {
    switch token.kind {
    case .newline:
      try advance()
      if let block = blocks.last, block.isInline { return try closeBlock() }
      return nil
    case .semicolon:
      try advance()
      return nil
    case .endOfFile:
      return blocks.isEmpty ? nil : try closeBlock()
    case .indent:
      let offset = token.end
      try advance()
      blocks.append(OpenBlock(kind: .stray, offset: offset))
      report(
        Fault(
          offset: offset, message: "this line is indented, but no block begins here; take the blanks away"))
      return nil
    case .dedent:
      try advance()
      return blocks.isEmpty ? nil : try closeBlock()
    default: return try readStatement()
    }
  }

  private mutating func readStatement() throws(Fault) -> Int32? {
    let start = token
    operands.removeAll(keepingCapacity: true)
    if start.isKeyword, try peek().kind == .assign { throw Parser.reserved(text(start), at: start.offset) }
    switch start.kind {
    case .if:
      try advance()
      var block = OpenBlock(kind: .if, offset: start.offset)
      block.a = try expression(isList: false)
      try open(block, "the condition of 'if'")
    case .while:
      try advance()
      var block = OpenBlock(kind: .while, offset: start.offset)
      block.a = try expression(isList: false)
      try open(block, "the condition of 'while'")
    case .for:
      try advance()
      var block = OpenBlock(kind: .for, offset: start.offset)
      block.a = try expression(endsAtIn: true)
      try checkTarget(block.a)
      _ = try expect(.in, "expected 'in' after the names of 'for', as in 'for x in xs:'")
      block.b = try expression()
      try open(block, "the head of 'for'")
    case .def: return try readFunction(start)
    case .class: return try readClass(start)
    case .elif, .else:
      throw Fault(offset: start.offset, message: "'\(text(start))' without an 'if' before it")
    case .at:
      _ = skipLine()
      throw Parser.foreign("a decorator", at: start.offset)
    case .foreignKeyword:
      let word = text(start)
      report(Parser.foreign("'\(word)'", at: start.offset))
      skippedNames = []
      _ = skipBlock()
      // What belongs to it, such as `except`.
      while token.kind == .foreignKeyword, ["except", "finally"].contains(text(token)) { _ = skipBlock() }
      return append(tree.add(.failed, at: start.offset, list: skippedNames))
    case .magic:
      try advance()
      return append(skipped(.plain, start.offset, start.end, []))
    default:
      let node = try readSimple(start)
      tree[node].c = Int32(lastEnd)
      // The end of the line ends the blocks on it as well, one after another.
      if token.kind == .semicolon {
        try advance()
      } else if token.kind != .newline && token.kind != .endOfFile {
        throw Fault(
          offset: token.offset, message: "unexpected '\(Literal.shortened(text(token)))' after this statement"
        )
      }
      return append(node)
    }
    return nil
  }

  mutating func skipped(_ why: Skipped, _ start: Int, _ end: Int, _ names: [Int32]) -> Int32 {
    tree.add(.skipped, at: start, why.rawValue, Int32(lineCount(start, end)), list: names)
  }
}
