extension Machine {
  /// As `str` gives it.
  func display(_ object: Object) throws(Stop) -> String {
    if case .text(let text) = object { return text.string }
    return try represented(object)
  }

  /// As `repr` gives it. Lists in lists to any depth, without recursion; one in itself as `[...]`.
  func represented(_ object: Object) throws(Stop) -> String {
    enum Part {
      case object(Object)
      case text(String)
      case end(String, of: ObjectIdentifier)
    }
    var result = ""
    var rest: [Part] = [.object(object)]
    /// What is written right now.
    var open: Set<ObjectIdentifier> = []
    while let part = rest.popLast() {
      let object: Object
      switch part {
      case .object(let next): object = next
      case .text(let text):
        result += text
        continue
      case .end(let text, let identity):
        result += text
        open.remove(identity)
        continue
      }
      var items: [Object]
      var places: [Int] = []
      let (opening, closing): (String, String)
      let container: Container
      switch object {
      case .list(let list): (container, items, opening, closing) = (list, list.items, "[", "]")
      case .tuple(let tuple):
        (container, items, opening, closing) = (tuple, tuple.items, "(", tuple.items.count == 1 ? ",)" : ")")
      case .set(let set) where set.count > 0:
        (container, items, opening, closing) = (set, set.elements, "{", "}")
      case .dictionary(let table):
        guard table.count > 0 else {
          result += "{}"
          continue
        }
        (container, items, opening, closing) = (table, [], "{", "}")
        places = table.valuePlaces
      default:
        result += simple(object)
        continue
      }
      guard open.insert(ObjectIdentifier(container)).inserted else {
        result += "\(opening)...\(closing.suffix(1))"
        continue
      }
      rest.append(.end(closing, of: ObjectIdentifier(container)))
      try checkLength(result.utf8.count + rest.count + items.count)
      result += opening
      if case .dictionary(let table) = object {
        for (index, place) in places.reversed().enumerated() {
          if index > 0 { rest.append(.text(", ")) }
          rest += [.object(table.items[place]), .text(": "), .object(table.items[place - 1])]
        }
      }
      items.reverse()
      for (index, item) in items.enumerated() {
        rest.append(.object(item))
        if index < items.count - 1 { rest.append(.text(", ")) }
      }
    }
    return result
  }

  private func simple(_ object: Object) -> String {
    switch object {
    case .unbound, .failed, .hidden, .none: "None"
    case .ellipsis: "Ellipsis"
    case .bool(let flag): PythonText.repr(flag)
    case .int(let number): PythonText.repr(number)
    case .float(let number): PythonText.repr(number)
    case .real(let value): PythonText.repr(value.data)
    case .whole(let whole) where whole.isNumber:
      whole.number.map { PythonText.repr($0) } ?? PythonText.repr(whole.value.data)
    case .value(let value): represented(value, PythonText.repr(value.data))
    case .whole(let whole):
      represented(whole.value, whole.number.map { PythonText.repr($0) } ?? PythonText.repr(whole.value.data))
    case .text(let text): PythonText.repr(text.string)
    case .range(let range):
      range.step == 1
        ? "range(\(range.start), \(range.stop))" : "range(\(range.start), \(range.stop), \(range.step))"
    case .set: "set()"
    case .slice: "slice"
    case .iterator: "<iterator>"
    case .function(let function):
      function.name == "lambda" ? "<function <lambda>>" : "<function \(function.name)>"
    case .builtin(let builtin):
      builtin.isType ? "<class '\(builtin.name)'>" : "<built-in function \(builtin.name)>"
    case .method(let method): "<method \(program.names[Int(method.name)])>"
    case .module(let module): "<module '\(module.name)'>"
    case .network(let part): part.description
    case .drawing: "<drawing>"
    case .cell: "<cell>"
    case .list, .tuple, .dictionary: ""
    }
  }

  private func represented(_ value: Value, _ data: String) -> String {
    printsGradients ? "Value(data=\(data), grad=\(simple(gradient(of: value))))" : "Value(data=\(data))"
  }

  /// What formats take.
  func datum(_ object: Object) throws(Stop) -> PythonDatum {
    switch object {
    case .bool(let flag): return .bool(flag)
    case .text(let text): return .string(text.string)
    default:
      switch object.number {
      case .int(let number)?: return .int(number)
      case .float(let number)?: return .float(number)
      case nil: return .other(try represented(object), called: described(object))
      }
    }
  }

  func format(_ object: Object, _ spec: String) throws(Stop) -> String {
    let datum = try datum(object)
    do { return try PythonText.format(datum, spec) } catch {
      let remedy = object.number == nil && object.value != nil ? "; write .data behind it" : ""
      throw .fault(error.description + remedy)
    }
  }

  /// A field of an f-string.
  mutating func format(_ instruction: Instruction) throws(Stop) {
    var spec = ""
    if instruction.count == 1, case .text(let text) = pop() { spec = text.string }
    let object = pop()
    switch instruction.flag {
    case UInt8(ascii: "r"): stack.append(.text(try format(.text(try represented(object)), spec)))
    case UInt8(ascii: "s"): stack.append(.text(try format(.text(try display(object)), spec)))
    case UInt8(ascii: "a"):
      stack.append(.text(try format(.text(PythonText.ascii(try represented(object))), spec)))
    default: stack.append(.text(try format(object, spec)))
    }
  }

  mutating func print(_ arguments: Arguments) throws(Stop) {
    var arguments = arguments
    var separator = " "
    var end = "\n"
    if case .text(let text)? = arguments.take("sep") { separator = text.string }
    if case .text(let text)? = arguments.take("end") { end = text.string }
    _ = arguments.take("flush")
    if arguments.take("file") != nil { throw .hidden("file=") }
    guard arguments.keywords.isEmpty else {
      throw .fault(
        "'print' has no '\(Literal.shortened(arguments.keywords[0].name))'; it has sep, end and flush")
    }
    var line = ""
    for (index, object) in arguments.positional.enumerated() {
      line += (index > 0 ? separator : "") + (try spelled(object, as: display))
    }
    // What is executed after a mistake is to find others.
    guard faultCount == 0 else { return }
    hasPrinted = true
    options.print(line + end)
  }
}

extension Builtin {
  /// Whether it is a type, for `isinstance`.
  var isType: Bool {
    switch self {
    case .native(.float), .native(.int), .native(.bool), .native(.str), .native(.list), .native(.tuple),
      .native(.set), .native(.dict), .native(.value), .native(.range), .native(.neuron), .native(.layer),
      .native(.mlp), .native(.noneType), .native(.ellipsisType):
      true
    default: false
    }
  }
}
