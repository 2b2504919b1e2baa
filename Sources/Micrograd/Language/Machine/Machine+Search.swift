/// Where parts are in texts, and elements in lists.
extension Machine {
  /// The part of a sequence that a start and an end cut out, as in a slice; the start may lie behind the end.
  private func part(_ name: String, _ bounds: ArraySlice<Object>, _ count: Int) throws(Stop) -> (Int, Int) {
    func place(_ index: Int, _ preset: Int) throws(Stop) -> Int {
      guard bounds.indices.contains(index), !bounds[index].isNone else { return preset }
      guard let number = bounds[index].wholeNumber else {
        throw .fault("'\(name)' takes whole numbers as start and end, not \(described(bounds[index]))")
      }
      return number < 0 ? max(0, number + count) : number
    }
    return (try place(1, 0), min(try place(2, count), count))
  }

  /// `text.find(part, start, end)` and its kin.
  mutating func search(_ name: String, _ text: String, _ items: [Object]) throws(Stop) -> Object {
    let scalars = text.unicodeScalars
    guard let first = items.first else { throw .fault("'\(name)' takes a text") }
    let length = scalars.count
    let (start, end) = try part(name, items.dropFirst(), length)
    let isInside = start <= end
    let from = scalars.index(scalars.startIndex, offsetBy: min(start, length))
    let view = isInside ? scalars[from..<scalars.index(from, offsetBy: end - start)] : scalars[from..<from]
    if name == "startswith" || name == "endswith" {
      var parts = [first]
      if case .tuple(let tuple) = first { parts = tuple.items }
      let whole = String(view)
      for part in parts {
        guard case .text(let wanted) = part else { throw .fault("'\(name)' takes a text") }
        try spend(letters: wanted.string.utf8.count)
        if isInside, name == "endswith" ? whole.ends(with: wanted.string) : whole.begins(with: wanted.string)
        {
          return .bool(true)
        }
      }
      return .bool(false)
    }
    guard case .text(let sought) = first else { throw .fault("'\(name)' takes a text") }
    let wanted = Array(sought.string.utf8)
    let bytes = Array(String(view).utf8)
    if name == "count" {
      guard isInside else { return .int(0) }
      return .int(wanted.isEmpty ? end - start + 1 : TextSearch(for: wanted).starts(in: bytes).count)
    }
    let isLast = name.hasPrefix("r")
    var found: Int?
    if wanted.isEmpty {
      found = isInside ? (isLast ? end : start) : nil
    } else {
      let search = TextSearch(for: wanted)
      let at = isLast ? search.lastStarts(in: bytes, most: 1).first : search.starts(in: bytes, most: 1).first
      // Code points before it, which are as many as first bytes.
      found = at.map { at in start + bytes[..<at].count(where: { !UTF8.isContinuation($0) }) }
    }
    if let found { return .int(found) }
    guard name.hasSuffix("index") else { return .int(-1) }
    throw .fault("the text has no '\(Literal.shortened(sought.string))'" + (items.count > 1 ? " there" : ""))
  }

  /// `xs.index(x, start, end)`, `xs.count(x)`.
  mutating func find(_ name: String, _ arguments: [Object], _ items: [Object]) throws(Stop) -> Object {
    let (start, end) = try part(name, arguments.dropFirst(), items.count)
    var count = 0
    guard start < end else {
      if name == "index" { throw .fault("there is no such element") }
      return .int(0)
    }
    for index in start..<end where try isEqual(items[index], arguments[0]) {
      if name == "index" {
        try spend(index - start)
        return .int(index)
      }
      count += 1
    }
    try spend(end - start)
    if name == "index" { throw .fault("there is no such element" + (arguments.count > 1 ? " there" : "")) }
    return .int(count)
  }
}
