import Micrograd

/// A graph at one moment: plain, immutable, and free of the engine.
///
///     let snapshot = Snapshot(of: L)
///     snapshot.nodes[snapshot.root].data          // -8.0
///     snapshot.operands(of: snapshot.root)        // [5, 3]: the ids of d and f
///     snapshot.localDerivatives(of: snapshot.root)!  // [-2.0, 4.0]
///
/// Everything that draws or stores a graph consumes a snapshot; everything that computes produces one. Ids
/// are dense and in topological order: operands have lower ids than their results.
public struct Snapshot: Sendable {
  /// One scalar value.
  public struct Node: Sendable {
    /// The symbol of the operation that made it, empty for a leaf. Any text in a graph that was read.
    public var op: String
    public var label: String
    /// nil for a computed value.
    public var role: Role?
    public var data: Double
    /// nil if it was not computed.
    public var grad: Double?
    var operands: Range<Int>
    var hasLocalDerivatives: Bool
  }

  /// What one call of a module computed.
  public struct ModuleCall: Sendable, Equatable {
    /// Such as `layers[1].neurons[3]`; empty for the outermost module.
    public var path: String
    /// Counts the outermost calls from 0: which sample it was.
    public var call: Int
    /// The ids of its nodes.
    public var nodes: Range<Int>
  }

  public let nodes: [Node]
  /// The id of the value the graph is about.
  public let root: Int
  /// Whether gradients were computed.
  public let hasGradients: Bool
  public let modules: [ModuleCall]

  private let operandIDs: [Int32]
  private let locals: [Double]

  /// The most nodes of a snapshot: 2³¹ - 1.
  public static let mostNodes = Int(Int32.max)

  init(
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

  func replacing(nodes: [Node], locals: [Double]? = nil, hasGradients: Bool) -> Snapshot {
    Snapshot(
      nodes: nodes, operands: operandIDs, locals: locals ?? self.locals, root: root,
      hasGradients: hasGradients,
      modules: modules)
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
}

extension Snapshot {
  /// What a use of an operand hands on to its gradient: the local derivative times the gradient of the result, or
  /// 0 through a closed branch, such as a relu below zero; nil if either is not known.
  func contribution(of id: Int, at place: Int) -> Double? {
    guard let grad = nodes[id].grad, let locals = localDerivatives(of: id) else { return nil }
    let local = locals[locals.startIndex + place]
    guard local == 0, !grad.isFinite, let op = Op(symbol: nodes[id].op) else { return local * grad }
    let operands = operands(of: id).map { nodes[$0].data }
    let (toA, toB) = op.contributions(grad, operands[0], operands[operands.count - 1], result: nodes[id].data)
    return place == 0 ? toA : toB
  }

  /// The graph below a value as it is now. O(n) time and memory, about 100 bytes a node.
  public init(of root: Value) {
    let graph = root.flatGraph()
    var nodes: [Node] = []
    var operands: [Int32] = []
    var locals: [Double] = []
    nodes.reserveCapacity(graph.items.count)
    operands.reserveCapacity(2 * graph.items.count)
    locals.reserveCapacity(2 * graph.items.count)
    for item in graph.items {
      let first = operands.count
      if let op = item.op {
        let areConstant = (
          graph.items[item.a].role == .constant, item.b >= 0 && graph.items[item.b].role == .constant
        )
        let (byA, byB) = op.locals(item.aData, item.bData, result: item.data, isConstant: areConstant)
        operands.append(Int32(item.a))
        locals.append(byA)
        if item.b >= 0 {
          operands.append(Int32(item.b))
          locals.append(byB)
        }
      } else if let custom = item.custom {
        operands += custom.operands.map { Int32($0) }
        locals += custom.partials
      }
      nodes.append(
        Node(
          op: item.op?.symbol ?? item.custom?.name ?? "", label: item.label, role: item.role, data: item.data, grad: item.grad,
          operands: first..<operands.count, hasLocalDerivatives: true))
    }
    self.init(
      nodes: nodes, operands: operands, locals: locals, root: nodes.count - 1,
      hasGradients: nodes[nodes.count - 1].grad != nil, modules: Snapshot.modules(graph.calls))
  }

  private static func modules(_ calls: [FlatGraph.Call]) -> [ModuleCall] {
    var outermost = -1
    return calls.map { call in
      if call.depth == 0 { outermost += 1 }
      return ModuleCall(path: call.path, call: max(0, outermost), nodes: call.items)
    }
  }
}
