extension Machine {
  static let textMethods = [
    "capitalize", "center", "count", "endswith", "find", "format", "index", "isalnum", "isalpha", "isdigit",
    "islower", "isnumeric", "isspace", "isupper", "join", "ljust", "lower", "lstrip", "replace", "rfind",
    "rjust",
    "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper", "zfill",
  ]

  /// The most arguments of those that take some.
  private static let mostArguments = [
    "center": 2, "count": 1, "endswith": 1, "find": 1, "index": 1, "join": 1, "ljust": 2, "lstrip": 1,
    "replace": 3, "rfind": 1, "rjust": 2, "rstrip": 1, "split": 2, "startswith": 1, "strip": 1, "zfill": 1,
  ]

  mutating func textMethod(_ name: String, _ text: String, _ arguments: Arguments) throws(Stop)
    -> Object
  {
    var arguments = arguments
    var separator: Object?
    var most: Object?
    if name == "split" { (separator, most) = (arguments.take(0, "sep"), arguments.take(1, "maxsplit")) }
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
    case "isalpha", "isdigit", "isnumeric", "isspace", "isupper", "islower", "isalnum":
      return .bool(text.consists(of: name))
    case "find", "index", "rfind":
      guard let wanted = try part(0) else { throw .fault("'\(name)' takes a text") }
      let found =
        wanted.isEmpty
        ? (name == "rfind" ? text.endIndex : text.startIndex)..<text.endIndex
        : (name == "rfind"
          ? text.places(of: wanted).last : text.unicodeScalars.firstRange(of: wanted.unicodeScalars))
      guard let found else {
        if name == "index" { throw .fault("the text has no '\(Literal.shortened(wanted))'") }
        return .int(-1)
      }
      return .int(text.unicodeScalars.distance(from: text.startIndex, to: found.lowerBound))
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
    case "split":
      try spend(elements: text.utf8.count)
      guard let most = most.map({ $0.wholeNumber }) ?? -1 else {
        throw .fault("'split' takes a whole number of splits")
      }
      guard let separator, !separator.isNone else {
        return .list(List(text.words(most: most).map { .text($0) }, graveyard))
      }
      guard case .text(let sign) = separator else { throw .fault("'split' takes a text") }
      guard !sign.string.isEmpty else { throw .fault("a text is not split at nothing") }
      return .list(List(text.parts(splitAt: sign.string, most: most).map { .text($0) }, graveyard))
    case "replace":
      guard let old = try part(0), let new = try part(1) else { throw .fault("'replace' takes two texts") }
      guard items.count < 3 || items[2].wholeNumber != nil else {
        throw .fault("'replace' takes a whole number of times")
      }
      guard !old.isEmpty else { throw .fault("'replace' takes a text that is not empty") }
      let most = items.count < 3 ? -1 : items[2].wholeNumber ?? -1
      let (added, overflow) = text.places(of: old).count.multipliedReportingOverflow(by: new.utf8.count)
      try spend(letters: overflow ? .max : added, after: text.utf8.count)
      return .text(
        String(
          text.unicodeScalars.replacing(
            old.unicodeScalars, with: new.unicodeScalars, maxReplacements: most < 0 ? .max : most)))
    case "startswith": return .bool(text.begins(with: try part(0) ?? ""))
    case "endswith": return .bool(text.ends(with: try part(0) ?? ""))
    case "count":
      guard let old = try part(0), !old.isEmpty else { throw .fault("'count' takes a text") }
      return .int(text.places(of: old).count)
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
    case "isupper": contains(where: \.isUppercase) && !contains(where: \.isLowercase)
    case "islower": contains(where: \.isLowercase) && !contains(where: \.isUppercase)
    case "isdigit": !isEmpty && allSatisfy { $0.isWholeNumber }
    default: !isEmpty && allSatisfy(\.isNumber)
    }
  }
}
