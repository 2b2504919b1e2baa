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
