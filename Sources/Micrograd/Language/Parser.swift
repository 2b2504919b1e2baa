/// Turns tokens into the instructions of a program, statement by statement.
///
/// A statement with a mistake is skipped to its end and the next one is read, so that all mistakes of a
/// text are found in one go.
struct Parser {
  var program: Program
  private(set) var faults: [Fault] = []
  private(set) var faultCount = 0

  let bytes: [UInt8]
  private var lexer: Lexer
  private(set) var variableIndex: [String: Int] = [:]
  /// What each variable stands for now, and for networks how many values a call makes.
  private(set) var variableKinds: [Kind] = []
  private(set) var networkNodes: [Int] = []
  /// The names that stand for networks now.
  private(set) var networks: Set<String> = []
  /// About how many values the program makes.
  var nodeCount = 0
  private var hasResult = false

  init(_ bytes: [UInt8], into program: Program) {
    self.program = program
    self.bytes = bytes
    lexer = Lexer(bytes)
  }

  mutating func run() {
    var tokens: [Token] = []
    repeat {
      do throws(Fault) {
        try lexer.readStatement(into: &tokens)
        if tokens.count > 1 { try statement(tokens) }
      } catch {
        report(python(tokens) ?? error)
      }
    } while tokens.last?.kind != .endOfFile
    if faultCount == 0 && !hasResult {
      report(
        Fault(offset: 0, message: "the text has no expression; write one such as 'L = (2 * 3 + 1).tanh()'"))
    }
  }

  mutating func report(_ fault: Fault) {
    faultCount += 1
    if faults.count < SourceError.mostReported { faults.append(fault) }
  }

  // MARK: - Statements

  private mutating func statement(_ tokens: [Token]) throws(Fault) {
    let kinds = tokens.prefix(4).map(\.kind)
    if kinds[0] == .name {
      let name = text(tokens[0])
      if kinds.count > 1, let operation = assignment(kinds[1]) {
        return try assign(name, tokens, operation)
      }
      if let fault = python(tokens) { throw fault }
      if kinds.count == 4, kinds[1] == .dot, kinds[2] == .name, assignment(kinds[3]) != nil {
        return try assignMember(name, tokens)
      }
    }
    try result(of: tokens[...])
  }

  /// nil if the token assigns nothing; `.some(nil)` for a plain `=`.
  private func assignment(_ kind: Token.Kind) -> Op?? {
    switch kind {
    case .assign: .some(nil)
    case .plusAssign: .add
    case .minusAssign: .subtract
    case .starAssign: .multiply
    case .slashAssign: .divide
    default: nil
    }
  }

  private mutating func assign(_ name: String, _ tokens: [Token], _ operation: Op?) throws(Fault) {
    // Whatever happens on the right, the name is known from here on: one mistake, one message.
    var bound = TypedOperand.unknown
    defer { define(name, bound.kind) }
    if Parser.reserved.contains(name), let fault = python(tokens) { throw fault }
    let right = tokens[2...]
    if operation == nil, let drawn = drawing(right) {
      return try chooseRoot(drawn, tokens[0])
    }
    if operation == nil, let leaf = try leaf(right, name) {
      try emit(.input(leaf), nodes: 1)
      bound = .value
    } else {
      if let operation {
        guard let index = variableIndex[name] else { throw unknown(tokens[0]) }
        try emit(.load(variable: index))
        let operand = try expression(right)
        for kind in [variableKinds[index], operand.kind] where !kind.isValue {
          throw Fault(
            offset: tokens[1].offset,
            message: "'\(text(tokens[1]))' works on values, not on \(kind.description)")
        }
        try emit(.apply(operation), nodes: 1)
        bound = .value
      } else {
        bound = try expression(right)
        nameElements(bound, name)
      }
    }
    program.instructions.append(.bind(variable: variable(name)))
    hasResult = true
  }

  /// `o.label = 'out'`; nothing else can be set.
  private mutating func assignMember(_ name: String, _ tokens: [Token]) throws(Fault) {
    let member = text(tokens[2])
    guard member == "label", tokens[3].kind == .assign else {
      let remedy =
        switch member {
        case "grad": "gradients are computed; only 'label' can be set"
        case "data": "write '\(name) = …' or use --set \(name)=…; only 'label' can be set"
        default: "only 'label' can be set"
        }
      throw Fault(offset: tokens[2].offset, message: "cannot set '\(member)': \(remedy)")
    }
    guard let index = variableIndex[name] else { throw unknown(tokens[0]) }
    guard variableKinds[index].isValue else {
      throw Fault(
        offset: tokens[0].offset,
        message: "only values have labels, and '\(name)' is \(variableKinds[index].description)")
    }
    guard tokens.count == 6, tokens[4].kind == .string else {
      throw Fault(
        offset: tokens[4].offset, message: "a label is a text in quotes, such as \(name).label = 'out'")
    }
    program.instructions.append(.label(variable: index, text: program.texts.count))
    program.texts.append(try string(tokens[4]))
  }

  private mutating func result(of tokens: ArraySlice<Token>) throws(Fault) {
    if let drawn = drawing(tokens) { return try chooseRoot(drawn, tokens.first!) }
    let kinds = tokens.suffix(5).map(\.kind)
    if tokens.count > 5, Array(kinds.prefix(4)) == [.dot, .name, .leftParenthesis, .rightParenthesis],
      text(tokens[tokens.endIndex - 4]) == "backward"
    {
      return try chooseRoot(tokens.dropLast(5) + tokens.suffix(1), tokens.first!)
    }
    _ = try expression(tokens)
    program.instructions.append(.result)
    hasResult = true
  }

  private mutating func chooseRoot(_ tokens: ArraySlice<Token>, _ statement: Token) throws(Fault) {
    let root = try expression(tokens)
    guard root.kind.isValue else {
      throw Fault(
        offset: statement.offset, message: "a graph is about one value, and this is \(root.kind.description)")
    }
    program.instructions.append(.root)
    hasResult = true
  }

  /// The expression inside `draw_dot(…)`, up to a comma: what follows there is Graphviz's business.
  private func drawing(_ tokens: ArraySlice<Token>) -> ArraySlice<Token>? {
    guard tokens.count >= 5, let first = tokens.first, first.kind == .name, text(first) == "draw_dot",
      tokens[tokens.startIndex + 1].kind == .leftParenthesis
    else { return nil }
    var depth = 0
    for index in tokens.indices.dropFirst() {
      switch tokens[index].kind {
      case .leftParenthesis: depth += 1
      case .comma where depth == 1: return tokens[(tokens.startIndex + 2)..<index] + tokens.suffix(1)
      case .rightParenthesis:
        depth -= 1
        guard depth == 0 else { continue }
        return index == tokens.endIndex - 2 ? tokens[(tokens.startIndex + 2)..<index] + tokens.suffix(1) : nil
      default: break
      }
    }
    return nil
  }

  /// The index of a new input if the right side is a number, signed or not, or `Value(…)` of one.
  private mutating func leaf(_ tokens: ArraySlice<Token>, _ name: String) throws(Fault) -> Int? {
    let number = tokens.dropLast()
    guard let last = number.last, last.kind == .number, number.count <= 2 else {
      guard let first = tokens.first, first.kind == .name, text(first) == "Value" else { return nil }
      guard tokens[tokens.startIndex + 1].kind == .leftParenthesis else { return nil }
      var reader = ValueReader(tokens, bytes)
      let leaf = try reader.read()
      guard reader.position == tokens.endIndex - 1 else { return nil }
      return input(leaf.number, name, leaf.label)
    }
    if number.count == 1 { return input(value(last), name, "") }
    switch number.first?.kind {
    case .plus: return input(value(last), name, "")
    case .minus: return input(-value(last), name, "")
    default: return nil
    }
  }

  mutating func input(_ number: Double, _ name: String, _ label: String) -> Int {
    program.inputs.append(.init(number: number, name: name, label: label))
    return program.inputs.count - 1
  }

  private mutating func variable(_ name: String) -> Int {
    if let index = variableIndex[name] { return index }
    variableIndex[name] = program.variables.count
    program.variables.append(name)
    variableKinds.append(.unknown)
    networkNodes.append(0)
    return program.variables.count - 1
  }

  private mutating func define(_ name: String, _ kind: Kind) {
    let index = variable(name)
    variableKinds[index] = kind
    networks.remove(name)
    if case .network = kind {
      networks.insert(name)
      networkNodes[index] = 3 * (program.networks.last?.parameterCount ?? 0)
    }
  }

  /// Inputs that are elements of a list have a name each: `x[0]`.
  private mutating func nameElements(_ list: TypedOperand, _ name: String) {
    guard case .list = list.kind else { return }
    for (place, index) in list.inputs.enumerated() where index >= 0 && program.inputs[index].name.isEmpty {
      program.inputs[index].name = list.inputs.count == 1 ? name : "\(name)[\(place)]"
    }
  }

  func unknown(_ token: Token) -> Fault {
    let name = Literal.shortened(text(token))
    let nearest = Spelling.nearest(to: name, among: Functions.names + program.variables)
    let hint =
      nearest.map { "; did you mean '\($0)'?" } ?? "; give it a number first, such as '\(name) = 1.0'"
    return Fault(offset: token.offset, message: "unknown name '\(name)'\(hint)")
  }

  func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  private func value(_ token: Token) -> Double { Literal.number(bytes[token.range]) }

  private func string(_ token: Token) throws(Fault) -> String { Literal.string(bytes[token.range]) }

  // MARK: - Python

  private static let reserved: Set<String> = [
    "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
    "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
    "return", "try", "while", "with", "yield", "True", "False", "None",
  ]

  /// What to say of a statement that begins with a word of Python.
  private func python(_ tokens: [Token]) -> Fault? {
    guard let first = tokens.first, first.kind == .name else { return nil }
    let name = text(first)
    guard Parser.reserved.contains(name) || (name == "print" && variableIndex[name] == nil) else {
      return nil
    }
    return Fault(
      offset: first.offset,
      message: "'\(name)' is Python; this language has only names and expressions, such as "
        + "'y = tanh(a * b + c)', and micrograd's Value(…), .label, .backward() and draw_dot(…)")
  }
}
