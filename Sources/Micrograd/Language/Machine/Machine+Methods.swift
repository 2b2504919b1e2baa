extension Machine {
  static let valueMethods = ["backward", "zero_grad", "item", "detach", "parameters"]
  static let listMethods = [
    "append", "extend", "pop", "insert", "index", "count", "sort", "reverse", "remove", "clear", "copy",
  ]
  /// Of plain numbers.
  static let numberMethods = ["is_integer", "bit_length"]

  /// The methods that may be called by their type, as in `str.lower('A')` and `sorted(words, key=str.lower)`.
  static func methods(of type: Builtin.Native) -> [String] {
    switch type {
    case .str: textMethods
    case .list: listMethods
    case .tuple: ["index", "count"]
    case .set: setMethods
    case .dict: dictionaryMethods + ["fromkeys"]
    case .int, .float: numberMethods
    case .value: valueMethods + Builtin.byName.filter { $0.value.isValueMethod }.map(\.key)
    default: []
    }
  }

  func hasMethod(_ name: String, _ object: Object) throws(Stop) -> Bool {
    switch object {
    case .value, .real, .whole, .int, .float, .bool:
      if object.number != nil, Machine.numberMethods.contains(name) {
        return name != "bit_length" || object.wholeNumber != nil
      }
      return ["backward", "_backward", "zero_grad", "item", "detach"].contains(name)
        || Builtin.byName[name].map(\.isValueMethod) == true
    case .list:
      return Machine.listMethods.contains(name) || Builtin.byName[name].map(\.isListMethod) == true
    case .tuple: return ["index", "count"].contains(name)
    case .set: return Machine.setMethods.contains(name)
    case .dictionary: return Machine.dictionaryMethods.contains(name)
    case .text: return Machine.textMethods.contains(name)
    case .network: return ["parameters", "zero_grad", "__call__"].contains(name)
    case .builtin(.native(let type)): return Machine.methods(of: type).contains(name)
    default: return false
    }
  }

  mutating func callMethod(_ number: Int32, of object: Object, _ arguments: Arguments) throws(Stop) {
    switch object {
    case .module(let module): return try invoke(try module.attribute(program.names[Int(number)]), arguments)
    case .drawing: return stack.append(.drawing)
    case .network(let part):
      if let callee = try attribute(program.names[Int(number)], of: part) {
        return try invoke(callee, arguments)
      }
    default: break
    }
    if let result = try nativeMethod(number, of: object, arguments) { stack.append(result) }
  }

  mutating func nativeMethod(_ number: Int32, of object: Object, _ arguments: Arguments) throws(Stop)
    -> Object?
  {
    let name = program.names[Int(number)]
    guard try hasMethod(name, object) else {
      if try attributeIfAny(number, of: object) != nil {
        throw .fault("'\(name)' is no function; write .\(name) without parentheses")
      }
      if case .list = object, !Machine.listMethods.contains(name),
        ["reshape", "ravel", "tolist", "astype"].contains(name)
      {
        throw .hidden("numpy")
      }
      throw .fault(noAttribute(name, of: object))
    }
    func expect(_ counts: ClosedRange<Int>) throws(Stop) {
      if let keyword = arguments.keywords.first {
        let title = Literal.shortened(keyword.name)
        throw .fault(
          counts.upperBound == 0
            ? "'\(name)' takes no arguments; leave out '\(title)'"
            : "'\(name)' has no '\(title)'; write it without '='")
      }
      guard counts.contains(arguments.count) else {
        throw .fault(
          "'\(name)' takes \(Counted.arguments(counts.lowerBound)), not \(Counted.number(arguments.count))")
      }
    }
    switch object {
    case .network(let part):
      try expect(name == "__call__" ? 1...1 : 0...0)
      try spend(part.parameters.count)
      if name == "parameters" { return .list(List(part.parameters.map { .value($0) }, graveyard)) }
      if name == "__call__" { return try forward(part, arguments) }
      zeroGradients(of: part.parameters)
      return Object.none
    case .list(let list) where name == "sort":
      try sort(list, arguments)
      return nil
    case .list(let list): if let result = try listMethod(name, list, arguments, expect) { return result }
    case .tuple(let tuple):
      try expect(name == "index" ? 1...3 : 1...1)
      return try find(name, arguments.positional, tuple.items)
    case .builtin(.native(.dict)) where name == "fromkeys":
      return try dictionaryOfKeys(arguments.positional)
    case .builtin(.native(let type)):
      // Of a type: the object is the first argument.
      guard let first = arguments.positional.first, isInstance(first, of: object) else {
        let given = arguments.positional.first.map(described) ?? "nothing"
        throw .fault(
          "'\(type.rawValue).\(name)' takes an object of \(type.rawValue) first, not \(given)")
      }
      var rest = arguments
      rest.positional.removeFirst()
      return try nativeMethod(number, of: first, rest)
    case .set(let table): return try setMethod(name, table, arguments.positional, expect)
    case .dictionary(let table): return try dictionaryMethod(name, table, arguments, expect)
    case .text(let text): return try textMethod(name, text.string, arguments)
    default:
      switch name {
      case "backward":
        try expect(0...0)
        try backward(object)
        return Object.none
      case "_backward":
        try expect(0...0)
        if let value = object.value { backwardStep(value) }
        return Object.none
      case "zero_grad":
        try expect(0...0)
        if let value = object.value { zeroGradients(of: [value]) }
        return Object.none
      case "is_integer":
        try expect(0...0)
        guard let number = object.number?.double else { break }
        return .bool(number.isFinite && number == number.rounded())
      case "bit_length":
        try expect(0...0)
        guard let number = object.wholeNumber else { break }
        return .int(Int.bitWidth - number.magnitude.leadingZeroBitCount)
      case "item":
        try expect(0...0)
        return try attribute(named: "data", of: object)
      case "detach":
        try expect(0...0)
        guard let value = object.value else { return object }
        return .value(value.detach())
      default: break
      }
    }
    // A function of the engine, with the object as its first argument.
    var all = arguments
    all.positional.insert(object, at: 0)
    return try call(Builtin.byName[name]!, all)
  }

  private mutating func attributeIfAny(_ number: Int32, of object: Object) throws(Stop) -> Object? {
    switch object {
    case .value, .real, .whole, .network:
      do { return try attribute(number, of: object) } catch { return nil }
    default: return nil
    }
  }

  mutating func attribute(named name: String, of object: Object) throws(Stop) -> Object {
    switch object {
    case .value(let value), .real(let value): return .float(value.data)
    case .whole(let whole): return whole.number.map { .int($0) } ?? .float(whole.value.data)
    default: return object
    }
  }
}

extension Builtin {
  /// Whether it can be written behind a value and a point.
  var isValueMethod: Bool {
    switch self {
    case .op, .composite, .native(.max), .native(.min), .native(.pow), .native(.clamp): true
    default: false
    }
  }

  /// Whether it can be written behind a list and a point.
  var isListMethod: Bool {
    switch self {
    case .native(.sum), .native(.mean), .native(.dot), .native(.softmax), .native(.max), .native(.min),
      .native(.logsumexp), .native(.crossEntropy):
      true
    case .op: true
    default: false
    }
  }
}
