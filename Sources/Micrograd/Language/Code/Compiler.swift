/// Turns syntax into instructions, with a list of tasks in place of recursion.
struct Compiler {
  /// What remains to be done, last first.
  enum Task {
    case expression(Int32)
    case statement(Int32)
    case emit(Instruction, at: Int32)
    /// Assigns what is on top of the stack to a target; `isCounter` if a plain number stays one.
    case store(Int32, isCounter: Bool)
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
    finish()
  }

  private mutating func finish() {
    while let task = tasks.popLast() {
      do { try perform(task) } catch {
        parser.report(error)
        tasks.removeAll()
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
    case .store(let target, let isCounter): store(target, isCounter: isCounter)
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
    if let slot = scope.locals[name] {
      return emit(scope.cells.contains(name) ? .loadCell : .loadLocal, slot, at: place)
    }
    if let capture = scope.captures[name] { return emit(.loadCapture, capture, at: place) }
    emit(.loadGlobal, name, at: place)
  }

  mutating func store(name: Int32, isCounter: Bool, at place: Int32) {
    let flag: UInt8 = isCounter ? 1 : 0
    if let (slot, isCell) = scope.overlays.last?[name] {
      return emit(isCell ? .storeCell : .storeLocal, flag: flag, slot, at: place)
    }
    if let slot = scope.locals[name] {
      return emit(scope.cells.contains(name) ? .storeCell : .storeLocal, flag: flag, slot, at: place)
    }
    sites.append(Site(name: name))
    emit(.storeGlobal, flag: flag, Int32(sites.count - 1), at: place)
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
    for parameter in parameters {
      code.parameters.append(tree[parameter].a)
      if tree[parameter].b < 0 { code.requiredCount = code.parameters.count }
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
    emit(
      .makeFunction, count: parameters.count { tree[$0].b >= 0 }, Int32(codes.count - 1), at: syntax.offset)
  }

  /// Where a cell is found in the code under way: a local, or a capture from -1 down.
  private func cell(of name: Int32) -> Int32? {
    for overlay in scope.overlays.reversed() {
      if let (slot, isCell) = overlay[name] { return isCell ? slot : nil }
    }
    if scope.cells.contains(name) { return scope.locals[name] }
    return scope.captures[name].map { -1 - $0 }
  }

  private mutating func compile(_ function: Pending) {
    current = function.code
    scope = Scope()
    scope.isMain = false
    scope.depth = function.depth
    scope.captures = function.captures
    let node = tree[function.node]
    for parameter in tree.list(of: node) { scope.locals[tree[parameter].a] = makeLocal(tree[parameter].a) }
    let isLambda = node.kind == .lambda
    let body = isLambda ? node.a : node.b
    if !isLambda {
      for name in names(boundIn: body) where scope.locals[name] == nil {
        scope.locals[name] = makeLocal(name)
      }
    }
    for name in scope.locals.keys { scope.captures[name] = nil }
    if hasNested(in: body) {
      let shared = names(usedInFunctionsIn: body)
      scope.cells = shared.intersection(scope.locals.keys)
      codes[current].cells = scope.cells.map { scope.locals[$0]! }.sorted()
    }
    if isLambda {
      tasks.append(.expression(body))
      finish()
      emit(.giveBack, at: node.offset)
    } else {
      compile(body: body)
      emit(.constant, parser.constants.number(of: .none), at: node.offset)
      emit(.giveBack, at: node.offset)
    }
  }
}
