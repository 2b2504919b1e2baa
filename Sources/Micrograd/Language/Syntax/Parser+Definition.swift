extension Parser {
  /// Functions of the lecture that GradViz has its own of.
  private static let ownFunctions: Set<String> = ["trace", "draw_dot"]

  mutating func readFunction(_ start: Token) throws(Fault) -> Int32? {
    try advance()
    let title = try expect(.name, "expected the name of the function, as in 'def f(x):'")
    if Parser.ownFunctions.contains(text(title)) && blocks.isEmpty {
      return append(skipped(.own, start.offset, skipBlock(), []))
    }
    _ = try expect(.leftParenthesis, "expected '(' after the name of the function, as in 'def f(x):'")
    var block = OpenBlock(kind: .function, offset: start.offset)
    block.a = name(title)
    while token.kind != .rightParenthesis {
      if let starred = try readStarredParameter(after: block.parameters) {
        block.parameters.append(starred)
        try skipAnnotation()
      } else {
        let parameter = try expect(.name, "expected the name of a parameter, as in 'def f(x, n=2):'")
        try skipAnnotation()
        var preset = SyntaxTree.none
        if try take(.assign) != nil { preset = try expression(isList: false, endsAtParenthesis: true) }
        block.parameters.append(try self.parameter(parameter, preset, after: block.parameters))
      }
      if try take(.comma) == nil { break }
    }
    _ = try expect(.rightParenthesis, "expected ')' after the parameters, as in 'def f(x, n=2):'")
    if try take(.arrow) != nil { _ = try expression(isList: false) }
    try open(block, "the head of 'def'")
    return nil
  }

  /// Skips what stands behind the `:` of a parameter, as in `def f(x: Value) -> Value:`.
  private mutating func skipAnnotation() throws(Fault) {
    if try take(.colon) != nil { _ = try expression(isList: false, endsAtParenthesis: true) }
  }

  /// Reads `*rest`, `**options`, or the `*` that parameters stand behind which are given by keyword alone.
  mutating func readStarredParameter(after others: [Int32]) throws(Fault) -> Int32? {
    guard token.kind == .star || token.kind == .power else { return nil }
    let star = token
    let kind = star.kind == .star ? ParameterKind.rest : .options
    try advance()
    guard !others.contains(where: { tree[$0].op >= kind.rawValue }) else {
      throw Fault(
        offset: star.offset, message: "'\(text(star))' stands once, with nothing but '**' behind it")
    }
    guard kind == .options || token.kind != .comma else {
      return tree.add(.parameter, at: star.offset, op: kind.rawValue)
    }
    let sign = text(star)
    let title = try expect(.name, "expected a name after '\(sign)', as in 'def f(*values):'")
    let number = name(title)
    return tree.add(.parameter, at: title.offset, op: kind.rawValue, number)
  }

  /// A parameter that is given by place or by keyword.
  mutating func parameter(_ title: Token, _ preset: Int32, after others: [Int32]) throws(Fault) -> Int32 {
    let number = name(title)
    guard !others.contains(where: { tree[$0].a == number }) else {
      throw Fault(offset: title.offset, message: "there are two parameters '\(text(title))'")
    }
    guard !others.contains(where: { tree[$0].op == ParameterKind.options.rawValue }) else {
      throw Fault(offset: title.offset, message: "'**' takes what is left, so it stands last")
    }
    let isPlain = !others.contains { tree[$0].op >= ParameterKind.rest.rawValue }
    if isPlain, preset < 0, others.contains(where: { tree[$0].b >= 0 }) {
      throw Fault(
        offset: title.offset,
        message: "'\(text(title))' has no default, but one before it has; put those with a default last")
    }
    return tree.add(
      .parameter, at: title.offset, op: (isPlain ? ParameterKind.plain : .keywordOnly).rawValue, number,
      preset)
  }

  /// Classes of the lecture that GradViz has its own of.
  static let ownClasses: Set<String> = ["Value", "Module", "Neuron", "Layer", "MLP"]

  mutating func readClass(_ start: Token) throws(Fault) -> Int32? {
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
    if word == "Neuron" { neuron = NeuronStyle(of: bytes[title.end..<end]) }
    return append(
      tree.add(
        .skipped, at: start.offset, Skipped.own.rawValue, Int32(lineCount(start.offset, end)),
        list: [name(title)]))
  }
}
