import Micrograd

/// The views of a page and their layouts: the whole graph, and the inside of every call of a module, each from left to
/// right and from top to bottom, closed and open as deep as can be drawn. The page shows the one that suits the
/// reader's window.
struct PageViews {
  /// JSON of each layout.
  private(set) var layouts: [String] = []
  /// Of each view which layouts show it.
  private(set) var views: [[Int]] = []
  /// The view of each call; equal structures share one.
  private(set) var viewOfCall: [Int] = []
  private(set) var whole = 0

  private let graph: Graph
  private let nesting: ModuleNesting
  private let options: DrawingOptions
  private let room: Int

  /// More boxes than this are not drawn at once as long as modules can be closed: no window has room to read them.
  private static let mostOpen = 80
  /// From so many boxes on a drawing is larger than any window, whatever its direction.
  private static let mostInBothDirections = 200

  /// - Complexity: a layout for each different structure of modules, direction and depth.
  init(_ graph: Graph, _ nesting: ModuleNesting, _ options: DrawingOptions, room: Int) throws {
    self.graph = graph
    self.nesting = nesting
    self.options = options
    self.room = room
    let structure = CallStructure(graph, nesting)
    var known: [UInt64: Int] = [:]
    for call in nesting.modules.indices {
      let signature = structure.signature(of: call)
      if let view = known[signature] {
        viewOfCall.append(view)
        continue
      }
      known[signature] = views.count
      viewOfCall.append(views.count)
      try add(insides(of: call))
    }
    whole = views.count
    try add(wholes())
  }

  private mutating func add(_ drawn: [(depth: Int, view: GraphView)]) throws {
    var view: [Int] = []
    for (depth, graphView) in drawn {
      let directions: [DrawingOptions.Direction] =
        graphView.count <= PageViews.mostInBothDirections
        ? [.leftToRight, .topToBottom] : [options.direction]
      for direction in directions {
        view.append(layouts.count)
        layouts.append(
          try PageLayout(graph, nesting, graphView, direction, depth: depth, room: room).json())
      }
    }
    views.append(view)
  }

  private func insides(of call: Int) -> [(Int, GraphView)] {
    opened(inside: call, base: nesting.depths[call] + 1, most: PageViews.mostOpen)
  }

  private func wholes() throws -> [(Int, GraphView)] {
    if options.focus != nil { return [(0, try GraphView(of: graph, options))] }
    guard !nesting.modules.isEmpty else {
      return [(0, GraphView(excerptOf: graph, most: options.maxNodes))]
    }
    return opened(inside: nil, base: 0, most: options.depth == nil ? PageViews.mostOpen : options.maxNodes)
  }

  /// Closed, open by one level, and so on, up to so many boxes.
  private func opened(inside call: Int?, base: Int, most: Int) -> [(Int, GraphView)] {
    var found: [(Int, GraphView)] = []
    for depth in 0... {
      let view = GraphView(graph, nesting, inside: call) { nesting.depths[$0] < base + depth }
      if let last = found.last?.1, view.count > most || view.boxes.count == 0 && last.boxes.count == 0 {
        break
      }
      found.append((depth, view.nearest(options.maxNodes, graph)))
      if !view.boxes.contains(where: { if case .calls = $0.kind { true } else { false } }) { break }
    }
    return found
  }
}
