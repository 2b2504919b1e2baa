extension Machine {
  func isTrue(_ object: Object) throws(Stop) -> Bool {
    switch object {
    case .bool(let flag): return flag
    case .none: return false
    case .text(let text): return !text.string.isEmpty
    case .list(let list): return !list.items.isEmpty
    case .tuple(let tuple): return !tuple.items.isEmpty
    case .set(let table), .dictionary(let table): return table.count > 0
    case .range(let range): return range.count > 0
    default:
      switch object.number {
      case .int(let number)?: return number != 0
      case .float(let number)?: return number != 0
      case nil: return true
      }
    }
  }

  mutating func compare(_ op: Operator, _ left: Object, _ right: Object) throws(Stop) -> Bool {
    switch op {
    case .equal: return try isEqual(left, right)
    case .notEqual: return !(try isEqual(left, right))
    case .is, .isNot:
      if case .text(let text) = left { try spend(text.string.utf8.count / 8) }
      return isSame(left, right) == (op == .is)
    case .in: return try contains(right, left)
    case .notIn: return !(try contains(right, left))
    default: break
    }
    if case .set(let a) = left, case .set(let b) = right { return try isPart(a, of: b, op) }
    // Values are compared by their numbers, which Python has no rule for.
    if let order = try order(left, right) {
      switch op {
      case .less: return order < 0
      case .lessEqual: return order <= 0
      case .greater: return order > 0
      default: return order >= 0
      }
    }
    return false
  }

  /// `a <= b` of sets and its kin: whether one is a part of the other.
  private mutating func isPart(_ a: Table, of b: Table, _ op: Operator) throws(Stop) -> Bool {
    let (part, whole) = op == .less || op == .lessEqual ? (a, b) : (b, a)
    guard part.count < whole.count || (part.count == whole.count && (op == .lessEqual || op == .greaterEqual))
    else { return false }
    try spend(part.count)
    for item in part.elements where !whole.contains(try key(of: item)) { return false }
    return true
  }

  private func comparable(_ object: Object) -> Numeral? {
    object.number ?? object.value.map { .float($0.data) }
  }

  /// -1, 0 or 1; nil if one is NaN.
  mutating func order(_ left: Object, _ right: Object) throws(Stop) -> Int? {
    switch (comparable(left), comparable(right)) {
    case (.int(let a)?, .int(let b)?): return a < b ? -1 : (a > b ? 1 : 0)
    case (let a?, let b?):
      let (x, y) = (a.double, b.double)
      if x.isNaN || y.isNaN { return nil }
      return x < y ? -1 : (x > y ? 1 : 0)
    default: break
    }
    switch (left, right) {
    case (.text(let a), .text(let b)):
      try spend(min(a.string.utf8.count, b.string.utf8.count) / 8)
      if a.string.isSame(as: b.string) { return 0 }
      return a.string.unicodeScalars.lexicographicallyPrecedes(b.string.unicodeScalars) ? -1 : 1
    case (.list(let a), .list(let b)): return try order(a.items, b.items)
    case (.tuple(let a), .tuple(let b)): return try order(a.items, b.items)
    default:
      throw .fault("\(described(left)) and \(described(right)) have no order")
    }
  }

  /// How deep sequences that are ordered may be nested.
  private static let mostOrdered = 100

  /// The order of two sequences, by their first elements that differ, which may be sequences themselves.
  private mutating func order(_ first: [Object], _ second: [Object]) throws(Stop) -> Int? {
    var (a, b) = (first, second)
    for _ in 0..<Machine.mostOrdered {
      var differing: (Object, Object)?
      try spend(elements: min(a.count, b.count))
      for (x, y) in zip(a, b) where !(try isEqual(x, y)) {
        differing = (x, y)
        break
      }
      switch differing {
      case (.list(let x), .list(let y))?: (a, b) = (x.items, y.items)
      case (.tuple(let x), .tuple(let y))?: (a, b) = (x.items, y.items)
      case (let x, let y)?: return try order(x, y)
      case nil: return a.count < b.count ? -1 : (a.count > b.count ? 1 : 0)
      }
    }
    throw .fault("lists nested more than \(Machine.mostOrdered) deep have no order")
  }

  /// Every element that is looked at is a step, and so are eight letters.
  mutating func isEqual(_ left: Object, _ right: Object) throws(Stop) -> Bool {
    // The first step is that of the comparison itself.
    var steps = -1
    let isEqual = try isEqual(left, right, &steps)
    try spend(steps)
    return isEqual
  }

  private func isEqual(_ left: Object, _ right: Object, _ steps: inout Int) throws(Stop) -> Bool {
    var rest = [(left, right)]
    while let (a, b) = rest.popLast() {
      steps += 1
      if steps > Machine.mostElements {
        throw .bound("lists of more than 10,000,000 elements are not compared")
      }
      switch (a, b) {
      case (.text(let x), .text(let y)):
        steps += min(x.string.utf8.count, y.string.utf8.count) / 8
        if !x.string.isSame(as: y.string) { return false }
      case (.none, .none): continue
      case (.list(let x), .list(let y)):
        if x === y { continue }
        guard x.items.count == y.items.count else { return false }
        steps += x.items.count / 8
        rest += zip(x.items, y.items).reversed()
      case (.tuple(let x), .tuple(let y)):
        if x === y { continue }
        guard x.items.count == y.items.count else { return false }
        steps += x.items.count / 8
        rest += zip(x.items, y.items).reversed()
      case (.range(let x), .range(let y)):
        guard x.count == y.count, x.count == 0 || (x.start == y.start && (x.count == 1 || x.step == y.step))
        else {
          return false
        }
      case (.set(let x), .set(let y)):
        guard x.count == y.count else { return false }
        steps += x.count
        for item in x.elements where !y.contains(try key(of: item)) { return false }
      case (.dictionary(let x), .dictionary(let y)):
        guard x.count == y.count else { return false }
        for place in x.valuePlaces {
          guard let other = y.place(of: try key(of: x.items[place - 1])) else { return false }
          rest.append((x.items[place], y.items[other]))
        }
      default:
        switch (a.number, b.number) {
        case (.int(let x)?, .int(let y)?): if x != y { return false }
        case (let x?, let y?): if x.double != y.double { return false }
        default: if !isSame(a, b) { return false }
        }
      }
    }
    return true
  }

  func isSame(_ left: Object, _ right: Object) -> Bool {
    switch (left, right) {
    case (.none, .none), (.ellipsis, .ellipsis): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.int(let a), .int(let b)): return a == b
    case (.float(let a), .float(let b)): return a == b
    case (.text(let a), .text(let b)): return a.string.isSame(as: b.string)
    case (.list(let a), .list(let b)): return a === b
    case (.tuple(let a), .tuple(let b)): return a === b
    case (.set(let a), .set(let b)), (.dictionary(let a), .dictionary(let b)): return a === b
    case (.range(let a), .range(let b)): return a === b
    case (.iterator(let a), .iterator(let b)): return a === b
    case (.function(let a), .function(let b)): return a === b
    case (.builtin(let a), .builtin(let b)): return a == b
    case (.module(let a), .module(let b)): return a == b
    case (.network(let a), .network(let b)): return a === b
    default:
      if let a = left.value, let b = right.value { return a == b }
      return false
    }
  }

  private mutating func contains(_ container: Object, _ object: Object) throws(Stop) -> Bool {
    switch container {
    case .list(let list): return try contains(list.items, object)
    case .tuple(let tuple): return try contains(tuple.items, object)
    case .set(let table), .dictionary(let table): return table.contains(try key(of: object))
    case .text(let text):
      guard case .text(let part) = object else { throw .fault("in a text there are only texts") }
      try spend((text.string.utf8.count + part.string.utf8.count) / 8)
      return text.string.has(part.string)
    case .range(let range):
      guard let number = object.wholeNumber else { return false }
      let (distance, overflow) = number.subtractingReportingOverflow(range.start)
      guard !overflow, range.count > 0, distance % range.step == 0 else { return false }
      return (0..<range.count).contains(distance / range.step)
    default: throw .fault("'in' looks into a list, a set or the like, not into \(described(container))")
    }
  }

  private mutating func contains(_ items: [Object], _ object: Object) throws(Stop) -> Bool {
    for item in items {
      try spend(1)
      if try isEqual(item, object) { return true }
    }
    return false
  }

  /// What makes an object the same element of a set as another.
  func key(of object: Object) throws(Stop) -> Table.Key {
    switch object {
    case .none: return .none
    case .text(let text): return .text(ExactText(string: text.string))
    case .tuple(let tuple):
      var keys: [Table.Key] = []
      for item in tuple.items {
        if case .tuple = item { throw .fault("tuples of tuples are not put into sets here") }
        keys.append(try key(of: item))
      }
      return .tuple(keys)
    case .list, .set, .dictionary: throw .fault("\(described(object)) can change, so it cannot be in a set")
    case .function(let function): return .object(ObjectIdentifier(function))
    case .network(let part): return .object(ObjectIdentifier(part))
    default:
      switch object.number {
      case .int(let number)?: return .whole(number)
      case .float(let number)?: return Int(exactly: number).map { .whole($0) } ?? .number(number)
      case nil: break
      }
      if let value = object.value { return .value(value) }
      throw .fault("\(described(object)) cannot be in a set")
    }
  }
}
