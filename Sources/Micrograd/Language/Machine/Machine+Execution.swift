extension Machine {
  mutating func execute() throws(Stop) {
    var instructions = program.codes[code].instructions
    var base = frames.last?.base ?? 0
    while true {
      let instruction = instructions[ip]
      ip += 1
      steps &+= 1
      if steps & Machine.pause == 0 {
        try spend(0)
        try makeRoom(for: 0)
      }
      let operand = Int(instruction.operand)
      switch instruction.opcode {
      case .constant: stack.append(constants[operand])
      case .loadGlobal:
        let object = globals[operand]
        switch object {
        case .unbound: stack.append(try builtin(operand))
        case .failed: throw .quiet
        case .hidden(let what): throw .hidden(what.string)
        default: stack.append(object)
        }
      case .loadLocal:
        let object = stack[base + operand]
        switch object {
        case .unbound, .failed, .hidden: throw unavailable(object, local: operand)
        default: stack.append(object)
        }
      case .loadCell:
        guard case .cell(let cell) = stack[base + operand] else { throw .quiet }
        switch cell.object {
        case .unbound, .failed, .hidden: throw unavailable(cell.object, local: operand)
        default: stack.append(cell.object)
        }
      case .loadCapture:
        let cell = frames[frames.count - 1].captures[operand]
        switch cell.object {
        case .unbound, .failed, .hidden: throw unavailable(cell.object, local: nil)
        default: stack.append(cell.object)
        }
      case .storeGlobal: try bind(pop(), site: operand, isCounter: instruction.flag == 1)
      case .storeLocal:
        stack[base + operand] = bound(pop(), local: operand, isCounter: instruction.flag == 1)
      case .storeCell:
        guard case .cell(let cell) = stack[base + operand] else { throw .quiet }
        cell.object = bound(pop(), local: operand, isCounter: instruction.flag == 1)
      case .storeCapture:
        frames[frames.count - 1].captures[operand].object = bound(
          pop(), capture: operand, isCounter: instruction.flag == 1)
      case .makeCell: stack[base + operand] = .cell(Cell(.unbound, graveyard))
      case .pop: stack.removeLast()
      case .duplicate: stack.append(stack[stack.count - 1])
      case .duplicateTwo:
        stack.append(stack[stack.count - 2])
        stack.append(stack[stack.count - 2])
      case .rotateTwo: stack.swapAt(stack.count - 1, stack.count - 2)
      case .rotateThree:
        let top = pop()
        stack.insert(top, at: stack.count - 2)
      case .unary:
        stack.append(try unary(Operator(rawValue: instruction.flag)!, pop()))
      case .binary:
        let right = pop()
        let left = pop()
        let op = Operator(rawValue: instruction.flag)!
        stack.append(
          instruction.count == 1 ? try augmented(op, left, right) : try binary(op, left, right))
      case .compare:
        let right = pop()
        let left = pop()
        stack.append(.bool(try compare(Operator(rawValue: instruction.flag)!, left, right)))
      case .chain:
        let right = pop()
        let left = pop()
        if try compare(Operator(rawValue: instruction.flag)!, left, right) {
          stack.append(right)
        } else {
          stack.append(.bool(false))
          ip = operand
        }
      case .not: stack.append(.bool(!(try isTrue(pop()))))
      case .jump: ip = operand
      case .jumpIfFalse: if !(try isTrue(pop())) { ip = operand }
      case .jumpIfTrue: if try isTrue(pop()) { ip = operand }
      case .jumpIfFalseOrPop:
        if try isTrue(stack[stack.count - 1]) { stack.removeLast() } else { ip = operand }
      case .jumpIfTrueOrPop:
        if try isTrue(stack[stack.count - 1]) { ip = operand } else { stack.removeLast() }
      case .iterate: stack.append(.iterator(try iterator(over: pop())))
      case .advance:
        guard case .iterator(let iteration) = stack[stack.count - 1] else { throw .quiet }
        if let item = try next(iteration) {
          stack.append(item)
        } else {
          stack.removeLast()
          ip = operand
        }
      case .makeTuple:
        try spend(Machine.stepsOfList)
        stack.append(.tuple(Tuple(take(operand), graveyard)))
      case .makeList:
        try spend(Machine.stepsOfList)
        stack.append(.list(List(take(operand), graveyard)))
      case .makeDictionary: stack.append(.dictionary(.dictionary(graveyard)))
      case .tupleOfList:
        if case .list(let list) = pop() { stack.append(.tuple(Tuple(list.items, graveyard))) }
      case .setOfList: stack.append(try set(of: pop()))
      case .makeGenerator: stack.append(.list(List([], graveyard)))
      case .makeSet:
        stack.append(try set(of: .tuple(Tuple(take(operand), graveyard))))
      case .makeSlice: stack.append(.slice(Slice(take(3), graveyard)))
      case .collect:
        let item = pop()
        switch stack[stack.count - Int(instruction.count)] {
        case .list(let list): list.items.append(item)
        case .set(let set):
          try spend(Machine.stepsOfKey)
          set.insert(item, try key(of: item))
        default: break
        }
      case .collectPair:
        let value = pop()
        let key = pop()
        if case .dictionary(let table) = stack[stack.count - Int(instruction.count)] {
          try spend(Machine.stepsOfKey)
          table.set(key, try self.key(of: key), to: value)
        }
      case .merge:
        let other = pop()
        if case .dictionary(let table) = stack[stack.count - 1] { try merge(other, into: table) }
      case .finishGenerator:
        if case .list(let list) = pop() {
          let items = list.items
          list.items = []
          stack.append(.iterator(Iteration(over: items, graveyard)))
        }
      case .extend:
        let items = try elements(of: pop())
        if case .list(let list) = stack[stack.count - 1] {
          try spend(elements: items.count, after: list.items.count)
          list.items += items
        }
      case .unpack: try unpack(operand, rest: Int(instruction.count))
      case .loadAttribute: stack.append(try attribute(instruction.operand, of: pop()))
      case .storeAttribute:
        let object = pop()
        try setAttribute(instruction.operand, of: object, to: pop())
      case .loadElement:
        let index = pop()
        stack.append(try loadElement(index, of: pop()))
      case .storeElement:
        let index = pop()
        let object = pop()
        try storeElement(index, of: object, to: pop())
      case .deleteElement:
        let index = pop()
        try deleteElement(index, of: pop())
      case .deleteName: try deleteName(operand, instruction.flag)
      case .call, .callMethod, .callSpread:
        try call(instruction)
        instructions = program.codes[code].instructions
        base = frames.last?.base ?? 0
      case .makeFunction: makeFunction(operand, defaults: Int(instruction.count))
      case .giveBack:
        try giveBack()
        instructions = program.codes[code].instructions
        base = frames.last?.base ?? 0
      case .format: try format(instruction)
      case .makeText:
        let parts = take(operand)
        var text = ""
        for case .text(let part) in parts {
          try spend(letters: part.string.utf8.count, after: text.utf8.count)
          text += part.string
        }
        stack.append(.text(text))
      case .fail:
        let message = instruction.count == 1 ? ": " + (try display(pop())) : ""
        throw .fault("this does not hold\(message)")
      case .result: try noteResult(pop())
      case .importModule: try importModule(instruction)
      case .skip: noteSkip(lines: operand, isOwn: instruction.flag == 1)
      case .poison:
        if operand >= 0 { globals[operand] = .failed } else if !frames.isEmpty { throw .quiet }
      case .hide: break
      case .halt: return
      }
    }
  }

  /// - Parameter rest: which name takes the rest, from 1; 0 for none.
  private mutating func unpack(_ count: Int, rest: Int) throws(Stop) {
    let object = pop()
    var items = try elements(of: object)
    if rest > 0, items.count >= count - 1 {
      let taken = items.count - count + 1
      let list = List(Array(items[(rest - 1)..<(rest - 1 + taken)]), graveyard)
      items.replaceSubrange((rest - 1)..<(rest - 1 + taken), with: [.list(list)])
    }
    guard items.count == count else {
      let names = rest > 0 ? "at least \(count - 1)" : "\(count)"
      throw .fault("\(names) names stand here for \(described(object))")
    }
    stack += items.reversed()
  }

  private mutating func deleteName(_ operand: Int, _ flag: UInt8) throws(Stop) {
    switch flag {
    case 0:
      if case .unbound = globals[operand] {
        throw .fault(unknown(program.names[operand], at: program.codes[code].places[ip - 1]))
      }
      globals[operand] = .unbound
    case 1: stack[(frames.last?.base ?? 0) + operand] = .unbound
    case 2: if case .cell(let cell) = stack[(frames.last?.base ?? 0) + operand] { cell.object = .unbound }
    default: frames[frames.count - 1].captures[operand].object = .unbound
    }
  }

  mutating func makeFunction(_ number: Int, defaults count: Int) {
    let code = program.codes[number]
    let base = frames.last?.base ?? 0
    let outer = frames.last?.captures ?? []
    var captures: [Cell] = []
    for source in code.captures {
      if source < 0 {
        captures.append(outer[Int(-1 - source)])
      } else if case .cell(let cell) = stack[base + Int(source)] {
        captures.append(cell)
      } else {
        captures.append(Cell(.unbound, graveyard))
      }
    }
    stack.append(.function(Function(number, code.name, take(count), captures, graveyard)))
  }
}
