extension Machine {
  /// A number or value as an operand: what is recorded of it, and the integer that it is, if it is one.
  private struct Operand {
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

  private static func engineOp(_ op: Operator) -> Op? {
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
    if a.value == nil && b.value == nil { return try plain(op, a, b) }
    guard let engineOp = Machine.engineOp(op) else {
      guard a.isNumber && b.isNumber else {
        throw .fault("'\(op.sign)' takes numbers, not values; of a value it is its .data that is one")
      }
      return try plain(op, a, b)
    }
    return try record(engineOp, op, a, b)
  }

  private func record(_ engineOp: Op, _ op: Operator, _ a: Operand, _ b: Operand) throws(Stop) -> Object {
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

  /// The integer that an operation on integers gives; nil if it gives a float.
  private func whole(_ op: Operator, _ a: Int, _ b: Int) throws(Stop) -> Int? {
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

  private static func power(_ base: Int, _ exponent: Int) -> (Int, Bool) {
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

  private func plain(_ op: Operator, _ a: Operand, _ b: Operand) throws(Stop) -> Object {
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
      case .bitAnd: return .int(x & y)
      case .bitOr: return .int(x | y)
      case .shiftLeft where (0..<63).contains(y):
        let shifted = x << y
        guard shifted >> y == x else { throw .fault("\(x) << \(y) has more than 64 bits") }
        return .int(shifted)
      case .shiftRight where y >= 0: return .int(x >> min(y, 63))
      default: break
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
        throw .fault("'\(op.sign)' takes whole numbers")
      }
      return .float(engineOp.result(x, y))
    }
  }

  private static func remainder(_ x: Double, _ y: Double) -> Double {
    guard y != 0 else { return .nan }
    let rest = x.truncatingRemainder(dividingBy: y)
    if rest != 0 { return (rest < 0) != (y < 0) ? rest + y : rest }
    return y < 0 ? -0.0 : 0.0
  }

  private mutating func binaryOfOthers(_ op: Operator, _ left: Object, _ right: Object) throws(Stop) -> Object
  {
    switch (op, left, right) {
    case (.add, .text(let a), .text(let b)):
      try spend(letters: b.string.utf8.count, after: a.string.utf8.count)
      return .text(a.string + b.string)
    case (.add, .list(let a), .list(let b)):
      try spend(elements: a.items.count + b.items.count)
      return .list(List(a.items + b.items, graveyard))
    case (.add, .tuple(let a), .tuple(let b)):
      try spend(elements: a.items.count + b.items.count)
      return .tuple(Tuple(a.items + b.items, graveyard))
    case (.multiply, .list(let list), _) where right.wholeNumber != nil:
      return .list(List(try repeated(list.items, right), graveyard))
    case (.multiply, _, .list(let list)) where left.wholeNumber != nil:
      return .list(List(try repeated(list.items, left), graveyard))
    case (.multiply, .tuple(let tuple), _) where right.wholeNumber != nil:
      return .tuple(Tuple(try repeated(tuple.items, right), graveyard))
    case (.multiply, .text(let text), _) where right.wholeNumber != nil: return try repeated(text, right)
    case (.multiply, _, .text(let text)) where left.wholeNumber != nil: return try repeated(text, left)
    case (.remainder, .text(let template), _):
      var arguments = [right]
      if case .tuple(let tuple) = right { arguments = tuple.items }
      do { return .text(try PercentFormat(template.string).text(arguments.map { datum($0) })) } catch {
        throw .fault(error.description)
      }
    // A list of one value stands for the value, as what a network of one output gives does.
    case (_, .list(let list), _)
    where list.items.count == 1 && Operand(right) != nil && Operand(list.items[0]) != nil:
      return try binary(op, list.items[0], right)
    case (_, _, .list(let list))
    where list.items.count == 1 && Operand(left) != nil && Operand(list.items[0]) != nil:
      return try binary(op, left, list.items[0])
    default: break
    }
    let other = Operand(left) == nil ? left : right
    let remedy: String =
      switch other {
      case .network: "; call it, as in net([1.0, 2.0])"
      case .list, .tuple: "; choose an element, such as x[0], or use sum, mean, dot, softmax"
      case .function, .builtin, .method: "; call it with parentheses, as in f(x)"
      case .none: "; it is what a function without 'return' gives"
      case .text: "; texts are joined with '+' and put together by f'…'"
      default: ""
      }
    throw .fault("'\(op.sign)' works on values, not on \(described(other))\(remedy)")
  }

  private mutating func repeated(_ items: [Object], _ count: Object) throws(Stop) -> [Object] {
    let count = max(0, count.wholeNumber ?? 0)
    let (total, overflow) = items.count.multipliedReportingOverflow(by: count)
    try spend(elements: overflow ? .max : total)
    var result: [Object] = []
    result.reserveCapacity(total)
    for _ in 0..<count { result += items }
    return result
  }

  private mutating func repeated(_ text: Text, _ count: Object) throws(Stop) -> Object {
    let count = max(0, count.wholeNumber ?? 0)
    let (total, overflow) = text.string.utf8.count.multipliedReportingOverflow(by: count)
    try spend(letters: overflow ? .max : total)
    return .text(String(repeating: text.string, count: count))
  }

  /// `x += y`, which changes a list in place.
  mutating func augmented(_ op: Operator, _ left: Object, _ right: Object) throws(Stop) -> Object {
    if case .list(let list) = left, op == .add, Operand(right) == nil {
      let items = try elements(of: right)
      try spend(elements: items.count, after: list.items.count)
      list.items += items
      return left
    }
    return try binary(op, left, right)
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

extension Object {
  /// The integer that it is.
  var wholeNumber: Int? {
    if case .int(let number)? = number { return number }
    return nil
  }
}
