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
    let settings = options.settings.isEmpty ? nil : Settings(try plan(options))
    return try run(options, settings) { try $0.finish() }
  }

  /// Runs a machine, and makes of it what is wanted. What its objects refer to in circles is released at the end.
  ///
  /// - Parameter anyway: whether that is wanted of a text with mistakes as well.
  func run<Result>(
    _ options: Options, _ settings: Settings?, anyway: Bool = false,
    _ result: (consuming Machine) throws -> Result
  ) throws -> Result {
    var machine = Machine(self, options, settings)
    let graveyard = machine.graveyard
    defer { graveyard.clear() }
    machine.run()
    if machine.faultCount > 0, !anyway { throw text.error(machine.faults, count: machine.faultCount) }
    return try result(machine)
  }
}
