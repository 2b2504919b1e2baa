/// What a program computed: the values by name, and the one it is about.
public struct Evaluation {
  /// A value and the name a statement gave it.
  public typealias Binding = (name: String, value: Value)

  /// The value that the program, or the caller, chose.
  public let root: Value
  /// The input leaves in order of statement, used or not. Their names are empty if they have none.
  public let inputs: [Binding]
  /// Every binding of a computed value, in order of statement.
  public let computed: [Binding]
}

/// A choice of root or input that the program does not have.
public struct EvaluationError: Error, Sendable, CustomStringConvertible {
  public let description: String
}

extension Program {
  /// Builds the values.
  ///
  /// - Parameters:
  ///   - settings: numbers for inputs by name, in place of those in the text.
  ///   - root: the name of the root; nil for the program's own choice.
  /// - Throws: `EvaluationError` if a name is unknown, or names no input in `settings`.
  public func evaluate(
    setting settings: [String: Double] = [:], root: String? = nil
  ) throws(EvaluationError) -> Evaluation {
    let inputNames = Set(inputs.map(\.name))
    for name in settings.keys.sorted() where !inputNames.contains(name) || name.isEmpty {
      throw unknownInput(name)
    }
    var rootVariable: Int?
    if let root {
      guard let index = variables.firstIndex(of: root) else { throw unknownRoot(root) }
      rootVariable = index
    }
    return run(settings, rootVariable)
  }

  private func run(_ settings: [String: Double], _ rootVariable: Int?) -> Evaluation {
    var stack: [Value] = []
    var values: [Value?] = Array(repeating: nil, count: variables.count)
    var leaves: [Evaluation.Binding] = []
    var computed: [Evaluation.Binding] = []
    var last: Value?
    var chosen: Value?
    for instruction in instructions {
      switch instruction {
      case .number(let number): stack.append(.constant(number))
      case .input(let index):
        let input = inputs[index]
        let leaf = Value(settings[input.name] ?? input.number, label: input.label)
        leaves.append((input.name, leaf))
        stack.append(leaf)
      case .load(let variable): stack.append(values[variable]!)
      case .apply(let op):
        let right = stack.removeLast()
        stack.append(op.arity == 1 ? Value.apply(op, right) : Value.apply(op, stack.removeLast(), right))
      case .bind(let variable):
        let value = stack.removeLast()
        if value.label.isEmpty { value.label = variables[variable] }
        if value.role != .input { computed.append((variables[variable], value)) }
        values[variable] = value
        last = value
      case .label(let variable, let text): values[variable]!.label = texts[text]
      case .result: last = stack.removeLast()
      case .root: chosen = stack.removeLast()
      }
    }
    let root = rootVariable.map { values[$0]! } ?? chosen ?? last!
    return Evaluation(root: root, inputs: leaves, computed: computed)
  }

  private func unknownInput(_ name: String) -> EvaluationError {
    let names = inputs.map(\.name).filter { !$0.isEmpty }
    let known = variables.contains(name) ? "'\(name)' is computed, not an input" : "unknown input '\(name)'"
    return EvaluationError(description: "\(known); \(Program.list("inputs", names, nearestTo: name))")
  }

  private func unknownRoot(_ name: String) -> EvaluationError {
    EvaluationError(
      description: "unknown name '\(name)'; \(Program.list("names", variables, nearestTo: name))")
  }

  private static func list(_ what: String, _ names: [String], nearestTo name: String) -> String {
    if let nearest = Spelling.nearest(to: name, among: names) { return "did you mean '\(nearest)'?" }
    guard !names.isEmpty else { return "the text has no \(what)" }
    let shown = names.prefix(8).joined(separator: ", ")
    return "the \(what) are \(shown)\(names.count > 8 ? ", …" : "")"
  }
}

extension Value {
  /// Records an operation on one value. `op` must take one operand.
  package static func apply(_ op: Op, _ operand: Value) -> Value {
    TapeWriter.current.record(op, operand)
  }

  /// Records an operation on two values. `op` must take two operands.
  package static func apply(_ op: Op, _ left: Value, _ right: Value) -> Value {
    TapeWriter.current.record(op, left, right)
  }
}
