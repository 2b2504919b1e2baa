extension Parser {
  /// Where the expression under way stands: brackets of a kind, a field of an f-string, or the statement itself.
  struct Bracket {
    enum Kind {
      /// A statement; `isList` if commas make a tuple of it.
      case statement(isList: Bool, endsAt: Token.Kind?)
      case parenthesis, list, brace
      case call(Int32)
      case element(Int32)
      case format, field, spec
      /// The default of a parameter of a lambda: the parameters before it, and its name.
      case `default`([Int32], Int32, at: Int)
    }

    enum Phase {
      case element, target, iterable, condition
    }

    var kind: Kind
    let opening: Token
    var items: [Int32] = []
    var hasComma = false
    /// The argument's name, if it has one.
    var keyword: (name: Int32, offset: Int)?
    /// `*` or `**`, before an argument or an element.
    var star: (offset: Int, isDouble: Bool)?
    /// The key whose value is read.
    var key: Int32?
    var isDictionary = false
    /// The parts of a slice so far.
    var slice: [Int32]?
    // Of a comprehension:
    var phase = Phase.element
    var isComprehension = false
    var element: Int32 = SyntaxTree.none
    var clauses: [Int32] = []
    var targets: [Int32] = []
    var hasTargetComma = false
    var iterable: Int32 = SyntaxTree.none
    var conditions: [Int32] = []
    // Of a field:
    var conversion: Int32 = 0
    var spec: Int32 = SyntaxTree.none
    var debug: Int32 = SyntaxTree.none
  }
}

extension Parser.Bracket {
  func isClosed(by token: Token.Kind) -> Bool {
    switch kind {
    case .parenthesis, .call: token == .rightParenthesis
    case .list, .element: token == .rightBracket
    case .brace: token == .rightBrace
    default: false
    }
  }
}
