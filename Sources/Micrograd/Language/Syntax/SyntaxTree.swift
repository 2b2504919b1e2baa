/// The syntax of a statement and all that is in it: nodes in one array that refer to each other by number.
struct SyntaxTree {
  enum Kind: UInt8 {
    // Expressions
    /// `a` is the number of a constant.
    case constant
    /// `a` is the number of a name.
    case name
    /// `list`: the parts, constants and fields.
    case formatted
    /// `a` the expression, `b` the conversion's letter, `c` the format or none.
    case field
    /// `op`, `a`, and `b` unless it is unary.
    case unary, binary
    /// `a` the first operand; `list` has an operation and an operand for each further one.
    case comparison
    case and, or, not
    /// `a if b else c`
    case conditional
    /// `list` parameters, `a` body.
    case lambda
    /// `a` name, `b` the default or none, `op` a `ParameterKind`.
    case parameter
    /// `a` the callee, `list` the arguments.
    case call
    /// `a` name, `b` expression.
    case keyword
    /// `*a`; `**a` if `op` is 1.
    case starred
    /// `a: b`, in a dictionary.
    case pair
    /// `(name := b)`, `a` the name.
    case walrus
    /// `b` name of the attribute of `a`.
    case attribute
    /// `a[b]`
    case element
    /// `a:b:c`, each or none.
    case slice
    case tuple, list, set, dictionary
    /// `a` the element, `list` the clauses, `op` what comes out.
    case comprehension
    /// `for a in b`, `list` the conditions.
    case clause

    // Statements; `c` of those without blocks is where they end in the text.
    case expression
    /// `list` the targets, `b` the value.
    case assign
    /// `a op= b`
    case augmented
    /// `a` condition, `b` block, `c` what follows: another `if`, a block or none.
    case `if`
    case `while`
    /// `a` target, `b` iterable, `c` block, and a block for its `else` in `list`.
    case `for`
    /// `a` name, `list` parameters, `b` block.
    case function
    case `return`, pass, `break`, `continue`
    /// `a` condition, `b` message or none.
    case assert
    /// `list` the statements.
    case block
    /// `list` the targets.
    case delete
    /// `global` or, if `op` is 1, `nonlocal`: `list` names.
    case declaration
    /// Names that are bound to a module: `list` of name and number of the module's name, and `op`.
    case bindModule
    /// A statement that draws nothing: `a` why, `b` how many lines, `list` names that it would define.
    case skipped
    /// A statement with a mistake: `list` names that it would define.
    case failed
  }

  struct Node {
    let kind: Kind
    var op: UInt8 = 0
    /// Whether it stands in parentheses of its own.
    var isParenthesised = false
    let offset: Int32
    var a: Int32 = SyntaxTree.none
    var b: Int32 = SyntaxTree.none
    var c: Int32 = SyntaxTree.none
    var first: Int32 = 0
    var count: Int32 = 0
  }

  static let none: Int32 = -1

  private(set) var nodes: [Node] = []
  private var lists: [Int32] = []

  subscript(node: Int32) -> Node {
    get { nodes[Int(node)] }
    set { nodes[Int(node)] = newValue }
  }

  func list(of node: Node) -> ArraySlice<Int32> { lists[Int(node.first)..<Int(node.first + node.count)] }

  mutating func add(
    _ kind: Kind, at offset: Int, op: UInt8 = 0, _ a: Int32 = none, _ b: Int32 = none, _ c: Int32 = none
  ) -> Int32 {
    nodes.append(Node(kind: kind, op: op, offset: Int32(offset), a: a, b: b, c: c))
    return Int32(nodes.count - 1)
  }

  mutating func add(
    _ kind: Kind, at offset: Int, op: UInt8 = 0, _ a: Int32 = none, _ b: Int32 = none, _ c: Int32 = none,
    list: some Collection<Int32>
  ) -> Int32 {
    let first = lists.count
    lists += list
    nodes.append(
      Node(
        kind: kind, op: op, offset: Int32(offset), a: a, b: b, c: c, first: Int32(first),
        count: Int32(list.count)))
    return Int32(nodes.count - 1)
  }

  /// Forgets all nodes from these on, and keeps the memory.
  mutating func clear() {
    nodes.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
  }
}

/// The operations of expressions, in the order of binding.
enum Operator: UInt8 {
  case add, subtract, multiply, divide, floorDivide, remainder, power, matrixMultiply
  case bitAnd, bitOr, bitXor, shiftLeft, shiftRight
  case negate, plus, invert
  case less, lessEqual, greater, greaterEqual, equal, notEqual, `in`, notIn, `is`, isNot

  var sign: String {
    switch self {
    case .add, .plus: "+"
    case .subtract, .negate: "-"
    case .multiply: "*"
    case .divide: "/"
    case .floorDivide: "//"
    case .remainder: "%"
    case .power: "**"
    case .matrixMultiply: "@"
    case .bitAnd: "&"
    case .bitOr: "|"
    case .bitXor: "^"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    case .invert: "~"
    case .less: "<"
    case .lessEqual: "<="
    case .greater: ">"
    case .greaterEqual: ">="
    case .equal: "=="
    case .notEqual: "!="
    case .in: "in"
    case .notIn: "not in"
    case .is: "is"
    case .isNot: "is not"
    }
  }
}

/// What a comprehension makes.
enum ComprehensionKind: UInt8 {
  case list, set, dictionary, generator
}

/// How a parameter gets its argument.
enum ParameterKind: UInt8 {
  case plain
  /// By keyword alone: it stands behind `*`.
  case keywordOnly
  /// `*rest`; a `*` alone has no name.
  case rest
  /// `**options`
  case options
}
