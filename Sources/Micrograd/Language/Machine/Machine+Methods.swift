extension Machine {
  static let valueMethods = ["backward", "zero_grad", "item", "detach", "parameters"]
  static let listMethods = [
    "append", "extend", "pop", "insert", "index", "count", "sort", "reverse", "remove", "clear", "copy",
  ]
  static let textMethods = [
    "format", "join", "upper", "lower", "strip", "split", "replace", "startswith", "endswith", "title",
    "rjust",
    "ljust", "center", "count",
  ]

  func hasMethod(_ name: String, _ object: Object) throws(Stop) -> Bool {
    switch object {
    case .value, .real, .whole, .int, .float, .bool:
      return ["backward", "_backward", "zero_grad", "item", "detach"].contains(name)
        || Builtin.byName[name].map(\.isValueMethod) == true
    case .list:
      return Machine.listMethods.contains(name) || Builtin.byName[name].map(\.isListMethod) == true
    case .tuple: return ["index", "count"].contains(name)
    case .set: return ["add", "remove", "discard", "copy", "clear"].contains(name)
    case .text: return Machine.textMethods.contains(name)
    case .network: return ["parameters", "zero_grad", "__call__"].contains(name)
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
      guard counts.contains(arguments.count) else {
        throw .fault(
          "'\(name)' takes \(Counted.arguments(counts.lowerBound)), not \(Counted.number(arguments.count))")
      }
    }
    switch object {
    case .network(let part):
      try expect(name == "__call__" ? 1...1 : 0...0)
      if name == "parameters" { return .list(List(part.parameters.map { .value($0) }, graveyard)) }
      if name == "__call__" { return try forward(part, arguments) }
      zeroGradients(of: part.parameters)
      return Object.none
    case .list(let list): if let result = try listMethod(name, list, arguments, expect) { return result }
    case .tuple(let tuple):
      try expect(1...1)
      return try find(name, arguments.positional[0], tuple.items)
    case .set(let set):
      if name == "copy" || name == "clear" { throw .fault("a set's '\(name)' is not in the subset") }
      try expect(1...1)
      if name == "add" {
        set.insert(arguments.positional[0], try key(of: arguments.positional[0]))
      } else {
        set.remove(try key(of: arguments.positional[0])) { try? key(of: $0) }
      }
      return Object.none
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

  private mutating func attribute(named name: String, of object: Object) throws(Stop) -> Object {
    switch object {
    case .value(let value), .real(let value): return .float(value.data)
    case .whole(let whole): return whole.number.map { .int($0) } ?? .float(whole.value.data)
    default: return object
    }
  }

  // MARK: - Lists

  private mutating func listMethod(
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
      try expect(1...1)
      return try find(name, items[0], list.items)
    case "remove":
      try expect(1...1)
      for index in list.items.indices where try isEqual(list.items[index], items[0]) {
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
    case "sort":
      var arguments = arguments
      let isReversed =
        try arguments.take("reverse").map { object throws(Stop) in try isTrue(object) } ?? false
      guard arguments.count == 0 else {
        throw .fault("'sort' takes reverse=True here; with a key write xs = sorted(xs, key=…)")
      }
      list.items = try sorted(list.items, by: list.items, isReversed: isReversed)
    default: return nil
    }
    return Object.none
  }

  private func find(_ name: String, _ object: Object, _ items: [Object]) throws(Stop) -> Object {
    var count = 0
    for (index, item) in items.enumerated() where try isEqual(item, object) {
      if name == "index" { return .int(index) }
      count += 1
    }
    if name == "index" { throw .fault("there is no such element") }
    return .int(count)
  }

  // MARK: - Texts

  private mutating func textMethod(_ name: String, _ text: String, _ arguments: Arguments) throws(Stop)
    -> Object
  {
    let items = arguments.positional
    func part(_ index: Int) throws(Stop) -> String? {
      guard index < items.count else { return nil }
      guard case .text(let text) = items[index] else { throw .fault("'\(name)' takes a text") }
      return text.string
    }
    try spend(letters: text.utf8.count)
    switch name {
    case "format": return .text(try formatted(text, arguments))
    case "join":
      guard items.count == 1 else { throw .fault("'join' takes one list of texts") }
      let separator = text
      var parts: [String] = []
      var length = 0
      for item in try elements(of: items[0]) {
        guard case .text(let text) = item else {
          throw .fault("'join' joins texts, not \(described(item)); make one of it by str(…)")
        }
        let count = text.string.utf8.count + separator.utf8.count
        try spend(letters: count, after: length)
        length += count
        parts.append(text.string)
      }
      return .text(parts.joined(separator: separator))
    case "upper": return .text(text.uppercased())
    case "lower": return .text(text.lowercased())
    case "title":
      return .text(
        text.split(separator: " ", omittingEmptySubsequences: false).map {
          $0.prefix(1).uppercased() + $0.dropFirst().lowercased()
        }.joined(separator: " "))
    case "strip": return .text(text.trimmed)
    case "split":
      guard let separator = try part(0) else {
        return .list(List(text.split(whereSeparator: \.isWhitespace).map { .text(String($0)) }, graveyard))
      }
      guard !separator.isEmpty else { throw .fault("a text is not split at nothing") }
      return .list(
        List(
          text.split(separator: separator, omittingEmptySubsequences: false).map { .text(String($0)) },
          graveyard))
    case "replace":
      guard let old = try part(0), let new = try part(1) else { throw .fault("'replace' takes two texts") }
      guard !old.isEmpty else { return .text(text) }
      let (added, overflow) = text.ranges(of: old).count.multipliedReportingOverflow(by: new.utf8.count)
      try spend(letters: overflow ? .max : added, after: text.utf8.count)
      return .text(text.replacing(old, with: new))
    case "startswith": return .bool(text.hasPrefix(try part(0) ?? ""))
    case "endswith": return .bool(text.hasSuffix(try part(0) ?? ""))
    case "count":
      guard let old = try part(0), !old.isEmpty else { throw .fault("'count' takes a text") }
      return .int(text.ranges(of: old).count)
    default:
      guard let width = items.first?.wholeNumber, width < 10_000 else {
        throw .fault("'\(name)' takes a width below 10,000")
      }
      let fill = try part(1) ?? " "
      let missing = max(0, width - text.unicodeScalars.count)
      switch name {
      case "ljust": return .text(text + String(repeating: fill, count: missing))
      case "rjust": return .text(String(repeating: fill, count: missing) + text)
      default:
        let left = missing / 2 + (missing & width & 1)
        return .text(
          String(repeating: fill, count: left) + text + String(repeating: fill, count: missing - left))
      }
    }
  }

  /// `'{} {:.4f}'.format(…)`.
  private func formatted(_ template: String, _ arguments: Arguments) throws(Stop) -> String {
    var named: [String: PythonDatum] = [:]
    for (name, object) in arguments.keywords { named[name] = datum(object) }
    do { return try BraceFormat(template).text(arguments.positional.map { datum($0) }, named: named) } catch {
      throw .fault(error.description)
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var part = self[...]
    while part.first?.isWhitespace == true { part.removeFirst() }
    while part.last?.isWhitespace == true { part.removeLast() }
    return String(part)
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

extension SetObject {
  func remove(_ key: Key, _ keyOf: (Object) -> Key?) {
    guard forget(key) else { return }
    items.removeAll { keyOf($0) == key }
  }
}

extension Counted {
  static func number(_ count: Int) -> String { count == 0 ? "none" : "\(count)" }
}
