/// An iterator of Python: what `for` goes through.
final class Iteration: Container {
  enum Source {
    case list(List)
    /// The objects that it holds itself.
    case items
    case range(RangeObject)
    case zip([Iteration])
    case enumerate(Iteration, from: Int)
  }

  let source: Source
  var position = 0
  /// How many iterators are inside of one another.
  let depth: Int

  static let mostNested = 100

  init(_ source: Source, depth: Int = 1, _ graveyard: Graveyard) {
    self.source = source
    self.depth = depth
    super.init([], graveyard)
  }

  init(over items: [Object], _ graveyard: Graveyard) {
    source = .items
    depth = 1
    super.init(items, graveyard)
  }
}

extension Machine {
  /// The iterator of an object.
  mutating func iterator(over object: Object) throws(Stop) -> Iteration {
    switch object {
    case .list(let list): return Iteration(.list(list), graveyard)
    case .tuple(let tuple): return Iteration(over: tuple.items, graveyard)
    case .set(let table), .dictionary(let table): return Iteration(over: table.elements, graveyard)
    case .range(let range): return Iteration(.range(range), graveyard)
    case .iterator(let iteration): return iteration
    case .text(let text):
      try spend(elements: text.string.unicodeScalars.count)
      return Iteration(over: text.string.unicodeScalars.map { .text(String($0)) }, graveyard)
    case .int(let count):
      throw .fault("an int has no elements to go through; did you mean 'range(\(count))'?")
    case .method(let method):
      throw .fault("a function has no elements to go through; call it: .\(program.names[Int(method.name)])()")
    case .function, .builtin:
      throw .fault("a function has no elements to go through; call it with parentheses, as in f(x)")
    default:
      throw .fault(
        "\(described(object)) has no elements to go through; 'for' takes a list, a range or the like")
    }
  }

  /// The next element; nil at the end. Recurses over iterators that are inside of one another, which are
  /// limited to `Iteration.mostNested`.
  mutating func next(_ iteration: Iteration) throws(Stop) -> Object? {
    let position = iteration.position
    switch iteration.source {
    case .list(let list):
      guard position < list.items.count else { return nil }
      iteration.position += 1
      return element(of: list, position)
    case .items:
      guard position < iteration.items.count else { return nil }
      iteration.position += 1
      return iteration.items[position]
    case .range(let range):
      guard position < range.count else { return nil }
      iteration.position += 1
      return .int(range[position])
    case .zip(let parts):
      var items: [Object] = []
      items.reserveCapacity(parts.count)
      for part in parts {
        guard let item = try next(part) else { return nil }
        items.append(item)
      }
      return parts.isEmpty ? nil : .tuple(Tuple(items, graveyard))
    case .enumerate(let inner, let start):
      guard let item = try next(inner) else { return nil }
      iteration.position += 1
      return .tuple(Tuple([.int(start &+ position), item], graveyard))
    }
  }

  /// All elements of an object.
  mutating func elements(of object: Object) throws(Stop) -> [Object] {
    switch object {
    case .tuple(let tuple):
      try spend(elements: tuple.items.count)
      return tuple.items
    case .set(let table), .dictionary(let table):
      try spend(elements: table.items.count)
      return table.elements
    case .list(let list):
      try spend(elements: list.items.count)
      var items: [Object] = []
      items.reserveCapacity(list.items.count)
      for index in list.items.indices { items.append(element(of: list, index)) }
      return items
    default:
      let iteration = try iterator(over: object)
      var items: [Object] = []
      while let item = try next(iteration) {
        try spend(elements: 1, after: items.count)
        items.append(item)
      }
      return items
    }
  }

  /// A value of a dictionary: a plain number in it becomes an input.
  func value(of table: Table, at place: Int) -> Object {
    switch table.items[place] {
    case .int, .float:
      let leaf = makeInput(table.items[place], label: table.path(at: place), startsAfresh: true)
      table.items[place] = leaf
      return leaf
    case let other: return other
    }
  }

  /// An element of a list: a plain number in it becomes an input.
  mutating func element(of list: List, _ index: Int) -> Object {
    let item = list.items[index]
    switch item {
    case .int, .float:
      let label = list.name.isEmpty ? "" : "\(list.name)[\(index)]"
      let leaf = makeInput(item, label: label, startsAfresh: true)
      list.items[index] = leaf
      return leaf
    case .list(let inner) where inner.name.isEmpty && !list.name.isEmpty:
      inner.name = "\(list.name)[\(index)]"
      return item
    case .value(let value) where value.isLeaf && !list.name.isEmpty:
      if value.label.isEmpty { value.label = "\(list.name)[\(index)]" }
      return item
    default: return item
    }
  }

  /// A plain number as an input leaf that still behaves as the number.
  ///
  /// - Parameter startsAfresh: whether it is data, whose gradient nobody clears.
  func makeInput(_ object: Object, label: String, startsAfresh: Bool = false) -> Object {
    func leaf(_ number: Double) -> Value {
      let leaf = Leaf(number, label: label, role: .input)
      leaf.startsAfresh = startsAfresh
      let value = Value(storage: leaf, slot: Node.none)
      settings?.enter(value)
      return value
    }
    return switch settings?.next(object) ?? object {
    case .int(let number): .whole(Whole(leaf(Double(number)), number, isNumber: true))
    case .float(let number): .real(leaf(number))
    default: object
    }
  }
}
