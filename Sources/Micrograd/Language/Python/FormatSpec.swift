/// A format of Python's, as it stands after the colon in `f'{x:>+10,.4f}'`.
///
///     try FormatSpec(parsing: ".4f")   // a precision of 4, type f
///
/// Source: The Python Standard Library, "Format Specification Mini-Language" (3.11). Width and precision are at
/// most `limit`.
struct FormatSpec: Equatable, Sendable {
  /// The largest width and precision.
  static let limit = 10_000

  enum Alignment: Unicode.Scalar, Sendable {
    case left = "<"
    case right = ">"
    case center = "^"
    /// The sign to the left, the digits to the right.
    case split = "="
  }

  enum Sign: Unicode.Scalar, Sendable {
    case always = "+"
    case space = " "
    case minus = "-"
  }

  var fill: Unicode.Scalar = " "
  var alignment: Alignment?
  var sign: Sign?
  /// `z`: what rounds to a negative zero is written without sign.
  var hidesNegativeZero = false
  /// `#`: a prefix for other bases, a point even without decimals.
  var isAlternate = false
  /// `0` before the width: numbers are filled between sign and digits.
  var isZeroFilled = false
  var width = 0
  /// `,` or `_`.
  var separator: Unicode.Scalar?
  var precision: Int?
  var type: Unicode.Scalar?

  init() {}

  /// Reads a format.
  ///
  /// - Throws: `PythonFormatError`: `.malformed`, `.missingPrecision`, `.tooWide`, `.notAllowed`.
  init(parsing text: String) throws(PythonFormatError) {
    var rest = Array(text.unicodeScalars)[...]
    let hasFill = rest.count > 1 && Alignment(rawValue: rest[1]) != nil
    if hasFill { fill = rest.removeFirst() }
    if let first = rest.first, let alignment = Alignment(rawValue: first) {
      self.alignment = alignment
      rest.removeFirst()
    }
    if let first = rest.first, let sign = Sign(rawValue: first) {
      self.sign = sign
      rest.removeFirst()
    }
    hidesNegativeZero = rest.removeFirst(ifIs: "z")
    isAlternate = rest.removeFirst(ifIs: "#")
    if !hasFill, rest.removeFirst(ifIs: "0") {
      isZeroFilled = true
      fill = "0"
    }
    width = try Self.number(from: &rest) ?? 0
    if let first = rest.first, first == "," || first == "_" {
      separator = first
      rest.removeFirst()
      if let next = rest.first, next == "," || next == "_" {
        throw .notAllowed("'\(first)'", with: "'\(next)'")
      }
    }
    if rest.removeFirst(ifIs: ".") {
      guard let digits = try Self.number(from: &rest) else { throw .missingPrecision }
      precision = digits
    }
    guard rest.count <= 1 else { throw .malformed(text) }
    type = rest.first
  }

  /// The number that the text begins with.
  static func number(from text: inout ArraySlice<Unicode.Scalar>) throws(PythonFormatError) -> Int? {
    var number: Int?
    while let digit = text.first, ("0"..."9").contains(digit) {
      let longer = (number ?? 0) * 10 + Int(digit.value - 48)
      guard longer <= limit else { throw .tooWide }
      number = longer
      text.removeFirst()
    }
    return number
  }
}

extension ArraySlice<Unicode.Scalar> {
  /// Takes away the first element if it is this one.
  mutating func removeFirst(ifIs scalar: Unicode.Scalar) -> Bool {
    guard first == scalar else { return false }
    removeFirst()
    return true
  }
}
