extension Machine {
  mutating func textMethod(_ name: String, _ text: String, _ arguments: Arguments) throws(Stop)
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
  func formatted(_ template: String, _ arguments: Arguments) throws(Stop) -> String {
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
