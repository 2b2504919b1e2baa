/// Python's older way of formatting: `'%d %.4f' % (step, loss)`.
///
///     try PercentFormat("%d %.4f").text([.int(3), .float(0.5)])   // "3 0.5000"
///
/// Source: The Python Standard Library, "printf-style String Formatting" (3.11). Keys (`%(name)s`) need a dict and
/// are refused.
struct PercentFormat {
  private let template: String

  init(_ template: String) { self.template = template }

  /// The text with its `%…` replaced by the arguments in order.
  ///
  /// - Throws: `PythonFormatError` for what Python has a ValueError, a TypeError or an OverflowError for.
  func text(_ arguments: [PythonDatum]) throws(PythonFormatError) -> String {
    var rest = Array(template.unicodeScalars)[...]
    var arguments = arguments[...]
    var result = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        result.append(scalar)
        continue
      }
      result += try Self.conversion(&rest, &arguments).unicodeScalars
    }
    guard arguments.isEmpty else { throw .tooManyArguments }
    return String(result)
  }

  private static func conversion(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ arguments: inout ArraySlice<PythonDatum>
  ) throws(PythonFormatError) -> String {
    var spec = FormatSpec()
    spec.readFlags(from: &rest)
    if let width = try size(&rest, &arguments) {
      spec.width = Int(width.magnitude)
      if width < 0 { spec.alignment = .left }
    }
    if rest.removeFirst(ifIs: ".") { spec.precision = max(0, try size(&rest, &arguments) ?? 0) }
    if let first = rest.first, "hlL".unicodeScalars.contains(first) { rest.removeFirst() }
    guard let type = rest.popFirst() else { throw .incompleteConversion }
    if type == "%" { return "%" }
    guard "diuoxXeEfFgGcrsa".unicodeScalars.contains(type) else { throw .malformed("%\(type)") }
    guard let argument = arguments.popFirst() else { throw .tooFewArguments }
    return try spec.percentText(argument, type)
  }

  /// A number that stands in the text, or that an argument gives where `*` stands.
  private static func size(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ arguments: inout ArraySlice<PythonDatum>
  ) throws(PythonFormatError) -> Int? {
    guard rest.removeFirst(ifIs: "*") else { return try FormatSpec.number(from: &rest) }
    guard let argument = arguments.popFirst() else { throw .tooFewArguments }
    switch argument {
    case .int(let number) where number.magnitude <= FormatSpec.limit: return number
    case .int: throw .tooWide
    case .bool(let truth): return truth ? 1 : 0
    default: throw .wrongType(argument.name, conversion: "*")
    }
  }
}

extension FormatSpec {
  fileprivate mutating func readFlags(from text: inout ArraySlice<Unicode.Scalar>) {
    var isLeft = false
    while let flag = text.first {
      switch flag {
      case "-": isLeft = true
      case "+": sign = .always
      case " ": sign = sign ?? .space
      case "#": isAlternate = true
      case "0": isZeroFilled = true
      default:
        if isLeft { alignment = .left }
        return
      }
      text.removeFirst()
    }
  }

  fileprivate func percentText(_ argument: PythonDatum, _ type: Unicode.Scalar) throws(PythonFormatError)
    -> String
  {
    switch type {
    case "s": return textual(argument.text)
    case "r": return textual(argument.repr)
    case "a": return textual(PythonText.ascii(argument.repr))
    case "c":
      var spec = self
      spec.precision = nil
      return spec.textual(try Self.character(argument))
    case "d", "i", "u", "o", "x", "X": return try numeric(argument, type)
    default:
      var spec = self
      spec.type = type
      spec.fill = isZeroFilled && alignment != .left ? "0" : " "
      return try spec.text(try Self.float(argument, type))
    }
  }

  private func textual(_ text: String) -> String {
    var spec = self
    spec.isZeroFilled = false
    let shown = precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
    return Padding(spec, alignment ?? .right).text(shown)
  }

  /// The precision of an integer is the least number of its digits; a float loses its decimals.
  private func numeric(
    _ argument: PythonDatum, _ type: Unicode.Scalar
  ) throws(PythonFormatError) -> String {
    var spec = self
    spec.fill = isZeroFilled && alignment != .left ? "0" : " "
    var parts = NumberParts(unsigned: "")
    switch argument {
    case .float(let number) where "diu".unicodeScalars.contains(type):
      guard number.isFinite else { throw .noInteger(number) }
      parts.whole = FloatText().fixed(number.rounded(.towardZero), decimals: 0)
      parts.setSign(isNegative: number <= -1, sign)
    case .int(let number): parts.setInteger(number, type, self)
    case .bool(let truth): parts.setInteger(truth ? 1 : 0, type, self)
    default: throw .wrongType(argument.name, conversion: type)
    }
    parts.whole =
      String(repeating: "0", count: max(0, (precision ?? 0) - parts.whole.utf8.count)) + parts.whole
    return parts.text(spec)
  }

  private static func float(_ argument: PythonDatum, _ type: Unicode.Scalar) throws(PythonFormatError)
    -> Double
  {
    switch argument {
    case .float(let number): return number
    case .int(let number): return Double(number)
    case .bool(let truth): return truth ? 1 : 0
    default: throw .wrongType(argument.name, conversion: type)
    }
  }

  private static func character(_ argument: PythonDatum) throws(PythonFormatError) -> String {
    switch argument {
    case .string(let text) where text.unicodeScalars.count == 1: return text
    case .int(let code):
      guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { throw .noCharacter(code) }
      return String(scalar)
    default: throw .wrongType(argument.name, conversion: "c")
    }
  }
}
