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
    if let nearest = Spelling.nearest(to: name, among: Builtin.names + known + ["True", "False", "None"]) {
      return "unknown name '\(shown)'; did you mean '\(nearest)'?"
    }
    return "unknown name '\(shown)'; give it a number first, such as '\(shown) = 1.0'"
  }

  /// What an object is, in messages.
  func described(_ object: Object) -> String { object.typeName }
}
