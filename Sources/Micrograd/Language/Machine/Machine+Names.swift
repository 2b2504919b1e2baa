extension Machine {
  func builtin(_ name: Int) throws(Stop) -> Object {
    if case .unbound = builtins[name] { throw .fault(unknown(program.names[name])) }
    return builtins[name]
  }

  func unavailable(_ object: Object, local: Int?) -> Stop {
    switch object {
    case .failed: return .quiet
    case .hidden(let what): return .hidden(what.string)
    default:
      let name = local.map { program.codes[code].locals[$0] } ?? -1
      guard name >= 0 else { return .fault("this name has no value yet") }
      return .fault("'\(program.names[Int(name)])' has no value yet where this is executed")
    }
  }

  func unknown(_ name: String) -> String {
    // Looking for the nearest name costs as much as there are names, and only so many mistakes are shown.
    guard faultCount < SourceError.mostReported else { return "unknown name" }
    let known = program.names.indices.filter {
      if case .unbound = globals[$0] { false } else { true }
    }.map { program.names[$0] }
    let shown = Literal.shortened(name)
    if Builtin.foreign.contains(name) {
      return "'\(name)' is Python, but not in the subset that GradViz reads"
    }
    if let place = laterBinding(of: name) {
      return "'\(shown)' has no value yet; it gets one \(place)"
    }
    let remark = Spelling.remark(on: name, among: Builtin.names + known + ["True", "False", "None"])
    guard remark.isEmpty else { return "unknown name '\(shown)'\(remark)" }
    return "unknown name '\(shown)'; give it a number first, such as '\(shown) = 1.0'"
  }

  /// Where further down a name gets its first value, outside of functions.
  private func laterBinding(of name: String) -> String? {
    let main = program.codes[0]
    let here = frames.first?.returnAddress ?? ip
    guard here > 0, here < main.instructions.count else { return nil }
    let (source, line) = program.text.place(of: Int(main.places[here - 1]))
    for place in here..<main.instructions.count {
      let instruction = main.instructions[place]
      guard instruction.opcode == .storeGlobal,
        program.names[Int(program.sites[Int(instruction.operand)].name)] == name
      else { continue }
      let later = program.text.place(of: Int(main.places[place]))
      guard later.source == source else { return "in a later cell" }
      return later.line > line ? "in line \(later.line)" : nil
    }
    return nil
  }

  /// What an object is, in messages.
  func described(_ object: Object) -> String { object.typeName }
}
