/// A number of Python.
enum Numeral {
  case int(Int)
  case float(Double)

  var double: Double {
    switch self {
    case .int(let number): Double(number)
    case .float(let number): number
    }
  }

  /// The integer, if it is one.
  var whole: Int? {
    if case .int(let number) = self { return number }
    return nil
  }
}
