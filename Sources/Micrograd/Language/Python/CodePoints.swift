/// Texts compared and searched as Python does, code point by code point.
///
/// Swift's own comparison takes "é" for "e" with an accent behind it, and "\r\n" for one sign.
extension String {
  func isSame(as other: String) -> Bool { utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) }

  func has(_ part: String) -> Bool { part.isEmpty || count(of: part, most: 1) > 0 }

  func begins(with part: String) -> Bool { utf8.starts(with: part.utf8) }

  func ends(with part: String) -> Bool { utf8.reversed().starts(with: part.utf8.reversed()) }

  /// How often a part is in it, without overlaps.
  ///
  /// - Precondition: The part is not empty.
  func count(of part: String, most: Int = .max) -> Int {
    TextSearch(for: Array(part.utf8)).starts(in: Array(utf8), most: most).count
  }

  /// - Parameter most: how many parts are split off from the left; all if it is negative.
  func parts(splitAt separator: String, most: Int) -> [String] {
    let bytes = Array(utf8)
    let sign = Array(separator.utf8)
    return String.parts(
      bytes, TextSearch(for: sign).starts(in: bytes, most: most < 0 ? .max : most), sign.count)
  }

  /// - Parameter most: how many parts are split off from the right; all if it is negative.
  func lastParts(splitAt separator: String, most: Int) -> [String] {
    let bytes = Array(utf8)
    let sign = Array(separator.utf8)
    let starts = TextSearch(for: sign).lastStarts(in: bytes, most: most < 0 ? .max : most)
    return String.parts(bytes, starts.reversed(), sign.count)
  }

  /// What stands before, between and behind the places of a separator.
  private static func parts(_ bytes: [UInt8], _ starts: [Int], _ length: Int) -> [String] {
    var parts: [String] = []
    var from = 0
    for start in starts + [bytes.count] {
      parts.append(String(decoding: bytes[from..<start], as: UTF8.self))
      from = start + length
    }
    return parts
  }

  /// The words between white space.
  func words(most: Int) -> [String] {
    var words = unicodeScalars.split(maxSplits: most < 0 ? .max : most) { $0.isPythonSpace }.map {
      String($0)
    }
    // What is left over begins with its first word.
    if let rest = words.last { words[words.count - 1] = rest.trimmed(atEnd: false) { $0.isPythonSpace } }
    if words.last?.isEmpty == true { words.removeLast() }
    return words
  }

  private var backwards: String { String(String.UnicodeScalarView(unicodeScalars.reversed())) }

  /// The words between white space, of which so many are split off from the right.
  func lastWords(most: Int) -> [String] { backwards.words(most: most).reversed().map(\.backwards) }

  /// With a part before each letter and at the end.
  ///
  /// - Parameter most: how often; everywhere if it is negative.
  func interspersed(with part: String, most: Int) -> String {
    var result = ""
    var rest = most < 0 ? Int.max : most
    for scalar in unicodeScalars {
      if rest > 0 { result += part }
      rest -= rest > 0 ? 1 : 0
      result.unicodeScalars.append(scalar)
    }
    return rest > 0 ? result + part : result
  }

  func trimmed(
    atStart: Bool = true, atEnd: Bool = true, _ isUnwanted: (Unicode.Scalar) -> Bool
  ) -> String {
    var part = unicodeScalars[...]
    while atStart, let first = part.first, isUnwanted(first) { part.removeFirst() }
    while atEnd, let last = part.last, isUnwanted(last) { part.removeLast() }
    return String(part)
  }

  /// The first letter of each word large and the others small: a word is what has no sign without case in it.
  var asTitle: String {
    var result = ""
    var isInWord = false
    for scalar in unicodeScalars {
      result += isInWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
      isInWord = scalar.properties.isCased
    }
    return result
  }

  /// The first letter large and the others small.
  var asSentence: String {
    guard let first = unicodeScalars.first else { return "" }
    return first.properties.titlecaseMapping
      + String(String.UnicodeScalarView(unicodeScalars.dropFirst())).lowercased()
  }

  var withSwappedCase: String {
    unicodeScalars.map {
      $0.properties.isUppercase ? $0.properties.lowercaseMapping : $0.properties.uppercaseMapping
    }.joined()
  }
}

extension Unicode.Scalar {
  /// As `str.isspace`.
  var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}

/// A text as a key: the same only as one of the same code points.
struct ExactText: Hashable {
  let string: String

  static func == (a: ExactText, b: ExactText) -> Bool { a.string.isSame(as: b.string) }

  func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
