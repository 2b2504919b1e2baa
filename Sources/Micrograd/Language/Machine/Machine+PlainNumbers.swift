extension Machine {
  /// The integer that an operation on integers gives; nil if it gives a float.
  func whole(_ op: Operator, _ a: Int, _ b: Int) throws(Stop) -> Int? {
    let (result, overflow): (Int, Bool)
    switch op {
    case .add: (result, overflow) = a.addingReportingOverflow(b)
    case .subtract: (result, overflow) = a.subtractingReportingOverflow(b)
    case .multiply: (result, overflow) = a.multipliedReportingOverflow(by: b)
    case .power:
      guard b >= 0 else { return nil }
      (result, overflow) = Machine.power(a, b)
    default: return nil
    }
    guard !overflow else {
      throw .fault("\(a) \(op.sign) \(b) has more than 64 bits; write a number with a point, such as \(a).0")
    }
    return result
  }

  static func power(_ base: Int, _ exponent: Int) -> (Int, Bool) {
    if base == 0 || base == 1 { return (exponent == 0 ? 1 : base, false) }
    if base == -1 { return (exponent % 2 == 0 ? 1 : -1, false) }
    guard exponent < 64 else { return (0, true) }
    var result = 1
    for _ in 0..<exponent {
      let (next, overflow) = result.multipliedReportingOverflow(by: base)
      if overflow { return (0, true) }
      result = next
    }
    return (result, false)
  }

  func plain(_ op: Operator, _ a: Operand, _ b: Operand) throws(Stop) -> Object {
    if let x = a.int, let y = b.int {
      if let number = try whole(op, x, y) { return .int(number) }
      switch op {
      case .floorDivide where y != 0:
        let (quotient, overflow) = x.dividedReportingOverflow(by: y)
        guard !overflow else { throw .fault("\(x) // \(y) has more than 64 bits") }
        return .int(x % y != 0 && (x < 0) != (y < 0) ? quotient - 1 : quotient)
      case .remainder where y != 0:
        if y == -1 { return .int(0) }
        let rest = x % y
        return .int(rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest)
      default: if let number = try bits(op, x, y) { return .int(number) }
      }
    }
    let (x, y) = (a.double, b.double)
    switch op {
    case .floorDivide:
      // As CPython: from the remainder, so that (a // b) * b + a % b is a.
      guard y != 0 else { return .float(x / y) }
      let rest = Machine.remainder(x, y)
      return .float(((x - rest) / y).rounded())
    case .remainder: return .float(Machine.remainder(x, y))
    default:
      guard let engineOp = Machine.engineOp(op) else {
        throw .fault(notWhole(op))
      }
      return .float(engineOp.result(x, y))
    }
  }

  static func remainder(_ x: Double, _ y: Double) -> Double {
    guard y != 0 else { return .nan }
    let rest = x.truncatingRemainder(dividingBy: y)
    if rest != 0 { return (rest < 0) != (y < 0) ? rest + y : rest }
    return y < 0 ? -0.0 : 0.0
  }
}
