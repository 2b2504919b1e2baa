import Micrograd

/// Why a graph that was read cannot be computed anew.
public struct RebuildError: Error, Sendable, CustomStringConvertible {
  /// What stands in the way, and what to do.
  public let description: String
}

extension Graph {
  /// The same graph with other numbers for leaves and all results computed anew: ids, names and modules stay.
  ///
  /// - Parameters:
  ///   - settings: numbers for leaves by label, or `#` and id, in place of their own. All leaves of one label get
  ///     its number.
  ///   - backward: whether gradients are computed.
  /// - Throws: `RebuildError` if a name is unknown or that of a computed value, or if an operation is not one of the
  ///   engine's.
  /// - Complexity: O(n).
  func computed(setting settings: [String: Double], backward: Bool) throws(RebuildError) -> Graph {
    let evaluator = Evaluator(self)
    if let unknown = evaluator.firstUnknown { throw notComputable(unknown) }
    var data = try numbers(setting: settings)
    evaluator.forward(&data)
    return with(data: data, grad: backward ? evaluator.backward(data) : [])
  }

  /// The same graph as values of the engine, computed anew.
  ///
  /// - Parameters:
  ///   - settings: numbers for leaves by label, or `#` and id, in place of their own.
  ///   - root: the id of the value to return; nil for the graph's own.
  /// - Throws: `RebuildError` if a label is unknown or computed, or if an operation is not one of the engine's.
  public func rebuilt(setting settings: [String: Double] = [:], root: Int? = nil) throws(RebuildError)
    -> Value
  {
    let numbers = try numbers(setting: settings)
    let root = root ?? self.root
    var values: [Value] = []
    values.reserveCapacity(root + 1)
    for (id, node) in nodes[...root].enumerated() {
      if node.op.isEmpty {
        values.append(
          node.role == .constant
            ? .constant(numbers[id]) : Value(numbers[id], role: node.role ?? .input))
      } else {
        guard let op = node.operation else { throw notComputable(id) }
        let operands = operands(of: id).map { values[$0] }
        values.append(op.arity == 1 ? .apply(op, operands[0]) : .apply(op, operands[0], operands[1]))
      }
      if !node.label.isEmpty { values[id].label = node.label }
    }
    return values[root]
  }

  /// The numbers of all nodes, those of leaves as they are set.
  private func numbers(setting settings: [String: Double]) throws(RebuildError) -> [Double] {
    var numbers = nodes.map(\.data)
    for (name, number) in settings.sorted(by: { $0.key < $1.key }) {
      var leaves = leaves(labelled: name)
      if leaves.isEmpty, let id = id(named: name), nodes[id].op.isEmpty { leaves = [id] }
      guard !leaves.isEmpty else { throw notSettable(name) }
      for id in leaves { numbers[id] = number }
    }
    return numbers
  }

  /// The leaves with a label. O(n).
  func leaves(labelled label: String) -> [Int] {
    nodes.indices.filter { nodes[$0].op.isEmpty && nodes[$0].label == label && !label.isEmpty }
  }

  private func notSettable(_ text: String) -> RebuildError {
    let inputs = nodes.indices.lazy.filter { nodes[$0].op.isEmpty && nodes[$0].role != .constant }
    let names = Array(inputs.prefix(1000)).map { LabelText.visible(name(of: $0)) }
    let shown = LabelText.visible(text)
    let what = id(named: text) == nil ? "unknown input '\(shown)'" : "'\(shown)' is computed, not an input"
    let hint =
      Spelling.nearest(to: text, among: names).map { "did you mean '\($0)'?" }
      ?? (names.isEmpty
        ? "the graph has none" : "the inputs are \(names.prefix(8).joined(separator: ", "))")
    return RebuildError(description: "\(what); \(hint)")
  }

  private func notComputable(_ id: Int) -> RebuildError {
    let op = LabelText.elided(LabelText.visible(nodes[id].op))
    let meant = Spelling.nearest(to: nodes[id].op, among: Op.allCases.map(\.symbol))
    return RebuildError(
      description:
        "\(name(of: id)): '\(op)' is not an operation of the engine, so the graph cannot be computed anew; "
        + (meant.map { "did you mean '\($0)'?" }
          ?? "write it out by operations that are, or leave --set and --root away"))
  }

  /// The same graph without gradients.
  public func withoutGradients() -> Graph {
    var bare = nodes
    for id in bare.indices { bare[id].grad = nil }
    return replacing(nodes: bare, hasGradients: false)
  }
}
