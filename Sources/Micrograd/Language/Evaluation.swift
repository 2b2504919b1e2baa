/// What a program computed: the values by name, and the one it is about.
public struct Evaluation {
  /// A value and the name a statement gave it.
  public typealias Binding = (name: String, value: Value)

  /// The value that the program, or the caller, chose.
  public let root: Value
  /// The input leaves in order of statement, used or not. Their names are empty if they have none.
  public let inputs: [Binding]
  /// The weights and biases of networks that have names, such as `net.layers[0].neurons[1].b`.
  public let parameters: [Binding]
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
    var chosen: Root?
    if let root {
      guard let found = find(root: root) else { throw unknownRoot(root) }
      chosen = found
    }
    return try run(settings, chosen)
  }

  private func run(_ settings: [String: Double], _ chosenRoot: Root?) throws(EvaluationError) -> Evaluation {
    var stack: [Operand] = []
    var bindings = Bindings(variableCount: variables.count)
    var last: Operand?
    var chosen: Operand?
    for instruction in instructions {
      switch instruction {
      case .number(let number): stack.append(.value(.constant(number)))
      case .input(let index):
        let input = inputs[index]
        let leaf = Value(settings[input.name] ?? input.number, label: input.label)
        bindings.leaves.append((input.name, leaf))
        stack.append(.value(leaf))
      case .load(let variable): stack.append(bindings.values[variable]!)
      case .apply(let op):
        let right = stack.removeLast().value
        stack.append(
          .value(op.arity == 1 ? Value.apply(op, right) : Value.apply(op, stack.removeLast().value, right)))
      case .list(let count):
        let elements = stack.suffix(count).map(\.value)
        stack.removeLast(count)
        stack.append(.list(elements))
      case .element(let index): stack.append(.value(stack.removeLast().list[index]))
      case .call(let function):
        let list = stack.removeLast().list
        switch function {
        case .sum: stack.append(.value(sum(list)))
        case .mean: stack.append(.value(mean(list)))
        case .softmax: stack.append(.list(softmax(list)))
        case .dot: stack.append(.value(dot(stack.removeLast().list, list)))
        case .crossEntropy: preconditionFailure("Cross entropy is an instruction of its own.")
        }
      case .crossEntropy(let target):
        stack.append(.value(crossEntropy(stack.removeLast().list, target: target)))
      case .network(let index): stack.append(.network(networks[index].makeNetwork()))
      case .callNetwork(let variable):
        let input = stack.removeLast().list
        guard case .network(let net)? = bindings.values[variable] else { continue }
        stack.append(.list(net(input)))
      case .bind(let variable):
        let operand = stack.removeLast()
        bindings.bind(operand, variable, variables[variable])
        last = operand
      case .label(let variable, let text): bindings.values[variable]!.value.label = texts[text]
      case .result: last = stack.removeLast()
      case .root: chosen = stack.removeLast()
      }
    }
    let operand = chosenRoot.map { bindings.values[$0.variable]! } ?? chosen ?? last!
    return Evaluation(
      root: try operand.root(chosenRoot), inputs: bindings.leaves, parameters: bindings.parameters,
      computed: bindings.computed)
  }

  /// A variable, and which element of it.
  struct Root {
    let name: String
    let variable: Int
    let element: Int?
  }

  /// What `--root` names: `L`, or `y[0]`.
  private func find(root name: String) -> Root? {
    if let index = variables.firstIndex(of: name) { return Root(name: name, variable: index, element: nil) }
    guard name.hasSuffix("]"), let bracket = name.lastIndex(of: "["),
      let index = variables.firstIndex(of: String(name[..<bracket])),
      let element = Int(name[name.index(after: bracket)...].dropLast())
    else { return nil }
    return Root(name: name, variable: index, element: element)
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

/// What a name or an expression stands for while a program runs.
private enum Operand {
  case value(Value)
  case list([Value])
  case network(MLP)

  /// The parser has made sure that there is one.
  var value: Value {
    switch self {
    case .value(let value): value
    case .list(let values): values[0]
    case .network: preconditionFailure("A network stands where the parser saw a value.")
    }
  }

  var list: [Value] {
    switch self {
    case .value(let value): [value]
    case .list(let values): values
    case .network: preconditionFailure("A network stands where the parser saw a list.")
    }
  }

  /// The value that the graph is about.
  func root(_ chosen: Program.Root?) throws(EvaluationError) -> Value {
    let name = chosen.map { "'\($0.name)' is" } ?? "the last statement gives"
    switch self {
    case .value(let value) where chosen?.element == nil: return value
    case .value:
      throw EvaluationError(description: "\(name) no element of a list; leave out the brackets")
    case .list(let values):
      if let element = chosen?.element {
        guard values.indices.contains(element) else {
          throw EvaluationError(
            description: "\(name) not there; the list has \(values.count) elements, from 0 on")
        }
        return values[element]
      }
      guard values.count == 1 else {
        throw EvaluationError(
          description: "\(name) a list of \(values.count); a graph is about one value: choose it with --root "
            + "'\(chosen?.name ?? "x")[0]', or end the text with it")
      }
      return values[0]
    case .network:
      throw EvaluationError(
        description: "\(name) a network; a graph is about one value, such as net([1.0, 2.0])[0]")
    }
  }
}

/// What names stand for, and all values that ever had one.
private struct Bindings {
  var values: [Operand?]
  var leaves: [Evaluation.Binding] = []
  var parameters: [Evaluation.Binding] = []
  var computed: [Evaluation.Binding] = []

  init(variableCount: Int) { values = Array(repeating: nil, count: variableCount) }

  mutating func bind(_ operand: Operand, _ variable: Int, _ name: String) {
    values[variable] = operand
    switch operand {
    case .value(let value): bind(value, name)
    case .list(let elements):
      // A network of one output gives a value, as micrograd's do.
      guard elements.count > 1 else { return bind(elements[0], name) }
      for (index, element) in elements.enumerated() { bind(element, "\(name)[\(index)]") }
    case .network(let net):
      parameters += net.parameters.map { ("\(name).\($0.label)", $0) }
    }
  }

  private mutating func bind(_ value: Value, _ name: String) {
    if value.label.isEmpty { value.label = name }
    if value.role == nil || value.role == .constant { computed.append((name, value)) }
  }
}
