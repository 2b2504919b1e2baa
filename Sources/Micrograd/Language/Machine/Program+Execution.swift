extension Program {
  /// Builds the values.
  ///
  /// - Parameters:
  ///   - settings: numbers for inputs by name or label, in place of those in the text.
  ///   - root: the name or label of the root; nil for the program's own choice.
  /// - Throws: `SourceError` with the mistakes that show when the text is executed; `EvaluationError` if a name is
  ///   unknown, names no input in `settings`, or if there is no value to be about.
  public func evaluate(setting settings: [String: Double] = [:], root: String? = nil) throws -> Evaluation {
    var options = Options()
    options.settings = settings
    options.root = root
    let execution = try execute(options)
    guard let evaluation = execution.evaluation else { throw execution.reason! }
    return evaluation
  }

  /// Executes the text.
  ///
  /// - Throws: `SourceError`, `EvaluationError`.
  package func execute(_ options: Options) throws -> Execution {
    var options = options
    if !options.settings.isEmpty { options.settings = try settingsByName(options) }
    return try run(options) { try $0.finish() }
  }

  /// The settings with names in place of labels, which are known once the text has run: in silence.
  private func settingsByName(_ options: Options) throws -> [String: Double] {
    var silent = options
    silent.print = { _ in }
    silent.onBackward = nil
    return try run(silent) { machine in
      let labels = options.settings.keys.filter { !machine.bindings.applied.contains($0) }.sorted()
      guard !labels.isEmpty else { return options.settings }
      let names = NamedValues(machine)
      var settings = options.settings
      for label in labels { settings[try names.input(labelled: label)] = settings.removeValue(forKey: label) }
      return settings
    }
  }

  /// Runs a machine, and makes of it what is wanted. What its objects refer to in circles is released at the end.
  private func run<Result>(
    _ options: Options, _ result: (consuming Machine) throws -> Result
  ) throws -> Result {
    var machine = Machine(self, options)
    let graveyard = machine.graveyard
    defer { graveyard.clear() }
    machine.run()
    if machine.faultCount > 0 { throw text.error(machine.faults, count: machine.faultCount) }
    return try result(machine)
  }
}
