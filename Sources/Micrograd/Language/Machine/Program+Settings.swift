extension Program {
  /// Finds out what the names and labels of settings stand for, in silence.
  ///
  /// A name that is bound, and whose leaf at the end is the one that got the number then, is known by that
  /// alone. The leaves of others are known by when they are made. As one number may change what is executed
  /// after it, the earliest is found first, and the next with its number in place: one execution each.
  ///
  /// - Throws: `EvaluationError` of a name that is none of an input; `SourceError`.
  func plan(_ options: Options) throws -> Settings.Plan {
    var silent = options
    silent.print = { _ in }
    silent.onBackward = nil
    var plan = Settings.Plan(byName: options.settings)
    var open: [String: Double] = [:]
    while true {
      let settings = Settings(plan)
      let found = try run(silent, settings, anyway: true) {
        try $0.leaves(of: Array(options.settings.keys), settings)
      }
      // Those whose numbers went elsewhere, or nowhere.
      let missed = found.missed.filter { plan.byName[$0] != nil }
      for name in missed { open[name] = plan.byName.removeValue(forKey: name) }
      if missed.contains(where: settings.applied.contains) { continue }
      if open.isEmpty { return plan }
      let first = try found.first(of: open.keys.sorted())
      plan.byBirth[first.birth] = (first.name, open.removeValue(forKey: first.name)!)
      if open.isEmpty { return plan }
    }
  }
}

/// What the names of settings stand for at the end of an execution.
struct SettingLeaves {
  /// Names that were bound, but the leaf that they stand for has another number, or that were not bound.
  var missed: [String] = []
  /// What is wrong with the text while not all numbers are set.
  var mistakes: SourceError?
  /// Where their leaves are made, or why there is none.
  var births: [String: Result<Settings.Birth, EvaluationError>] = [:]

  /// The one whose leaf is made first. A name that has none yet may have one once others are set.
  ///
  /// - Throws: `EvaluationError` if none of the names has a leaf, or what is wrong with the text.
  func first(of names: [String]) throws -> (name: String, birth: Settings.Birth) {
    var first: (name: String, birth: Settings.Birth)?
    var reason = EvaluationError(description: "the numbers that are set change what the others stand for")
    for name in names.reversed() {
      switch births[name] {
      case .success(let birth)?: if first.map({ birth < $0.birth }) ?? true { first = (name, birth) }
      case .failure(let error)?: reason = error
      case nil: continue
      }
    }
    if let first { return first }
    if let mistakes { throw mistakes }
    throw reason
  }
}

extension Machine {
  /// What names of settings stand for now, at the end.
  func leaves(of names: [String], _ settings: Settings) throws(EvaluationError) -> SettingLeaves {
    let named = NamedValues(self)
    var found = SettingLeaves()
    if faultCount > 0 { found.mistakes = program.text.error(faults, count: faultCount) }
    var nameOfLeaf: [Value: String] = [:]
    for name in names.sorted() {
      let leaf: Value
      do { leaf = try named.input(named: name, below: ownRoot) } catch {
        // Of a name that the text binds elsewhere, as in a function, the numbers are set there.
        if !settings.applied.contains(name) {
          found.missed.append(name)
          found.births[name] = .failure(error)
        }
        continue
      }
      if let other = nameOfLeaf.updateValue(name, forKey: leaf) {
        throw EvaluationError(description: "'\(other)' and '\(name)' are one input; set one of them")
      }
      if settings.isSet(leaf, by: name) { continue }
      found.missed.append(name)
      found.births[name] =
        settings.birth(of: leaf).map { .success($0) }
        ?? .failure(
          EvaluationError(
            description: "nothing in the text computes with '\(name)', so setting it would change nothing"))
    }
    return found
  }

  /// What to say of numbers that the text itself changes afterwards.
  ///
  /// - Throws: `EvaluationError` if one was not used.
  func remarks(onSettings names: NamedValues) throws(EvaluationError) -> [String] {
    guard let settings else { return [] }
    var remarks: [String] = []
    for (name, number) in options.settings.sorted(by: { $0.key < $1.key }) {
      guard settings.applied.contains(name) else {
        throw EvaluationError(description: "'\(name)' could not be set beside the others; set fewer at once")
      }
      guard let leaf = try? names.input(named: name, below: ownRoot), leaf.data != number,
        !(leaf.data.isNaN && number.isNaN)
      else { continue }
      remarks.append(
        "'\(name)' is set to \(PythonText.repr(number)), and the text itself then makes it "
          + PythonText.repr(leaf.data))
    }
    return remarks
  }

  /// What the text is about, if nobody chooses.
  var ownRoot: Value? {
    journal.root ?? bindings.drawn ?? bindings.lastComputed ?? bindings.lastLeaf
      ?? bindings.lastNumber.map { Value($0) }
  }
}
