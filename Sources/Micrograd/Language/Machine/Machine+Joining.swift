extension Machine {
  mutating func binaryOfOthers(_ op: Operator, _ left: Object, _ right: Object) throws(Stop) -> Object {
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
    case (.bitOr, .dictionary(let a), .dictionary):
      let result = Table.dictionary(graveyard)
      for other in [Object.dictionary(a), right] { try merge(other, into: result) }
      return .dictionary(result)
    case (.bitOr, .set, .set), (.bitAnd, .set, .set), (.bitXor, .set, .set), (.subtract, .set, .set):
      return try combined(op, left, right)
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
      let data = try arguments.map { object throws(Stop) in try datum(object) }
      do { return .text(try PercentFormat(template.string).text(data)) } catch {
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
      case .method(let method): "; call it, as in .\(program.names[Int(method.name)])()"
      case .function, .builtin: "; call it with parentheses, as in f(x)"
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
}
