/// A scalar graph at one moment: plain, immutable, and free of the tape that it was recorded on.
///
///     let a = Value(2, label: "a"), b = Value(-3, label: "b")
///     let e = a * b
///     e.backward()
///     let graph = Graph(of: e)
///     graph.nodes[graph.root].data                  // -6.0
///     Array(graph.operands(of: graph.root))         // [0, 1]: the ids of a and b
///     Array(graph.localDerivatives(of: graph.root)!)   // [-3.0, 2.0]
///
/// Everything that draws, stores, checks or explains a graph takes one of these; everything that computes or reads
/// one makes one. Ids are dense and in topological order: operands have lower ids than their results.
public struct Graph: Sendable {
  /// One scalar value.
  public struct Node: Sendable {
    /// The symbol of the operation that made it, empty for a leaf. Any text in a graph that was read, and for
    /// operations of a user's own.
    public package(set) var op: String
    /// What the user calls it; empty if it has no name.
    public package(set) var label: String
    /// nil for a computed value.
    public package(set) var role: Role?
    /// The number.
    public package(set) var data: Double
    /// The derivative of the root by this value; nil if it was not computed.
    public package(set) var grad: Double?
    /// Where its operands and local derivatives are in the graph's lists.
    package var operands: Range<Int>
    package var hasLocalDerivatives: Bool
    /// The engine's operation; nil for a leaf, and for an operation that the engine does not know.
    package var operation: Op?

    package init(
      op: String, operation: Op? = nil, label: String = "", role: Role? = nil, data: Double,
      grad: Double? = nil,
      operands: Range<Int>, hasLocalDerivatives: Bool = true
    ) {
      self.op = op
      self.operation = operation
      self.label = label
      self.role = role
      self.data = data
      self.grad = grad
      self.operands = operands
      self.hasLocalDerivatives = hasLocalDerivatives
    }
  }

  /// What one call of a module computed.
  public struct ModuleCall: Sendable, Equatable {
    /// Such as `layers[1].neurons[3]`; empty for the outermost module.
    public package(set) var path: String
    /// Counts the outermost calls from 0: which sample it was.
    public package(set) var call: Int
    /// The ids of its nodes.
    public package(set) var nodes: Range<Int>

    package init(path: String, call: Int, nodes: Range<Int>) {
      self.path = path
      self.call = call
      self.nodes = nodes
    }
  }

  /// The values, operands before results.
  public let nodes: [Node]
  /// The id of the value the graph is about.
  public let root: Int
  /// Whether gradients were computed.
  public let hasGradients: Bool
  /// What calls of modules computed, by their start, outer ones first.
  public let modules: [ModuleCall]
  /// What is to be said of values, by id: the comments beside them in a text.
  public package(set) var notes: [Int: String] = [:]
  /// Ids of values by names that a text has for them, beside their labels.
  package var names: [String: Int] = [:]
  /// What `#3` means, by id: the ids of a file, or of a larger graph that this one is cut from, and nil for a value
  /// that has none there. nil altogether if they are the graph's own.
  package var givenIDs: [Int?]?

  /// The operands of all nodes, and the derivatives by them.
  package let operandIDs: [Int32]
  package let locals: [Double]

  /// The most nodes of a graph: 2³¹ − 1.
  public static let mostNodes = Int(Int32.max)

  package init(
    nodes: [Node], operands: [Int32], locals: [Double], root: Int, hasGradients: Bool,
    modules: [ModuleCall]
  ) {
    self.nodes = nodes
    operandIDs = operands
    self.locals = locals
    self.root = root
    self.hasGradients = hasGradients
    self.modules = modules
  }

  /// The same graph with other numbers.
  package func replacing(nodes: [Node], locals: [Double]? = nil, hasGradients: Bool) -> Graph {
    var graph = Graph(
      nodes: nodes, operands: operandIDs, locals: locals ?? self.locals, root: root,
      hasGradients: hasGradients, modules: modules)
    graph.names = names
    graph.notes = notes
    graph.givenIDs = givenIDs
    return graph
  }

  /// The ids of the operands of a node, in order; the same id twice if a value was used twice.
  public func operands(of id: Int) -> some RandomAccessCollection<Int> {
    operandIDs[nodes[id].operands].lazy.map(Int.init)
  }

  /// The derivative of a node by each operand, at the numbers with which it was recorded; nil for an
  /// operation that is not one of the engine's and came without.
  public func localDerivatives(of id: Int) -> ArraySlice<Double>? {
    nodes[id].hasLocalDerivatives ? locals[nodes[id].operands] : nil
  }

  /// What a node hands on to one of its operands of its own gradient; nil if the gradient or the derivative is
  /// not known.
  ///
  /// Mostly the local derivative times the gradient; a closed branch, such as that of a relu below 0, hands on 0
  /// also of a gradient that is not finite.
  package func contribution(of id: Int, at place: Int) -> Double? {
    guard let grad = nodes[id].grad, let locals = localDerivatives(of: id) else { return nil }
    let local = locals[locals.startIndex + place]
    guard local == 0, !grad.isFinite, let op = nodes[id].operation else { return local * grad }
    let operands = operands(of: id).map { nodes[$0].data }
    let (toA, toB) = op.contributions(grad, operands[0], operands[operands.count - 1], result: nodes[id].data)
    return place == 0 ? toA : toB
  }

  /// The id of the last node with this label; nil if there is none. O(n).
  public func id(labelled label: String) -> Int? { nodes.lastIndex { $0.label == label } }

  /// Whether two graphs differ at most in their numbers. O(n).
  package func hasTopology(of other: Graph) -> Bool {
    guard nodes.count == other.nodes.count, root == other.root, modules == other.modules,
      operandIDs == other.operandIDs
    else { return false }
    return nodes.indices.allSatisfy { id in
      let (a, b) = (nodes[id], other.nodes[id])
      return a.op == b.op && a.label == b.label && a.role == b.role && a.operands == b.operands
    }
  }
}
