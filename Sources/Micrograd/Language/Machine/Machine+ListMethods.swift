extension Machine {
  mutating func listMethod(
    _ name: String, _ list: List, _ arguments: Arguments, _ expect: (ClosedRange<Int>) throws(Stop) -> Void
  ) throws(Stop) -> Object? {
    let items = arguments.positional
    func place(_ object: Object) throws(Stop) -> Int {
      guard let index = object.wholeNumber else {
        throw .fault("an index is a whole number, not \(described(object))")
      }
      return index
    }
    switch name {
    case "append":
      try expect(1...1)
      list.items.append(items[0])
      // Other values have the name that they get first, of their own or where they are used.
      if !list.name.isEmpty, settings != nil || items[0].isNetwork {
        let last = list.items.count - 1
        list.items[last] = element(items[0], "\(list.name)[\(last)]")
      }
    case "extend":
      try expect(1...1)
      list.items += try elements(of: items[0])
    case "pop":
      try expect(0...1)
      let index = items.isEmpty ? -1 : try place(items[0])
      let from = index < 0 ? list.items.count + index : index
      guard list.items.indices.contains(from) else {
        throw .fault(
          list.items.isEmpty
            ? "the list is empty, so nothing can be taken from it" : noElement(index, list.items.count))
      }
      let item = element(of: list, from)
      list.items.remove(at: from)
      return item
    case "insert":
      try expect(2...2)
      let index = try place(items[0])
      list.items.insert(
        items[1], at: min(max(index < 0 ? list.items.count + index : index, 0), list.items.count))
    case "index", "count":
      try expect(name == "index" ? 1...3 : 1...1)
      return try find(name, items, list.items)
    case "remove":
      try expect(1...1)
      for index in list.items.indices {
        try spend(1)
        guard try isEqual(list.items[index], items[0]) else { continue }
        list.items.remove(at: index)
        return Object.none
      }
      throw .fault("the list has no such element")
    case "clear":
      try expect(0...0)
      list.items = []
    case "copy":
      try expect(0...0)
      return .list(List(try elements(of: .list(list)), graveyard))
    case "reverse":
      try expect(0...0)
      list.items.reverse()
    default: return nil
    }
    return Object.none
  }

  /// `xs.sort(…)`; what it gives is pushed at once, or when the key's function has given its last.
  mutating func sort(_ list: List, _ given: Arguments) throws(Stop) {
    var arguments = given
    let isReversed =
      try arguments.take("reverse").map { object throws(Stop) in try isTrue(object) } ?? false
    let function = arguments.take("key")
    guard arguments.count == 0 else {
      throw .fault("'sort' takes key= and reverse=, as in xs.sort(key=len, reverse=True)")
    }
    guard let function, !function.isNone else {
      list.items = try sorted(list.items, by: list.items, isReversed: isReversed)
      return stack.append(.none)
    }
    try proceed(
      Continuation(.sortInPlace(list, isReversed: isReversed), function, [try iterator(over: .list(list))]))
  }
}
