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
  var namedLeaves: Set<Value> = []
  var applied: Set<String> = []

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

extension Value {
  /// Labels it, unless it has a label.
  func name(_ name: String) {
    if isLeaf {
      if label.isEmpty { label = name }
    } else {
      tape.withNotes { if $0.labels[slot] == nil { $0.labels[slot] = name } }
    }
  }
}

extension Machine {
  /// The most elements of a list that get labels when it is bound.
  private static let mostLabelled = 1000
  /// The most elements of a list that `--set` and the tables go through.
  static let mostListed = 10_000

  /// Binds a name outside of functions.
  mutating func bind(_ object: Object, site: Int, isCounter: Bool) {
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

  func setting(_ name: String) -> Double? {
    options.settings.isEmpty || name.isEmpty ? nil : options.settings[name]
  }

  private mutating func named(_ object: Object, _ name: String, isCounter: Bool) -> Object {
    switch object {
    case .int, .float:
      if isCounter { return object }
      return makeInput(set(object, name), label: name)
    case .value(let value), .real(let value):
      value.name(name)
      if !options.settings.isEmpty { set(value, name) }
    case .whole(let whole):
      whole.value.name(name)
      if let setting = setting(name), bindings.namedLeaves.insert(whole.value).inserted, whole.value.isLeaf {
        bindings.applied.insert(name)
        whole.value.data = setting
        whole.number = Int(exactly: setting)
      }
    case .list(let list): label(list, name)
    case .dictionary(let table): label(table, name)
    case .network(let part):
      part.take(name: name)
      if !options.settings.isEmpty {
        for parameter in part.parameters { set(parameter, parameter.label) }
      }
    default: break
    }
    return object
  }

  /// The number of a setting in place of a plain one: whole if both are.
  private mutating func set(_ object: Object, _ name: String) -> Object {
    guard let setting = setting(name) else { return object }
    bindings.applied.insert(name)
    if case .int = object, let whole = Int(exactly: setting) { return .int(whole) }
    return .float(setting)
  }

  private mutating func set(_ leaf: Value, _ name: String) {
    guard leaf.isLeaf, let setting = setting(name), bindings.namedLeaves.insert(leaf).inserted else { return }
    bindings.applied.insert(name)
    leaf.data = setting
  }

  /// Labels what is in a list, and in lists within.
  private mutating func label(_ list: List, _ name: String) {
    if list.name.isEmpty { list.name = name }
    var rest = [list]
    var count = 0
    while let list = rest.popLast() {
      for index in list.items.indices {
        count += 1
        guard count <= (options.settings.isEmpty ? Machine.mostLabelled : Machine.mostListed) else { return }
        let path = "\(list.name)[\(index)]"
        switch list.items[index] {
        case .list(let inner) where inner.name.isEmpty:
          inner.name = path
          rest.append(inner)
        case .int, .float:
          if setting(path) != nil { list.items[index] = makeInput(set(list.items[index], path), label: path) }
        case .value(let value), .real(let value):
          value.name(path)
          if !options.settings.isEmpty { set(value, path) }
        case .whole(let whole): whole.value.name(path)
        case .network(let part): part.take(name: path)
        default: continue
        }
      }
    }
  }

  /// Labels the values of a dictionary.
  private mutating func label(_ table: Table, _ name: String) {
    guard table.name.isEmpty else { return }
    table.name = name
    for place in table.valuePlaces.prefix(Machine.mostLabelled) {
      let path = table.path(at: place)
      switch table.items[place] {
      case .value(let value), .real(let value): value.name(path)
      case .whole(let whole): whole.value.name(path)
      case .int, .float:
        if setting(path) != nil {
          table.items[place] = makeInput(set(table.items[place], path), label: path)
        }
      default: continue
      }
    }
  }

  /// What an expression gave that is a statement by itself.
  mutating func noteResult(_ object: Object) throws(Stop) {
    if case .method(let method) = object {
      let name = program.names[Int(method.name)]
      throw .fault("'\(name)' is not called here; write .\(name)()")
    }
    guard frames.isEmpty else { return }
    if case .none = object { return }
    if object.value != nil {
      bindings.noteRoot(object)
    } else if let number = object.number {
      bindings.lastNumber = number.double
    }
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
