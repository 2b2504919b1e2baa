/// Places of boxes in cells: layers one behind the other in the reading direction, "along", each "across" it.
///
/// The steps are those of `LayoutLevel`, K. Sugiyama, S. Tagawa, M. Toda, 1981, on a grid; what differs is that all
/// edges from one box are one net, which passes a layer once. `TextRoutes` finds the ways of nets between layers.
struct TextLayout {
  struct Item {
    var along: Int
    var across: Int
    var isOrdered = false
    var isCommutative = false
    /// Whether it has no border, and stands at the end of its layer.
    var isBare = false
  }

  struct Edge {
    var from: Int
    var to: Int
  }

  /// A box, or a cell of a layer that a net passes.
  struct Node {
    /// nil for a cell that is passed.
    var item: Int?
    var net: Int
    var layer: Int
    var order: Int
    var size: Int
    var place = 0
  }

  /// A net on its way from one layer to the next.
  struct Hop {
    var net: Int
    var from: Int
    var to: Int
    /// The edge that ends here; nil if the net goes on.
    var edge: Int?
  }

  let isLeftToRight: Bool
  private(set) var items: [Item]
  let edges: [Edge]
  private(set) var nodes: [Node] = []
  /// Positions in `nodes` by layer, in order.
  private(set) var layers: [[Int]] = []
  private(set) var hops: [Hop] = []
  /// For each edge, which of those into its box it is.
  private(set) var ports: [Int]
  private var edgesInto: [[Int]]
  private var hopsIn: [[Int]] = []
  private var hopsOut: [[Int]] = []
  private let gap: Int

  /// - Parameters:
  ///   - edges: into a box in the order of its operands.
  ///   - gap: the free cells between two boxes of a layer.
  /// - Returns: nil if edges run in a circle, as they may between boxes of many values.
  init?(_ items: [Item], _ edges: [Edge], isLeftToRight: Bool, gap: Int) {
    self.items = items
    self.edges = edges
    self.isLeftToRight = isLeftToRight
    self.gap = gap
    ports = Array(repeating: 0, count: edges.count)
    edgesInto = Array(repeating: [], count: items.count)
    for (index, edge) in edges.enumerated() {
      ports[index] = edgesInto[edge.to].count
      edgesInto[edge.to].append(index)
    }
    for item in items.indices where !items[item].isBare {
      // Room for every edge on the side that it comes in at.
      let needed = isLeftToRight ? edgesInto[item].count + 2 : 2 * edgesInto[item].count + 1
      self.items[item].across = max(items[item].across, needed)
    }
    guard let ranks = ranks() else { return nil }
    makeEqual(ranks)
    addNodes(ranks)
    order()
    place()
  }

  // MARK: - Layers

  /// The longest path from what has no operands; that then moves to its first use.
  private func ranks() -> [Int]? {
    let all = TextRanks(edges, count: items.count)
    guard !all.hasCircle else { return nil }
    var ranks = all.ranks
    for item in items.indices where edgesInto[item].isEmpty {
      if let first = all.uses[item].map({ ranks[$0] }).min() { ranks[item] = first - 1 }
    }
    return ranks
  }

  /// Boxes of a layer are equally long in the reading direction.
  private mutating func makeEqual(_ ranks: [Int]) {
    var longest: [Int: Int] = [:]
    for item in items.indices where !items[item].isBare {
      longest[ranks[item]] = max(longest[ranks[item]] ?? 0, items[item].along)
    }
    for item in items.indices where !items[item].isBare { items[item].along = longest[ranks[item]]! }
  }

  private mutating func addNodes(_ ranks: [Int]) {
    layers = Array(repeating: [], count: (ranks.max() ?? -1) + 1)
    func add(_ node: Node) {
      layers[node.layer].append(nodes.count)
      nodes.append(node)
    }
    for (index, item) in items.enumerated() {
      add(Node(item: index, net: index, layer: ranks[index], order: index, size: item.across))
    }
    var targets = Array(repeating: [Int](), count: items.count)
    for (index, edge) in edges.enumerated() { targets[edge.from].append(index) }
    for net in items.indices {
      var at = net
      let last = targets[net].map { ranks[edges[$0].to] }.max() ?? ranks[net]
      for layer in (ranks[net] + 1)..<max(last + 1, ranks[net] + 1) {
        for edge in targets[net] where ranks[edges[edge].to] == layer {
          hops.append(Hop(net: net, from: at, to: edges[edge].to, edge: edge))
        }
        guard layer < last else { break }
        add(Node(item: nil, net: net, layer: layer, order: net, size: 1))
        hops.append(Hop(net: net, from: at, to: nodes.count - 1))
        at = nodes.count - 1
      }
    }
    hopsIn = Array(repeating: [], count: nodes.count)
    hopsOut = hopsIn
    for (index, hop) in hops.enumerated() {
      hopsOut[hop.from].append(index)
      hopsIn[hop.to].append(index)
    }
  }

  // MARK: - Ports

  /// Where its net leaves a node, from its first cell across.
  func out(of node: Int) -> Int {
    guard let item = nodes[node].item, !items[item].isBare else {
      return isLeftToRight ? 0 : nodes[node].size / 2
    }
    return isLeftToRight ? 1 : items[item].across / 2
  }

  /// Where a hop comes in.
  func into(_ hop: Hop) -> Int {
    guard let edge = hop.edge else { return 0 }
    let item = edges[edge].to
    if isLeftToRight { return 1 + ports[edge] }
    // Spread over the border, in its middle if it is one.
    let count = edgesInto[item].count
    return (2 * ports[edge] + 1) * items[item].across / (2 * count)
  }

  // MARK: - Order and places

  private mutating func order() {
    for layer in layers.indices { spread(layers[layer]) }
    for sweep in 0..<8 {
      let isForward = sweep % 2 == 0
      for index in layers.indices {
        let layer = isForward ? index : layers.count - 1 - index
        sort(layer, isForward)
      }
    }
    // Where their order says nothing, edges come in as their beginnings stand.
    for item in items.indices where items[item].isCommutative {
      let sorted = hopsIn[item].sorted {
        (nodes[hops[$0].from].place, hops[$0].edge!) < (nodes[hops[$1].from].place, hops[$1].edge!)
      }
      for (port, hop) in sorted.enumerated() { ports[hops[hop].edge!] = port }
    }
  }

  private mutating func sort(_ layer: Int, _ isForward: Bool) {
    var wanted = layers[layer].map { wish($0, isForward) ?? Double(nodes[$0].place) }
    func isOrdered(_ position: Int) -> Bool {
      nodes[layers[layer][position]].item.map { items[$0].isOrdered } ?? false
    }
    let ordered = layers[layer].indices.filter(isOrdered).sorted {
      nodes[layers[layer][$0]].order < nodes[layers[layer][$1]].order
    }
    for (position, place) in zip(ordered, MonotoneFit(ordered.map { (wanted[$0], 1) }).values) {
      wanted[position] = place
    }
    layers[layer] = zip(layers[layer], wanted).sorted {
      ($0.1, nodes[$0.0].order) < ($1.1, nodes[$1.0].order)
    }.map(\.0)
    spread(layers[layer])
  }

  private mutating func spread(_ layer: [Int]) {
    var place = 0
    for node in layer {
      nodes[node].place = place
      place += nodes[node].size + gap
    }
    for node in layer { nodes[node].place -= place / 2 }
  }

  /// Where a node would be in line with its neighbours on one side; nil if it has none.
  private func wish(_ node: Int, _ isForward: Bool) -> Double? {
    let all = isForward ? hopsIn[node] : hopsOut[node]
    guard !all.isEmpty else { return nil }
    let sum = all.reduce(0) { sum, index in
      let hop = hops[index]
      let ends = nodes[isForward ? hop.from : hop.to].place
      return sum + ends + (isForward ? out(of: hop.from) - into(hop) : into(hop) - out(of: hop.from))
    }
    return Double(sum) / Double(all.count)
  }

  private mutating func place() {
    for isForward in [false, true, false, true, false, true] {
      for index in layers.indices {
        let layer = layers[isForward ? index : layers.count - 1 - index]
        fit(layer, layer.map { wish($0, isForward).map { ($0, 1) } ?? (Double(nodes[$0].place), 0.01) })
      }
    }
    // Leaves move to what they are for, where the rest leaves room.
    for layer in layers {
      let wishes: [(place: Double, weight: Double)] = layer.map { node in
        if hopsIn[node].isEmpty, let wish = wish(node, false) { return (wish, 1) }
        return (Double(nodes[node].place), 1e6)
      }
      fit(layer, wishes)
    }
    let low = nodes.map(\.place).min() ?? 0
    for node in nodes.indices { nodes[node].place -= low }
  }

  /// As near to wishes as the order and the sizes allow, in whole cells.
  private mutating func fit(_ layer: [Int], _ wishes: [(place: Double, weight: Double)]) {
    var offset = 0
    var offsets: [Int] = []
    for node in layer {
      offsets.append(offset)
      offset += nodes[node].size + gap
    }
    let free = zip(wishes, offsets).map { (place: $0.place - Double($1), weight: $0.weight) }
    for (index, place) in MonotoneFit(free).values.enumerated() {
      nodes[layer[index]].place = Int(place.rounded(.down)) + offsets[index]
    }
  }
}
