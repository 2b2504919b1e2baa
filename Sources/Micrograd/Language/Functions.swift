/// The functions of the language, as `tanh(n)` and as `n.tanh()`.
enum Functions {
  /// A function of numbers, or of lists.
  enum Callee: Equatable {
    case op(Op)
    case list(ListFunction)

    var name: String {
      switch self {
      case .op(let op): op.symbol
      case .list(let function): function.rawValue
      }
    }

    /// How many arguments it takes.
    var arity: Int {
      switch self {
      case .op(let op): op.arity
      case .list(let function): function == .dot || function == .crossEntropy ? 2 : 1
      }
    }
  }

  static let byName: [String: Callee] = {
    var byName: [String: Callee] = [:]
    for op in Op.allCases where op.arity > 0 && op.symbol.first!.isLetter && op != .negate {
      byName[op.symbol] = .op(op)
    }
    for function in ListFunction.allCases { byName[function.rawValue] = .list(function) }
    return byName
  }()

  static let names = byName.keys.sorted()
}

/// A function that takes a list.
enum ListFunction: String, CaseIterable, Sendable {
  case sum, mean, dot, softmax
  case crossEntropy = "cross_entropy"
}
