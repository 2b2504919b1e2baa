extension Parser {
  /// An operator that waits for its right operand, or the bracket that all before it waits in.
  enum Pending {
    case bracket
    case binary(Operator, at: Int)
    case unary(Operator, at: Int)
    case compare(Operator, at: Int)
    case not(at: Int)
    case and(at: Int)
    case or(at: Int)
    /// After the `if` of a conditional expression, and after its `else`.
    case condition(at: Int)
    case otherwise(at: Int)
    case lambda([Int32], at: Int)

    /// How tight it binds.
    var precedence: Int {
      switch self {
      case .bracket: -1
      case .lambda: 0
      case .condition, .otherwise: 1
      case .or: 2
      case .and: 3
      case .not: 4
      case .compare: 5
      case .binary(let op, _): Parser.precedence(op)
      case .unary: 12
      }
    }
  }

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
    /// `*`, before an argument.
    var star: Int?
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

  static func precedence(_ op: Operator) -> Int {
    switch op {
    case .bitOr: 6
    case .bitAnd: 8
    case .shiftLeft, .shiftRight: 9
    case .add, .subtract: 10
    case .power: 13
    case .negate, .plus, .invert: 12
    case .multiply, .divide, .floorDivide, .remainder, .matrixMultiply: 11
    default: 5
    }
  }

  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - isList: whether commas make a tuple of it.
  ///   - endsAtIn: whether it is the target of a loop.
  ///   - endsAtParenthesis: whether it is the default of a parameter.
  mutating func expression(
    isList: Bool = true, endsAtIn: Bool = false, endsAtParenthesis: Bool = false
  ) throws(Fault) -> Int32 {
    open(
      .statement(isList: isList, endsAt: endsAtIn ? .in : (endsAtParenthesis ? .rightParenthesis : nil)),
      token)
    var expectsOperand = true
    while !brackets.isEmpty {
      expectsOperand = expectsOperand ? try readOperand() : try readOperator()
    }
    return operands.removeLast()
  }

  private mutating func open(_ kind: Bracket.Kind, _ token: Token) {
    pending.append(.bracket)
    brackets.append(Bracket(kind: kind, opening: token))
  }

  private var innermost: Int { brackets.count - 1 }

  // MARK: - Operands

  /// - Returns: whether an operand is expected still.
  private mutating func readOperand() throws(Fault) -> Bool {
    let start = token
    switch start.kind {
    case .number:
      try advance()
      return push(try number(start))
    case .name:
      if case .call = brackets[innermost].kind, case .bracket? = pending.last,
        brackets[innermost].phase == .element,
        try peek().kind == .assign
      {
        brackets[innermost].keyword = (name(start), start.offset)
        try advance()
        try advance()
        return true
      }
      try advance()
      return push(tree.add(.name, at: start.offset, name(start)))
    case .true, .false:
      try advance()
      return push(constant(.bool(start.kind == .true), start))
    case .none, .ellipsis:
      try advance()
      return push(constant(.none, start))
    case .string: return try readStrings(start)
    case .formatStart:
      try advance()
      open(.format, start)
      return try readFormat()
    case .leftParenthesis:
      try advance()
      open(.parenthesis, start)
      return try readEmpty(.rightParenthesis)
    case .leftBracket:
      try advance()
      open(.list, start)
      return try readEmpty(.rightBracket)
    case .leftBrace:
      try advance()
      open(.brace, start)
      guard token.kind == .rightBrace else { return true }
      throw Parser.foreign("a dictionary", at: start.offset)
    case .minus, .plus, .tilde:
      try advance()
      let op: Operator = start.kind == .minus ? .negate : (start.kind == .plus ? .plus : .invert)
      pending.append(.unary(op, at: start.offset))
      return true
    case .not:
      try advance()
      pending.append(.not(at: start.offset))
      return true
    case .lambda:
      try advance()
      return try readParameters([], at: start.offset)
    case .star:
      try advance()
      if case .bracket? = pending.last, brackets[innermost].star == nil {
        switch brackets[innermost].kind {
        case .call, .list:
          brackets[innermost].star = start.offset
          return true
        default: break
        }
      }
      throw Fault(offset: start.offset, message: "'*' stands before an argument or an element, not here")
    case .power:
      throw Fault(offset: start.offset, message: "missing operand before '**'")
    default: return try readMissing(start)
    }
  }

  /// What may follow where an operand could stand.
  private mutating func readMissing(_ start: Token) throws(Fault) -> Bool {
    let bracket = brackets[innermost]
    if case .bracket? = pending.last, bracket.keyword == nil, bracket.star == nil {
      if case .element = bracket.kind, start.kind == .colon { return try readColon(hasOperand: false) }
      if case .element = bracket.kind, bracket.slice != nil, start.kind == .comma {
        operands.append(SyntaxTree.none)
        return false
      }
      // A comma may stand before the end.
      if try close(start, hasOperand: false) { return false }
      if bracket.hasComma, case .statement(_, let end) = bracket.kind,
        Parser.endsStatement(start.kind) || start.kind == end
      {
        finishStatement()
        return false
      }
    }
    if start.kind == .foreignKeyword { throw Parser.foreign("'\(text(start))'", at: start.offset) }
    if let fault = unclosed(start) { throw fault }
    if case .element = bracket.kind, start.kind == .rightBracket {
      throw Fault(offset: start.offset, message: "missing index between '[' and ']'")
    }
    if Parser.isClosing(start.kind), brackets.count == 1 {
      throw Fault(offset: start.offset, message: "'\(text(start))' closes nothing")
    }
    let isEnd = start.kind == .newline || start.kind == .endOfFile
    let shown = isEnd ? "at the end of the line" : "before '\(Literal.shortened(text(start)))'"
    throw Fault(offset: start.offset, message: "missing operand \(shown)\(counting(isEnd))")
  }

  /// What to write for `i++`, which other languages have.
  private func counting(_ isEnd: Bool) -> String {
    guard isEnd, case .unary(let op, let offset)? = pending.last, op == .plus || op == .negate, offset > 0,
      bytes[Int(offset)] == bytes[Int(offset) - 1]
    else { return "" }
    let sign = op == .plus ? "+" : "-"
    return "; 'i\(sign)\(sign)' is written 'i \(sign)= 1'"
  }

  private mutating func push(_ node: Int32) -> Bool {
    operands.append(node)
    return false
  }

  private mutating func constant(_ constant: Constant, _ token: Token) -> Int32 {
    tree.add(.constant, at: token.offset, constants.number(of: constant))
  }

  private mutating func number(_ token: Token) throws(Fault) -> Int32 {
    switch Literal.number(bytes[token.range]) {
    case .int(let number)?: return constant(.int(number), token)
    case .float(let number)?: return constant(.float(number), token)
    case nil:
      throw Fault(
        offset: token.offset,
        message: "'\(Literal.shortened(text(token)))' has more than 64 bits; write a number with a point")
    }
  }

  private mutating func readEmpty(_ closing: Token.Kind) throws(Fault) -> Bool {
    guard try take(closing) != nil else { return true }
    let bracket = brackets.removeLast()
    pending.removeLast()
    return push(tree.add(closing == .rightBracket ? .list : .tuple, at: bracket.opening.offset, list: []))
  }

  // MARK: - Strings

  private mutating func readStrings(_ start: Token) throws(Fault) -> Bool {
    var text = ""
    while let part = try take(.string) { text += Literal.string(bytes[part.range]) }
    let node = constant(.text(text), start)
    guard token.kind == .formatStart else { return push(node) }
    let format = token
    try advance()
    open(.format, format)
    brackets[innermost].items.append(node)
    return try readFormat()
  }

  /// Reads the texts of an f-string up to the next field or its end, and the strings that follow it.
  private mutating func readFormat() throws(Fault) -> Bool {
    let isRaw = bytes[brackets[innermost].opening.range].contains { $0 | 0x20 == UInt8(ascii: "r") }
    while true {
      let part = token
      switch part.kind {
      case .formatText:
        try advance()
        var isSpec = false
        if case .spec = brackets[innermost].kind { isSpec = true }
        let raw = bytes[part.range]
        var text = isRaw ? String(decoding: raw, as: UTF8.self) : Literal.unescaped(raw)
        if !isSpec { text = text.replacing("{{", with: "{").replacing("}}", with: "}") }
        brackets[innermost].items.append(constant(.text(text), part))
      case .fieldStart:
        try advance()
        open(.field, part)
        return true
      case .fieldEnd:
        // Of the format of a field.
        try advance()
        let spec = brackets.removeLast()
        pending.removeLast()
        brackets[innermost].spec = tree.add(.formatted, at: spec.opening.offset, list: spec.items)
        finishField()
        continue
      case .formatEnd:
        try advance()
        while let next = try take(.string) {
          brackets[innermost].items.append(constant(.text(Literal.string(bytes[next.range])), next))
        }
        if try take(.formatStart) != nil { continue }
        let format = brackets.removeLast()
        pending.removeLast()
        return push(tree.add(.formatted, at: format.opening.offset, list: format.items))
      default:
        throw Fault(
          offset: part.offset, message: "unexpected '\(Literal.shortened(text(part)))' in this text")
      }
    }
  }

  private mutating func finishField() {
    let field = brackets.removeLast()
    pending.removeLast()
    if field.debug >= 0 { brackets[innermost].items.append(field.debug) }
    let conversion =
      field.conversion == 0 && field.debug >= 0 && field.spec < 0
      ? Int32(UInt8(ascii: "r")) : field.conversion
    brackets[innermost].items.append(
      tree.add(.field, at: field.opening.offset, field.element, conversion, field.spec))
  }

  // MARK: - Lambdas

  private mutating func readParameters(_ before: [Int32], at offset: Int) throws(Fault) -> Bool {
    var parameters = before
    while token.kind == .name {
      let parameter = token
      try advance()
      if try take(.assign) != nil {
        open(.default(parameters, name(parameter), at: offset), parameter)
        return true
      }
      parameters.append(tree.add(.parameter, at: parameter.offset, name(parameter)))
      if try take(.comma) == nil { break }
    }
    _ = try expect(.colon, "expected ':' after the parameters of lambda, as in 'lambda x: x * 2'")
    pending.append(.lambda(parameters, at: offset))
    return true
  }

  // MARK: - Operators

  private static let binaries: [Token.Kind: Operator] = [
    .plus: .add, .minus: .subtract, .star: .multiply, .slash: .divide, .doubleSlash: .floorDivide,
    .percent: .remainder, .power: .power, .at: .matrixMultiply, .ampersand: .bitAnd, .bar: .bitOr,
    .leftShift: .shiftLeft, .rightShift: .shiftRight,
  ]
  private static let comparisons: [Token.Kind: Operator] = [
    .less: .less, .lessEqual: .lessEqual, .greater: .greater, .greaterEqual: .greaterEqual, .equal: .equal,
    .notEqual: .notEqual, .is: .is,
  ]

  /// - Returns: whether an operand is expected next.
  private mutating func readOperator() throws(Fault) -> Bool {
    let start = token
    switch start.kind {
    case .plus, .minus, .star, .slash, .doubleSlash, .percent, .power, .at, .ampersand, .bar, .leftShift,
      .rightShift:
      try advance()
      let op = Parser.binaries[start.kind]!
      let precedence = Parser.precedence(op)
      try reduce(above: op == .power ? precedence : precedence - 1)
      pending.append(.binary(op, at: start.offset))
      return true
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .is, .not, .in:
      return try readComparison(start)
    case .and, .or:
      try advance()
      try reduce(above: start.kind == .and ? 2 : 1)
      pending.append(start.kind == .and ? .and(at: start.offset) : .or(at: start.offset))
      return true
    case .if: return try readIf(start)
    case .else: return try readElse(start)
    case .dot:
      try advance()
      guard token.kind == .name || Token.keywords[text(token)] != nil else {
        throw Fault(offset: token.offset, message: "expected a name after '.', such as '.tanh()' or '.data'")
      }
      let member = token
      try advance()
      operands.append(tree.add(.attribute, at: member.offset, operands.removeLast(), name(member)))
      return false
    case .leftParenthesis:
      try advance()
      open(.call(operands.removeLast()), start)
      guard try take(.rightParenthesis) != nil else { return true }
      finishBracket()
      return false
    case .leftBracket:
      try advance()
      open(.element(operands.removeLast()), start)
      return true
    case .for: return try readFor(start)
    case .colon: return try readColon(hasOperand: true)
    case .comma: return try readComma(start)
    case .fieldEquals, .fieldConversion, .fieldColon, .fieldEnd: return try readFieldEnd(start)
    default: return try readEnd(start)
    }
  }

  private mutating func readComparison(_ start: Token) throws(Fault) -> Bool {
    if start.kind == .in {
      if case .statement(_, .in) = brackets[innermost].kind {
        try finishElement()
        finishStatement()
        return false
      }
      if brackets[innermost].phase == .target {
        try advance()
        try finishElement()
        brackets[innermost].phase = .iterable
        return true
      }
    }
    try reduce(above: 4)
    var op = Parser.comparisons[start.kind] ?? .in
    try advance()
    if start.kind == .not {
      _ = try expect(.in, "expected 'in' after 'not', as in 'a not in b'")
      op = .notIn
    } else if start.kind == .is, try take(.not) != nil {
      op = .isNot
    }
    pending.append(.compare(op, at: start.offset))
    return true
  }

  private mutating func readIf(_ start: Token) throws(Fault) -> Bool {
    let phase = brackets[innermost].phase
    try advance()
    if phase == .iterable || phase == .condition {
      try finishPhase()
      brackets[innermost].phase = .condition
    } else {
      try reduce(above: 1)
      pending.append(.condition(at: start.offset))
    }
    return true
  }

  private mutating func readElse(_ start: Token) throws(Fault) -> Bool {
    try reduce(above: 1)
    guard case .condition(let offset)? = pending.last else { return try readEnd(start) }
    pending.removeLast()
    try advance()
    pending.append(.otherwise(at: offset))
    return true
  }

  // MARK: - Comprehensions and slices

  private mutating func readFor(_ start: Token) throws(Fault) -> Bool {
    let bracket = brackets[innermost]
    switch bracket.kind {
    case .parenthesis, .list, .brace, .call: break
    default: return try readEnd(start)
    }
    if bracket.phase == .element {
      if bracket.hasComma, case .call = bracket.kind {} else if bracket.hasComma { return try readEnd(start) }
      try reduce(above: -1)
      brackets[innermost].element = operands.removeLast()
    } else if bracket.phase == .target {
      throw Fault(offset: start.offset, message: "expected 'in' after the names of 'for'")
    } else {
      try finishPhase()
      finishClause()
    }
    brackets[innermost].phase = .target
    try advance()
    return true
  }

  /// Takes the expression just read as what its phase of a comprehension is about.
  private mutating func finishPhase() throws(Fault) {
    try reduce(above: -1)
    let node = operands.removeLast()
    if brackets[innermost].phase == .iterable {
      brackets[innermost].iterable = node
    } else {
      brackets[innermost].conditions.append(node)
    }
  }

  private mutating func finishClause() {
    let bracket = brackets[innermost]
    let offset = Int(tree[bracket.targets[0]].offset)
    let target =
      bracket.hasTargetComma ? tree.add(.tuple, at: offset, list: bracket.targets) : bracket.targets[0]
    brackets[innermost].clauses.append(
      tree.add(.clause, at: offset, target, bracket.iterable, list: bracket.conditions))
    brackets[innermost].targets = []
    brackets[innermost].hasTargetComma = false
    brackets[innermost].conditions = []
  }

  /// Makes the comprehension that the innermost bracket holds.
  private mutating func finishComprehension() throws(Fault) -> Int32 {
    try finishPhase()
    finishClause()
    let bracket = brackets[innermost]
    let kind: ComprehensionKind =
      switch bracket.kind {
      case .list: .list
      case .brace: .set
      default: .generator
      }
    brackets[innermost].phase = .element
    brackets[innermost].isComprehension = true
    brackets[innermost].clauses = []
    return tree.add(
      .comprehension, at: bracket.opening.offset, op: kind.rawValue, bracket.element, list: bracket.clauses)
  }

  private mutating func readColon(hasOperand: Bool) throws(Fault) -> Bool {
    let colon = token
    switch brackets[innermost].kind {
    case .element:
      if !hasOperand { operands.append(SyntaxTree.none) }
      try reduce(above: -1)
      let parts = (brackets[innermost].slice ?? []) + [operands.removeLast()]
      brackets[innermost].slice = parts
      guard parts.count < 3 else {
        throw Fault(offset: colon.offset, message: "a slice has three parts at most, as in x[1:9:2]")
      }
      try advance()
      return true
    case .default:
      let (parameters, offset) = try finishDefault()
      try advance()
      pending.append(.lambda(parameters, at: offset))
      return true
    case .brace: throw Parser.foreign("a dictionary", at: brackets[innermost].opening.offset)
    default: return try readEnd(colon)
    }
  }

  /// Takes the expression just read as the default of a parameter.
  private mutating func finishDefault() throws(Fault) -> (parameters: [Int32], offset: Int) {
    try reduce(above: -1)
    let bracket = brackets.removeLast()
    pending.removeLast()
    guard case .default(let parameters, let name, let offset) = bracket.kind else { return ([], 0) }
    let parameter = tree.add(.parameter, at: bracket.opening.offset, name, operands.removeLast())
    return (parameters + [parameter], offset)
  }

  // MARK: - Elements

  private mutating func readComma(_ start: Token) throws(Fault) -> Bool {
    switch brackets[innermost].kind {
    case .statement(isList: false, _), .format, .spec: return try readEnd(start)
    case .default:
      let (parameters, offset) = try finishDefault()
      try advance()
      return try readParameters(parameters, at: offset)
    default: break
    }
    let phase = brackets[innermost].phase
    if phase == .iterable || phase == .condition {
      guard case .call = brackets[innermost].kind else { return try readEnd(start) }
    }
    try advance()
    try finishElement()
    if phase == .target {
      brackets[innermost].hasTargetComma = true
    } else {
      brackets[innermost].hasComma = true
    }
    return true
  }

  /// Takes the expression just read as an element of the innermost bracket.
  private mutating func finishElement() throws(Fault) {
    let bracket = brackets[innermost]
    var node: Int32
    if bracket.phase == .iterable || bracket.phase == .condition {
      node = try finishComprehension()
    } else {
      try reduce(above: -1)
      node = operands.removeLast()
    }
    if bracket.phase == .target {
      brackets[innermost].targets.append(node)
      return
    }
    if let slice = bracket.slice {
      let parts = slice + [node]
      node = tree.add(
        .slice, at: bracket.opening.offset, parts[0], parts[1], parts.count > 2 ? parts[2] : SyntaxTree.none)
      brackets[innermost].slice = nil
    }
    if let (name, offset) = bracket.keyword {
      node = tree.add(.keyword, at: offset, name, node)
      brackets[innermost].keyword = nil
    }
    if let offset = bracket.star {
      node = tree.add(.starred, at: offset, node)
      brackets[innermost].star = nil
    }
    brackets[innermost].items.append(node)
  }

  /// The elements of a bracket as one expression: a tuple if there was a comma.
  private mutating func listed(_ bracket: Bracket) -> Int32 {
    guard bracket.hasComma || bracket.items.count != 1 else { return bracket.items[0] }
    let offset = bracket.items.first.map { Int(tree[$0].offset) } ?? bracket.opening.offset
    return tree.add(.tuple, at: offset, list: bracket.items)
  }

  // MARK: - Ends

  private mutating func readFieldEnd(_ start: Token) throws(Fault) -> Bool {
    guard case .field = brackets[innermost].kind else { return try readEnd(start) }
    if brackets[innermost].element < 0 {
      try finishElement()
      let field = brackets[innermost]
      brackets[innermost].element = listed(field)
      if start.kind == .fieldEquals {
        let text = String(decoding: bytes[field.opening.end..<start.end], as: UTF8.self)
        brackets[innermost].debug = constant(.text(text), field.opening)
      }
    }
    if start.kind == .fieldConversion { brackets[innermost].conversion = Int32(bytes[start.end - 1]) }
    try advance()
    switch start.kind {
    case .fieldEnd:
      finishField()
      return try readFormat()
    case .fieldColon:
      open(.spec, start)
      return try readFormat()
    default:
      guard [.fieldConversion, .fieldColon, .fieldEnd].contains(token.kind) else {
        throw Fault(offset: token.offset, message: "expected '}' at the end of this field")
      }
      // At most a conversion, a colon and the end.
      return try readFieldEnd(token)
    }
  }

  /// A token that no operator is: it ends the expression, or is a mistake.
  private mutating func readEnd(_ start: Token) throws(Fault) -> Bool {
    if try close(start, hasOperand: true) { return false }
    if case .statement(let isList, let end) = brackets[innermost].kind {
      if Parser.endsStatement(start.kind) || (!isList && start.kind == .comma) || start.kind == end {
        try finishElement()
        finishStatement()
        return false
      }
    }
    if let fault = unclosed(start) { throw fault }
    if Parser.isClosing(start.kind) {
      if brackets.count == 1 {
        throw Fault(offset: start.offset, message: "'\(text(start))' closes nothing")
      }
      let opening = brackets[innermost].opening
      throw Fault(offset: opening.offset, message: "'\(text(opening))' is closed by '\(text(start))'")
    }
    throw missingOperator(before: start)
  }

  static func endsStatement(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .newline, .semicolon, .endOfFile, .assign, .augmentedAssign, .colon, .as: true
    default: false
    }
  }

  private static func isClosing(_ kind: Token.Kind) -> Bool {
    kind == .rightParenthesis || kind == .rightBracket || kind == .rightBrace
  }

  /// Makes a node of the innermost bracket, if this token closes it.
  ///
  /// - Parameter hasOperand: whether an element was just read; else there must be a comma before the end.
  private mutating func close(_ closing: Token, hasOperand: Bool) throws(Fault) -> Bool {
    let bracket = brackets[innermost]
    guard bracket.isClosed(by: closing.kind) else { return false }
    if bracket.phase == .target {
      throw Fault(offset: closing.offset, message: "expected 'in' after the names of 'for'")
    }
    if !hasOperand {
      guard bracket.hasComma || bracket.slice != nil, bracket.phase == .element else { return false }
      if bracket.slice != nil { operands.append(SyntaxTree.none) }
    }
    if hasOperand || bracket.slice != nil { try finishElement() }
    try advance()
    finishBracket()
    return true
  }

  private mutating func finishBracket() {
    let bracket = brackets.removeLast()
    pending.removeLast()
    let offset = bracket.opening.offset
    switch bracket.kind {
    case .list where bracket.isComprehension, .brace where bracket.isComprehension:
      operands.append(bracket.items[0])
    case .list: operands.append(tree.add(.list, at: offset, list: bracket.items))
    case .brace: operands.append(tree.add(.set, at: offset, list: bracket.items))
    case .call(let callee): operands.append(tree.add(.call, at: offset, callee, list: bracket.items))
    case .element(let object):
      operands.append(tree.add(.element, at: offset, object, listed(bracket)))
    default:
      let node = listed(bracket)
      tree[node].isParenthesised = true
      operands.append(node)
    }
  }

  private mutating func finishStatement() {
    let bracket = brackets.removeLast()
    pending.removeLast()
    operands.append(listed(bracket))
  }

  // MARK: - Reduction

  /// Applies the operators that bind tighter than this to the operands before them.
  private mutating func reduce(above precedence: Int) throws(Fault) {
    while let top = pending.last, top.precedence > precedence {
      pending.removeLast()
      let last = operands.removeLast()
      switch top {
      case .bracket: return
      case .unary(let op, let offset): operands.append(tree.add(.unary, at: offset, op: op.rawValue, last))
      case .not(let offset): operands.append(tree.add(.not, at: offset, last))
      case .binary(let op, let offset):
        operands.append(tree.add(.binary, at: offset, op: op.rawValue, operands.removeLast(), last))
      case .compare(let op, let offset):
        operands.append(tree.add(.comparison, at: offset, op: op.rawValue, operands.removeLast(), last))
      case .and(let offset): operands.append(tree.add(.and, at: offset, operands.removeLast(), last))
      case .or(let offset): operands.append(tree.add(.or, at: offset, operands.removeLast(), last))
      case .lambda(let parameters, let offset):
        operands.append(tree.add(.lambda, at: offset, last, list: parameters))
      case .condition(let offset):
        throw Fault(offset: offset, message: "expected 'else' after 'if', as in 'a if a > 0 else 0'")
      case .otherwise(let offset):
        let condition = operands.removeLast()
        operands.append(tree.add(.conditional, at: offset, operands.removeLast(), condition, last))
      }
    }
  }

  // MARK: - Mistakes

  static func foreign(_ construct: String, at offset: Int) -> Fault {
    Fault(offset: offset, message: "\(construct) is Python, but not in the subset that GradViz reads")
  }

  /// The fault of a bracket that is open where a line ends or a new statement begins.
  private func unclosed(_ token: Token) -> Fault? {
    guard brackets.count > 1 else { return nil }
    let opening = brackets[innermost].opening
    var isEnd = token.kind == .newline || token.kind == .endOfFile
    if !isEnd {
      // First on its line, below that of the bracket?
      var before = token.offset
      while before > opening.end && (bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09) { before -= 1 }
      isEnd = before > opening.end && bytes[before - 1] == UInt8(ascii: "\n")
    }
    guard isEnd else { return nil }
    switch brackets[innermost].kind {
    case .format, .field, .spec: return Fault(offset: opening.offset, message: "this field is never closed")
    case .default:
      return Fault(offset: opening.offset, message: "expected ':' after the parameters of lambda")
    default: return Fault(offset: opening.offset, message: "'\(text(opening))' is never closed")
    }
  }

  private func missingOperator(before start: Token) -> Fault {
    let shown = Literal.shortened(text(start))
    let isOperand: Bool =
      switch start.kind {
      case .name, .number, .string, .leftBrace: true
      default: false
      }
    if isOperand, let last = operands.last, last >= 0 {
      let node = tree[last]
      if node.kind == .name {
        let name = names[node.a]
        if Builtin.isFunction(name) {
          return Fault(
            offset: Int(node.offset), message: "'\(name)' needs parentheses; write \(name)(\(shown))")
        }
        return Fault(
          offset: start.offset,
          message: "expected an operator before '\(shown)'; write '\(name) * \(shown)' for a product")
      }
    }
    if start.kind == .foreignKeyword { return Parser.foreign("'\(text(start))'", at: start.offset) }
    if start.kind == .walrus { return Parser.foreign("':='", at: start.offset) }
    return Fault(offset: start.offset, message: "expected an operator before '\(shown)'")
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
