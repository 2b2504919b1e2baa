/// What a set or a dictionary holds, in order of first insertion.
final class Table: Container {
  /// What makes an element, or a key, the same as another.
  enum Key: Hashable {
    case none
    case number(Double)
    case whole(Int)
    case text(ExactText)
    case value(Value)
    case object(ObjectIdentifier)
    case tuple([Key])
  }

  /// What its values are called by: `d` for `d['a']`.
  var name = ""
  /// Where in `items` the key is; the value of a dictionary stands behind it.
  private var places: [Key: Int] = [:]
  private let width: Int

  private init(width: Int, _ graveyard: Graveyard) {
    self.width = width
    super.init([], graveyard)
  }

  static func set(_ graveyard: Graveyard) -> Table { Table(width: 1, graveyard) }
  static func dictionary(_ graveyard: Graveyard) -> Table { Table(width: 2, graveyard) }

  var count: Int { places.count }

  func contains(_ key: Key) -> Bool { places[key] != nil }

  /// Where in `items` the value of a key is.
  func place(of key: Key) -> Int? { places[key].map { $0 + width - 1 } }

  /// Adds an element of a set, unless it is there.
  func insert(_ object: Object, _ key: Key) {
    guard places[key] == nil else { return }
    places[key] = items.count
    items.append(object)
  }

  /// Gives a key of a dictionary its value.
  func set(_ object: Object, _ key: Key, to value: Object) {
    if let place = places[key] {
      items[place + 1] = value
    } else {
      places[key] = items.count
      items += [object, value]
    }
  }

  /// Takes a key out, with its value.
  ///
  /// - Returns: the value; nil if there is no such key.
  func remove(_ key: Key) -> Object? {
    guard let place = places.removeValue(forKey: key) else { return nil }
    let value = items[place + width - 1]
    for index in place..<place + width { items[index] = .unbound }
    // What remains ends with an element.
    while case .unbound? = items.last { items.removeLast() }
    if items.count > 64 && items.count > 2 * width * count { close() }
    return value
  }

  func removeAll() {
    places = [:]
    items = []
  }

  /// Closes the gaps that removed keys left.
  private func close() {
    var kept: [Object] = []
    for (key, place) in places.sorted(by: { $0.value < $1.value }) {
      places[key] = kept.count
      kept += items[place..<place + width]
    }
    items = kept
  }

  /// Where in `items` the elements or keys are, in order.
  private var order: [Int] {
    stride(from: 0, to: items.count, by: width).filter {
      if case .unbound = items[$0] { false } else { true }
    }
  }

  /// The elements of a set, or the keys of a dictionary.
  var elements: [Object] { order.map { items[$0] } }

  /// The key before a value, as it is written.
  func keyText(at place: Int) -> String {
    switch items[place - 1] {
    case .text(let text): return PythonText.repr(text.string)
    case .bool(let flag): return PythonText.repr(flag)
    case let key:
      switch key.number {
      case .int(let number)?: return PythonText.repr(number)
      case .float(let number)?: return PythonText.repr(number)
      case nil: return "…"
      }
    }
  }

  /// What a value is called: `d['a']`; empty if the dictionary has no name.
  func path(at place: Int) -> String { name.isEmpty ? "" : "\(name)[\(keyText(at: place))]" }

  /// Where in `items` the values of a dictionary are.
  var valuePlaces: [Int] { order.map { $0 + 1 } }
}
