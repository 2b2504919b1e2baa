/// The arguments of a call.
struct Arguments {
  var positional: [Object]
  var keywords: [(name: String, object: Object)] = []

  var count: Int { positional.count + keywords.count }

  /// Takes out the argument of a keyword.
  mutating func take(_ name: String) -> Object? {
    guard let index = keywords.firstIndex(where: { $0.name == name }) else { return nil }
    return keywords.remove(at: index).object
  }

  /// Takes out an argument by place or keyword.
  mutating func take(_ index: Int, _ name: String) -> Object? {
    index < positional.count ? positional[index] : take(name)
  }
}

/// What a built-in function does with what the text's function gives, element by element.
final class Continuation {
  enum Kind {
    case map, filter
    case sort(isReversed: Bool)
    /// As `sort`, of a list that is changed.
    case sortInPlace(List, isReversed: Bool)
    case max, min
  }

  let kind: Kind
  let function: Object
  let iterations: [Iteration]
  var items: [Object] = []
  var results: [Object] = []

  init(_ kind: Kind, _ function: Object, _ iterations: [Iteration]) {
    self.kind = kind
    self.function = function
    self.iterations = iterations
  }
}

extension Machine {
  mutating func call(_ instruction: Instruction) throws(Stop) {
    switch instruction.opcode {
    case .callMethod:
      let arguments = Arguments(positional: take(Int(instruction.count)))
      try callMethod(instruction.operand, of: pop(), arguments)
    case .callSpread:
      if instruction.operand == -2 {
        guard case .dictionary(let table) = pop(), case .list(let list) = pop() else { return }
        return try invoke(pop(), Arguments(positional: list.items, keywords: keywords(table)))
      }
      let named = take(Int(instruction.count))
      guard case .list(let list) = pop() else { return }
      try invoke(pop(), arguments(list.items + named, instruction))
    default:
      let items = take(Int(instruction.count))
      try invoke(pop(), arguments(items, instruction))
    }
  }

  private func keywords(_ table: Table) throws(Stop) -> [(name: String, object: Object)] {
    var keywords: [(name: String, object: Object)] = []
    for place in table.valuePlaces {
      guard case .text(let name) = table.items[place - 1] else {
        throw .fault("the keys behind '**' are texts, the names of parameters")
      }
      keywords.append((name.string, table.items[place]))
    }
    return keywords
  }

  /// Arguments of a call, the last ones by keyword.
  private func arguments(_ items: [Object], _ instruction: Instruction) -> Arguments {
    guard instruction.operand >= 0 else { return Arguments(positional: items) }
    let names = program.keywordLists[Int(instruction.operand)]
    let first = items.count - names.count
    var arguments = Arguments(positional: Array(items[..<first]))
    for (index, name) in names.enumerated() {
      arguments.keywords.append((program.names[Int(name)], items[first + index]))
    }
    return arguments
  }

  /// Calls an object; what it gives is pushed at once, or when the text's function gives it back.
  mutating func invoke(_ callee: Object, _ arguments: Arguments) throws(Stop) {
    if case .function(let function) = callee { return try enter(function, arguments) }
    if let result = try native(callee, arguments) { stack.append(result) }
  }

  /// Calls what is not the text's own.
  ///
  /// - Returns: nil if it calls a function of the text first.
  mutating func native(_ callee: Object, _ arguments: Arguments) throws(Stop) -> Object? {
    switch callee {
    case .builtin(let builtin): return try call(builtin, arguments)
    case .network(let part): return try forward(part, arguments)
    case .method(let method): return try nativeMethod(method.name, of: method.object, arguments)
    case .drawing: return .drawing
    case .module(.missing(let what)): throw .hidden(what)
    case .function(let function):
      throw .fault("'\(function.name)' cannot be called here")
    default:
      throw .fault("\(described(callee)) is no function, so it cannot be called")
    }
  }

  // MARK: - Functions of the text

  private static let mostScopes = 20

  mutating func enter(
    _ function: Function, _ arguments: Arguments, _ continuation: Continuation? = nil
  ) throws(Stop) {
    guard frames.count < Machine.mostCalls else {
      throw .fault(
        "calls are nested more than \(Machine.mostCalls) deep; a function that calls itself needs an end")
    }
    let callee = program.codes[function.code]
    let base = stack.count
    try spend(1)
    stack += try bound(arguments, to: function, callee)
    while stack.count < base + callee.locals.count { stack.append(.unbound) }
    for slot in callee.cells {
      stack[base + Int(slot)] = .cell(Cell(stack[base + Int(slot)], graveyard))
    }
    let hasScope = !callee.isLambda && scopeCount < Machine.mostScopes
    if hasScope {
      scopeCount += 1
      Recorder.current.beginCall(ModuleCall.numbered(function.name))
    }
    frames.append(
      Frame(
        code: function.code, returnAddress: ip, base: base, captures: function.captures, hasScope: hasScope,
        continuation: continuation))
    code = function.code
    ip = 0
  }

  private mutating func bound(
    _ arguments: Arguments, to function: Function, _ callee: Code
  ) throws(Stop) -> [Object] {
    let names = callee.parameters.map { program.names[Int($0)] }
    let title = callee.isLambda ? "this function" : "'\(function.name)'"
    let placed = arguments.positional.prefix(callee.positionalCount)
    let rest = arguments.positional.dropFirst(callee.positionalCount)
    guard rest.isEmpty || callee.hasRest else {
      throw .fault(
        "\(title) takes \(Counted.arguments(callee.positionalCount)), not \(arguments.positional.count)")
    }
    var objects = Array(placed)
    while objects.count < names.count { objects.append(.unbound) }
    let options = callee.hasOptions ? Table.dictionary(graveyard) : nil
    for (name, object) in arguments.keywords {
      guard let index = names.firstIndex(of: name) else {
        guard let options else {
          throw .fault(
            "\(title) has no parameter '\(Literal.shortened(name))'\(Spelling.remark(on: name, among: names))"
          )
        }
        let key = Table.Key.text(ExactText(string: name))
        guard !options.contains(key) else { throw .fault("\(title) gets '\(Literal.shortened(name))' twice") }
        options.set(.text(name), key, to: object)
        continue
      }
      guard case .unbound = objects[index] else { throw .fault("\(title) gets '\(name)' twice") }
      objects[index] = object
    }
    for index in objects.indices {
      if case .unbound = objects[index] {
        let preset = Int(callee.defaults[index])
        guard preset >= 0, preset < function.items.count else {
          throw .fault("\(title) takes \(Counted.arguments(names.count)): '\(names[index])' is missing")
        }
        objects[index] = function.items[preset]
      }
      switch objects[index] {
      case .int, .float:
        objects[index] = makeInput(objects[index], label: names[index], startsAfresh: true)
      default: break
      }
    }
    if callee.hasRest {
      let name = program.names[Int(callee.locals[names.count])]
      let inputs = rest.enumerated().map { place, object in
        makeInput(object, label: "\(name)[\(place)]", startsAfresh: true)
      }
      objects.append(.tuple(Tuple(inputs, graveyard)))
    }
    if let options { objects.append(.dictionary(options)) }
    return objects
  }

  mutating func giveBack() throws(Stop) {
    let result = pop()
    let frame = frames.removeLast()
    stack.removeLast(stack.count - frame.base)
    if frame.hasScope {
      scopeCount -= 1
      Recorder.current.endCall()
    }
    code = frames.last?.code ?? 0
    ip = frame.returnAddress
    guard let continuation = frame.continuation else { return stack.append(result) }
    continuation.results.append(result)
    try proceed(continuation)
  }

  // MARK: - Functions of the text that are called by built-in ones

  /// Calls the function of a continuation for the next elements, until one of the text's takes over.
  mutating func proceed(_ continuation: Continuation) throws(Stop) {
    elements: while true {
      var items: [Object] = []
      for iteration in continuation.iterations {
        guard let item = try next(iteration) else { break elements }
        items.append(item)
      }
      try spend(1)
      continuation.items.append(items[0])
      if continuation.function.isNone, case .filter = continuation.kind {
        continuation.results.append(items[0])
        continue
      }
      if case .function(let function) = continuation.function {
        return try enter(function, Arguments(positional: items), continuation)
      }
      guard let result = try native(continuation.function, Arguments(positional: items)) else {
        throw .fault("a function that takes functions cannot be called here")
      }
      continuation.results.append(result)
    }
    stack.append(try finish(continuation))
  }

  private mutating func finish(_ continuation: Continuation) throws(Stop) -> Object {
    let (items, results) = (continuation.items, continuation.results)
    switch continuation.kind {
    case .map: return .iterator(Iteration(over: results, graveyard))
    case .filter:
      var kept: [Object] = []
      for (item, result) in zip(items, results) where try isTrue(result) { kept.append(item) }
      return .iterator(Iteration(over: kept, graveyard))
    case .sort(let isReversed):
      return .list(List(try sorted(items, by: results, isReversed: isReversed), graveyard))
    case .sortInPlace(let list, let isReversed):
      list.items = try sorted(items, by: results, isReversed: isReversed)
      return .none
    case .max, .min:
      guard var best = results.indices.first else { throw .fault("an empty list has no greatest element") }
      let sign: Int = if case .max = continuation.kind { 1 } else { -1 }
      for index in results.indices.dropFirst() {
        if (try order(results[index], results[best]) ?? 0) * sign > 0 { best = index }
      }
      return items[best]
    }
  }

  /// The elements in order of their keys, equal ones as they were.
  mutating func sorted(_ items: [Object], by keys: [Object], isReversed: Bool) throws(Stop) -> [Object] {
    // A merge sort of our own, as the comparison may fail.
    var order = Array(items.indices)
    var width = 1
    while width < order.count {
      try spend(order.count)
      var merged: [Int] = []
      merged.reserveCapacity(order.count)
      for start in stride(from: 0, to: order.count, by: 2 * width) {
        var (left, right) = (start, min(start + width, order.count))
        let (leftEnd, rightEnd) = (right, min(start + 2 * width, order.count))
        while left < leftEnd || right < rightEnd {
          let takesRight: Bool
          if left == leftEnd {
            takesRight = true
          } else if right == rightEnd {
            takesRight = false
          } else {
            let sign = try self.order(keys[order[right]], keys[order[left]]) ?? 0
            takesRight = isReversed ? sign > 0 : sign < 0
          }
          if takesRight {
            merged.append(order[right])
            right += 1
          } else {
            merged.append(order[left])
            left += 1
          }
        }
      }
      order = merged
      width *= 2
    }
    return order.map { items[$0] }
  }
}

/// Numbers with their nouns.
enum Counted {
  static func arguments(_ count: Int) -> String {
    switch count {
    case 0: "no arguments"
    case 1: "one argument"
    case 2: "two arguments"
    default: "\(count) arguments"
    }
  }

  /// With commas between thousands.
  static func grouped(_ count: Int) -> String { (try? PythonText.format(.int(count), ",")) ?? "\(count)" }

  static func number(_ count: Int) -> String { count == 0 ? "none" : "\(count)" }
}
