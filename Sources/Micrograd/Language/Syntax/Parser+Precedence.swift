extension Parser {
  /// An operator that waits for its right operand, or the bracket that all before it waits in.
  enum Pending {
    case bracket
    case binary(Operator, at: Int)
    case unary(Operator, at: Int)
    case compare(Operator, at: Int)
    case not(at: Int)
    case and(at: Int)
    case or(at: Int)
    /// After the `if` of a conditional expression, and after its `else`.
    case condition(at: Int)
    case otherwise(at: Int)
    case lambda([Int32], at: Int)
    case walrus(Int32, at: Int)

    /// How tight it binds.
    var precedence: Int {
      switch self {
      case .bracket: -1
      case .lambda, .walrus: 0
      case .condition, .otherwise: 1
      case .or: 2
      case .and: 3
      case .not: 4
      case .compare: 5
      case .binary(let op, _): Parser.precedence(op)
      case .unary: 12
      }
    }
  }

  static func precedence(_ op: Operator) -> Int {
    switch op {
    case .bitOr: 6
    case .bitXor: 7
    case .bitAnd: 8
    case .shiftLeft, .shiftRight: 9
    case .add, .subtract: 10
    case .power: 13
    case .negate, .plus, .invert: 12
    case .multiply, .divide, .floorDivide, .remainder, .matrixMultiply: 11
    default: 5
    }
  }

  /// Whether an expression is 2**63 in numerals: the lowest integer without its sign, which 64 bits don't hold.
  private func isLowestWithoutSign(_ node: Int32) -> Bool {
    guard node >= 0 else { return false }
    let power = tree[node]
    guard power.kind == .binary, power.op == Operator.power.rawValue, tree[power.a].kind == .constant,
      tree[power.b].kind == .constant, case .int(let base) = constants.constants[Int(tree[power.a].a)],
      case .int(let exponent) = constants.constants[Int(tree[power.b].a)], base > 1, exponent < 64
    else { return false }
    var result: UInt = 1
    for _ in 0..<max(0, exponent) {
      let (next, overflow) = result.multipliedReportingOverflow(by: UInt(base))
      guard !overflow else { return false }
      result = next
    }
    return result == Int.min.magnitude
  }

  /// Applies the operators that bind tighter than this to the operands before them.
  mutating func reduce(above precedence: Int) throws(Fault) {
    while let top = pending.last, top.precedence > precedence {
      pending.removeLast()
      let last = operands.removeLast()
      switch top {
      case .bracket: return
      case .unary(.negate, let offset) where isLowestWithoutSign(last):
        operands.append(tree.add(.constant, at: offset, constants.number(of: .int(.min))))
      case .unary(let op, let offset): operands.append(tree.add(.unary, at: offset, op: op.rawValue, last))
      case .not(let offset): operands.append(tree.add(.not, at: offset, last))
      case .binary(let op, let offset):
        operands.append(tree.add(.binary, at: offset, op: op.rawValue, operands.removeLast(), last))
      case .compare(let op, let offset):
        operands.append(tree.add(.comparison, at: offset, op: op.rawValue, operands.removeLast(), last))
      case .and(let offset): operands.append(tree.add(.and, at: offset, operands.removeLast(), last))
      case .or(let offset): operands.append(tree.add(.or, at: offset, operands.removeLast(), last))
      case .lambda(let parameters, let offset):
        operands.append(tree.add(.lambda, at: offset, last, list: parameters))
      case .walrus(let name, let offset): operands.append(tree.add(.walrus, at: offset, name, last))
      case .condition(let offset):
        throw Fault(offset: offset, message: "expected 'else' after 'if', as in 'a if a > 0 else 0'")
      case .otherwise(let offset):
        let condition = operands.removeLast()
        operands.append(tree.add(.conditional, at: offset, operands.removeLast(), condition, last))
      }
    }
  }
}
