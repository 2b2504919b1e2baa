/// Executes a program: a stack of operands, a stack of calls, and the names of the text.
///
/// Nothing recurses on what the text says: calls of the text's functions are on a stack of their own, of at most
/// `mostCalls`.
struct Machine {
  /// A call of one of the text's functions.
  struct Frame {
    let code: Int
    /// Where the caller goes on.
    let returnAddress: Int
    let base: Int
    let captures: [Cell]
    /// Whether it has a frame in the drawing.
    let hasScope: Bool
    /// What a native function is waiting for, if one called.
    var continuation: Continuation?
  }

  /// The deepest recursion, as Python's.
  static let mostCalls = 1000

  let program: Program
  let options: Program.Options
  /// Whether the text has mistakes, and is executed to find others.
  let isTrial: Bool
  let graveyard = Graveyard()

  var stack: [Object] = []
  var frames: [Frame] = []
  var globals: [Object]
  /// What a name means that the text does not bind; by name.
  let builtins: [Object]
  let constants: [Object]
  var code = 0
  var ip = 0
  var steps = 0
  let liveBefore: Int

  var journal = Journal()
  var bindings: Bindings
  var random = RandomState()
  var skipped = SkippedLines()
  var faults: [Fault] = []
  var faultCount = 0
  var remarks: [String] = []
  var hasPrinted = false
  /// How the classes of the text and its imports want values and networks to be.
  var flavour = Flavour.own
  /// Whether values print with their gradients, as the package's do.
  var printsGradients = false
  /// How many of the calls under way have a frame in the drawing.
  var scopeCount = 0

  init(_ program: Program, _ options: Program.Options, isTrial: Bool = false) {
    self.program = program
    self.isTrial = isTrial
    self.options = options
    globals = Array(repeating: .unbound, count: program.names.count)
    builtins = program.names.map { Builtin.named($0) ?? Library.named($0).map { .module($0) } ?? .unbound }
    constants = program.constants.map { constant in
      switch constant {
      case .none: .none
      case .bool(let flag): .bool(flag)
      case .int(let number): .int(number)
      case .float(let number): .float(number)
      case .text(let text): .text(text)
      }
    }
    bindings = Bindings(siteCount: program.sites.count)
    stack = Array(repeating: .unbound, count: program.codes[0].locals.count)
    liveBefore = NodeStorage.liveNodes
    if program.ownClasses.contains("Neuron") { flavour = .lecture }
  }

  // MARK: - Execution

  /// Runs to the end, or to the first mistake that nothing can go on after.
  mutating func run() {
    running: while true {
      do {
        try execute()
        break running
      } catch {
        if !handle(error) { break running }
      }
    }
    while let frame = frames.popLast() {
      if frame.hasScope { Recorder.current.endCall() }
    }
  }

  mutating func pop() -> Object { stack.removeLast() }

  private mutating func execute() throws(Stop) {
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
      case .storeGlobal: bind(pop(), site: operand, isCounter: instruction.flag == 1)
      case .storeLocal:
        stack[base + operand] = bound(pop(), local: operand, isCounter: instruction.flag == 1)
      case .storeCell:
        guard case .cell(let cell) = stack[base + operand] else { throw .quiet }
        cell.object = bound(pop(), local: operand, isCounter: instruction.flag == 1)
      case .makeCell: stack[base + operand] = .cell(Cell(graveyard))
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
      case .makeTuple: stack.append(.tuple(Tuple(take(operand), graveyard)))
      case .makeList: stack.append(.list(List(take(operand), graveyard)))
      case .makeGenerator: stack.append(.list(List([], graveyard)))
      case .makeSet:
        let set = SetObject(graveyard)
        for item in take(operand) { set.insert(item, try key(of: item)) }
        stack.append(.set(set))
      case .makeSlice: stack.append(.slice(Slice(take(3), graveyard)))
      case .collect:
        let item = pop()
        switch stack[stack.count - Int(instruction.count)] {
        case .list(let list): list.items.append(item)
        case .set(let set): set.insert(item, try key(of: item))
        default: break
        }
      case .finishGenerator:
        if case .list(let list) = pop() {
          let items = list.items
          list.items = []
          stack.append(.iterator(Iteration(.items(items), graveyard)))
        }
      case .extend:
        let items = try elements(of: pop())
        if case .list(let list) = stack[stack.count - 1] {
          try spend(elements: items.count, after: list.items.count)
          list.items += items
        }
      case .unpack: try unpack(operand)
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
        let message = instruction.count == 1 ? ": " + display(pop()) : ""
        throw .fault("this does not hold\(message)")
      case .result: noteResult(pop())
      case .importModule: try importModule(instruction)
      case .skip: noteSkip(lines: operand, isOwn: instruction.flag == 1)
      case .poison:
        if operand >= 0 { globals[operand] = .failed }
      case .hide: break
      case .halt: return
      }
    }
  }

  mutating func take(_ count: Int) -> [Object] {
    let items = Array(stack.suffix(count))
    stack.removeLast(count)
    return items
  }

  private func builtin(_ name: Int) throws(Stop) -> Object {
    if case .unbound = builtins[name] { throw .fault(unknown(program.names[name])) }
    return builtins[name]
  }

  private func unavailable(_ object: Object, local: Int?) -> Stop {
    switch object {
    case .failed: return .quiet
    case .hidden(let what): return .hidden(what.string)
    default:
      let name = local.map { program.codes[code].locals[$0] } ?? -1
      guard name >= 0 else { return .fault("this name has no value yet") }
      return .fault("'\(program.names[Int(name)])' has no value yet where this is executed")
    }
  }

  func unknown(_ name: String) -> String {
    // Looking for the nearest name costs as much as there are names, and only so many mistakes are shown.
    guard faultCount < SourceError.mostReported else { return "unknown name" }
    let known = program.names.indices.filter {
      if case .unbound = globals[$0] { false } else { true }
    }.map { program.names[$0] }
    let shown = Literal.shortened(name)
    if let nearest = Spelling.nearest(to: name, among: Builtin.names + known + ["True", "False", "None"]) {
      return "unknown name '\(shown)'; did you mean '\(nearest)'?"
    }
    return "unknown name '\(shown)'; give it a number first, such as '\(shown) = 1.0'"
  }

  private mutating func unpack(_ count: Int) throws(Stop) {
    let object = pop()
    let items = try elements(of: object)
    guard items.count == count else {
      throw .fault("\(count) names stand here for \(described(object))")
    }
    stack += items.reversed()
  }

  private mutating func makeFunction(_ number: Int, defaults count: Int) {
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
        captures.append(Cell(graveyard))
      }
    }
    stack.append(.function(Function(number, code.name, take(count), captures, graveyard)))
  }

  /// What an object is, in messages.
  func described(_ object: Object) -> String { object.typeName }
}
