extension Machine {
  func noElement(_ index: Int, _ count: Int) -> String {
    count == 0
      ? "there is no element \(index); the list is empty"
      : "there is no element \(index); the list has \(count), from 0 to \(count - 1)"
  }

  private func place(_ index: Object, _ count: Int) throws(Stop) -> Int {
    guard let number = index.wholeNumber else {
      switch index {
      case .tuple, .ellipsis: throw .hidden("numpy")
      default: break
      }
      throw .fault("an index is a whole number, such as x[0] or x[-1], not \(described(index))")
    }
    let place = number < 0 ? count + number : number
    guard (0..<count).contains(place) else { throw .fault(noElement(number, count)) }
    return place
  }

  mutating func loadElement(_ index: Object, of object: Object) throws(Stop) -> Object {
    if case .slice(let slice) = index { return try loadSlice(slice, of: object) }
    switch object {
    case .list(let list): return element(of: list, try place(index, list.items.count))
    case .tuple(let tuple): return tuple.items[try place(index, tuple.items.count)]
    case .dictionary(let table): return value(of: table, at: try place(ofKey: index, table))
    case .range(let range): return .int(range[try place(index, range.count)])
    case .text(let text):
      let scalars = Array(text.string.unicodeScalars)
      return .text(String(scalars[try place(index, scalars.count)]))
    case .value, .real, .whole:
      // What a network of one output gives is the output, and may be written as its only element.
      if let number = index.wholeNumber, number == 0 || number == -1, object.value?.isLeaf == false {
        return object
      }
      throw .fault("only lists, texts and dictionaries have elements, and this is \(described(object))")
    case .module(let module): throw .hidden(module.name)
    default:
      throw .fault("only lists, texts and dictionaries have elements, and this is \(described(object))")
    }
  }

  private mutating func indices(_ slice: Slice, _ count: Int) throws(Stop) -> [Int] {
    let range = try part(slice, count)
    try spend(elements: range.count)
    return (0..<range.count).map { range[$0] }
  }

  /// The places that a slice takes of a sequence.
  private func part(_ slice: Slice, _ count: Int) throws(Stop) -> RangeObject {
    func part(_ index: Int) throws(Stop) -> Int? {
      if case .none = slice.items[index] { return nil }
      guard let number = slice.items[index].wholeNumber else {
        throw .fault("the parts of a slice are whole numbers, not \(described(slice.items[index]))")
      }
      return number
    }
    let step = try part(2) ?? 1
    guard step != 0 else { throw .fault("the step of a slice cannot be 0") }
    func clamped(_ number: Int, _ low: Int, _ high: Int) -> Int {
      let place = number < 0 ? number &+ count : number
      return min(max(place, low), high)
    }
    let (low, high) = step > 0 ? (0, count) : (-1, count - 1)
    let start = try part(0).map { clamped($0, low, high) } ?? (step > 0 ? low : high)
    let stop = try part(1).map { clamped($0, low, high) } ?? (step > 0 ? high : low)
    return RangeObject(start, stop, step)
  }

  private mutating func loadSlice(_ slice: Slice, of object: Object) throws(Stop) -> Object {
    switch object {
    case .list(let list):
      var items: [Object] = []
      for index in try indices(slice, list.items.count) { items.append(element(of: list, index)) }
      return .list(List(items, graveyard))
    case .tuple(let tuple):
      return .tuple(Tuple(try indices(slice, tuple.items.count).map { tuple.items[$0] }, graveyard))
    case .text(let text):
      let scalars = Array(text.string.unicodeScalars)
      var part = String.UnicodeScalarView()
      for index in try indices(slice, scalars.count) { part.append(scalars[index]) }
      return .text(String(part))
    case .range(let range):
      let part = try self.part(slice, range.count)
      guard let start = range.number(at: part.start), let stop = range.number(at: part.stop),
        case (let step, let overflow) = part.step.multipliedReportingOverflow(by: range.step), !overflow
      else { throw .fault("this part of the range ends at more than 64 bits") }
      return .range(RangeObject(start, stop, step))
    default:
      throw .fault("only lists, texts and dictionaries have elements, and this is \(described(object))")
    }
  }

  mutating func storeElement(_ index: Object, of object: Object, to new: Object) throws(Stop) {
    if case .dictionary(let table) = object {
      let key = try key(of: index)
      try spend(Machine.stepsOfKey)
      table.set(index, key, to: new)
      if let place = table.place(of: key), !table.name.isEmpty, new.value?.role != .constant {
        table.items[place] = element(new, table.path(at: place))
      }
      return
    }
    guard case .list(let list) = object else {
      if case .module(let module) = object { throw .hidden(module.name) }
      throw .fault("only elements of lists can be set, and this is \(described(object))")
    }
    if case .slice(let slice) = index {
      let places = try indices(slice, list.items.count)
      let items = try elements(of: new)
      if case .none = slice.items[2] {
        let start =
          places.first ?? min(max(slice.items[0].wholeNumber ?? list.items.count, 0), list.items.count)
        list.items.replaceSubrange(start..<start + places.count, with: items)
        return
      }
      guard items.count == places.count else {
        throw .fault("\(places.count) elements are set by \(items.count)")
      }
      for (place, item) in zip(places, items) { list.items[place] = item }
      return
    }
    let place = try place(index, list.items.count)
    list.items[place] = new
    if !list.name.isEmpty, new.value?.role != .constant {
      list.items[place] = element(new, "\(list.name)[\(place)]")
    }
  }

  /// `del xs[index]`.
  mutating func deleteElement(_ index: Object, of object: Object) throws(Stop) {
    switch object {
    case .list(let list):
      guard case .slice(let slice) = index else {
        list.items.remove(at: try place(index, list.items.count))
        return
      }
      let places = Set(try indices(slice, list.items.count))
      list.items = list.items.enumerated().filter { !places.contains($0.offset) }.map(\.element)
    case .dictionary(let table):
      _ = try place(ofKey: index, table)
      _ = table.remove(try key(of: index))
    default:
      throw .fault("only elements of lists and dictionaries can be deleted, not of \(described(object))")
    }
  }

  /// Where in a dictionary the value of a key is.
  private func place(ofKey index: Object, _ table: Table) throws(Stop) -> Int {
    if let place = table.place(of: try key(of: index)) { return place }
    let known = table.valuePlaces.prefix(8).map { table.keyText(at: $0) }
    let shown = Literal.shortened(try represented(index))
    var hint = known.isEmpty ? "; it is empty" : "; it has \(known.joined(separator: ", "))"
    if case .text(let text) = index {
      let texts = table.elements.compactMap { if case .text(let key) = $0 { key.string } else { nil } }
      let remark = Spelling.remark(on: text.string, among: texts)
      if !remark.isEmpty { hint = remark }
    }
    throw .fault("the dictionary has no key \(shown)\(hint)")
  }
}
