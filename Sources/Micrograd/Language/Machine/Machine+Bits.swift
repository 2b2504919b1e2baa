/// The operations on the bits of integers.
extension Machine {
  /// - Returns: nil if it is none of them, or what it shifts by is negative.
  func bits(_ op: Operator, _ x: Int, _ y: Int) throws(Stop) -> Int? {
    switch op {
    case .bitAnd: return x & y
    case .bitOr: return x | y
    case .bitXor: return x ^ y
    case .shiftLeft where (0..<63).contains(y):
      let shifted = x << y
      guard shifted >> y == x else { throw .fault("\(x) << \(y) has more than 64 bits") }
      return shifted
    case .shiftLeft where y >= 63 && x != 0: throw .fault("\(x) << \(y) has more than 64 bits")
    case .shiftLeft where y >= 63: return 0
    case .shiftRight where y >= 0: return x >> min(y, 63)
    default: return nil
    }
  }

  /// What the operation gives of two bools, which is a bool; nil if it gives a number.
  static func bits(_ op: Operator, _ x: Bool, _ y: Bool) -> Bool? {
    switch op {
    case .bitAnd: x && y
    case .bitOr: x || y
    case .bitXor: x != y
    default: nil
    }
  }

  /// What to say of an operand that is no integer. Of `x^2` with a value, a power is meant.
  func notWhole(_ op: Operator) -> String {
    guard op == .bitXor else { return "'\(op.sign)' takes whole numbers" }
    let bytes = program.text.bytes
    let place = Int(program.codes[code].places[ip - 1])
    let isAugmented = place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "=")
    return isAugmented
      ? "unexpected '^='; a power is written '**='"
      : "unexpected '^'; a power is written '**'\(Lexer(bytes).suggestion(from: place, 1, "**"))"
  }

  /// Tells once that `^` is no power: with integers it is none in silence.
  mutating func noteExclusiveOr() {
    let line = program.text.place(of: Int(program.codes[code].places[ip - 1])).line
    let remark = "line \(line): '^' is Python's exclusive or of whole numbers; a power is written '**'"
    if !remarks.contains(where: { $0.contains("'^' is Python's exclusive or") }) { remarks.append(remark) }
  }
}
