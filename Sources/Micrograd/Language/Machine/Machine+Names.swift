extension Machine {
  func builtin(_ name: Int) throws(Stop) -> Object {
    guard case .unbound = builtins[name] else { return builtins[name] }
    if unknownNames.contains(name) { throw .quiet }
    throw .fault(unknown(program.names[name], at: program.codes[code].places[ip - 1]))
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

  /// What to say of a name that has nothing.
  ///
  /// - Parameter place: where it stands in the text.
  func unknown(_ name: String, at place: Int32) -> String {
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
    let follower = follower(of: name, at: place)
    // A letter such as the e of the lecture is a name of the text's.
    if name.count > 1, let module = Library.owner(of: name, isCalled: follower == UInt8(ascii: "(")) {
      return "unknown name '\(shown)'; write '\(module.name).\(shown)'"
    }
    let remark = Spelling.remark(on: name, among: Builtin.names + known + ["True", "False", "None"])
    guard remark.isEmpty else { return "unknown name '\(shown)'\(remark)" }
    let remedy =
      switch follower {
      case UInt8(ascii: "("): "define it first, as in 'def \(shown)(x): return x * x'"
      case UInt8(ascii: "["): "give it a list first, such as '\(shown) = [1.0, 2.0]'"
      default: "give it a number first, such as '\(shown) = 1.0'"
      }
    return "unknown name '\(shown)'; \(remedy)"
  }

  /// The byte behind a name in the text, spaces left out.
  private func follower(of name: String, at place: Int32) -> UInt8? {
    let bytes = program.text.bytes
    var next = Int(place) + name.utf8.count
    while next < bytes.count, bytes[next] == UInt8(ascii: " ") { next += 1 }
    return next < bytes.count ? bytes[next] : nil
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
