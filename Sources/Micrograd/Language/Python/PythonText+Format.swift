/// What is printed or formatted.
enum PythonDatum: Sendable {
  case int(Int)
  case float(Double)
  case bool(Bool)
  case string(String)
  /// Anything else, as it prints, and what it is called in messages: "a list".
  case other(String, called: String)

  /// As `str` writes it.
  var text: String {
    switch self {
    case .string(let text), .other(let text, _): text
    default: repr
    }
  }

  /// As `repr` writes it.
  var repr: String {
    switch self {
    case .int(let number): PythonText.repr(number)
    case .float(let number): PythonText.repr(number)
    case .bool(let truth): PythonText.repr(truth)
    case .string(let text): PythonText.repr(text)
    case .other(let text, _): text
    }
  }

  var name: String {
    switch self {
    case .int: "an integer"
    case .float: "a float"
    case .bool: "a bool"
    case .string: "a string"
    case .other(_, let name): name
    }
  }
}

extension PythonText {
  /// As `format(datum, spec)`, which is also what `f'{datum:spec}'` writes.
  ///
  ///     try PythonText.format(.float(3.14159), ".2f")   // "3.14"
  ///     try PythonText.format(.int(1234567), ",")       // "1,234,567"
  ///
  /// - Throws: `PythonFormatError` for what Python has a ValueError or a TypeError for, and for widths and
  ///   precisions beyond `FormatSpec.limit`.
  static func format(_ datum: PythonDatum, _ spec: String) throws(PythonFormatError) -> String {
    if spec.isEmpty { return datum.text }
    let format = try FormatSpec(parsing: spec)
    switch datum {
    case .int(let number): return try format.text(number)
    case .float(let number): return try format.text(number)
    case .bool(let truth): return try format.text(truth ? 1 : 0)
    case .string(let text): return try format.text(text)
    case .other(_, let name): throw .notAllowed("'\(spec)'", with: name)
    }
  }
}

extension FormatSpec {
  func text(_ text: String) throws(PythonFormatError) -> String {
    guard type == nil || type == "s" else { throw .unknownType(type!, of: "a string") }
    try refuse(sign != nil, "a sign", with: "a string")
    try refuse(hidesNegativeZero, "'z'", with: "a string")
    try refuse(isAlternate, "'#'", with: "a string")
    try refuse(separator != nil, "'\(separator ?? ",")'", with: "a string")
    try refuse(alignment == .split, "'='", with: "a string")
    let shown = precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
    return Padding(self, alignment ?? .left).text(shown)
  }

  func text(_ number: Int) throws(PythonFormatError) -> String {
    switch type {
    case nil, "d", "n", "b", "o", "x", "X", "c": break
    case "e", "E", "f", "F", "g", "G", "%": return try text(Double(number))
    case let type?: throw .unknownType(type, of: "an integer")
    }
    let letter = type.map { "'\($0)'" } ?? "an integer"
    try refuse(precision != nil, "a precision", with: letter)
    try refuse(hidesNegativeZero, "'z'", with: letter)
    guard type != "c" else { return try character(number) }
    let isDecimal = type.map { "dn".unicodeScalars.contains($0) } ?? true
    try refuse(
      separator == "," && !isDecimal || separator != nil && type == "n", "'\(separator ?? ",")'", with: letter
    )
    var parts = NumberParts(unsigned: "")
    parts.setInteger(number, type, self)
    return filled(parts, groupSize: isDecimal ? 3 : 4)
  }

  private func character(_ code: Int) throws(PythonFormatError) -> String {
    try refuse(sign != nil, "a sign", with: "'c'")
    try refuse(isAlternate, "'#'", with: "'c'")
    try refuse(separator != nil, "'\(separator ?? ",")'", with: "'c'")
    guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { throw .noCharacter(code) }
    return Padding(self, alignment ?? .right).text(String(scalar))
  }

  func text(_ number: Double) throws(PythonFormatError) -> String {
    if let type, !"eEfFgGn%".unicodeScalars.contains(type) { throw .unknownType(type, of: "a float") }
    try refuse(separator != nil && type == "n", "'\(separator ?? ",")'", with: "'n'")
    var parts = NumberParts(unsigned: unsigned(number))
    let isZero = !parts.whole.isEmpty && !(parts.whole + parts.rest).contains { ("1"..."9").contains($0) }
    let isNegative = number.sign == .minus && !number.isNaN && !(hidesNegativeZero && isZero)
    parts.setSign(isNegative: isNegative, sign)
    return filled(parts, groupSize: 3)
  }

  /// Digits, point and exponent, or the name of what is not finite; a percent sign behind both.
  private func unsigned(_ number: Double) -> String {
    let shown = type == "%" ? number * 100 : number
    let mark = type == "%" ? "%" : ""
    guard shown.isFinite else { return cased(shown.isNaN ? "nan" : "inf") + mark }
    let text = FloatText(isAlternate: isAlternate)
    switch type {
    case "f", "F", "%": return text.fixed(shown, decimals: precision ?? 6) + mark
    case "e", "E": return cased(text.scientific(shown, decimals: precision ?? 6))
    case nil where precision == nil: return text.shortest(shown)
    default: return cased(text.general(shown, digits: precision ?? 6, asFloat: type == nil))
    }
  }

  private func cased(_ text: String) -> String {
    type.map { $0.properties.isUppercase } ?? false ? text.uppercased() : text
  }

  private func filled(_ parts: NumberParts, groupSize: Int) -> String {
    // What is not finite has no digits, and gets no separators.
    guard let separator, !parts.whole.isEmpty else { return parts.text(self) }
    var parts = parts
    let isFilled = (alignment ?? (isZeroFilled ? .split : .right)) == .split && fill == "0"
    let other = parts.sign.utf8.count + parts.prefix.utf8.count + parts.rest.utf8.count
    parts.group(by: groupSize, separator, upTo: isFilled ? width - other : 0)
    return parts.text(self)
  }

  private func refuse(_ isWrong: Bool, _ option: String, with other: String) throws(PythonFormatError) {
    if isWrong { throw .notAllowed(option, with: other) }
  }
}
