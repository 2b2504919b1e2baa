/// Python's `str.format`: `'{} -> {:.3f}'.format(step, loss)`.
///
///     try BraceFormat("{} -> {:.3f}").text([.int(3), .float(0.5)])   // "3 -> 0.500"
///
/// Source: The Python Standard Library, "Format String Syntax" (3.11). Attributes and elements of an argument
/// (`{0.data}`) are refused.
struct BraceFormat {
  private let template: String

  init(_ template: String) { self.template = template }

  /// The text with its `{…}` replaced by the arguments, by order, place or name.
  ///
  /// - Throws: `PythonFormatError` for what Python has a ValueError, an IndexError or a KeyError for.
  func text(
    _ arguments: [PythonDatum], named: [String: PythonDatum] = [:]
  ) throws(PythonFormatError) -> String {
    var filling = Filling(arguments: arguments, named: named)
    return try filling.text(Array(template.unicodeScalars)[...], isSpec: false)
  }
}

/// One template being filled.
private struct Filling {
  let arguments: [PythonDatum]
  let named: [String: PythonDatum]
  /// How many fields took the next argument; nothing once a field named its argument's place.
  private var taken: Int? = 0

  init(arguments: [PythonDatum], named: [String: PythonDatum]) {
    self.arguments = arguments
    self.named = named
  }

  /// Fields within a format may not have formats with fields of their own, so this goes two deep at most.
  mutating func text(
    _ template: ArraySlice<Unicode.Scalar>, isSpec: Bool
  ) throws(PythonFormatError) -> String {
    var rest = template
    var result = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      switch scalar {
      case "{" where !isSpec && rest.first == "{", "}" where !isSpec && rest.first == "}":
        result.append(rest.removeFirst())
      case "{":
        result += try field(&rest, isInSpec: isSpec).unicodeScalars
      case "}":
        throw .malformed("}")
      default:
        result.append(scalar)
      }
    }
    return String(result)
  }

  private mutating func field(
    _ rest: inout ArraySlice<Unicode.Scalar>, isInSpec: Bool
  ) throws(PythonFormatError) -> String {
    var depth = 1
    let end = rest.firstIndex { scalar in
      depth += scalar == "{" ? 1 : scalar == "}" ? -1 : 0
      return depth == 0
    }
    guard let end else { throw .malformed("{" + text(rest)) }
    let whole = text(rest[..<end])
    var field = rest[..<end]
    rest = rest[(end + 1)...]
    let name = field.prefix { $0 != "!" && $0 != ":" }
    field = field[name.endIndex...]
    guard !name.contains("{") else { throw .malformed(whole) }
    var datum = try argument(text(name))
    if field.removeFirst(ifIs: "!") {
      switch field.popFirst() {
      case "r": datum = .string(datum.repr)
      case "s": datum = .string(datum.text)
      case "a": datum = .string(PythonText.ascii(datum.repr))
      default: throw .malformed(whole)
      }
    }
    guard field.removeFirst(ifIs: ":") else {
      guard field.isEmpty else { throw .malformed(whole) }
      return datum.text
    }
    guard !isInSpec || !field.contains("{") else { throw .malformed(whole) }
    return try PythonText.format(datum, try text(field, isSpec: true))
  }

  private mutating func argument(_ name: String) throws(PythonFormatError) -> PythonDatum {
    if name.isEmpty {
      guard let place = taken else { throw .mixedFields }
      taken = place + 1
      guard place < arguments.count else { throw .tooFewArguments }
      return arguments[place]
    }
    if name.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      guard taken == 0 || taken == nil else { throw .mixedFields }
      taken = nil
      guard let place = Int(name), place < arguments.count else { throw .tooFewArguments }
      return arguments[place]
    }
    guard let datum = named[name] else { throw .noArgument(name) }
    return datum
  }

  private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
