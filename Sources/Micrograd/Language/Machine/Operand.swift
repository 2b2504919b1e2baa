extension Machine {
  /// A number or value as an operand: what is recorded of it, and the integer that it is, if it is one.
  struct Operand {
    /// nil for a plain number.
    var value: Value?
    var double: Double
    var int: Int?
    /// Whether the result may behave as a number.
    var isNumber: Bool

    init?(_ object: Object) {
      switch object {
      case .bool(let flag): self.init(nil, flag ? 1 : 0, flag ? 1 : 0, true)
      case .int(let number): self.init(nil, Double(number), number, true)
      case .float(let number): self.init(nil, number, nil, true)
      case .value(let value): self.init(value, value.data, nil, false)
      case .real(let value): self.init(value, value.data, nil, true)
      case .whole(let whole): self.init(whole.value, whole.value.data, whole.number, whole.isNumber)
      default: return nil
      }
    }

    private init(_ value: Value?, _ double: Double, _ int: Int?, _ isNumber: Bool) {
      self.value = value
      self.double = double
      self.int = int
      self.isNumber = isNumber
    }
  }
}

extension Object {
  /// The integer that it is.
  var wholeNumber: Int? {
    if case .int(let number)? = number { return number }
    return nil
  }
}
