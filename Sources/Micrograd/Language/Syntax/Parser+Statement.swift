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
  private mutating func step() throws(Fault) -> Int32? {
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

  // MARK: - Blocks

  /// Begins the block after a colon.
  private mutating func open(_ block: OpenBlock, _ what: String) throws(Fault) {
    guard try take(.colon) != nil else {
      if token.kind == .assign {
        throw Fault(offset: token.offset, message: "'=' gives a name; compare with '=='")
      }
      let hint = what == "'else'" && token.kind == .if ? "; 'else if' is written 'elif'" : ""
      throw Fault(offset: token.offset, message: "expected ':' after \(what)\(hint)")
    }
    var block = block
    block.isInline = token.kind != .newline
    if !block.isInline {
      try advance()
      while token.kind == .newline { try advance() }
      guard token.kind == .indent else {
        throw Fault(
          offset: block.offset, message: "the block of \(what) is empty; indent its lines, or write 'pass'")
      }
      try advance()
    }
    blocks.append(block)
  }

  /// Ends the innermost block.
  private mutating func closeBlock() throws(Fault) -> Int32? {
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
  private mutating func append(_ statement: Int32) -> Int32? {
    guard !blocks.isEmpty else { return statement }
    blocks[blocks.count - 1].statements.append(statement)
    return nil
  }

  // MARK: - Statements

  private mutating func readStatement() throws(Fault) -> Int32? {
    let start = token
    operands.removeAll(keepingCapacity: true)
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

  private mutating func skipped(_ why: Skipped, _ start: Int, _ end: Int, _ names: [Int32]) -> Int32 {
    tree.add(.skipped, at: start, why.rawValue, Int32(lineCount(start, end)), list: names)
  }

  private mutating func readSimple(_ start: Token) throws(Fault) -> Int32 {
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

  private mutating func readExpressionStatement(_ start: Token) throws(Fault) -> Int32 {
    let first = try expression()
    switch token.kind {
    case .assign:
      var targets: [Int32] = []
      var value = first
      while try take(.assign) != nil {
        try checkTarget(value)
        targets.append(value)
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
        "**": .power, "&": .bitAnd, "|": .bitOr, "<<": .shiftLeft, ">>": .shiftRight, "@": .matrixMultiply,
      ]
      let value = try expression()
      return tree.add(.augmented, at: operatorToken.offset, op: operators[sign]!.rawValue, first, value)
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

  /// Makes sure that something can be assigned to an expression.
  private func checkTarget(_ target: Int32) throws(Fault) {
    var rest = [target]
    while let number = rest.popLast() {
      let node = tree[number]
      switch node.kind {
      case .name, .attribute, .element: continue
      case .tuple, .list: rest += tree.list(of: node)
      case .starred: throw Parser.foreign("'*' before a name that is assigned to", at: Int(node.offset))
      case .constant:
        throw Fault(offset: Int(node.offset), message: "a number or a text cannot be assigned to; a name can")
      case .comparison:
        throw Fault(offset: Int(node.offset), message: "a comparison cannot be assigned to")
      default:
        throw Fault(
          offset: Int(node.offset), message: "this cannot be assigned to; give it a name, such as 'y = …'")
      }
    }
  }

  // MARK: - Definitions

  /// Functions of the lecture that GradViz has its own of.
  private static let ownFunctions: Set<String> = ["trace", "draw_dot"]

  private mutating func readFunction(_ start: Token) throws(Fault) -> Int32? {
    try advance()
    let title = try expect(.name, "expected the name of the function, as in 'def f(x):'")
    if Parser.ownFunctions.contains(text(title)) && blocks.isEmpty {
      return append(skipped(.own, start.offset, skipBlock(), []))
    }
    _ = try expect(.leftParenthesis, "expected '(' after the name of the function, as in 'def f(x):'")
    var block = OpenBlock(kind: .function, offset: start.offset)
    block.a = name(title)
    while token.kind != .rightParenthesis {
      if token.kind == .star || token.kind == .power {
        throw Parser.foreign("'\(text(token))' before a parameter", at: token.offset)
      }
      let parameter = try expect(.name, "expected the name of a parameter, as in 'def f(x, n=2):'")
      if try take(.colon) != nil { _ = try expression(isList: false) }
      var preset = SyntaxTree.none
      if try take(.assign) != nil { preset = try expression(isList: false, endsAtParenthesis: true) }
      let number = name(parameter)
      if block.parameters.contains(where: { tree[$0].a == number }) {
        throw Fault(offset: parameter.offset, message: "there are two parameters '\(text(parameter))'")
      }
      block.parameters.append(tree.add(.parameter, at: parameter.offset, number, preset))
      if try take(.comma) == nil { break }
    }
    _ = try expect(.rightParenthesis, "expected ')' after the parameters, as in 'def f(x, n=2):'")
    if try take(.arrow) != nil { _ = try expression(isList: false) }
    try open(block, "the head of 'def'")
    return nil
  }

  /// Classes of the lecture that GradViz has its own of.
  private static let ownClasses: Set<String> = ["Value", "Module", "Neuron", "Layer", "MLP"]

  private mutating func readClass(_ start: Token) throws(Fault) -> Int32? {
    try advance()
    let title = try expect(.name, "expected the name of the class")
    let end = skipBlock()
    let word = text(title)
    guard Parser.ownClasses.contains(word) else {
      report(
        Fault(
          offset: start.offset,
          message: "class '\(Literal.shortened(word))' is Python, but not in the subset that GradViz reads; "
            + "only the classes of the lecture are known: Value, Neuron, Layer, MLP"))
      return append(tree.add(.failed, at: start.offset, list: [name(title)]))
    }
    ownClasses.insert(word)
    return append(
      tree.add(
        .skipped, at: start.offset, Skipped.own.rawValue, Int32(lineCount(start.offset, end)),
        list: [name(title)]))
  }

  // MARK: - Imports

  private mutating func dottedName() throws(Fault) -> String {
    var path = ""
    while try take(.dot) != nil { path += "." }
    if token.kind == .import { return path }
    path += text(try expect(.name, "expected the name of a module"))
    while try take(.dot) != nil { path += "." + text(try expect(.name, "expected the name of a module")) }
    return path
  }

  private mutating func readImport(_ start: Token) throws(Fault) -> Int32 {
    try advance()
    var bindings: [Int32] = []
    repeat {
      let path = try dottedName()
      if try take(.as) != nil {
        let alias = try expect(.name, "expected a name after 'as'")
        bindings += [name(alias), names.number(of: path), SyntaxTree.none]
      } else {
        let first = String(path.prefix { $0 != "." })
        bindings += [names.number(of: first), names.number(of: first), SyntaxTree.none]
      }
    } while try take(.comma) != nil
    return tree.add(.bindModule, at: start.offset, Int32(lineCount(start.offset, lastEnd)), list: bindings)
  }

  private mutating func readFromImport(_ start: Token) throws(Fault) -> Int32 {
    try advance()
    let module = names.number(of: try dottedName())
    _ = try expect(.import, "expected 'import', as in 'from math import tanh'")
    var bindings: [Int32] = []
    if try take(.star) != nil {
      bindings += [SyntaxTree.none, module, SyntaxTree.none]
    } else {
      let isEnclosed = try take(.leftParenthesis) != nil
      repeat {
        if isEnclosed && token.kind == .rightParenthesis { break }
        let member = name(try expect(.name, "expected a name after 'import'"))
        var alias = member
        if try take(.as) != nil { alias = name(try expect(.name, "expected a name after 'as'")) }
        bindings += [alias, module, member]
      } while try take(.comma) != nil
      if isEnclosed { _ = try expect(.rightParenthesis, "expected ')' after the names") }
    }
    return tree.add(.bindModule, at: start.offset, Int32(lineCount(start.offset, lastEnd)), list: bindings)
  }
}
