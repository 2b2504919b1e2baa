import Micrograd

/// A graph from a text that a user gave: an expression, or graph JSON.
public struct GraphInput: Sendable {
  /// A value that the text names.
  public struct NamedValue: Sendable {
    public let name: String
    public let role: Role?
    public let data: Double
    /// nil if it was not computed.
    public let grad: Double?
    /// Whether the root depends on it.
    public let isUsed: Bool
  }

  /// What the user may choose beside the text.
  public struct Choices: Sendable {
    /// The name of the root; nil for the text's own choice.
    public var root: String?
    /// Numbers for inputs, in place of those in the text.
    public var settings: [String: Double] = [:]
    /// Whether to compute gradients. Those of graph JSON are kept as they are.
    public var backward = true

    public init() {}
  }

  public let snapshot: Snapshot
  /// The inputs, used or not, then the parameters of networks, then the computed values that have names, in order of the text.
  public let values: [NamedValue]
  /// What the root is called.
  public let rootName: String

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - bytes: an expression or graph JSON, told apart by the first byte.
  ///   - source: what error messages call it.
  /// - Throws: `SourceError`, `EvaluationError`, `JSONError` or `RebuildError`.
  public init(_ bytes: [UInt8], source: String, choices: Choices = Choices()) throws {
    if Snapshot.isGraphJSON(bytes) {
      try self.init(Snapshot(graphJSON: bytes, source: source), choices)
    } else {
      try self.init(Program(parsing: bytes, source: source), choices)
    }
  }

  private init(_ program: Program, _ choices: Choices) throws {
    let evaluation = try program.evaluate(setting: choices.settings, root: choices.root)
    if choices.backward { evaluation.root.backward() }
    snapshot = Snapshot(of: evaluation.root)
    let used = Set(evaluation.root.topologicalOrder())
    values = (evaluation.inputs + evaluation.parameters + evaluation.computed).map { name, value in
      NamedValue(
        name: name.isEmpty ? value.label : name, role: value.role, data: value.data,
        grad: choices.backward ? value.grad : nil, isUsed: used.contains(value))
    }
    rootName = evaluation.root.label
  }

  private init(_ file: Snapshot, _ choices: Choices) throws {
    var graph = file
    if choices.root != nil || !choices.settings.isEmpty {
      var root: Int?
      if let name = choices.root {
        root = file.id(labelled: name)
        guard root != nil else {
          let labels = file.nodes.map(\.label).filter { !$0.isEmpty }
          let hint =
            Spelling.nearest(to: name, among: labels).map { "did you mean '\($0)'?" }
            ?? "the labels are \(labels.prefix(8).joined(separator: ", "))"
          throw RebuildError(description: "unknown name '\(name)'; \(hint)")
        }
      }
      let value = try file.rebuilt(setting: choices.settings, root: root)
      if choices.backward { value.backward() }
      graph = Snapshot(of: value)
    } else if !choices.backward {
      graph = file.withoutGradients()
    }
    snapshot = graph
    values = graph.nodes.filter { !$0.label.isEmpty }.map {
      NamedValue(name: $0.label, role: $0.role, data: $0.data, grad: $0.grad, isUsed: true)
    }
    rootName = graph.nodes[graph.root].label
  }
}
