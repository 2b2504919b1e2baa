import Micrograd

/// Why a graph that was read cannot be computed anew.
public struct RebuildError: Error, Sendable, CustomStringConvertible {
  /// What stands in the way, and what to do.
  public let description: String
}

extension Graph {
  /// The same graph as values of the engine, computed anew.
  ///
  /// - Parameters:
  ///   - settings: numbers for leaves by label, or `#` and id, in place of their own.
  ///   - root: the id of the value to return; nil for the graph's own.
  /// - Throws: `RebuildError` if a label is unknown or computed, or if an operation is not one of the engine's.
  public func rebuilt(setting settings: [String: Double] = [:], root: Int? = nil) throws(RebuildError)
    -> Value
  {
    try rebuiltValues(setting: settings, upTo: root ?? self.root)[root ?? self.root]
  }

  /// The values of all nodes up to an id, computed anew.
  func rebuiltValues(setting settings: [String: Double] = [:], upTo last: Int) throws(RebuildError) -> [Value]
  {
    let labels = nodes.filter { $0.op.isEmpty && !$0.label.isEmpty }.map(\.label)
    var unlabelled: [Int: Double] = [:]
    for name in settings.keys.sorted() where !labels.contains(name) {
      let id = id(named: name)
      if let id, nodes[id].op.isEmpty {
        unlabelled[id] = settings[name]
        continue
      }
      let isComputed = id != nil
      let what = isComputed ? "'\(name)' is computed, not an input" : "unknown input '\(name)'"
      let hint =
        Spelling.nearest(to: name, among: labels).map { "did you mean '\($0)'?" }
        ?? "the inputs are \(labels.prefix(8).joined(separator: ", "))"
      throw RebuildError(description: "\(what); \(hint)")
    }
    var values: [Value] = []
    values.reserveCapacity(last + 1)
    for (id, node) in nodes[...last].enumerated() {
      if node.op.isEmpty {
        let data = unlabelled[id] ?? (node.label.isEmpty ? nil : settings[node.label]) ?? node.data
        values.append(node.role == .constant ? .constant(data) : Value(data, role: node.role ?? .input))
      } else {
        guard let op = Op(symbol: node.op) else {
          throw RebuildError(
            description:
              "node \(id): '\(node.op)' is not an operation of the engine, so the graph cannot be computed anew"
          )
        }
        let operands = operands(of: id).map { values[$0] }
        values.append(op.arity == 1 ? .apply(op, operands[0]) : .apply(op, operands[0], operands[1]))
      }
      if !node.label.isEmpty { values[id].label = node.label }
    }
    return values
  }

  /// The same graph without gradients.
  public func withoutGradients() -> Graph {
    var bare = nodes
    for id in bare.indices { bare[id].grad = nil }
    return replacing(nodes: bare, hasGradients: false)
  }
}
