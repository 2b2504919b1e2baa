/// Lines that draw nothing.
struct SkippedLines {
  var count = 0
  /// What was missing.
  var needs: [String] = []
  var ownCount = 0
  /// Statements that were counted, as code and number.
  var seen: Set<[Int]> = []
}

extension Machine {
  mutating func noteSkip(lines: Int, isOwn: Bool) {
    guard skipped.seen.insert([code, -1 - ip]).inserted else { return }
    skipped.count += lines
    if isOwn { skipped.ownCount += 1 }
  }

  /// Goes on after a statement that could not be executed.
  ///
  /// - Returns: whether there is anything to go on with.
  mutating func handle(_ stop: Stop) -> Bool {
    switch stop {
    case .hidden(let what): return skipStatement(what)
    case .bound(let message):
      if !isTrial { report(message, at: program.codes[code].places[ip - 1]) }
      return false
    case .fault(let message): return fail(message, at: program.codes[code].places[ip - 1])
    case .faultAt(let message, let place): return fail(message, at: place)
    case .quiet: return fail(nil, at: 0)
    }
  }

  private mutating func report(_ message: String, at place: Int32) {
    faultCount += 1
    if faults.count < SourceError.mostReported { faults.append(Fault(offset: Int(place), message: message)) }
  }

  /// Reports a mistake; after one in straight-line code the next statement is executed.
  private mutating func fail(_ message: String?, at place: Int32) -> Bool {
    if let message { report(message, at: place) } else { leaveCalls() }
    guard frames.isEmpty, let statement = statement(around: ip - 1), statement.isStraight else {
      return false
    }
    reportUnknownNames(from: ip - 1, in: statement)
    leave(statement, .failed)
    return true
  }

  /// Gives up all calls: the statement that is not in a function cannot be executed for what was reported already.
  private mutating func leaveCalls() {
    guard let first = frames.first else { return }
    for frame in frames.reversed() where frame.hasScope { Recorder.current.endCall() }
    scopeCount = 0
    frames = []
    stack.removeLast(stack.count - first.base)
    code = 0
    ip = first.returnAddress
  }

  /// Whether a name has nothing, or nothing but a mistake.
  private func isMissing(_ name: Int) -> Bool {
    switch globals[name] {
    case .failed: return true
    case .unbound: if case .unbound = builtins[name] { return true } else { return false }
    default: return false
    }
  }

  /// If a statement stopped at a name that is missing, reports the other unknown names in it, as far as it would be
  /// executed for sure.
  private mutating func reportUnknownNames(from ip: Int, in statement: Code.Statement) {
    let first = program.codes[code].instructions[ip]
    guard first.opcode == .loadGlobal, isMissing(Int(first.operand)) else { return }
    unknownNames.insert(Int(first.operand))
    for place in ip + 1..<max(ip + 1, Int(statement.end)) {
      let instruction = program.codes[code].instructions[place]
      let name = Int(instruction.operand)
      switch instruction.opcode {
      case .loadGlobal where isMissing(name):
        if case .failed = globals[name] { continue }
        guard unknownNames.insert(name).inserted else { continue }
        let offset = program.codes[code].places[place]
        report(unknown(program.names[name], at: offset), at: offset)
      case .jump, .jumpIfFalse, .jumpIfTrue, .jumpIfFalseOrPop, .jumpIfTrueOrPop, .chain, .advance: return
      default: continue
      }
    }
  }

  /// The innermost statement around an instruction of the code under way.
  private func statement(around ip: Int) -> Code.Statement? {
    let statements = program.codes[code].statements
    var low = 0
    var high = statements.count
    while low < high {
      let middle = (low + high) / 2
      if statements[middle].start <= ip { low = middle + 1 } else { high = middle }
    }
    while low > 0 {
      low -= 1
      if statements[low].end > ip { return statements[low] }
    }
    return nil
  }

  /// Drops what a statement left on the stack, marks the names that it would have bound, and goes on behind it.
  private mutating func leave(_ statement: Code.Statement, _ mark: Object) {
    let base = frames.last?.base ?? 0
    let locals = frames.isEmpty ? mainLocals : program.codes[code].locals.count
    let height = base + locals + Int(statement.depth)
    if stack.count > height { stack.removeLast(stack.count - height) }
    for instruction in program.codes[code].instructions[Int(statement.start)..<Int(statement.end)] {
      let operand = Int(instruction.operand)
      switch instruction.opcode {
      case .storeGlobal: globals[Int(program.sites[operand].name)] = mark
      case .storeLocal: stack[base + operand] = mark
      case .storeCell: if case .cell(let cell) = stack[base + operand] { cell.object = mark }
      default: break
      }
    }
    ip = Int(statement.end)
  }

  var mainLocals: Int { program.codes[0].locals.count }

  private mutating func skipStatement(_ what: String) -> Bool {
    while true {
      guard let statement = statement(around: ip - 1), !statement.isReturn else {
        // The function gives nothing back: the statement that called it draws nothing.
        guard let frame = frames.popLast() else { return false }
        if frame.hasScope { Recorder.current.endCall() }
        stack.removeLast(stack.count - frame.base)
        code = frames.last?.code ?? 0
        ip = frame.returnAddress
        continue
      }
      if skipped.seen.insert([code, Int(statement.start)]).inserted {
        skipped.count += lineCount(Int(statement.offset), Int(statement.endOffset))
        if !skipped.needs.contains(what) && skipped.needs.count < 4 { skipped.needs.append(what) }
      }
      leave(statement, .hidden(Text(what)))
      return true
    }
  }

  private func lineCount(_ start: Int, _ end: Int) -> Int {
    let bytes = program.text.bytes
    return 1 + bytes[start..<max(start, min(end, bytes.count))].count { $0 == UInt8(ascii: "\n") }
  }

  /// What was left out, in a sentence.
  var skippedRemark: String? {
    guard skipped.count > 0 else { return nil }
    var text = skipped.count == 1 ? "1 line draws nothing" : "\(skipped.count) lines draw nothing"
    if !skipped.needs.isEmpty { text += ", without \(skipped.needs.joined(separator: ", "))" }
    for need in skipped.needs {
      // np.random is none of these misspelt.
      let (module, known) = (
        String(need.prefix { $0 != "." }), ["math", "random", "numpy", "torch", "micrograd"]
      )
      if !known.contains(module) { text += Spelling.remark(on: module, among: known) }
    }
    guard skipped.ownCount > 0 else { return text }
    text += "; GradViz has its own Value, networks and draw_dot"
    let classes = program.ownClasses.filter { $0 != "Module" }.sorted()
    if !classes.isEmpty {
      text += ", which stand for the text's \(classes.joined(separator: ", ")) whatever is written there"
    }
    if let neuron = program.neuron { text += "; neurons have \(neuron.description), as the text's" }
    return text
  }
}
