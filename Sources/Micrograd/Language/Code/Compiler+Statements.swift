extension Compiler {
  mutating func compile(statement number: Int32) throws(Fault) {
    let node = tree[number]
    let place = node.offset
    if node.kind == .block {
      for statement in tree.list(of: node).reversed() { tasks.append(.statement(statement)) }
      return
    }
    begin(node)
    switch node.kind {
    case .expression: plan(.expression(node.a), .emit(Instruction(opcode: .result), at: place))
    case .assign:
      var planned: [Task] = [.expression(node.b)]
      let targets = tree.list(of: node)
      for (index, target) in targets.enumerated() {
        if index < targets.count - 1 { planned.append(.emit(Instruction(opcode: .duplicate), at: place)) }
        planned.append(.store(target, isCounter: false))
      }
      tasks += planned.reversed()
    case .augmented: compile(augmented: node)
    case .if:
      let (otherwise, end) = (makeLabel(), makeLabel())
      var planned: [Task] = [
        .expression(node.a), .jump(.jumpIfFalse, to: otherwise, flag: 0, at: place), .statement(node.b),
      ]
      if node.c >= 0 { planned.append(.jump(.jump, to: end, flag: 0, at: place)) }
      planned.append(.label(otherwise))
      if node.c >= 0 { planned.append(.statement(node.c)) }
      planned.append(.label(end))
      tasks += planned.reversed()
    case .while:
      let (start, otherwise, end) = (makeLabel(), makeLabel(), makeLabel())
      var planned: [Task] = [
        .label(start), .expression(node.a), .jump(.jumpIfFalse, to: otherwise, flag: 0, at: place),
        .beginLoop(Loop(start: start, end: end, isFor: false)), .statement(node.b), .endLoop,
        .jump(.jump, to: start, flag: 0, at: place), .label(otherwise),
      ]
      planned += tree.list(of: node).map { .statement($0) }
      planned.append(.label(end))
      tasks += planned.reversed()
    case .for:
      let (start, otherwise, end) = (makeLabel(), makeLabel(), makeLabel())
      var planned: [Task] = [
        .expression(node.b), .emit(Instruction(opcode: .iterate), at: tree[node.b].offset), .label(start),
        .jump(.advance, to: otherwise, flag: 0, at: place),
        .beginLoop(Loop(start: start, end: end, isFor: true)), .store(node.a, isCounter: true),
        .statement(node.c), .endLoop, .jump(.jump, to: start, flag: 0, at: place), .label(otherwise),
      ]
      planned += tree.list(of: node).map { .statement($0) }
      planned.append(.label(end))
      tasks += planned.reversed()
    case .break:
      guard let loop = innermostLoop else { break }
      if loop.isFor { emit(.pop, at: place) }
      plan(.jump(.jump, to: loop.end, flag: 0, at: place))
    case .continue:
      guard let loop = innermostLoop else { break }
      plan(.jump(.jump, to: loop.start, flag: 0, at: place))
    case .function:
      let defaults = tree.list(of: node).map { tree[$0].b }.filter { $0 >= 0 }
      tasks.append(.function(number))
      for expression in defaults.reversed() { tasks.append(.expression(expression)) }
    case .return:
      if node.a >= 0 {
        plan(.expression(node.a), .emit(Instruction(opcode: .giveBack), at: place))
      } else {
        emit(.constant, parser.constants.number(of: .none), at: place)
        emit(.giveBack, at: place)
      }
    case .assert:
      let end = makeLabel()
      var planned: [Task] = [.expression(node.a), .jump(.jumpIfTrue, to: end, flag: 0, at: place)]
      if node.b >= 0 { planned.append(.expression(node.b)) }
      planned += [.emit(Instruction(opcode: .fail, count: node.b >= 0 ? 1 : 0), at: place), .label(end)]
      tasks += planned.reversed()
    case .delete:
      for target in tree.list(of: node).reversed() {
        let syntax = tree[target]
        if syntax.kind == .name {
          tasks.append(.delete(syntax.a, at: syntax.offset))
        } else {
          plan(
            .expression(syntax.a), .expression(syntax.b),
            .emit(Instruction(opcode: .deleteElement), at: syntax.offset))
        }
      }
    case .declaration:
      if scope.isMain, node.op == 1 {
        throw Fault(offset: Int(place), message: "'nonlocal' stands in a function that is inside of another")
      }
    case .bindModule: compile(imports: node)
    case .skipped:
      let isOwn = node.a == Parser.Skipped.own.rawValue
      emit(.skip, flag: isOwn ? 1 : 0, node.b, at: place)
    case .failed:
      for name in tree.list(of: node) { emit(.poison, name, at: place) }
      emit(.poison, -1, at: place)
    default: break
    }
  }

  /// Begins a statement that the machine can go on after.
  private mutating func begin(_ node: SyntaxTree.Node) {
    let isSimple = [.expression, .assign, .augmented, .assert, .bindModule, .return, .delete].contains(
      node.kind)
    if isSimple || node.kind == .skipped { lastEnd = max(lastEnd, node.c) }
    codes[current].statements.append(
      Code.Statement(
        start: Int32(codes[current].instructions.count), depth: Int32(iteratorDepth), offset: node.offset,
        endOffset: node.c > node.offset && isSimple ? node.c : node.offset,
        isSimple: isSimple, isStraight: isSimple && scope.isMain && isOutsideOfBlocks,
        isReturn: node.kind == .return))
    tasks.append(.endStatement(codes[current].statements.count - 1))
  }

  /// Whether only the end of the statement remains to be done.
  private var isOutsideOfBlocks: Bool { tasks.isEmpty }

  private mutating func compile(augmented node: SyntaxTree.Node) {
    let target = tree[node.a]
    let apply = Instruction(opcode: .binary, flag: node.op, count: 1)
    switch target.kind {
    case .attribute:
      plan(
        .expression(target.a), .emit(Instruction(opcode: .duplicate), at: target.offset),
        .emit(Instruction(opcode: .loadAttribute, operand: target.b), at: target.offset), .expression(node.b),
        .emit(apply, at: node.offset), .emit(Instruction(opcode: .rotateTwo), at: node.offset),
        .emit(Instruction(opcode: .storeAttribute, operand: target.b), at: target.offset))
    case .element:
      plan(
        .expression(target.a), .expression(target.b),
        .emit(Instruction(opcode: .duplicateTwo), at: target.offset),
        .emit(Instruction(opcode: .loadElement), at: target.offset), .expression(node.b),
        .emit(apply, at: node.offset), .emit(Instruction(opcode: .rotateThree), at: node.offset),
        .emit(Instruction(opcode: .storeElement), at: target.offset))
    default:
      plan(
        .expression(node.a), .expression(node.b), .emit(apply, at: node.offset),
        .store(node.a, isCounter: false))
    }
  }

  /// Assigns what is on top of the stack.
  mutating func store(_ target: Int32, isCounter: Bool) {
    let node = tree[target]
    switch node.kind {
    case .name: store(name: node.a, isCounter: isCounter, at: node.offset)
    case .attribute:
      // The value is on top, the object above it when it is assigned.
      plan(
        .expression(node.a),
        .emit(Instruction(opcode: .storeAttribute, operand: node.b), at: node.offset))
    case .element:
      plan(
        .expression(node.a), .expression(node.b),
        .emit(Instruction(opcode: .storeElement), at: node.offset))
    case .starred: tasks.append(.store(node.a, isCounter: isCounter))
    case .tuple, .list:
      let elements = Array(tree.list(of: node))
      let rest = elements.firstIndex { tree[$0].kind == .starred }
      emit(.unpack, count: rest.map { $0 + 1 } ?? 0, Int32(elements.count), at: node.offset)
      for element in elements.reversed() { tasks.append(.store(element, isCounter: isCounter)) }
    default: break
    }
  }

  private mutating func compile(imports node: SyntaxTree.Node) {
    let bindings = Array(tree.list(of: node))
    for index in stride(from: 0, to: bindings.count, by: 3) {
      // Module and attribute, as names; then the binding, unless all names are taken.
      emit(.constant, parser.constants.number(of: .int(Int(bindings[index + 2]))), at: node.offset)
      emit(
        .importModule, flag: bindings[index] < 0 ? 1 : 0, count: index == 0 ? Int(node.a) : 0,
        bindings[index + 1], at: node.offset)
      if bindings[index] >= 0 { store(name: bindings[index], isCounter: true, at: node.offset) }
    }
  }
}
