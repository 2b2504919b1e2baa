/// All values of an execution that have names, in order of statement.
struct NamedValues {
  private(set) var inputs: [Evaluation.Binding] = []
  private(set) var parameters: [Evaluation.Binding] = []
  private(set) var computed: [Evaluation.Binding] = []
  /// Further names of inputs and parameters.
  private var aliases: [Evaluation.Binding] = []
  /// Names that stand for no single value.
  private(set) var others: [String: Object] = [:]
  private var seen: Set<Value> = []
  private let settings: Settings?

  init(_ machine: borrowing Machine) {
    settings = machine.settings
    let sites = machine.program.sites
    var places = machine.bindings.objects.indices.filter { machine.bindings.objects[$0] != nil }
    places.sort { machine.bindings.order[$0] < machine.bindings.order[$1] }
    // How often a name is bound, of those bindings that stand for values.
    var totals: [Int32: Int] = [:]
    for place in places where machine.bindings.objects[place]!.hasValues {
      totals[sites[place].name, default: 0] += 1
    }
    var counts: [Int32: Int] = [:]
    for place in places {
      let object = machine.bindings.objects[place]!
      let name = machine.program.names[Int(sites[place].name)]
      guard object.hasValues else {
        others[name] = object
        continue
      }
      counts[sites[place].name, default: 0] += 1
      let isLast = counts[sites[place].name] == totals[sites[place].name]
      let title = isLast ? name : "\(name)@\(counts[sites[place].name]!)"
      if let value = object.value {
        add(value, title)
      } else {
        add(object, title)
        others[name] = object
      }
    }
  }

  private mutating func add(_ object: Object, _ name: String) {
    var rest = [(object, name)]
    var count = 0
    while let (object, name) = rest.popLast() {
      count += 1
      guard count <= Machine.mostListed else { return }
      switch object {
      case .list(let list):
        for index in list.items.indices.reversed() {
          let path = "\(name)[\(index)]"
          switch list.items[index] {
          case .int(let number):
            let value = Value(Double(number), label: path)
            settings?.forget(value)
            list.items[index] = .whole(Whole(value, number, isNumber: true))
          case .float(let number):
            let value = Value(number, label: path)
            settings?.forget(value)
            list.items[index] = .real(value)
          default: break
          }
          rest.append((list.items[index], path))
        }
      case .tuple(let tuple):
        for index in tuple.items.indices.reversed() { rest.append((tuple.items[index], "\(name)[\(index)]")) }
      case .dictionary(let table):
        for place in table.valuePlaces.reversed() {
          rest.append((table.items[place], "\(name)[\(table.keyText(at: place))]"))
        }
      case .network(let part):
        part.take(name: name)
        for parameter in part.parameters where seen.insert(parameter).inserted {
          parameters.append((parameter.label, parameter))
        }
      default:
        guard let value = object.value else { continue }
        add(value, name)
      }
    }
  }

  private mutating func add(_ value: Value, _ name: String) {
    switch value.role {
    case nil, .constant?: computed.append((name, value))
    case .parameter?: aliases.append((name, value))
    case .input?:
      if seen.insert(value).inserted { inputs.append((name, value)) } else { aliases.append((name, value)) }
    }
  }

  /// The value with a name. O(n): few are looked up, and many there may be.
  private func value(bound name: String) -> Value? {
    for bindings in [computed, inputs, parameters, aliases] {
      if let found = bindings.last(where: { $0.name == name }) { return found.value }
    }
    return nil
  }

  // MARK: - Choices

  /// The input or parameter that a name stands for, or else a label.
  func input(named name: String, below root: Value?) throws(EvaluationError) -> Value {
    let bound = value(bound: name) ?? value(at: name)
    if let bound, bound.isSettable { return bound }
    var found = (inputs + parameters).filter { $0.value.label == name }
    if found.isEmpty, bound == nil, let root {
      for value in root.topologicalOrder() where value.label == name && value.isSettable {
        found.append((name, value))
      }
    }
    if let first = found.first, found.count == 1 { return first.value }
    if found.count > 1 { throw ambiguous(name, found.map(\.name)) }
    let names = (inputs + parameters).map(\.name)
    let known =
      bound != nil || computed.contains { $0.value.label == name }
      ? "'\(name)' is computed, not an input" : "unknown input '\(name)'"
    throw EvaluationError(description: known + NamedValues.choice("inputs", names, nearestTo: name))
  }

  /// The value that a name stands for, or else a label.
  func value(named name: String, below root: Value?) throws(EvaluationError) -> Value {
    if let value = value(bound: name) ?? value(at: name) { return value }
    if let object = others[name] { throw NamedValues.noValue(name, object) }
    if let bracket = name.lastIndex(of: "[") {
      let list = String(name[..<bracket])
      if let object = others[list] { throw NamedValues.noElement(name, object) }
      if let value = value(bound: list) { throw NamedValues.noElement(name, .value(value)) }
    }
    var found: [Evaluation.Binding] = []
    var known: Set<Value> = []
    for binding in inputs + parameters + computed where binding.value.label == name {
      if known.insert(binding.value).inserted { found.append(binding) }
    }
    if found.isEmpty, let root {
      for value in root.topologicalOrder() where value.label == name { found.append((name, value)) }
    }
    if let first = found.first, found.count == 1 { return first.value }
    if found.count > 1 { throw ambiguous(name, found.map(\.name)) }
    let names = (inputs + parameters + computed).map(\.name)
    throw EvaluationError(
      description: "unknown name '\(name)'" + NamedValues.choice("names", names, nearestTo: name))
  }

  private func ambiguous(_ label: String, _ names: [String]) -> EvaluationError {
    EvaluationError(
      description: "'\(label)' is the label of several values: \(names.prefix(8).joined(separator: ", "))"
        + "\(names.count > 8 ? ", …" : ""); choose one of them by its name")
  }

  static func noValue(_ name: String, _ object: Object) -> EvaluationError {
    switch object {
    case .list(let list):
      EvaluationError(
        description:
          "'\(name)' is a list of \(list.items.count); a graph is about one value: choose it with --root "
          + "'\(name)[0]', or end the text with it")
    case .network:
      EvaluationError(
        description: "'\(name)' is a network; a graph is about one value, such as \(name)([1.0, 2.0])[0]")
    default: EvaluationError(description: "'\(name)' is \(object.typeName); a graph is about one value")
    }
  }

  private static func noElement(_ name: String, _ object: Object) -> EvaluationError {
    guard case .list(let list) = object else {
      return EvaluationError(description: "'\(name)' is no element of a list; leave out the brackets")
    }
    return EvaluationError(
      description: "'\(name)' is not there; the list has \(list.items.count) elements, from 0 on")
  }

  private static func choice(_ what: String, _ names: [String], nearestTo name: String) -> String {
    let remark = Spelling.remark(on: name, among: names)
    guard remark.isEmpty else { return remark }
    guard !names.isEmpty else { return "; the text has no \(what)" }
    let shown = names.prefix(8).joined(separator: ", ")
    return "; the \(what) are \(shown)\(names.count > 8 ? ", …" : "")"
  }
}

extension Object {
  /// Whether it is or holds values.
  fileprivate var hasValues: Bool {
    switch self {
    case .list(let list): !list.items.isEmpty
    case .tuple, .dictionary: holdsValues
    case .network: true
    default: value != nil
    }
  }

  /// Whether there are values or networks in a tuple or a dictionary, or in what is in it.
  private var holdsValues: Bool {
    var rest = [self]
    var seen: Set<ObjectIdentifier> = []
    var count = 0
    while let object = rest.popLast(), count < Machine.mostListed {
      let container: Container
      switch object {
      case .list(let list): container = list
      case .tuple(let tuple): container = tuple
      case .dictionary(let table): container = table
      default:
        if object.value != nil || object.isNetwork { return true }
        continue
      }
      guard seen.insert(ObjectIdentifier(container)).inserted else { continue }
      count += container.items.count
      rest += container.items.prefix(Machine.mostListed).reversed()
    }
    return false
  }
}

extension Value {
  fileprivate var isSettable: Bool { role == .input || role == .parameter }
}

extension Machine {
  /// What the execution left.
  consuming func finish() throws(EvaluationError) -> Execution {
    let names = NamedValues(self)
    var execution = Execution()
    execution.hasPrinted = hasPrinted
    execution.remarks = remarks
    if random.wasDrawnUnseeded {
      execution.remarks.append(
        "random numbers are drawn as after random.seed(0), the same every time; seed them to have others")
    }
    if let remark = skippedRemark { execution.remarks.append(remark) }
    execution.backwardCounts = journal.counts
    execution.lastSite = journal.lastSite
    execution.remarks += try remarks(onSettings: names)
    let own = ownRoot
    var root = own
    if let name = options.root {
      do { root = try names.value(named: name, below: own) } catch {
        guard name == options.nameless, own?.label == "" else { throw error }
      }
    }
    guard let root else {
      execution.reason = reasonForNoRoot
      return execution
    }
    var claims: [Evaluation.Claim] = []
    for (value, grad) in journal.standing {
      claims.append((value.label.isEmpty ? value.op : value.label, value, grad))
    }
    var hasGradients = journal.root != nil || journal.hasClaims
    if journal.root != nil && root != journal.root {
      // Those that the text computed are of another root.
      for value in root.topologicalOrder() where value.hasGrad { value.grad = 0 }
      hasGradients = false
    } else if journal.root != nil {
      execution.before = journal.before
      execution.addsUpAt = journal.addsUpAt
    }
    execution.evaluation = Evaluation(
      root: root, inputs: names.inputs, parameters: names.parameters, computed: names.computed,
      claims: claims,
      hasGradients: hasGradients, notes: notes,
      isBackwardDone: journal.root != nil && hasGradients)
    return execution
  }

  private var reasonForNoRoot: any Error {
    switch bindings.lastOther {
    case .list(let list)?:
      return EvaluationError(
        description:
          "the text ends with a list of \(list.items.count); a graph is about one value: choose it with "
          + "--root '\(list.name.isEmpty ? "x" : list.name)[0]', or end the text with it")
    case .tuple(let tuple)?:
      return EvaluationError(
        description:
          "the text ends with a tuple of \(tuple.items.count); a graph is about one value, and a number with "
          + "decimals has a point, as in 2.5")
    case .network?:
      return EvaluationError(
        description: "the text ends with a network; a graph is about one value, such as net([1.0, 2.0])[0]")
    default:
      return program.text.error(
        [
          Fault(
            offset: 0,
            message:
              "there is no expression, so there is nothing to draw; write one, such as 'a = 2.0; b = a * 3'")
        ], count: 1)
    }
  }
}
