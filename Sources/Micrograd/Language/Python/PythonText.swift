/// How Python writes numbers and strings: `repr` and `str`.
///
///     PythonText.repr(1e16)     // "1e+16"
///     PythonText.repr(2.0)      // "2.0"
///     PythonText.repr("it's")   // "\"it's\""
///
/// Lists, tuples and sets are the caller's to compose, of the `repr` of their elements.
enum PythonText {
  /// The shortest decimal that reads back as the same number; with an exponent below 10⁻⁴ and from 10¹⁶ on.
  static func repr(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    return (number.sign == .minus ? "-" : "") + FloatText().shortest(number)
  }

  static func repr(_ number: Int) -> String { String(number) }

  static func repr(_ truth: Bool) -> String { truth ? "True" : "False" }

  /// In single quotes, unless there are some within and no double ones; what cannot be seen is escaped.
  static func repr(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var result = String.UnicodeScalarView([quote])
    for scalar in scalars {
      switch scalar {
      case "\\", quote: result += ["\\", scalar]
      case "\n": result += "\\n".unicodeScalars
      case "\r": result += "\\r".unicodeScalars
      case "\t": result += "\\t".unicodeScalars
      default: result += isPrintable(scalar) ? [scalar] : Array(escape(scalar).unicodeScalars)
      }
    }
    result.append(quote)
    return String(result)
  }

  /// As `ascii`, of a text that `repr` wrote: what is beyond ASCII is escaped too.
  static func ascii(_ repr: String) -> String {
    repr.unicodeScalars.map { $0.isASCII ? String($0) : escape($0) }.joined()
  }

  /// As `str.isprintable`: neither of the categories "other" nor of the separators, but the space.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned: return false
    case .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
    default: return true
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    let (mark, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
    return "\\" + mark + String(repeating: "0", count: width - digits.count) + digits
  }
}
