/// A layout for drawings that are too large for `dot`: layer by layer, in time that grows with the number of
/// nodes and edges.
///
/// The steps are those of K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical
/// system structures", 1981, each in its simplest form: nodes are ranked by their longest path, put in order
/// within their rank by a few sweeps that bring each near the middle of its neighbours, and edges are straight
/// lines, without bends around what they cross. Frames of modules are left out. The result is handed to Graphviz
/// as positions.
struct LayeredLayout {
  private let drawn: DotGraph
  private let ranks: NodeRanks
  /// In points.
  private let sizes: [(width: Double, height: Double)]
  private let direction: DrawingOptions.Direction
  /// The nodes of each rank, in order.
  private var layers: [[Int]] = []
  /// Along the ranks, and across.
  private var along: [Double] = []
  private var across: [Double] = []

  /// Between the ranks and between neighbours, in points.
  private static let gaps = (rank: 32.0, neighbour: 10.0)
  private static let sweeps = 4

  init(_ drawn: DotGraph, _ direction: DrawingOptions.Direction) {
    self.drawn = drawn
    self.direction = direction
    ranks = NodeRanks(drawn)
    layers = ranks.layers
    sizes = drawn.nodes.map { $0.shape.estimatedSize(drawn.shapeDefaults) }
    order()
    place()
  }

  // MARK: - Order

  /// Sweeps forward and back, each node towards the middle of its neighbours on the side it comes from.
  private mutating func order() {
    across = Array(repeating: 0, count: drawn.nodes.count)
    for layer in layers { spread(layer) }
    for sweep in 0..<LayeredLayout.sweeps {
      let isForward = sweep % 2 == 0
      for index in layers.indices {
        let rank = isForward ? index : layers.count - 1 - index
        var wanted: [(place: Double, node: Int)] = []
        wanted.reserveCapacity(layers[rank].count)
        for node in layers[rank] {
          wanted.append((middle(of: isForward ? ranks.below[node] : ranks.above[node]) ?? across[node], node))
        }
        // Equal places keep their order: the same graph gives the same drawing.
        wanted.sort { ($0.place, $0.node) < ($1.place, $1.node) }
        layers[rank] = wanted.map(\.node)
        spread(layers[rank])
      }
    }
  }

  /// One after another, as close as they may be, around zero.
  private mutating func spread(_ layer: [Int]) {
    let extents = layer.map { extent($0) + LayeredLayout.gaps.neighbour }
    var position = -extents.reduce(0, +) / 2
    for (node, extent) in zip(layer, extents) {
      across[node] = position + extent / 2
      position += extent
    }
  }

  private func middle(of nodes: ArraySlice<Int>) -> Double? {
    guard !nodes.isEmpty else { return nil }
    return nodes.reduce(0) { $0 + across[$1] } / Double(nodes.count)
  }

  // MARK: - Places

  /// The size of a node across the ranks.
  private func extent(_ node: Int) -> Double {
    direction == .leftToRight ? sizes[node].height : sizes[node].width
  }

  private func depth(_ node: Int) -> Double {
    direction == .leftToRight ? sizes[node].width : sizes[node].height
  }

  private mutating func place() {
    // Straightens: as near to the middle of all neighbours as the order allows.
    for isForward in [true, false, true] {
      for index in layers.indices {
        let layer = layers[isForward ? index : layers.count - 1 - index]
        align(layer, isForward)
      }
    }
    along = Array(repeating: 0, count: drawn.nodes.count)
    var position = 0.0
    for layer in layers {
      let width = layer.map(depth).max() ?? 0
      for node in layer { along[node] = position + width / 2 }
      // Lines between long ranks are steep, and need room to come apart.
      position += width + LayeredLayout.gaps.rank + min(400, 4 * Double(layer.count).squareRoot())
    }
  }

  /// Moves a layer towards its neighbours: where nodes want the same place, they share the middle of it.
  private mutating func align(_ layer: [Int], _ isForward: Bool) {
    // With what stands before it in the layer taken off, every node only has to be no less than the last.
    var offset = 0.0
    var offsets: [Double] = []
    var wishes: [(place: Double, weight: Double)] = []
    var last: Int?
    for node in layer {
      if let last { offset += (extent(last) + extent(node)) / 2 + LayeredLayout.gaps.neighbour }
      last = node
      offsets.append(offset)
      let wanted = middle(of: isForward ? ranks.below[node] : ranks.above[node]) ?? across[node]
      wishes.append((wanted - offset, 1))
    }
    for (index, place) in MonotoneFit(wishes).values.enumerated() {
      across[layer[index]] = place + offsets[index]
    }
  }

  // MARK: - The result

  /// A graph as positions of this layout are for: without frames.
  static func suited(_ drawn: DotGraph) -> DotGraph {
    var drawn = drawn
    drawn.clusters = []
    // Every edge goes forward, and none over the text of a box.
    drawn.edgeDefaults.append(("arrowhead", "none"))
    drawn.attributes.append(("outputorder", "edgesfirst"))
    return drawn
  }

  func result() -> Layout {
    let points = drawn.nodes.indices.map { index in
      // Graphviz counts upwards.
      direction == .leftToRight ? (x: along[index], y: -across[index]) : (x: across[index], y: -along[index])
    }
    var (left, right, low, high) = (0.0, 0.0, 0.0, 0.0)
    for (point, size) in zip(points, sizes) {
      left = min(left, point.x - size.width / 2)
      right = max(right, point.x + size.width / 2)
      low = min(low, point.y - size.height / 2)
      high = max(high, point.y + size.height / 2)
    }
    func place(_ x: Double, _ y: Double) -> Layout.Point {
      Layout.Point(x: rounded(x - left), y: rounded(y - low))
    }
    let bounds = Layout.Box(
      center: Layout.Point(x: (right - left) / 2, y: (high - low) / 2), width: right - left,
      height: high - low)
    var layout = Layout(bounds: Layout.Frame(box: bounds))
    for (point, size) in zip(points, sizes) {
      layout.nodes.append(Layout.Box(center: place(point.x, point.y), width: size.width, height: size.height))
    }
    for edge in drawn.edges {
      let (tail, head) = (points[edge.tail], points[edge.head])
      let isAcross = direction != .leftToRight
      let (tailSize, headSize) = (sizes[edge.tail], sizes[edge.head])
      let start = isAcross ? (tail.x, tail.y - tailSize.height / 2) : (tail.x + tailSize.width / 2, tail.y)
      let tip = isAcross ? (head.x, head.y + headSize.height / 2) : (head.x - headSize.width / 2, head.y)
      let (dx, dy) = (tip.0 - start.0, tip.1 - start.1)
      func point(_ t: Double) -> Layout.Point { place(start.0 + t * dx, start.1 + t * dy) }
      let label = place(start.0 + 0.85 * dx, start.1 + 0.85 * dy + 6)
      let line = Layout.Curve(points: [point(0), point(1 / 3.0), point(2 / 3.0), point(1)])
      layout.edges.append(Layout.Edge(curves: [line], label: label, headLabel: label))
    }
    return layout
  }

  private func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }
}

extension DotGraph.Shape {
  /// How large a box is to be for its text, in points, without asking for a font: generous for what we write.
  fileprivate func estimatedSize(_ defaults: DotGraph.Shape) -> (width: Double, height: Double) {
    let size = fontSize ?? defaults.fontSize ?? 14
    let least = (
      width: 72 * (width ?? defaults.width ?? 0.75), height: 72 * (height ?? defaults.height ?? 0.5)
    )
    guard !isFixed else { return least }
    switch label {
    case .record(let fields):
      let length = fields.reduce(1) { $0 + 3 + $1.count }
      return (max(least.width, 0.5 * size * Double(length) + 8), max(least.height, 1.2 * size + 14))
    case .text(let text):
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let longest = lines.map(\.count).max() ?? 0
      return (
        max(least.width, 0.62 * size * Double(longest) + 20),
        max(least.height, 1.22 * size * Double(lines.count) + 10)
      )
    }
  }
}
