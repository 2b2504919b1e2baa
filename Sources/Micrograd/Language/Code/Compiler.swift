/// Turns syntax into instructions, with a list of tasks in place of recursion.
struct Compiler {
  /// What remains to be done, last first.
  enum Task {
    case expression(Int32)
    case statement(Int32)
    case emit(Instruction, at: Int32)
    /// Gives a name to what is on top of the stack, outside of the comprehensions around.
    case bind(Int32, at: Int32)
    /// Assigns what is on top of the stack to a target; `isCounter` if a plain number stays one.
    case store(Int32, isCounter: Bool)
    case delete(Int32, at: Int32)
    case jump(Instruction.Opcode, to: Int, flag: UInt8, at: Int32)
    case label(Int)
    case endStatement(Int)
    case beginLoop(Loop)
    case endLoop
    case beginClauses(Int32, ComprehensionKind)
    case clause(Int32, index: Int, slots: [Int32])
    case beginOverlay([Int32: (slot: Int32, isCell: Bool)])
    case endOverlay
    /// What is made once the defaults are on the stack.
    case lambda(Int32)
    case function(Int32)
  }

  struct Loop {
    let start: Int
    let end: Int
    let isFor: Bool
  }

  /// A function whose body is to be compiled.
  private struct Pending {
    let code: Int
    let node: Int32
    let captures: [Int32: Int32]
    let depth: Int
  }

  /// What names mean in the code under way.
  struct Scope {
    var locals: [Int32: Int32] = [:]
    var cells: Set<Int32> = []
    var captures: [Int32: Int32] = [:]
    /// Names that `global` says are those of the text.
    var globals: Set<Int32> = []
    /// Names of comprehensions that are open, innermost last.
    var overlays: [[Int32: (slot: Int32, isCell: Bool)]] = []
    var isMain = true
    /// How many functions are around it.
    var depth = 0
  }

  static let mostNestedFunctions = 50
  static let mostNestedComprehensions = 100
  static let mostArguments = 60_000

  var parser: Parser
  var codes: [Code] = [Code()]
  var sites: [Site] = []
  var keywordLists: [[Int32]] = []
  var current = 0
  var scope = Scope()
  var tasks: [Task] = []
  private var pending: [Pending] = []
  private var labels: [Int32] = []
  private var jumps: [Int32] = []
  private var loops: [Loop] = []

  init(_ parser: Parser) { self.parser = parser }

  var tree: SyntaxTree { _read { yield parser.tree } }

  /// Compiles the whole text.
  mutating func run() {
    while let statement = parser.statement() {
      compile(body: statement)
      var main = scope
      while let function = pending.popLast() { compile(function) }
      swap(&main, &scope)
      current = 0
      parser.tree.clear()
    }
    emit(.halt, at: Int32(clamping: parser.bytes.count))
  }

  private mutating func compile(body: Int32) {
    tasks.append(.statement(body))
    finish(body)
  }

  /// Performs what is to be done for a body.
  private mutating func finish(_ body: Int32) {
    let (start, firstStatement) = (codes[current].instructions.count, codes[current].statements.count)
    while let task = tasks.popLast() {
      do { try perform(task) } catch {
        parser.report(error)
        // Half of a body has jumps without an end: in its place stands that it failed.
        tasks.removeAll()
        jumps.removeAll()
        codes[current].instructions.removeSubrange(start...)
        codes[current].places.removeSubrange(start...)
        codes[current].statements.removeSubrange(firstStatement...)
        let place = tree[body].offset
        if scope.isMain { for name in names(boundIn: body) { emit(.poison, name, at: place) } }
        emit(.poison, -1, at: place)
      }
    }
    patchJumps()
    loops = []
    scope.overlays = []
  }

  private mutating func patchJumps() {
    for jump in jumps {
      let label = Int(codes[current].instructions[Int(jump)].operand)
      codes[current].instructions[Int(jump)].operand = labels[label]
    }
    jumps.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
  }

  // MARK: - Emission

  mutating func emit(
    _ opcode: Instruction.Opcode, flag: UInt8 = 0, count: Int = 0, _ operand: Int32 = 0, at place: Int32
  ) {
    codes[current].instructions.append(
      Instruction(opcode: opcode, flag: flag, count: UInt16(clamping: count), operand: operand))
    codes[current].places.append(place)
  }

  mutating func makeLabel() -> Int {
    labels.append(0)
    return labels.count - 1
  }

  private mutating func perform(_ task: Task) throws(Fault) {
    switch task {
    case .expression(let node): try compile(expression: node)
    case .statement(let node): try compile(statement: node)
    case .emit(let instruction, let place):
      codes[current].instructions.append(instruction)
      codes[current].places.append(place)
    case .bind(let name, let place): store(name: name, isCounter: false, isOutside: true, at: place)
    case .store(let target, let isCounter): store(target, isCounter: isCounter)
    case .delete(let name, let place): delete(name: name, at: place)
    case .jump(let opcode, let label, let flag, let place):
      jumps.append(Int32(codes[current].instructions.count))
      emit(opcode, flag: flag, Int32(label), at: place)
    case .label(let label): labels[label] = Int32(codes[current].instructions.count)
    case .endStatement(let index):
      codes[current].statements[index].end = Int32(codes[current].instructions.count)
      codes[current].statements[index].endOffset = max(
        codes[current].statements[index].endOffset, lastEnd)
    case .beginLoop(let loop): loops.append(loop)
    case .endLoop: loops.removeLast()
    case .beginClauses(let node, let kind): try beginClauses(node, kind)
    case .clause(let node, let index, let slots): try compile(clauseOf: node, index, slots)
    case .beginOverlay(let overlay): scope.overlays.append(overlay)
    case .endOverlay: scope.overlays.removeLast()
    case .lambda(let node): try make(function: node, name: "lambda", isLambda: true)
    case .function(let node):
      let name = tree[node].a
      try make(function: node, name: parser.names[name], isLambda: false)
      store(name: name, isCounter: true, at: tree[node].offset)
    }
  }

  var lastEnd: Int32 = 0

  var innermostLoop: Loop? { loops.last }

  /// How many iterators the loops around have on the stack.
  var iteratorDepth: Int { loops.count { $0.isFor } }

  // MARK: - Names

  mutating func load(_ name: Int32, at place: Int32) {
    for overlay in scope.overlays.reversed() {
      if let (slot, isCell) = overlay[name] {
        return emit(isCell ? .loadCell : .loadLocal, slot, at: place)
      }
    }
    if scope.globals.contains(name) { return emit(.loadGlobal, name, at: place) }
    if let slot = scope.locals[name] {
      return emit(scope.cells.contains(name) ? .loadCell : .loadLocal, slot, at: place)
    }
    if let capture = scope.captures[name] { return emit(.loadCapture, capture, at: place) }
    emit(.loadGlobal, name, at: place)
  }

  mutating func store(name: Int32, isCounter: Bool, isOutside: Bool = false, at place: Int32) {
    let flag: UInt8 = isCounter ? 1 : 0
    if !isOutside, let (slot, isCell) = scope.overlays.last?[name] {
      return emit(isCell ? .storeCell : .storeLocal, flag: flag, slot, at: place)
    }
    if !scope.globals.contains(name) {
      if let slot = scope.locals[name] {
        return emit(scope.cells.contains(name) ? .storeCell : .storeLocal, flag: flag, slot, at: place)
      }
      if let capture = scope.captures[name] { return emit(.storeCapture, flag: flag, capture, at: place) }
    }
    sites.append(Site(name: name))
    emit(.storeGlobal, flag: flag, Int32(sites.count - 1), at: place)
  }

  mutating func delete(name: Int32, at place: Int32) {
    if scope.globals.contains(name) { return emit(.deleteName, flag: 0, name, at: place) }
    if let slot = scope.locals[name] {
      return emit(.deleteName, flag: scope.cells.contains(name) ? 2 : 1, slot, at: place)
    }
    if let capture = scope.captures[name] { return emit(.deleteName, flag: 3, capture, at: place) }
    emit(.deleteName, flag: 0, name, at: place)
  }

  mutating func makeLocal(_ name: Int32) -> Int32 {
    codes[current].locals.append(name)
    return Int32(codes[current].locals.count - 1)
  }

  // MARK: - Functions

  /// Emits the making of a function and puts its body on the list.
  mutating func make(function node: Int32, name: String, isLambda: Bool) throws(Fault) {
    let syntax = tree[node]
    guard scope.depth < Compiler.mostNestedFunctions else {
      throw Fault(
        offset: Int(syntax.offset),
        message: "functions are nested more than \(Compiler.mostNestedFunctions) deep")
    }
    var code = Code(name: name)
    code.isLambda = isLambda
    let parameters = Array(tree.list(of: syntax))
    var defaultCount: Int32 = 0
    for parameter in parameters.map({ tree[$0] }) {
      switch ParameterKind(rawValue: parameter.op)! {
      case .rest: code.hasRest = parameter.a >= 0
      case .options: code.hasOptions = true
      case .plain, .keywordOnly:
        code.parameters.append(parameter.a)
        code.defaults.append(parameter.b >= 0 ? defaultCount : -1)
        if parameter.b >= 0 { defaultCount += 1 }
        if parameter.op == ParameterKind.plain.rawValue { code.positionalCount += 1 }
      }
    }
    // Of a name that is used inside, what it means outside.
    var captures: [Int32: Int32] = [:]
    if !scope.isMain || !scope.overlays.isEmpty {
      for used in names(usedIn: node) {
        guard let source = cell(of: used) else { continue }
        captures[used] = Int32(code.captures.count)
        code.captures.append(source)
      }
    }
    codes.append(code)
    pending.append(
      Pending(code: codes.count - 1, node: node, captures: captures, depth: scope.depth + 1))
    emit(.makeFunction, count: Int(defaultCount), Int32(codes.count - 1), at: syntax.offset)
  }

  /// Where a cell is found in the code under way: a local, or a capture from -1 down.
  private func cell(of name: Int32) -> Int32? {
    for overlay in scope.overlays.reversed() {
      if let (slot, isCell) = overlay[name] { return isCell ? slot : nil }
    }
    if scope.globals.contains(name) { return nil }
    if scope.cells.contains(name) { return scope.locals[name] }
    return scope.captures[name].map { -1 - $0 }
  }

  /// The names of the parameters in the order of their locals: first those of `Code.parameters`.
  private func locals(ofParameters function: SyntaxTree.Node) -> [Int32] {
    let parameters = tree.list(of: function).map { tree[$0] }.filter { $0.a >= 0 }
    let isStarred = { (parameter: SyntaxTree.Node) in parameter.op >= ParameterKind.rest.rawValue }
    return (parameters.filter { !isStarred($0) } + parameters.filter(isStarred)).map(\.a)
  }

  /// Notes what `global` and `nonlocal` say of the names of a function.
  ///
  /// - Returns: the names that are not its own.
  private mutating func declare(in body: Int32) -> Set<Int32> {
    var others: Set<Int32> = []
    for declaration in declarations(in: body) {
      for name in tree.list(of: declaration) {
        if declaration.op == 0 {
          scope.globals.insert(name)
        } else if scope.captures[name] == nil {
          parser.report(
            Fault(
              offset: Int(declaration.offset),
              message: "no function around this one has a name '\(Literal.shortened(parser.names[name]))'"))
        }
        others.insert(name)
      }
    }
    return others
  }

  private mutating func compile(_ function: Pending) {
    current = function.code
    scope = Scope()
    scope.isMain = false
    scope.depth = function.depth
    scope.captures = function.captures
    let node = tree[function.node]
    for name in locals(ofParameters: node) { scope.locals[name] = makeLocal(name) }
    let isLambda = node.kind == .lambda
    let body = isLambda ? node.a : node.b
    var others: Set<Int32> = []
    if parser.hasDeclarations && !isLambda { others = declare(in: body) }
    let bound = isLambda ? names(boundInside: body) : names(boundIn: body)
    for name in bound where scope.locals[name] == nil && !others.contains(name) {
      scope.locals[name] = makeLocal(name)
    }
    for name in scope.locals.keys { scope.captures[name] = nil }
    if hasNested(in: body) {
      let shared = names(usedInFunctionsIn: body)
      scope.cells = shared.intersection(scope.locals.keys)
      codes[current].cells = scope.cells.map { scope.locals[$0]! }.sorted()
    }
    if isLambda {
      tasks.append(.expression(body))
      finish(body)
      emit(.giveBack, at: node.offset)
    } else {
      compile(body: body)
      emit(.constant, parser.constants.number(of: .none), at: node.offset)
      emit(.giveBack, at: node.offset)
    }
  }
}
