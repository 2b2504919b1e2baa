/// Reads one expression and hands it out in postfix order, operands before operations.
///
/// Precedence climbing on an explicit stack (Dijkstra's shunting yard), with Python's precedences: `**`
/// groups from the right and binds tighter than a sign on its left, weaker than one on its right.
struct ExpressionReader {
  enum Step {
    case number(Double)
    case leaf(Double, label: String)
    case name(Token)
    case apply(Op)
  }

  private enum Pending {
    case sign
    case binary(Op)
    case parenthesis(offset: Int)
    case call(Op, name: Token, arguments: Int)
  }

  private let tokens: ArraySlice<Token>
  private let bytes: [UInt8]
  private var position: Int
  private var pending: [Pending] = []
  private var steps: [Step] = []
  private var expectsOperand = true
  private var finished = false

  /// - Parameter tokens: ends with a token that ends the statement.
  init(_ tokens: ArraySlice<Token>, _ bytes: [UInt8]) {
    self.tokens = tokens
    self.bytes = bytes
    position = tokens.startIndex
  }

  /// The next step; nil at the end of the expression.
  mutating func next() throws(Fault) -> Step? {
    while steps.isEmpty && !finished {
      if expectsOperand { try readOperand() } else { try readOperator() }
      steps.reverse()
    }
    return steps.popLast()
  }

  private var token: Token { tokens[position] }

  private func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  private func kind(ahead: Int) -> Token.Kind? {
    position + ahead < tokens.endIndex ? tokens[position + ahead].kind : nil
  }

  // MARK: - Where an operand belongs

  private mutating func readOperand() throws(Fault) {
    let token = self.token
    switch token.kind {
    case .number:
      operand(.number(Literal.number(bytes[token.range])))
    case .plus, .minus:
      try readSign()
    case .leftParenthesis:
      pending.append(.parenthesis(offset: token.offset))
      position += 1
    case .name:
      if kind(ahead: 1) == .leftParenthesis { try readCall() } else { operand(.name(token)) }
    case .rightParenthesis:
      if case .call(let op, let name, 1)? = pending.last, kind(ahead: -1) == .leftParenthesis {
        throw wrongCount(op, name, 0)
      }
      throw missing(token)
    case .string:
      throw Fault(offset: token.offset, message: "a text is no value; a label is set with a.label = '…'")
    default:
      throw missing(token)
    }
  }

  private mutating func operand(_ step: Step) {
    steps.append(step)
    position += 1
    expectsOperand = false
  }

  /// A sign in front of a number is part of it, unless a power follows: `-2 ** 2` is `-(2 ** 2)`.
  private mutating func readSign() throws(Fault) {
    let isMinus = token.kind == .minus
    if kind(ahead: 1) == .number, kind(ahead: 2) != .power, kind(ahead: 2) != .dot {
      position += 1
      let number = Literal.number(bytes[token.range])
      return operand(.number(isMinus ? -number : number))
    }
    if isMinus { pending.append(.sign) }
    position += 1
  }

  private mutating func readCall() throws(Fault) {
    let name = token
    if text(name) == "Value" {
      var reader = ValueReader(tokens[position...], bytes)
      let leaf = try reader.read()
      steps.append(.leaf(leaf.number, label: leaf.label))
      position = reader.position
      expectsOperand = false
      return
    }
    pending.append(.call(try function(name), name: name, arguments: 1))
    position += 2
  }

  private func function(_ name: Token) throws(Fault) -> Op {
    let word = text(name)
    if let op = Functions.byName[word] { return op }
    let nearest = Spelling.nearest(to: word, among: Functions.names)
    let shown = Literal.shortened(word)
    let hint =
      nearest.map { "did you mean '\($0)'?" }
      ?? "the functions are \(Functions.names.joined(separator: ", "))"
    throw Fault(offset: name.offset, message: "unknown name '\(shown)'; \(hint)")
  }

  private func missing(_ token: Token) -> Fault {
    switch token.kind {
    case .endOfFile where unclosed != nil, .endOfStatement where unclosed != nil:
      Fault(offset: unclosed!, message: ExpressionReader.neverClosed)
    case .endOfFile, .endOfStatement:
      Fault(offset: token.offset, message: "the expression ends where a number or a name is missing")
    default:
      Fault(
        offset: token.offset,
        message: "expected a number or a name before '\(Literal.shortened(text(token)))'")
    }
  }

  private static let neverClosed = "this '(' is never closed"

  // MARK: - Where an operator belongs

  private mutating func readOperator() throws(Fault) {
    let token = self.token
    switch token.kind {
    case .plus: binary(.add)
    case .minus: binary(.subtract)
    case .star: binary(.multiply)
    case .slash: binary(.divide)
    case .power: binary(.power)
    case .dot: try readMethod()
    case .comma: try readComma()
    case .rightParenthesis: try closeParenthesis()
    case .endOfStatement, .endOfFile: try finish()
    case .assign, .plusAssign, .minusAssign, .starAssign, .slashAssign:
      throw Fault(
        offset: token.offset, message: "only a name can stand left of '\(text(token))', and only once")
    default:
      throw Fault(
        offset: token.offset, message: "expected an operator before '\(Literal.shortened(text(token)))'")
    }
  }

  private static func precedence(_ op: Op) -> Int {
    switch op {
    case .add, .subtract: 1
    case .multiply, .divide: 2
    default: 4
    }
  }

  private static let signPrecedence = 3

  private mutating func binary(_ op: Op) {
    let precedence = ExpressionReader.precedence(op)
    settle { $0 > precedence || ($0 == precedence && op != .power) }
    pending.append(.binary(op))
    position += 1
    expectsOperand = true
  }

  /// Hands out the pending operations whose precedence says so, down to the next parenthesis.
  private mutating func settle(while binds: (Int) -> Bool) {
    while true {
      switch pending.last {
      case .sign where binds(ExpressionReader.signPrecedence): steps.append(.apply(.negate))
      case .binary(let op) where binds(ExpressionReader.precedence(op)): steps.append(.apply(op))
      default: return
      }
      pending.removeLast()
    }
  }

  private mutating func readMethod() throws(Fault) {
    position += 1
    let name = token
    guard name.kind == .name else {
      throw Fault(offset: name.offset, message: "expected a function after '.', such as '.tanh()'")
    }
    guard kind(ahead: 1) == .leftParenthesis else {
      throw Fault(
        offset: name.offset,
        message:
          "'.\(Literal.shortened(text(name)))' is no part of an expression; functions are written '.tanh()'")
    }
    guard text(name) != "backward" else {
      throw Fault(offset: name.offset, message: "backward() stands alone, as in 'L.backward()'")
    }
    let op = try function(name)
    if kind(ahead: 2) == .rightParenthesis {
      guard op.arity == 1 else { throw wrongCount(op, name, 1) }
      steps.append(.apply(op))
      position += 3
    } else {
      pending.append(.call(op, name: name, arguments: 2))
      position += 2
      expectsOperand = true
    }
  }

  private mutating func readComma() throws(Fault) {
    settle { _ in true }
    guard case .call(let op, let name, let arguments)? = pending.popLast() else {
      throw Fault(offset: token.offset, message: "unexpected ','; lists are not in this language")
    }
    pending.append(.call(op, name: name, arguments: arguments + 1))
    position += 1
    expectsOperand = true
  }

  private mutating func closeParenthesis() throws(Fault) {
    settle { _ in true }
    switch pending.popLast() {
    case .parenthesis: break
    case .call(let op, let name, let arguments):
      guard op.arity == arguments else { throw wrongCount(op, name, arguments) }
      steps.append(.apply(op))
    default:
      throw Fault(offset: token.offset, message: "this ')' closes nothing; remove it or open one before")
    }
    position += 1
  }

  private func wrongCount(_ op: Op, _ name: Token, _ found: Int) -> Fault {
    let wants = op.arity == 1 ? "one argument" : "two arguments"
    return Fault(
      offset: name.offset,
      message: "'\(op.symbol)' takes \(wants), not \(found == 0 ? "none" : String(found))")
  }

  private mutating func finish() throws(Fault) {
    settle { _ in true }
    if let offset = unclosed { throw Fault(offset: offset, message: ExpressionReader.neverClosed) }
    finished = true
  }

  private var unclosed: Int? {
    for open in pending.reversed() {
      switch open {
      case .parenthesis(let offset): return offset
      case .call(_, let name, _): return Int(name.start + name.length)
      default: continue
      }
    }
    return nil
  }
}
