import Micrograd

/// How operations are typeset: those of the engine as its table says, others by their names.
enum OpText {
  private static let notations = Dictionary(
    uniqueKeysWithValues: Op.allCases.map { ($0.symbol, $0.notation) })

  /// The sign of an operation as it stands between its operands, or its name.
  static func sign(_ op: String) -> String {
    guard let notation = notations[op], notation.form != .function else { return op }
    return notation.sign
  }

  /// The sign in a box of its own, where a dot would be lost.
  static func boxSign(_ op: String) -> String { op == Op.multiply.symbol ? "×" : sign(op) }

  static func isInfix(_ op: String) -> Bool { notations[op]?.form == .infix }

  static func isPrefix(_ op: String) -> Bool { notations[op]?.form == .prefix }

  /// Whether a negative number needs brackets as an operand: `(−3) ** 2` and `2 − (−3)`, but `2 · −3`.
  static func bracketsSign(_ op: String, _ place: Int) -> Bool {
    switch op {
    case "**", "neg": true
    case "+", "-": place == 1
    default: false
    }
  }

  /// An operation with those of its operands that have no box: `− 1`, `2 ×`, `max(·, 3)`.
  ///
  /// - Parameter numbers: nil for operands that have one.
  static func written(_ op: String, _ numbers: [String?]) -> String {
    let sign = boxSign(op)
    guard numbers.count == 2, isInfix(op) else {
      return "\(sign)(\(numbers.map { $0 ?? "·" }.joined(separator: ", ")))"
    }
    let second = numbers[1].map { $0.hasPrefix("\u{2212}") && bracketsSign(op, 1) ? "(\($0))" : $0 }
    return [numbers[0], sign, second].compactMap(\.self).joined(separator: " ")
  }

  /// What to call the operands of an operation for which their order matters.
  static func places(_ op: String) -> [String]? { notations[op]?.operandNames }
}
