/// Reads one expression and hands it out in postfix order, operands before operations.
///
/// Precedence climbing on an explicit stack (Dijkstra's shunting yard), with Python's precedences: `**`
/// groups from the right and binds tighter than a sign on its left, weaker than one on its right.
struct ExpressionReader {
  enum Step {
    case number(Double)
    case leaf(Double, label: String)
    case name(Token)
    case apply(Op, at: Token)
    /// Takes this many operands and makes a list of them.
    case list(count: Int, at: Token)
    case element(Int, at: Token)
    case call(ListFunction, at: Token)
    case network(NetworkPlan, at: Token)
    /// Calls the network of this name with one operand.
    case callNetwork(Token)
  }

  private enum Pending {
    case sign(Token)
    case binary(Op, Token)
    case parenthesis(offset: Int)
    case list(Token, count: Int)
    case call(Functions.Callee, name: Token, arguments: Int)
    case callNetwork(Token)
  }

  private let tokens: ArraySlice<Token>
  private let bytes: [UInt8]
  /// The names that stand for networks.
  private let networks: Set<String>
  private var position: Int
  private var pending: [Pending] = []
  private var steps: [Step] = []
  private var expectsOperand = true
  private var finished = false

  /// - Parameter tokens: ends with a token that ends the statement.
  init(_ tokens: ArraySlice<Token>, _ bytes: [UInt8], networks: Set<String>) {
    self.tokens = tokens
    self.bytes = bytes
    self.networks = networks
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
      operand(number(Literal.number(bytes[token.range])))
    case .plus, .minus:
      try readSign()
    case .leftParenthesis:
      pending.append(.parenthesis(offset: token.offset))
      position += 1
    case .leftBracket:
      pending.append(.list(token, count: 1))
      position += 1
    case .rightBracket:
      guard case .list? = pending.last, kind(ahead: -1) == .leftBracket else { throw missing(token) }
      throw Fault(offset: token.offset, message: "a list needs at least one element, such as [1.0, 2.0]")
    case .name:
      if kind(ahead: 1) == .leftParenthesis { try readCall() } else { operand(.name(token)) }
    case .rightParenthesis:
      if case .call(let callee, let name, 1)? = pending.last, kind(ahead: -1) == .leftParenthesis {
        throw wrongCount(callee, name, 0)
      }
      throw missing(token)
    case .string:
      throw Fault(offset: token.offset, message: "a text is no value; a label is set with a.label = '…'")
    default:
      throw missing(token)
    }
  }

  /// A number that is an element of a list by itself is an input, as `x = [2.0, 3.0]` is data.
  private func number(_ number: Double) -> Step {
    guard case .list? = pending.last, let next = kind(ahead: 1), next == .comma || next == .rightBracket
    else {
      return .number(number)
    }
    return .leaf(number, label: "")
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
      return operand(self.number(isMinus ? -number : number))
    }
    if isMinus { pending.append(.sign(token)) }
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
    if text(name) == "MLP" {
      var reader = NetworkReader(tokens[position...], bytes)
      steps.append(.network(try reader.read(), at: name))
      position = reader.position
      expectsOperand = false
      return
    }
    if networks.contains(text(name)) {
      pending.append(.callNetwork(name))
    } else {
      pending.append(.call(try function(name), name: name, arguments: 1))
    }
    position += 2
  }

  private func function(_ name: Token) throws(Fault) -> Functions.Callee {
    let word = text(name)
    if let callee = Functions.byName[word] { return callee }
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
      unclosed!
    case .endOfFile, .endOfStatement:
      Fault(offset: token.offset, message: "the expression ends where a number or a name is missing")
    default:
      Fault(
        offset: token.offset,
        message: "expected a number or a name before '\(Literal.shortened(text(token)))'")
    }
  }

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
    case .leftBracket: try readIndex()
    case .rightBracket: try closeList()
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
    pending.append(.binary(op, token))
    position += 1
    expectsOperand = true
  }

  /// Hands out the pending operations whose precedence says so, down to the next parenthesis.
  private mutating func settle(while binds: (Int) -> Bool) {
    while true {
      switch pending.last {
      case .sign(let token) where binds(ExpressionReader.signPrecedence):
        steps.append(.apply(.negate, at: token))
      case .binary(let op, let token) where binds(ExpressionReader.precedence(op)):
        steps.append(.apply(op, at: token))
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
    let callee = try function(name)
    if kind(ahead: 2) == .rightParenthesis {
      guard callee.arity == 1 else { throw wrongCount(callee, name, 1) }
      steps.append(step(callee, name))
      position += 3
    } else {
      pending.append(.call(callee, name: name, arguments: 2))
      position += 2
      expectsOperand = true
    }
  }

  private mutating func readComma() throws(Fault) {
    settle { _ in true }
    switch pending.popLast() {
    case .call(let callee, let name, let arguments):
      pending.append(.call(callee, name: name, arguments: arguments + 1))
    case .list(let token, let count): pending.append(.list(token, count: count + 1))
    case .callNetwork(let name):
      throw Fault(
        offset: token.offset, message: "a network takes one list, as in \(text(name))([1.0, 2.0])")
    default:
      throw Fault(offset: token.offset, message: "unexpected ','; a list is written in brackets: [1, 2]")
    }
    position += 1
    // A comma behind the last element, as Python allows.
    if case .list(let token, let count)? = pending.last, kind(ahead: 0) == .rightBracket {
      pending[pending.count - 1] = .list(token, count: count - 1)
      return try closeList()
    }
    expectsOperand = true
  }

  private mutating func closeParenthesis() throws(Fault) {
    settle { _ in true }
    switch pending.popLast() {
    case .parenthesis: break
    case .call(let callee, let name, let arguments):
      guard callee.arity == arguments else { throw wrongCount(callee, name, arguments) }
      steps.append(step(callee, name))
    case .callNetwork(let name): steps.append(.callNetwork(name))
    case .list(let open, _):
      throw Fault(offset: open.offset, message: "this '[' is closed by ')'; close it with ']'")
    default:
      throw Fault(offset: token.offset, message: "this ')' closes nothing; remove it or open one before")
    }
    position += 1
  }

  private func step(_ callee: Functions.Callee, _ name: Token) -> Step {
    switch callee {
    case .op(let op): .apply(op, at: name)
    case .list(let function): .call(function, at: name)
    }
  }

  private mutating func closeList() throws(Fault) {
    settle { _ in true }
    guard case .list(let open, let count)? = pending.popLast() else {
      throw Fault(offset: token.offset, message: "this ']' closes nothing; remove it or open one before")
    }
    steps.append(.list(count: count, at: open))
    position += 1
    expectsOperand = false
  }

  /// `[2]`, or `[-1]` for the last.
  private mutating func readIndex() throws(Fault) {
    let open = token
    let isFromEnd = kind(ahead: 1) == .minus
    let place = position + (isFromEnd ? 2 : 1)
    guard place + 1 < tokens.endIndex, tokens[place].kind == .number, tokens[place + 1].kind == .rightBracket,
      let index = Int(exactly: Literal.number(bytes[tokens[place].range]))
    else {
      throw Fault(offset: open.offset, message: "an element is chosen by a whole number, such as x[0]")
    }
    steps.append(.element(isFromEnd ? -index : index, at: open))
    position = place + 2
  }

  private func wrongCount(_ callee: Functions.Callee, _ name: Token, _ found: Int) -> Fault {
    let wants = callee.arity == 1 ? "one argument" : "two arguments"
    return Fault(
      offset: name.offset,
      message: "'\(callee.name)' takes \(wants), not \(found == 0 ? "none" : String(found))")
  }

  private mutating func finish() throws(Fault) {
    settle { _ in true }
    if let fault = unclosed { throw fault }
    finished = true
  }

  private var unclosed: Fault? {
    for open in pending.reversed() {
      switch open {
      case .parenthesis(let offset): return Fault(offset: offset, message: "this '(' is never closed")
      case .call(_, let name, _), .callNetwork(let name):
        return Fault(offset: Int(name.start + name.length), message: "this '(' is never closed")
      case .list(let token, _): return Fault(offset: token.offset, message: "this '[' is never closed")
      default: continue
      }
    }
    return nil
  }
}
