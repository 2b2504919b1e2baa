/// What the names of a text stand for at its end, and what it computed last.
struct Bindings {
  /// Of each place that binds a name, what it bound last and when.
  private(set) var objects: [Object?]
  private(set) var order: [Int32]
  private var clock: Int32 = 0
  /// What `draw_dot` was asked for last.
  var drawn: Value?
  /// The value that was computed last, and bound or alone in its line.
  var lastComputed: Value?
  var lastLeaf: Value?
  /// A plain number that stood alone in its line.
  var lastNumber: Double?
  /// A list that was bound last, if no value was computed.
  var lastOther: Object?

  init(siteCount: Int) {
    objects = Array(repeating: nil, count: siteCount)
    order = Array(repeating: 0, count: siteCount)
  }

  mutating func note(_ object: Object, at site: Int) {
    clock &+= 1
    objects[site] = object
    order[site] = clock
  }

  mutating func noteRoot(_ object: Object) {
    if let value = object.value {
      if value.role == nil { lastComputed = value } else { lastLeaf = value }
    } else {
      switch object {
      case .list, .tuple, .network: lastOther = object
      default: break
      }
    }
  }
}

extension Machine {
  /// Binds a name outside of functions.
  mutating func bind(_ object: Object, site: Int, isCounter: Bool) throws(Stop) {
    if case .method(let method) = object, !isRead(program.sites[site].name) {
      // `y = a.tanh`, and nobody calls y.
      throw notCalled(method)
    }
    let number = Int(program.sites[site].name)
    let bound = named(object, program.names[number], isCounter: isCounter)
    globals[number] = bound
    guard !isCounter || object.isNetwork else { return }
    bindings.note(bound, at: site)
    bindings.noteRoot(bound)
  }

  /// What a local is bound to.
  mutating func bound(_ object: Object, local: Int, isCounter: Bool) -> Object {
    let name = program.codes[code].locals[local]
    guard name >= 0 else { return object }
    return named(object, program.names[Int(name)], isCounter: isCounter)
  }

  /// What a variable of a function around is bound to.
  mutating func bound(_ object: Object, capture: Int, isCounter: Bool) -> Object {
    switch object {
    case .int,
      .float where !isCounter:
      makeInput(object, label: "")
    default: object
    }
  }

  /// What an expression gave that is a statement by itself.
  mutating func noteResult(_ object: Object) throws(Stop) {
    if case .method(let method) = object { throw notCalled(method) }
    guard frames.isEmpty else { return }
    if case .none = object { return }
    if object.value != nil {
      bindings.noteRoot(object)
    } else if let number = object.number {
      bindings.lastNumber = number.double
    }
  }

  private func notCalled(_ method: Method) -> Stop {
    let name = program.names[Int(method.name)]
    let instructions = program.codes[code].instructions
    let before = ip - 2
    let isThere = before >= 0 && instructions[before].opcode == .loadAttribute
    return .faultAt(
      "'\(name)' is not called here; write .\(name)()",
      program.codes[code].places[isThere && instructions[ip - 1].opcode == .storeGlobal ? before : ip - 1])
  }

  /// Whether the text reads a name anywhere. O(n) the first time.
  private mutating func isRead(_ name: Int32) -> Bool {
    if let namesRead { return namesRead.contains(name) }
    var names: Set<Int32> = []
    for code in program.codes {
      for instruction in code.instructions where instruction.opcode == .loadGlobal {
        names.insert(instruction.operand)
      }
    }
    namesRead = names
    return names.contains(name)
  }

  // MARK: - Imports

  mutating func importModule(_ instruction: Instruction) throws(Stop) {
    let member: Int
    if case .int(let number) = pop() { member = number } else { member = -1 }
    let path = program.names[Int(instruction.operand)]
    let library = Library(path: path)
    // Modules that GradViz has of its own are no loss.
    if case .missing = library { noteSkip(lines: Int(instruction.count), isOwn: false) }
    if library.isMicrograd || path.hasPrefix("micrograd") {
      if !program.ownClasses.contains("Value") { printsGradients = true }
      if case .own = flavour { flavour = .package }
    }
    if instruction.flag == 1 {
      // All names of a module, as far as the text uses them.
      try spend(program.names.count)
      for (number, name) in program.names.enumerated() {
        if case .unbound = globals[number], let object = library.known(name) { globals[number] = object }
      }
      return
    }
    if member < 0 {
      stack.append(.module(library))
    } else if case .missing = library {
      stack.append(.hidden(Text("\(path).\(program.names[member])")))
    } else {
      do { stack.append(try library.attribute(program.names[member])) } catch {
        guard case .hidden(let what) = error else { throw error }
        stack.append(.hidden(Text(what)))
      }
    }
  }
}

extension Object {
  var isNetwork: Bool {
    if case .network = self { return true }
    return false
  }
}
