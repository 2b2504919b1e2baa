/// Sets and dictionaries.
extension Machine {
  static let setMethods = [
    "add", "remove", "discard", "pop", "copy", "clear", "update", "union", "intersection", "difference",
    "issubset", "issuperset", "isdisjoint", "symmetric_difference",
  ]
  static let dictionaryMethods = [
    "get", "keys", "values", "items", "pop", "popitem", "update", "setdefault", "copy", "clear",
  ]

  /// A set of all elements of an object.
  mutating func set(of object: Object) throws(Stop) -> Object {
    let table = Table.set(graveyard)
    let items = try elements(of: object)
    try spend(Machine.stepsOfKey * items.count)
    for item in items { table.insert(item, try key(of: item)) }
    return .set(table)
  }

  /// Puts all of a dictionary, or of pairs, into another.
  mutating func merge(_ object: Object, into table: Table) throws(Stop) {
    if case .dictionary(let other) = object {
      try spend(elements: other.items.count, after: table.items.count)
      for place in other.valuePlaces {
        table.set(other.items[place - 1], try key(of: other.items[place - 1]), to: other.items[place])
      }
      return
    }
    for item in try elements(of: object) {
      let pair = try elements(of: item)
      guard pair.count == 2 else {
        throw .fault("a dictionary is made of pairs, such as ('a', 1), not of \(described(item))")
      }
      table.set(pair[0], try key(of: pair[0]), to: pair[1])
    }
  }

  /// `a | b`, `a & b`, `a ^ b`, `a - b` of sets.
  mutating func combined(_ op: Operator, _ left: Object, _ right: Object) throws(Stop) -> Object {
    let result = Table.set(graveyard)
    let (first, second) = (try set(of: left), try set(of: right))
    guard case .set(let a) = first, case .set(let b) = second else { return first }
    for item in a.elements {
      let key = try key(of: item)
      if op == .bitOr || b.contains(key) == (op == .bitAnd) { result.insert(item, key) }
    }
    if op == .bitOr || op == .bitXor {
      for item in b.elements {
        let key = try key(of: item)
        if op == .bitOr || !a.contains(key) { result.insert(item, key) }
      }
    }
    return .set(result)
  }

  mutating func setMethod(
    _ name: String, _ table: Table, _ items: [Object], _ expect: (ClosedRange<Int>) throws(Stop) -> Void
  ) throws(Stop) -> Object {
    switch name {
    case "pop", "copy", "clear": try expect(0...0)
    default: try expect(1...1)
    }
    switch name {
    case "add":
      try spend(Machine.stepsOfKey)
      table.insert(items[0], try key(of: items[0]))
    case "remove":
      guard table.remove(try key(of: items[0])) != nil else { throw .fault("the set has no such element") }
    case "discard": _ = table.remove(try key(of: items[0]))
    case "pop":
      guard let first = table.elements.first else { throw .fault("the set is empty") }
      _ = table.remove(try key(of: first))
      return first
    case "copy": return try set(of: .set(table))
    case "clear": table.removeAll()
    case "update": for item in try elements(of: items[0]) { table.insert(item, try key(of: item)) }
    case "union": return try combined(.bitOr, .set(table), items[0])
    case "intersection": return try combined(.bitAnd, .set(table), items[0])
    case "symmetric_difference": return try combined(.bitXor, .set(table), items[0])
    case "isdisjoint":
      guard case .set(let other) = try set(of: items[0]) else { break }
      for item in table.elements where other.contains(try key(of: item)) { return .bool(false) }
      return .bool(true)
    case "difference": return try combined(.subtract, .set(table), items[0])
    default:
      guard case .set(let other) = try set(of: items[0]) else { break }
      let (part, whole) = name == "issubset" ? (table, other) : (other, table)
      for item in part.elements where !whole.contains(try key(of: item)) { return .bool(false) }
      return .bool(true)
    }
    return .none
  }

  /// `dict.fromkeys(keys, value)`.
  mutating func dictionaryOfKeys(_ arguments: [Object]) throws(Stop) -> Object {
    guard (1...2).contains(arguments.count) else {
      throw .fault("'fromkeys' takes a list of keys and perhaps a value, as in dict.fromkeys(xs, 0)")
    }
    let table = Table.dictionary(graveyard)
    let keys = try elements(of: arguments[0])
    try spend(Machine.stepsOfKey * keys.count)
    for item in keys { table.set(item, try key(of: item), to: arguments.count > 1 ? arguments[1] : .none) }
    return .dictionary(table)
  }

  mutating func dictionaryMethod(
    _ name: String, _ table: Table, _ arguments: Arguments,
    _ expect: (ClosedRange<Int>) throws(Stop) -> Void
  ) throws(Stop) -> Object {
    let items = arguments.positional
    if name == "update" {
      if let first = items.first { try merge(first, into: table) }
      for (name, object) in arguments.keywords {
        table.set(.text(name), .text(ExactText(string: name)), to: object)
      }
      return .none
    }
    switch name {
    case "keys", "values", "items", "copy", "clear", "popitem": try expect(0...0)
    default: try expect(1...2)
    }
    switch name {
    case "get", "setdefault":
      let key = try key(of: items[0])
      if let place = table.place(of: key) { return value(of: table, at: place) }
      let preset = items.count > 1 ? items[1] : .none
      if name == "setdefault" { table.set(items[0], key, to: preset) }
      return preset
    case "pop":
      if let value = table.remove(try key(of: items[0])) { return value }
      guard items.count > 1 else { return try loadElement(items[0], of: .dictionary(table)) }
      return items[1]
    case "popitem":
      guard let place = table.items.indices.last else { throw .fault("the dictionary is empty") }
      let item = [table.items[place - 1], value(of: table, at: place)]
      _ = table.remove(try key(of: item[0]))
      return .tuple(Tuple(item, graveyard))
    case "keys":
      try spend(elements: table.count)
      return .list(List(table.elements, graveyard))
    case "values":
      try spend(elements: table.count)
      return .list(List(table.valuePlaces.map { value(of: table, at: $0) }, graveyard))
    case "items":
      try spend(elements: table.count)
      let pairs = table.valuePlaces.map { place in
        Object.tuple(Tuple([table.items[place - 1], value(of: table, at: place)], graveyard))
      }
      return .list(List(pairs, graveyard))
    case "clear": table.removeAll()
    default:
      let copy = Table.dictionary(graveyard)
      try merge(.dictionary(table), into: copy)
      return .dictionary(copy)
    }
    return .none
  }
}
