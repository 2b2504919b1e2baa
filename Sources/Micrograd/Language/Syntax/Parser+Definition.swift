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
    return append(
      tree.add(
        .skipped, at: start.offset, Skipped.own.rawValue, Int32(lineCount(start.offset, end)),
        list: [name(title)]))
  }
}
