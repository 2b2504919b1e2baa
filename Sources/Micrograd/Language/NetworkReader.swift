/// A network as a text asks for it.
struct NetworkPlan: Sendable, Equatable {
  var inputs: Int
  var sizes: [Int]
  var seed: UInt64 = 0
  var activation = Activation.tanh
  var outputActivation = Activation.none
  var initialization = Initialization.micrograd

  /// The most weights and biases of a network in a text.
  static let mostParameters = 1_000_000

  var outputs: Int { sizes.last ?? 0 }

  /// Saturates far above `mostParameters`.
  var parameterCount: Int {
    zip([inputs] + sizes, sizes).reduce(0) { count, layer in
      let (product, overflow) = (layer.0 + 1).multipliedReportingOverflow(by: layer.1)
      return overflow ? .max / 4 : min(count + min(product, .max / 4), .max / 4)
    }
  }

  func makeNetwork() -> MLP {
    MLP(
      inputs, sizes, activation: activation, outputActivation: outputActivation,
      initialization: initialization, seed: seed)
  }
}

/// Reads `MLP(3, [4, 4, 1], seed=1337, activation='tanh')`.
struct NetworkReader {
  private let tokens: ArraySlice<Token>
  private let bytes: [UInt8]
  /// The next token; after `read()` the one behind the closing parenthesis.
  private(set) var position: Int

  /// - Parameter tokens: begins with `MLP(` and ends with a token that ends the statement.
  init(_ tokens: ArraySlice<Token>, _ bytes: [UInt8]) {
    self.tokens = tokens
    self.bytes = bytes
    position = tokens.startIndex
  }

  mutating func read() throws(Fault) -> NetworkPlan {
    let start = tokens[position]
    position += 2
    let inputs = try size()
    try expect(
      .comma, "expected the sizes of the layers after the number of inputs, such as MLP(3, [4, 4, 1])")
    try expect(.leftBracket, "the sizes of the layers stand in brackets, such as MLP(3, [4, 4, 1])")
    var sizes = [try size()]
    while take(.comma) != nil && tokens[position].kind != .rightBracket { sizes.append(try size()) }
    try expect(.rightBracket, "expected ']' after the sizes of the layers")
    var plan = NetworkPlan(inputs: inputs, sizes: sizes)
    while take(.comma) != nil { try readOption(&plan) }
    try expect(.rightParenthesis, "expected ')' at the end of MLP(…)")
    guard plan.parameterCount <= NetworkPlan.mostParameters else {
      throw Fault(
        offset: start.offset, message: "this network has more than 1,000,000 weights, the most of a text")
    }
    return plan
  }

  private mutating func readOption(_ plan: inout NetworkPlan) throws(Fault) {
    let name = tokens[position]
    guard name.kind == .name, tokens[position + 1].kind == .assign else {
      throw Fault(
        offset: name.offset,
        message: "expected seed=…, activation='…', output_activation='…' or init='…'")
    }
    position += 2
    switch text(name) {
    case "seed": plan.seed = UInt64(try wholeNumber("a seed is a whole number, such as seed=1337", from: 0))
    case "activation": plan.activation = try word(Activation.self)
    case "output_activation": plan.outputActivation = try word(Activation.self)
    case "init": plan.initialization = try word(Initialization.self)
    case let other:
      let known = ["seed", "activation", "output_activation", "init"]
      let hint = Spelling.nearest(to: other, among: known).map { "did you mean '\($0)'?" }
      throw Fault(
        offset: name.offset,
        message: "MLP(…) has no '\(Literal.shortened(other))'; "
          + (hint ?? "it has \(known.joined(separator: ", "))"))
    }
  }

  private mutating func word<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) throws(Fault) -> Choice
  where Choice.RawValue == String {
    let token = tokens[position]
    let choices = Choice.allCases.map(\.rawValue)
    guard take(.string) != nil, let choice = Choice(rawValue: Literal.string(bytes[token.range])) else {
      throw Fault(
        offset: token.offset,
        message: "expected one of " + choices.map { "'\($0)'" }.joined(separator: ", "))
    }
    return choice
  }

  private mutating func size() throws(Fault) -> Int {
    try wholeNumber("a network has whole numbers as sizes, from 1 on, such as MLP(3, [4, 4, 1])", from: 1)
  }

  private mutating func wholeNumber(_ message: String, from least: Int) throws(Fault) -> Int {
    let token = tokens[position]
    guard take(.number) != nil, let number = Int(exactly: Literal.number(bytes[token.range])),
      number >= least, number < 1 << 53
    else { throw Fault(offset: token.offset, message: message) }
    return number
  }

  private mutating func expect(_ kind: Token.Kind, _ message: String) throws(Fault) {
    guard take(kind) != nil else { throw Fault(offset: tokens[position].offset, message: message) }
  }

  private mutating func take(_ kind: Token.Kind) -> Token? {
    guard tokens[position].kind == kind else { return nil }
    defer { position += 1 }
    return tokens[position]
  }

  private func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }
}
