extension Compiler {
  /// Puts tasks on the list so that they are performed in this order.
  mutating func plan(_ tasks: Task...) { self.tasks += tasks.reversed() }

  mutating func compile(expression number: Int32) throws(Fault) {
    let node = tree[number]
    let place = node.offset
    switch node.kind {
    case .constant: emit(.constant, node.a, at: place)
    case .name: load(node.a, at: place)
    case .unary:
      plan(.expression(node.a), .emit(Instruction(opcode: .unary, flag: node.op), at: place))
    case .not: plan(.expression(node.a), .emit(Instruction(opcode: .not), at: place))
    case .binary:
      plan(
        .expression(node.a), .expression(node.b),
        .emit(Instruction(opcode: .binary, flag: node.op), at: place))
    case .comparison: compile(comparison: number)
    case .and, .or:
      let end = makeLabel()
      plan(
        .expression(node.a),
        .jump(node.kind == .and ? .jumpIfFalseOrPop : .jumpIfTrueOrPop, to: end, flag: 0, at: place),
        .expression(node.b), .label(end))
    case .conditional:
      let (otherwise, end) = (makeLabel(), makeLabel())
      plan(
        .expression(node.b), .jump(.jumpIfFalse, to: otherwise, flag: 0, at: place), .expression(node.a),
        .jump(.jump, to: end, flag: 0, at: place), .label(otherwise), .expression(node.c), .label(end))
    case .lambda:
      // Defaults first.
      let defaults = tree.list(of: node).map { tree[$0].b }.filter { $0 >= 0 }
      guard defaults.isEmpty else {
        tasks.append(.lambda(number))
        for expression in defaults.reversed() { tasks.append(.expression(expression)) }
        return
      }
      try make(function: number, name: "lambda", isLambda: true)
    case .call: try compile(call: node)
    case .attribute:
      plan(.expression(node.a), .emit(Instruction(opcode: .loadAttribute, operand: node.b), at: place))
    case .element:
      plan(.expression(node.a), .expression(node.b), .emit(Instruction(opcode: .loadElement), at: place))
    case .slice:
      tasks.append(.emit(Instruction(opcode: .makeSlice), at: place))
      for part in [node.c, node.b, node.a] {
        tasks.append(
          part >= 0
            ? .expression(part)
            : .emit(Instruction(opcode: .constant, operand: parser.constants.number(of: .none)), at: place))
      }
    case .tuple: try gather(node, .makeTuple)
    case .list: try gather(node, .makeList)
    case .set: try gather(node, .makeSet)
    case .dictionary: gather(pairs: Array(tree.list(of: node)), at: place)
    case .pair: plan(.expression(node.a), .expression(node.b))
    case .walrus:
      plan(.expression(node.b), .emit(Instruction(opcode: .duplicate), at: place), .bind(node.a, at: place))
    case .formatted:
      tasks.append(
        .emit(
          Instruction(opcode: .makeText, count: UInt16(clamping: Int(node.count)), operand: node.count),
          at: place))
      for part in tree.list(of: node).reversed() { tasks.append(.expression(part)) }
    case .field:
      tasks.append(
        .emit(
          Instruction(opcode: .format, flag: UInt8(truncatingIfNeeded: node.b), count: node.c >= 0 ? 1 : 0),
          at: place))
      if node.c >= 0 { tasks.append(.expression(node.c)) }
      tasks.append(.expression(node.a))
    case .comprehension:
      guard scope.overlays.count < Compiler.mostNestedComprehensions else {
        throw Fault(
          offset: Int(place),
          message: "comprehensions are nested more than \(Compiler.mostNestedComprehensions) deep")
      }
      tasks.append(.beginClauses(number, ComprehensionKind(rawValue: node.op)!))
    case .starred:
      throw Fault(offset: Int(place), message: "'*' stands before an argument or an element, not here")
    case .keyword:
      throw Fault(offset: Int(place), message: "'=' names a value at the beginning of a line, or an argument")
    default: break
    }
  }

  /// `a < b < c`: each operand once, and the first comparison that does not hold decides.
  private mutating func compile(comparison number: Int32) {
    // The chain from its last comparison to its first.
    var chain = [number]
    while case let left = tree[chain[chain.count - 1]].a, tree[left].kind == .comparison,
      !tree[left].isParenthesised
    { chain.append(left) }
    let end = makeLabel()
    var planned: [Task] = [.expression(tree[chain[chain.count - 1]].a)]
    for (index, link) in chain.reversed().enumerated() {
      let node = tree[link]
      planned.append(.expression(node.b))
      planned.append(
        index == chain.count - 1
          ? .emit(Instruction(opcode: .compare, flag: node.op), at: node.offset)
          : .jump(.chain, to: end, flag: node.op, at: node.offset))
    }
    planned.append(.label(end))
    tasks += planned.reversed()
  }

  private mutating func gather(_ node: SyntaxTree.Node, _ opcode: Instruction.Opcode) throws(Fault) {
    let elements = Array(tree.list(of: node))
    if elements.contains(where: { tree[$0].kind == .starred }) {
      if opcode != .makeList {
        tasks.append(
          .emit(Instruction(opcode: opcode == .makeSet ? .setOfList : .tupleOfList), at: node.offset))
      }
      tasks += spread(elements, at: node.offset).reversed()
      return
    }
    tasks.append(.emit(Instruction(opcode: opcode, operand: node.count), at: node.offset))
    for element in elements.reversed() { tasks.append(.expression(element)) }
  }

  /// A list of expressions, some of which stand for all of their elements.
  private func spread(_ elements: [Int32], at place: Int32) -> [Task] {
    var planned: [Task] = [.emit(Instruction(opcode: .makeList, operand: 0), at: place)]
    for element in elements {
      if tree[element].kind == .starred {
        planned += [.expression(tree[element].a), .emit(Instruction(opcode: .extend), at: place)]
      } else {
        planned += [.expression(element), .emit(Instruction(opcode: .collect, count: 1), at: place)]
      }
    }
    return planned
  }

  /// A dictionary of pairs, keywords, and dictionaries that stand for all that is in them.
  private mutating func gather(pairs: [Int32], at place: Int32) {
    var planned: [Task] = [.emit(Instruction(opcode: .makeDictionary), at: place)]
    for pair in pairs {
      let node = tree[pair]
      switch node.kind {
      case .starred: planned += [.expression(node.a), .emit(Instruction(opcode: .merge), at: node.offset)]
      case .keyword:
        let title = parser.constants.number(of: .text(parser.names[node.a]))
        planned += [
          .emit(Instruction(opcode: .constant, operand: title), at: node.offset), .expression(node.b),
        ]
      default: planned.append(.expression(pair))
      }
      if node.kind != .starred {
        planned.append(.emit(Instruction(opcode: .collectPair, count: 1), at: node.offset))
      }
    }
    tasks += planned.reversed()
  }

  // MARK: - Calls

  private mutating func compile(call node: SyntaxTree.Node) throws(Fault) {
    let arguments = Array(tree.list(of: node))
    guard arguments.count <= Compiler.mostArguments else {
      throw Fault(offset: Int(node.offset), message: "a call has at most \(Compiler.mostArguments) arguments")
    }
    let place = tree[node.a].offset
    let keywords = arguments.filter { tree[$0].kind == .keyword }
    var list: Int32 = -1
    if !keywords.isEmpty {
      list = Int32(keywordLists.count)
      keywordLists.append(keywords.map { tree[$0].a })
    }
    if arguments.contains(where: { tree[$0].kind == .starred }) {
      func isNamed(_ argument: Int32) -> Bool {
        tree[argument].kind == .keyword || (tree[argument].kind == .starred && tree[argument].op == 1)
      }
      let named = arguments.filter(isNamed)
      if named.count == keywords.count {
        let call = Instruction(opcode: .callSpread, count: UInt16(clamping: keywords.count), operand: list)
        tasks.append(.emit(call, at: place))
        for keyword in keywords.reversed() { tasks.append(.expression(tree[keyword].b)) }
      } else {
        tasks.append(.emit(Instruction(opcode: .callSpread, operand: -2), at: place))
        gather(pairs: named, at: place)
      }
      tasks += spread(arguments.filter { !isNamed($0) }, at: place).reversed()
      tasks.append(.expression(node.a))
      return
    }
    let callee = tree[node.a]
    let count = UInt16(clamping: arguments.count)
    if callee.kind == .attribute && keywords.isEmpty {
      tasks.append(.emit(Instruction(opcode: .callMethod, count: count, operand: callee.b), at: place))
    } else {
      tasks.append(.emit(Instruction(opcode: .call, count: count, operand: list), at: place))
    }
    for argument in arguments.reversed() {
      let syntax = tree[argument]
      tasks.append(.expression(syntax.kind == .keyword ? syntax.b : argument))
    }
    tasks.append(.expression(callee.kind == .attribute && keywords.isEmpty ? callee.a : node.a))
  }

  // MARK: - Comprehensions

  mutating func beginClauses(_ number: Int32, _ kind: ComprehensionKind) throws(Fault) {
    let node = tree[number]
    let clauses = Array(tree.list(of: node))
    // The first iterable belongs to the scope outside.
    let first = tree[clauses[0]]
    let shared = hasNested(in: number) ? names(usedInFunctionsIn: number) : []
    var overlay: [Int32: (slot: Int32, isCell: Bool)] = [:]
    for clause in clauses {
      for name in names(boundIn: tree[clause].a) where overlay[name] == nil {
        overlay[name] = (makeLocal(-1), shared.contains(name))
      }
    }
    let make: Instruction.Opcode =
      switch kind {
      case .list: .makeList
      case .set: .makeSet
      case .dictionary: .makeDictionary
      case .generator: .makeGenerator
      }
    emit(make, 0, at: node.offset)
    for (slot, isCell) in overlay.values.sorted(by: { $0.slot < $1.slot }) where isCell {
      emit(.makeCell, slot, at: node.offset)
    }
    if kind == .generator {
      tasks.append(.emit(Instruction(opcode: .finishGenerator), at: node.offset))
    }
    tasks.append(.endOverlay)
    tasks.append(.clause(number, index: 0, slots: []))
    tasks.append(.beginOverlay(overlay))
    tasks.append(.expression(first.b))
  }

  /// Loops over a clause, whose iterable is on the stack if it is the first.
  mutating func compile(clauseOf number: Int32, _ index: Int, _ slots: [Int32]) throws(Fault) {
    let node = tree[number]
    let clauses = Array(tree.list(of: node))
    guard index < clauses.count else {
      let collect: Instruction.Opcode = tree[node.a].kind == .pair ? .collectPair : .collect
      plan(
        .expression(node.a),
        .emit(Instruction(opcode: collect, count: UInt16(clamping: clauses.count + 1)), at: node.offset))
      return
    }
    let clause = tree[clauses[index]]
    let (start, end) = (makeLabel(), makeLabel())
    var planned: [Task] = index == 0 ? [] : [.expression(clause.b)]
    planned += [
      .emit(Instruction(opcode: .iterate), at: tree[clause.b].offset), .label(start),
      .jump(.advance, to: end, flag: 0, at: clause.offset), .store(clause.a, isCounter: true),
    ]
    for condition in tree.list(of: clause) {
      planned += [
        .expression(condition), .jump(.jumpIfFalse, to: start, flag: 0, at: tree[condition].offset),
      ]
    }
    planned += [
      .clause(number, index: index + 1, slots: slots), .jump(.jump, to: start, flag: 0, at: clause.offset),
      .label(end),
    ]
    tasks += planned.reversed()
  }
}
