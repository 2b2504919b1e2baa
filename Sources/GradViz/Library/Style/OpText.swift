/// How operations are typeset.
enum OpText {
  /// The sign of an operation as it stands between its operands, or its name.
  static func sign(_ op: String) -> String {
    switch op {
    case "-": "\u{2212}"
    case "*": "·"
    case "neg": "\u{2212}"
    default: op
    }
  }

  static func isInfix(_ op: String) -> Bool { ["+", "-", "*", "/", "**"].contains(op) }

  /// Whether a negative number needs brackets as an operand: `(−3) ** 2` and `2 − (−3)`, but `2 · −3`.
  static func bracketsSign(_ op: String, _ place: Int) -> Bool {
    switch op {
    case "**", "neg": true
    case "+", "-": place == 1
    default: false
    }
  }

  /// What to call the operands of an operation for which their order matters.
  static func places(_ op: String) -> [String]? {
    switch op {
    case "-": ["+", "\u{2212}"]
    case "/": ["num", "den"]
    case "**": ["base", "exp"]
    default: nil
    }
  }
}
