extension Machine {
  static let textMethods = [
    "capitalize", "center", "count", "endswith", "find", "format", "index", "isalnum", "isalpha", "isascii",
    "isdecimal", "isdigit", "isidentifier",
    "islower", "isnumeric", "isspace", "isupper", "join", "ljust", "lower", "lstrip", "partition",
    "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip",
    "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper", "zfill",
  ]

  /// The most arguments of those that take some.
  private static let mostArguments = [
    "center": 2, "count": 3, "endswith": 3, "find": 3, "index": 3, "join": 1, "ljust": 2, "lstrip": 1,
    "partition": 1, "removeprefix": 1, "removesuffix": 1, "replace": 3, "rfind": 3, "rindex": 3, "rjust": 2,
    "rpartition": 1, "rsplit": 2, "rstrip": 1, "split": 2, "startswith": 3, "strip": 1, "zfill": 1,
  ]

  mutating func textMethod(_ name: String, _ text: String, _ arguments: Arguments) throws(Stop)
    -> Object
  {
    var arguments = arguments
    var separator: Object?
    var most: Object?
    if name.hasSuffix("split") {
      (separator, most) = (arguments.take(0, "sep"), arguments.take(1, "maxsplit"))
    }
    let items = arguments.positional
    if name != "format" {
      if let keyword = arguments.keywords.first {
        throw .fault("'\(name)' has no '\(Literal.shortened(keyword.name))' here")
      }
      let count = Machine.mostArguments[name] ?? 0
      guard items.count <= count else {
        throw .fault("'\(name)' takes \(count == 0 ? "" : "at most ")\(Counted.arguments(count)) here")
      }
    }
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
    case "title": return .text(text.asTitle)
    case "capitalize": return .text(text.asSentence)
    case "swapcase": return .text(text.withSwappedCase)
    case "strip", "lstrip", "rstrip":
      let unwanted = try part(0)
      return .text(
        text.trimmed(atStart: name != "rstrip", atEnd: name != "lstrip") {
          unwanted?.unicodeScalars.contains($0) ?? $0.isPythonSpace
        })
    case "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "isnumeric", "isspace", "isupper",
      "islower",
      "isalnum":
      return .bool(text.consists(of: name))
    case "find", "index", "rfind", "rindex", "count", "startswith", "endswith":
      return try search(name, text, items)
    case "removeprefix", "removesuffix":
      guard let part = try part(0) else { throw .fault("'\(name)' takes a text") }
      let scalars = text.unicodeScalars
      let count = part.unicodeScalars.count
      if name == "removeprefix" {
        return .text(text.begins(with: part) ? String(scalars.dropFirst(count)) : text)
      }
      return .text(text.ends(with: part) ? String(scalars.dropLast(count)) : text)
    case "partition", "rpartition":
      guard let sign = try part(0), !sign.isEmpty else {
        throw .fault("'\(name)' takes a text that is not empty")
      }
      let isLast = name == "rpartition"
      var parts = isLast ? text.lastParts(splitAt: sign, most: 1) : text.parts(splitAt: sign, most: 1)
      parts = parts.count > 1 ? [parts[0], sign, parts[1]] : (isLast ? ["", "", text] : [text, "", ""])
      return .tuple(Tuple(parts.map { .text($0) }, graveyard))
    case "splitlines":
      try spend(elements: text.utf8.count)
      return .list(
        List(
          text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .dropLast(text.isEmpty || text.last?.isNewline == true ? 1 : 0).map { .text(String($0)) },
          graveyard))
    case "zfill":
      guard let width = items.first?.wholeNumber, width < 10_000 else {
        throw .fault("'zfill' takes a width below 10,000")
      }
      let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
      let zeros = String(repeating: "0", count: max(0, width - text.unicodeScalars.count))
      return .text(sign + zeros + text.dropFirst(sign.count))
    case "split", "rsplit":
      try spend(elements: text.utf8.count)
      guard let most = most.map({ $0.wholeNumber }) ?? -1 else {
        throw .fault("'\(name)' takes a whole number of splits")
      }
      let isLast = name == "rsplit"
      guard let separator, !separator.isNone else {
        let words = isLast ? text.lastWords(most: most) : text.words(most: most)
        return .list(List(words.map { .text($0) }, graveyard))
      }
      guard case .text(let sign) = separator else { throw .fault("'\(name)' takes a text") }
      guard !sign.string.isEmpty else { throw .fault("a text is not split at nothing") }
      let parts =
        isLast
        ? text.lastParts(splitAt: sign.string, most: most) : text.parts(splitAt: sign.string, most: most)
      return .list(List(parts.map { .text($0) }, graveyard))
    case "replace":
      guard let old = try part(0), let new = try part(1) else { throw .fault("'replace' takes two texts") }
      guard items.count < 3 || items[2].wholeNumber != nil else {
        throw .fault("'replace' takes a whole number of times")
      }
      let most = items.count < 3 ? -1 : items[2].wholeNumber ?? -1
      let places = old.isEmpty ? text.unicodeScalars.count + 1 : text.count(of: old)
      let (added, overflow) = places.multipliedReportingOverflow(by: new.utf8.count)
      try spend(letters: overflow ? .max : added, after: text.utf8.count)
      if old.isEmpty { return .text(text.interspersed(with: new, most: most)) }
      return .text(text.parts(splitAt: old, most: most).joined(separator: new))
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
    for (name, object) in arguments.keywords { named[name] = try datum(object) }
    let data = try arguments.positional.map { object throws(Stop) in try datum(object) }
    do { return try BraceFormat(template).text(data, named: named) } catch {
      throw .fault(error.description)
    }
  }
}

extension String {
  /// Whether the text is not empty and all of it is what Python's method of this name asks.
  fileprivate func consists(of name: String) -> Bool {
    switch name {
    case "isalpha": !isEmpty && allSatisfy(\.isLetter)
    case "isalnum": !isEmpty && allSatisfy { $0.isLetter || $0.isNumber }
    case "isspace": !isEmpty && allSatisfy(\.isWhitespace)
    case "isascii": unicodeScalars.allSatisfy(\.isASCII)
    case "isdecimal": !isEmpty && unicodeScalars.allSatisfy { $0.properties.numericType == .decimal }
    case "isidentifier":
      unicodeScalars.first.map { $0 == "_" || $0.properties.isXIDStart } == true
        && unicodeScalars.allSatisfy(\.properties.isXIDContinue)
    case "isupper": contains(where: \.isUppercase) && !contains(where: \.isLowercase)
    case "islower": contains(where: \.isLowercase) && !contains(where: \.isUppercase)
    case "isdigit": !isEmpty && allSatisfy { $0.isWholeNumber }
    default: !isEmpty && allSatisfy(\.isNumber)
    }
  }
}
