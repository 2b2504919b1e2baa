extension Machine {
  /// Applies an operation of the engine of one operand.
  mutating func apply(_ op: Op, _ object: Object) throws(Stop) -> Object {
    guard let a = Operand(object) else {
      if case .list(let list) = object, list.items.count == 1, Operand(list.items[0]) != nil {
        return try apply(op, list.items[0])
      }
      throw .fault("'\(op.symbol)' takes a value, not \(described(object))")
    }
    let keepsInt = op == .abs || op == .relu || op == .negate
    var int: Int?
    if keepsInt, let number = a.int {
      int =
        op == .abs
        ? (number == .min ? nil : abs(number))
        : (op == .negate ? (number == .min ? nil : -number) : max(0, number))
    }
    if let number = a.int, number == .min, op != .relu, keepsInt {
      throw .fault("'\(op.symbol)' of \(number) has more than 64 bits; write a number with a point")
    }
    guard let value = a.value else {
      return int.map { .int($0) } ?? .float(op.result(a.double))
    }
    let result = Recorder.record(op, value)
    if let int { return .whole(Whole(result, int, isNumber: a.isNumber)) }
    return a.isNumber ? .real(result) : .value(result)
  }

  /// Applies an operation of the engine of two operands.
  mutating func apply(_ op: Op, _ left: Object, _ right: Object) throws(Stop) -> Object {
    switch op {
    case .add: return try binary(.add, left, right)
    case .subtract: return try binary(.subtract, left, right)
    case .multiply: return try binary(.multiply, left, right)
    case .divide: return try binary(.divide, left, right)
    case .power: return try binary(.power, left, right)
    default: break
    }
    guard let a = Operand(left), let b = Operand(right) else {
      throw .fault("'\(op.symbol)' takes two values, not \(described(Operand(left) == nil ? left : right))")
    }
    // As in Python, the one that is picked stays what it is; of equals that is the first.
    var int: Int?
    if op == .max || op == .min {
      int = (op == .max ? b.double > a.double : b.double < a.double) ? b.int : a.int
    }
    let value: Value
    switch (a.value, b.value) {
    case (let x?, let y?): value = Recorder.record(op, x, y)
    case (let x?, nil): value = Recorder.record(op, x, number: b.double)
    case (nil, let y?): value = Recorder.record(op, number: a.double, y)
    case (nil, nil): return int.map { .int($0) } ?? .float(op.result(a.double, b.double))
    }
    let isNumber = a.isNumber && b.isNumber
    if let int { return .whole(Whole(value, int, isNumber: isNumber)) }
    return isNumber ? .real(value) : .value(value)
  }
}
