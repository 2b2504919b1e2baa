import Micrograd

/// A graph from a text that a user gave: a program of the language, a notebook, or graph JSON.
package struct GraphInput: Sendable {
  /// A value that the text names.
  package struct NamedValue: Sendable {
    /// What the text calls it.
    package let name: String
    /// nil for a computed value.
    package let role: Role?
    /// The number.
    package let data: Double
    /// nil if it was not computed.
    package let grad: Double?
    /// Whether the root depends on it.
    package let isUsed: Bool
  }

  /// A gradient that the text set by hand.
  package struct Claim: Sendable {
    /// What the text calls it.
    package let name: String
    /// Its id in the graph; nil if the root does not depend on it, and the gradient must be 0.
    package let id: Int?
    /// What the text set.
    package let gradient: Double
  }

  /// What the user may choose beside the text.
  package struct Choices {
    /// The name or label of the root, or `#` and its id, in graph JSON that of the file, of a text that in the graph
    /// of its own choice; nil for that choice.
    package var root: String?
    /// Numbers for inputs by name or label, or by `#` and id, in place of those in the text.
    package var settings: [String: Double] = [:]
    /// Whether to compute gradients. Those of graph JSON, and those that the text computes, are kept as they are.
    package var backward = true
    /// Whether the graph is to be as it was at the last `backward()`, before a loop updated its leaves.
    package var isAtBackward = true
    /// Gets what the text prints.
    package var print: (String) -> Void = { _ in }
    /// The folder whose files the text may load; nil for none.
    package var folder: String?
    /// Whether the steps of the text's loop are to be kept.
    package var keepsSteps = false
    /// Whether values can be found in the graph by the names of the text, not only by labels.
    package var keepsNames = false
    /// Whose graph is kept of steps with more than 2,000 values.
    package var sample: Int?

    /// Everything as the text has it.
    package init() {}
  }

  /// The inputs, used or not, then the parameters of networks, then the computed values that have names, in order of the text.
  package let values: [NamedValue]
  /// What the root is called.
  package let rootName: String
  /// Whether the text printed anything.
  package let hasPrinted: Bool
  /// What the reader of the text should know.
  package let remarks: [String]
  /// The line whose `backward()` added to gradients of an earlier one; nil if the last one started afresh.
  package let addsUpAt: Int?
  /// Gradients that the text set by hand.
  package let claims: [Claim]
  /// The steps of the text, if they were to be kept: what two or more executions of `backward()` left, of one in a loop,
  /// or of several in a row on one graph.
  package let steps: RunFile?
  /// Whether the steps have the graph of one sample, as that of all is too large.
  package let stepsAreOfSample: Bool
  private let result: Result<Graph, any Error>

  /// The graph.
  ///
  /// - Throws: `SourceError` or `EvaluationError` if the text has no value to be about.
  package var graph: Graph { get throws { try result.get() } }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - bytes: a program, a notebook or graph JSON, told apart by how they begin.
  ///   - source: what error messages call it.
  ///   - choices: what is chosen beside the text.
  /// - Throws: `SourceError`, `EvaluationError`, `JSONError` or `RebuildError`.
  package init(_ bytes: [UInt8], source: String, choices: Choices = Choices()) throws {
    if let other = GraphInput.otherKind(bytes, source) {
      throw EvaluationError(
        description:
          "'\(LabelText.visible(source))' is \(other); a program, a notebook or graph JSON is expected")
    }
    if Notebook.isNotebook(bytes, source: source) {
      let notebook = try Notebook(bytes, source: source)
      try self.init(Program(cells: notebook.cells, source: source), choices)
    } else if Graph.isGraphJSON(bytes) || source.hasSuffix(".json") {
      var remarks: [String] = []
      let graph = try Graph(graphJSON: bytes, source: source, &remarks)
      try self.init(graph, choices, remarks)
    } else {
      try self.init(Program(parsing: bytes, source: source), choices)
    }
  }

  /// What a file is that has no graph; nil if it may have one.
  private static func otherKind(_ bytes: [UInt8], _ source: String) -> String? {
    let kind = FileKind(of: bytes)
    switch kind {
    case .gzip, .zip, .xz, .zstandard, .bzip2, .png, .jpeg, .pdf, .pickle, .numpy, .hdf5, .utf16, .html, .xml:
      return kind.description
    case .table where source.hasSuffix(".csv") || source.hasSuffix(".tsv"):
      return "\(kind.description), from which 'gradviz train' learns"
    case .empty, .jsonObject, .jsonList, .table, .text, .binary: return nil
    }
  }

  private init(_ program: Program, _ choices: Choices) throws {
    var options = Program.Options()
    let number = choices.root.flatMap(Graph.number)
    options.root = number == nil ? choices.root : nil
    options.nameless = GraphInput.nameless
    options.print = choices.print
    if let folder = choices.folder { options.load = { try DataFolder(folder).rows($0) } }
    options.settings = try GraphInput.named(choices.settings, program, options)
    let recording = choices.keepsSteps ? StepRecording(sample: choices.sample) : nil
    if let recording { options.onBackward = { try recording.capture($0, $1, $2) } }
    let execution = try program.execute(options)
    hasPrinted = execution.hasPrinted
    steps = recording?.run(of: execution.lastSite)
    stepsAreOfSample = recording?.isPartial == true
    var remarks = execution.remarks
    if let steps, stepsAreOfSample {
      remarks.append(
        "the graph has more than 2,000 values, so the \(steps.steps.count) steps show those of sample "
          + "\(choices.sample ?? 0); choose another with --sample")
    }
    self.remarks = remarks
    guard let evaluation = execution.evaluation else {
      result = .failure(execution.reason ?? EvaluationError(description: "there is nothing to draw"))
      (values, rootName, claims, addsUpAt) = ([], "", [], nil)
      return
    }
    let root =
      try number.map { try GraphInput.value($0, evaluation.root.topologicalOrder()) } ?? evaluation.root
    if choices.backward && !evaluation.hasGradients { root.backward() }
    let ids = Numbering(below: root)
    let notes = evaluation.notes
    var graph =
      choices.isAtBackward ? execution.atBackward { Graph(ids, notes: notes) } : Graph(ids, notes: notes)
    claims = evaluation.claims.map { Claim(name: $0.name, id: ids.id(of: $0.value), gradient: $0.grad) }
    if !choices.backward { graph = graph.withoutGradients() }
    if number != nil {
      // Names stay those of the graph in which the root was chosen.
      let whole = Numbering(below: evaluation.root)
      graph.givenIDs = root.topologicalOrder().map { whole.id(of: $0) }
    }
    addsUpAt = execution.addsUpAt
    let named = evaluation.inputs + evaluation.parameters + evaluation.computed
    let binding = named.last { $0.value == root }
    let isNameless = binding == nil && root.label.isEmpty
    let rootName =
      isNameless
      ? number.map { "#\($0)" } ?? GraphInput.nameless(ids.id(of: root), beside: named.lazy.map(\.name))
      : binding?.name ?? root.label
    self.rootName = rootName
    if choices.keepsNames {
      if isNameless { graph.names[rootName] = graph.root }
      for (name, value) in named {
        if let id = ids.id(of: value) { graph.names[name] = max(graph.names[name] ?? 0, id) }
      }
    }
    result = .success(graph)
    func listed(_ name: String, _ value: Value, _ role: Role?) -> NamedValue {
      let isKnown =
        choices.backward && (value.hasGrad || !evaluation.hasGradients || evaluation.isBackwardDone)
      return NamedValue(
        name: name, role: role, data: value.data, grad: isKnown ? value.grad : nil,
        isUsed: ids.id(of: value) != nil)
    }
    func numbers() -> [NamedValue] {
      named.map { listed($0, $1, $1.role) } + (isNameless ? [listed(rootName, root, nil)] : [])
    }
    values = choices.isAtBackward ? execution.atBackward(numbers) : numbers()
  }

  /// What a root without a name is called, unless something else has that name.
  private static let nameless = "result"

  /// - Parameter id: its id in the graph.
  private static func nameless(_ id: Int?, beside names: some Sequence<String>) -> String {
    names.contains(nameless) ? id.map { "#\($0)" } ?? nameless : nameless
  }

  /// Settings with names in place of ids, which are known once the text has run: in silence.
  private static func named(
    _ settings: [String: Double], _ program: Program, _ options: Program.Options
  ) throws -> [String: Double] {
    let ids = settings.keys.filter { Graph.number($0) != nil }.sorted()
    guard !ids.isEmpty else { return settings }
    var silent = options
    silent.settings = [:]
    silent.print = { _ in }
    guard let evaluation = try program.execute(silent).evaluation else { return settings }
    let order = evaluation.root.topologicalOrder()
    var settings = settings
    for id in ids {
      let value = try value(Graph.number(id)!, order)
      guard let name = (evaluation.inputs + evaluation.parameters).last(where: { $0.value == value })?.name
      else {
        throw EvaluationError(
          description: value.op.isEmpty
            ? "'\(id)' is the number \(NumberText.exact(value.data)) in the text; give it a name, such as "
              + "n = \(NumberText.exact(value.data)), to set it"
            : "'\(id)' is computed, not an input")
      }
      settings[name] = settings.removeValue(forKey: id)
    }
    return settings
  }

  /// A value by its id in a graph.
  private static func value(_ id: Int, _ order: [Value]) throws(EvaluationError) -> Value {
    guard order.indices.contains(id) else {
      throw EvaluationError(
        description: "there is no value #\(id); the graph has \(order.count), from #0 to #\(order.count - 1)")
    }
    return order[id]
  }

  private init(_ file: Graph, _ choices: Choices, _ remarks: [String]) throws {
    var graph = file
    var remarks = remarks
    if choices.root != nil || !choices.settings.isEmpty {
      if let name = choices.root { graph = graph.below(try GraphInput.id(named: name, file, &remarks)) }
      for name in choices.settings.keys.sorted() {
        let leaves = graph.leaves(labelled: name)
        guard leaves.count > 1 else { continue }
        let ids = leaves.prefix(8).compactMap(graph.givenID).map { "#\($0)" }.joined(separator: ", ")
        remarks.append(
          "\(leaves.count) inputs have the label '\(LabelText.visible(name))' (\(ids)), and all are set; --set takes an id as well"
        )
      }
      graph = try graph.computed(setting: choices.settings, backward: choices.backward)
    } else if !choices.backward {
      graph = file.withoutGradients()
    }
    let root = graph.nodes[graph.root]
    let isNumbered = choices.root.flatMap(Graph.number) != nil
    let isNameless = root.label.isEmpty && root.role != .input && root.role != .parameter
    let rootName =
      isNameless && !isNumbered
      ? GraphInput.nameless(graph.givenID(graph.root), beside: graph.nodes.lazy.map(\.label))
      : graph.name(of: graph.root)
    if isNameless, choices.keepsNames { graph.names[rootName] = graph.root }
    result = .success(graph)
    values = graph.nodes.indices.compactMap { id in
      let node = graph.nodes[id]
      let isInput = node.role == .input || node.role == .parameter
      guard !node.label.isEmpty || isInput || id == graph.root else { return nil }
      return NamedValue(
        name: id == graph.root ? rootName : graph.name(of: id), role: node.role, data: node.data,
        grad: node.grad, isUsed: true)
    }
    self.rootName = rootName
    hasPrinted = false
    self.remarks = remarks
    claims = []
    steps = nil
    stepsAreOfSample = false
    addsUpAt = nil
  }

  /// - Throws: `RebuildError` if no value has this name.
  private static func id(
    named name: String, _ graph: Graph, _ remarks: inout [String]
  ) throws(RebuildError) -> Int {
    let labels = graph.nodes.map(\.label).filter { !$0.isEmpty }
    guard let id = graph.id(named: name) else {
      if name == nameless, graph.nodes[graph.root].label.isEmpty { return graph.root }
      let known =
        labels.isEmpty
        ? "values without labels are called by their ids, such as \(graph.name(of: graph.root))"
        : "the labels are \(labels.prefix(8).map(LabelText.visible).joined(separator: ", "))"
      let hint =
        Spelling.nearest(to: name, among: labels).map { "did you mean '\(LabelText.visible($0))'?" } ?? known
      throw RebuildError(description: "unknown name '\(LabelText.visible(name))'; \(hint)")
    }
    let count = labels.count { $0 == name }
    if count > 1 {
      remarks.append(
        "\(count) values have the label '\(LabelText.visible(name))', and the last is taken"
          + (graph.givenID(id).map { ", #\($0)" } ?? "") + "; --root takes an id as well")
    }
    return id
  }
}
