extension Machine {
  mutating func iterations(_ objects: [Object]) throws(Stop) -> [Iteration] {
    var parts: [Iteration] = []
    for object in objects { parts.append(try iterator(over: object)) }
    return parts
  }

  func depth(around parts: [Iteration]) throws(Stop) -> Int {
    let depth = 1 + (parts.map(\.depth).max() ?? 0)
    guard depth <= Iteration.mostNested else {
      throw .fault("iterators are nested more than \(Iteration.mostNested) deep; make a list(…) of one")
    }
    return depth
  }

  func length(of object: Object) throws(Stop) -> Int {
    switch object {
    case .list(let list): return list.items.count
    case .tuple(let tuple): return tuple.items.count
    case .set(let table), .dictionary(let table): return table.count
    case .range(let range): return range.count
    case .text(let text): return text.string.unicodeScalars.count
    default: throw .fault("\(described(object)) has no length")
    }
  }

  func range(_ items: [Object]) throws(Stop) -> Object {
    var numbers: [Int] = []
    for item in items {
      guard let number = item.wholeNumber else {
        throw .fault("'range' takes whole numbers, such as range(10), not \(described(item))")
      }
      numbers.append(number)
    }
    if numbers.count == 3 && numbers[2] == 0 { throw .fault("the step of a range cannot be 0") }
    return .range(
      numbers.count == 1
        ? RangeObject(0, numbers[0], 1)
        : RangeObject(numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : 1))
  }

  mutating func sum(_ object: Object, start: Object?) throws(Stop) -> Object {
    switch object {
    case .list, .tuple, .set, .dictionary, .range, .iterator: break
    default: throw .fault("'sum' takes a list such as [a, b], not \(described(object))")
    }
    let items = try elements(of: object)
    try makeRoom(for: items.count)
    var rest = items[...]
    guard var total = start ?? rest.popFirst() else { return .int(0) }
    // `True + True` is 2, and so is the sum of one.
    if start == nil, case .bool(let flag) = total { total = .int(flag ? 1 : 0) }
    for item in rest {
      if case .text = item { throw .fault("'sum' adds values, not texts") }
      total = try binary(.add, total, item)
    }
    return total
  }

  mutating func extreme(_ native: Builtin.Native, _ given: Arguments) throws(Stop) -> Object? {
    var arguments = given
    let function = arguments.take("key")
    let preset = arguments.take("default")
    if let keyword = arguments.keywords.first {
      throw .fault("'\(native.rawValue)' has no '\(Literal.shortened(keyword.name))' here")
    }
    guard preset == nil || given.positional.count == 1 else {
      throw .fault(
        "'\(native.rawValue)' takes a default beside a list, as in \(native.rawValue)(xs, default=0)")
    }
    let items: [Object]
    if given.positional.count == 1 {
      switch given.positional[0] {
      case .list, .tuple, .set, .dictionary, .range, .iterator, .text:
        items = try elements(of: given.positional[0])
      default:
        throw .fault(
          "'\(native.rawValue)' takes a list or two arguments, not 1, as in \(native.rawValue)(a, b)")
      }
    } else {
      items = given.positional
    }
    guard let first = items.first else {
      if let preset { return preset }
      throw .fault("'\(native.rawValue)' takes two arguments or a list that is not empty")
    }
    if let function, !function.isNone {
      try proceed(
        Continuation(native == .max ? .max : .min, function, [Iteration(over: items, graveyard)]))
      return nil
    }
    let isRecorded = items.contains { $0.value != nil }
    var best = first
    for item in items.dropFirst() {
      if isRecorded {
        best = try apply(native == .max ? .max : .min, best, item)
      } else if let sign = try order(item, best), native == .max ? sign > 0 : sign < 0 {
        best = item
      }
    }
    return best
  }
}
