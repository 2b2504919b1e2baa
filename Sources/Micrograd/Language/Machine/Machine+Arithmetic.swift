extension Machine {
  static func engineOp(_ op: Operator) -> Op? {
    switch op {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .power: .power
    default: nil
    }
  }

  mutating func binary(_ op: Operator, _ left: Object, _ right: Object) throws(Stop) -> Object {
    // What is computed most.
    if let engineOp = Machine.engineOp(op) {
      switch (left, right) {
      case (.value(let a), .value(let b)), (.value(let a), .real(let b)), (.real(let a), .value(let b)):
        return .value(Recorder.record(engineOp, a, b))
      case (.real(let a), .real(let b)): return .real(Recorder.record(engineOp, a, b))
      case (.value(let a), .float(let b)): return .value(Recorder.record(engineOp, a, number: b))
      case (.float(let a), .value(let b)): return .value(Recorder.record(engineOp, number: a, b))
      default: break
      }
    }
    guard let a = Operand(left), let b = Operand(right) else { return try binaryOfOthers(op, left, right) }
    if case .bool(let x) = left, case .bool(let y) = right, let truth = Machine.bits(op, x, y) {
      return .bool(truth)
    }
    if op == .bitXor, a.int != nil, b.int != nil, a.isNumber, b.isNumber { noteExclusiveOr() }
    if a.value == nil && b.value == nil { return try plain(op, a, b) }
    guard let engineOp = Machine.engineOp(op) else {
      guard a.isNumber && b.isNumber else {
        if op == .bitXor { throw .fault(notWhole(op)) }
        throw .fault("'\(op.sign)' takes numbers, not values; of a value it is its .data that is one")
      }
      return try plain(op, a, b)
    }
    return try record(engineOp, op, a, b)
  }

  func record(_ engineOp: Op, _ op: Operator, _ a: Operand, _ b: Operand) throws(Stop) -> Object {
    let value: Value
    switch (a.value, b.value) {
    case (let x?, let y?): value = Recorder.record(engineOp, x, y)
    case (let x?, nil): value = Recorder.record(engineOp, x, number: b.double)
    case (nil, let y?): value = Recorder.record(engineOp, number: a.double, y)
    case (nil, nil): return .none
    }
    let isNumber = a.isNumber && b.isNumber
    if let x = a.int, let y = b.int, let number = try whole(op, x, y) {
      return .whole(Whole(value, number, isNumber: isNumber))
    }
    return isNumber ? .real(value) : .value(value)
  }

  mutating func unary(_ op: Operator, _ object: Object) throws(Stop) -> Object {
    switch (op, object) {
    case (.negate, .value(let value)): return .value(Recorder.record(.negate, value))
    case (.negate, .real(let value)): return .real(Recorder.record(.negate, value))
    case (.negate, .whole(let whole)):
      let value = Recorder.record(.negate, whole.value)
      guard let number = whole.number, number != .min else {
        return whole.isNumber ? .real(value) : .value(value)
      }
      return .whole(Whole(value, -number, isNumber: whole.isNumber))
    case (.negate, .int(let number)):
      guard number != .min else { throw .fault("-(\(number)) has more than 64 bits") }
      return .int(-number)
    case (.negate, .float(let number)): return .float(-number)
    case (.negate, .bool(let flag)): return .int(flag ? -1 : 0)
    case (.plus, .value), (.plus, .real), (.plus, .whole), (.plus, .int), (.plus, .float): return object
    case (.plus, .bool(let flag)): return .int(flag ? 1 : 0)
    case (.invert, _):
      guard let number = object.wholeNumber else { break }
      return .int(~number)
    case (_, .list(let list)) where list.items.count == 1 && Operand(list.items[0]) != nil:
      return try unary(op, list.items[0])
    default: break
    }
    let remedy: String = if case .network = object { "; call it, as in net([1.0, 2.0])" } else { "" }
    throw .fault("'\(op.sign)' works on values, not on \(described(object))\(remedy)")
  }
}
