import Micrograd

/// What is drawn at once of a graph: values, and boxes that stand for many of them.
///
/// A view is of the whole graph, of one call of a module, or of the neighbourhood of a value. Calls inside
/// it are boxes unless they are expanded; many calls of a kind side by side, such as those for the samples of
/// a batch, are one box.
struct GraphView: Sendable {
  /// A box that stands for many values.
  struct Box: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
      /// One call of a module, or several of a kind.
      case calls([Int])
      /// Leaves, or values from outside, that calls use.
      case values([Int])
    }
    var kind: Kind
    var name: String
    /// How many values it stands for.
    var valueCount: Int
    /// The parameters that only it uses.
    var parameterCount = 0
    /// Its values that others use, ascending.
    var outputs: [Int] = []
  }

  /// An end of a link.
  enum Place: Hashable, Sendable {
    case value(Int)
    case box(Int)

    var box: Int? { if case .box(let index) = self { index } else { nil } }
  }

  /// An edge that begins or ends at a box.
  struct Link: Sendable, Equatable {
    var from: Place
    var to: Place
    /// How many edges of the graph it stands for.
    var count: Int
    /// The first of them, at most `mostEdges`.
    var edges: [Edge]

    static let mostEdges = 64

    /// An operand, the value that was computed from it, and which of its operands it is.
    struct Edge: Sendable, Equatable {
      var operand: Int
      var user: Int
      var place: Int
    }

    mutating func add(_ edge: Edge) {
      count += 1
      if edges.count < Link.mostEdges { edges.append(edge) }
    }
  }

  /// What a drawing leaves out below one value.
  struct Stub: Sendable {
    /// The value whose operands are left out, some or all.
    let node: Int
    /// How many values are left out here; each is counted at one stub.
    let count: Int
  }

  /// The ids of values with a box of their own, ascending.
  var values: [Int]
  var boxes: [Box] = []
  var links: [Link] = []
  var stubs: [Stub] = []
  /// The value that the drawing is about.
  var root: Int
  /// Values that were computed elsewhere, and only used here.
  var outside: Set<Int> = []
  /// The call whose inside this is; nil for the whole graph.
  var call: Int?

  /// All of a graph.
  init(all graph: Graph) {
    values = Array(graph.nodes.indices)
    root = graph.root
  }

  init(values: [Int], stubs: [Stub], root: Int) {
    self.values = values
    self.stubs = stubs
    self.root = root
  }

  /// How many boxes are drawn.
  var count: Int { values.count + boxes.count }

  /// How many values have no box of their own.
  func hiddenCount(_ graph: Graph) -> Int { graph.nodes.count - values.count }

  var isWhole: Bool { boxes.isEmpty && stubs.isEmpty && call == nil }
}
