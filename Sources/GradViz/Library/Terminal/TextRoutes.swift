/// The ways of nets between layers: straight on, or along a lane of their own that runs across.
///
/// This is channel routing with a net a lane (A. Hashimoto, J. Stevens, 1971): a net that leaves on the row at which
/// another one arrives must turn before it.
struct TextRoutes {
  /// A straight stretch of a net, both ends included.
  struct Line {
    var net: Int
    var from: (along: Int, across: Int)
    var to: (along: Int, across: Int)

    init(_ net: Int, _ from: (along: Int, across: Int), _ to: (along: Int, across: Int)) {
      (self.net, self.from, self.to) = (net, from, to)
    }
  }

  /// Of each layer, where it begins along, and how long it is.
  private(set) var starts: [Int] = []
  private(set) var lengths: [Int] = []
  private(set) var lines: [Line] = []
  private(set) var along = 0
  private(set) var across = 0

  private let layout: TextLayout
  private static let mostLanes = 24

  private struct Net {
    var net: Int
    var from: Int
    var source: Int
    var hops: [TextLayout.Hop]
    var targets: [Int]
    var span: ClosedRange<Int> { min(source, targets.min()!)...max(source, targets.max()!) }
    var isStraight: Bool { targets.allSatisfy { $0 == source } }
  }

  /// - Returns: nil if two nets are in each other's way.
  init?(_ layout: TextLayout) {
    self.layout = layout
    var gaps: [[Net]] = []
    var lanes: [[Int: Int]] = []
    for layer in layout.layers.indices.dropLast() {
      let nets = nets(behind: layer)
      guard let found = TextRoutes.lanes(nets.filter { !$0.isStraight }) else { return nil }
      gaps.append(nets)
      lanes.append(found)
    }
    var position = 0
    for (index, layer) in layout.layers.enumerated() {
      starts.append(position)
      let length = layer.compactMap { layout.nodes[$0].item.map { layout.items[$0].along } }.max() ?? 1
      lengths.append(length)
      position += length
      guard index < gaps.count else { continue }
      let count = (lanes[index].values.max() ?? -1) + 1
      position += layout.isLeftToRight ? count + 2 : max(1, count)
    }
    along = position
    across = layout.nodes.map { $0.place + $0.size }.max() ?? 0
    for (layer, nets) in gaps.enumerated() {
      let first = starts[layer] + lengths[layer] + (layout.isLeftToRight ? 1 : 0)
      for net in nets { draw(net, lane: lanes[layer][net.net].map { first + $0 }) }
    }
    for content in layout.nodes where content.item == nil {
      let start = starts[content.layer]
      let end = start + lengths[content.layer] - 1
      lines.append(Line(content.net, (start, content.place), (end, content.place)))
    }
  }

  /// Where a box begins along: one without a border stands at the end of its layer.
  func start(of item: Int) -> Int {
    let layer = layout.nodes[item].layer
    return layout.items[item].isBare
      ? starts[layer] + lengths[layer] - layout.items[item].along : starts[layer]
  }

  private func nets(behind layer: Int) -> [Net] {
    var nets: [Int: Net] = [:]
    for hop in layout.hops where layout.nodes[hop.from].layer == layer {
      let target = layout.nodes[hop.to].place + layout.into(hop)
      let source = layout.nodes[hop.from].place + layout.out(of: hop.from)
      nets[hop.net, default: Net(net: hop.net, from: hop.from, source: source, hops: [], targets: [])].hops
        .append(hop)
      nets[hop.net]!.targets.append(target)
    }
    return nets.values.sorted { ($0.source, $0.net) < ($1.source, $1.net) }
  }

  // MARK: - Lanes

  /// How often two nets cross if the first has the lane nearer to the start.
  private static func crossings(_ a: Net, _ b: Net) -> Int {
    a.targets.count { b.span.contains($0) } + (a.span.contains(b.source) ? 1 : 0)
  }

  private static func lanes(_ nets: [Net]) -> [Int: Int]? {
    var rest = nets
    var placed: [(net: Net, lane: Int)] = []
    while !rest.isEmpty {
      let free = rest.indices.filter { index in
        rest.indices.allSatisfy { $0 == index || !rest[index].targets.contains(rest[$0].source) }
      }
      func cost(_ index: Int) -> Int {
        rest.indices.reduce(0) { sum, other in
          other == index
            ? sum : sum + crossings(rest[index], rest[other]) - crossings(rest[other], rest[index])
        }
      }
      guard let best = free.min(by: { (cost($0), $0) < (cost($1), $1) }) else { return nil }
      let net = rest.remove(at: best)
      // A lane may be shared by nets that are apart, cells between them included.
      let before = placed.filter { other in
        other.net.span.lowerBound <= net.span.upperBound + 1
          && net.span.lowerBound <= other.net.span.upperBound + 1
      }
      placed.append((net, (before.map(\.lane).max() ?? -1) + 1))
    }
    guard placed.allSatisfy({ $0.lane < mostLanes }) else { return nil }
    return Dictionary(uniqueKeysWithValues: placed.map { ($0.net.net, $0.lane) })
  }

  private mutating func draw(_ net: Net, lane: Int?) {
    let node = layout.nodes[net.from]
    let start =
      node.item.map { self.start(of: $0) + layout.items[$0].along - 1 } ?? starts[node.layer]
      + lengths[node.layer] - 1
    for (hop, target) in zip(net.hops, net.targets) {
      let end = layout.nodes[hop.to].item.map { self.start(of: $0) } ?? starts[layout.nodes[hop.to].layer]
      guard let lane else {
        lines.append(Line(net.net, (start, net.source), (end, target)))
        continue
      }
      lines.append(Line(net.net, (start, net.source), (lane, net.source)))
      if target != net.source { lines.append(Line(net.net, (lane, net.source), (lane, target))) }
      lines.append(Line(net.net, (lane, target), (end, target)))
    }
  }
}
