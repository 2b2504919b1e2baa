/// How an operation is written: in formulas, in pictures, and its local derivatives in words.
public struct Notation: Sendable, Equatable {
  /// Where the sign stands.
  public enum Form: String, Sendable {
    /// `a + b`
    case infix
    /// `-a`
    case prefix
    /// `tanh(a)`
    case function
  }

  /// Where the sign stands.
  public let form: Form
  /// As it is printed: `−` and `·` where files and programs have `-` and `*`; empty for a function, which is
  /// written by its symbol.
  public let sign: String
  /// What pictures call the operands where their order matters and the sign does not show it.
  public let operandNames: [String]?
  /// The local derivative by each operand, as an expression of the language in the operands `a` and `b` and the
  /// result `y`.
  ///
  ///     Op.tanh.notation.rules   // ["1 - y ** 2"]
  public let rules: [String]

  static func infix(_ sign: String, _ names: [String]? = nil, by rules: String...) -> Notation {
    Notation(form: .infix, sign: sign, operandNames: names, rules: rules)
  }

  static func prefix(_ sign: String, by rule: String) -> Notation {
    Notation(form: .prefix, sign: sign, operandNames: nil, rules: [rule])
  }

  static func function(_ names: [String]? = nil, by rules: String...) -> Notation {
    Notation(form: .function, sign: "", operandNames: names, rules: rules)
  }
}
