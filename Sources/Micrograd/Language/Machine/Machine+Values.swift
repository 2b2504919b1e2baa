extension Machine {
  mutating func makeValue(_ given: Arguments) throws(Stop) -> Object {
    var arguments = given
    let example = "Value(2.0, label='a')"
    guard let data = arguments.take(0, "data"), given.positional.count <= 4 else {
      throw .fault("Value(…) takes one number, such as \(example)")
    }
    // The lecture's own class has its operands second, the shorter one the label.
    var label = arguments.take("label")
    for item in given.positional.dropFirst() {
      if case .text = item { label = item }
    }
    for known in ["_children", "_op"] { _ = arguments.take(known) }
    if let keyword = arguments.keywords.first {
      let hint = Spelling.remark(on: keyword.name, among: ["data", "label"])
      throw .fault("Value(…) has no '\(Literal.shortened(keyword.name))'\(hint)")
    }
    var name = ""
    if case .text(let text)? = label { name = text.string }
    if let label, name.isEmpty, label.number != nil {
      throw .fault("expected label='…' after the number of Value(…)")
    }
    try makeRoom(for: 1)
    func leaf(_ number: Double) -> Value {
      let leaf = Value(number, label: name)
      settings?.enter(leaf)
      return leaf
    }
    let given = settings?.next(data) ?? data
    switch given.number {
    case .int(let number)?: return .whole(Whole(leaf(Double(number)), number, isNumber: false))
    case .float(let number)?: return .value(leaf(number))
    case nil: break
    }
    switch given {
    // A leaf of its own with the number of the other, as in the lecture.
    case .value(let value): return .value(leaf(value.data))
    case .whole(let whole):
      guard let number = whole.number else { return .value(leaf(whole.value.data)) }
      return .whole(Whole(leaf(Double(number)), number, isNumber: false))
    default: throw .fault("Value(…) takes one number, such as \(example), not \(described(data))")
    }
  }

  func call(_ composite: Composite, _ given: Arguments) throws(Stop) -> Object {
    var arguments = given
    let parameter = composite.parameter.flatMap { arguments.take(1, $0.name) }
    let most = composite.parameter == nil ? 1 : 2
    guard arguments.keywords.isEmpty, (1...most).contains(given.positional.count) else {
      throw .fault(
        "'\(composite.rawValue)' takes \(Counted.arguments(1)), not \(Counted.number(given.count))")
    }
    if let parameter, parameter.number == nil {
      throw .fault("the second argument of '\(composite.rawValue)' is a number, not \(described(parameter))")
    }
    let item = given.positional[0]
    try makeRoom(for: 16)
    if let value = item.value {
      let result = composite.apply(value, parameter?.number?.double)
      return item.number == nil ? .value(result) : .real(result)
    }
    guard let number = item.number else {
      throw .fault("'\(composite.rawValue)' takes a value, not \(described(item))")
    }
    return .float(composite.apply(.constant(number.double), parameter?.number?.double).data)
  }

  /// The values of a list, plain numbers as constants.
  mutating func values(of object: Object, for name: String) throws(Stop) -> [Value] {
    switch object {
    case .list, .tuple, .iterator, .range, .set: break
    default:
      if let value = object.value { return [value] }
      throw .fault("'\(name)' takes a list such as [a, b], not \(described(object))")
    }
    var values: [Value] = []
    for item in try elements(of: object) {
      if let value = item.value {
        values.append(value)
      } else if let number = item.number {
        values.append(.constant(number.double))
      } else {
        throw .fault("'\(name)' takes a list of values, and in this one is \(described(item))")
      }
    }
    return values
  }

  mutating func callOnLists(_ native: Builtin.Native, _ given: Arguments) throws(Stop) -> Object? {
    var arguments = given
    let name = native.rawValue
    switch native {
    case .grad: return try gradients(arguments)
    case .dot:
      try expect(2...2, arguments, native, "dot(w, x)")
      let (a, b) = (
        try values(of: arguments.positional[0], for: name), try values(of: arguments.positional[1], for: name)
      )
      guard a.count == b.count else {
        throw .fault("'dot' takes two lists of one length, not of \(a.count) and \(b.count)")
      }
      guard !a.isEmpty else { throw .fault("'dot' takes lists of at least one element") }
      try makeRoom(for: 2 * a.count)
      return result(Micrograd.dot(a, b), arguments.positional)
    case .crossEntropy:
      try expect(2...2, arguments, native, "cross_entropy(logits, 1)")
      let logits = try values(of: arguments.positional[0], for: name)
      guard let target = arguments.positional[1].wholeNumber, logits.indices.contains(target) else {
        throw .fault(
          "'cross_entropy' takes a list of \(logits.count) logits and the number of the right class, "
            + "from 0 to \(logits.count - 1)")
      }
      try makeRoom(for: 4 * logits.count + 3)
      return result(Micrograd.crossEntropy(logits, target: target), [arguments.positional[0]])
    default:
      _ = arguments.take("dim")
      try expect(1...1, arguments, native, "\(name)([a, b])")
      let values = try values(of: arguments.positional[0], for: name)
      guard !values.isEmpty else { throw .fault("'\(name)' takes a list of at least one element") }
      try makeRoom(for: 5 * values.count)
      switch native {
      case .mean: return result(Micrograd.mean(values), arguments.positional)
      case .logsumexp: return result(Micrograd.logSumExp(values), arguments.positional)
      default:
        let isNumber = self.isNumber(arguments.positional[0])
        return .list(List(Micrograd.softmax(values).map { isNumber ? .real($0) : .value($0) }, graveyard))
      }
    }
  }

  func result(_ value: Value, _ operands: [Object]) -> Object {
    operands.allSatisfy { isNumber($0) } ? .real(value) : .value(value)
  }

  /// Whether all elements of a list behave as numbers.
  func isNumber(_ object: Object) -> Bool {
    switch object {
    case .list(let list): list.items.allSatisfy { $0.number != nil }
    case .tuple(let tuple): tuple.items.allSatisfy { $0.number != nil }
    default: object.number != nil
    }
  }
}
