import CLiveBytes
import Foundation
import Micrograd
import Testing

@testable import GradViz

/// Where networks are drawn: order, columns, and edges that pass over nothing.
@Suite struct NestedLayoutTests {
  /// A drawing with its layout.
  struct Picture {
    let drawn: DotGraph
    let layout: Layout
    let graph: Graph

    init(_ root: Value, _ change: (inout DrawingOptions) -> Void) throws {
      root.backward()
      graph = Graph(of: root)
      let options = DrawingTests.options(change)
      drawn = try Drawing(graph, options: options).dotGraph()
      layout = drawn.nestedLayout(options.direction)
    }

    /// Centers of closed modules and frames, by the name that they show.
    var modules: [(name: String, box: Layout.Box, parent: Layout.Box?)] {
      var frameOfNode: [Int: Layout.Box] = [:]
      for (cluster, frame) in zip(drawn.clusters, layout.clusters) {
        for node in cluster.nodes { frameOfNode[node] = frame.box }
      }
      var all: [(name: String, box: Layout.Box, parent: Layout.Box?)] = []
      for (node, box) in zip(drawn.nodes.indices, layout.nodes) where drawn.nodes[node].traits.isClosed {
        guard case .text(let text) = drawn.nodes[node].shape.label else { continue }
        all.append((String(text.prefix { $0 != "\n" && $0 != " " }), box, frameOfNode[node]))
      }
      for (cluster, frame) in zip(drawn.clusters, layout.clusters) where cluster.call != nil {
        all.append((cluster.label, frame.box!, cluster.parent.flatMap { layout.clusters[$0].box }))
      }
      return all
    }

    /// The centers of what is called `stem[0]`, `stem[1]` and so on in the same frame, in the order of indexes.
    func siblings(_ stem: String) -> [[Layout.Box]] {
      let all = modules.filter { $0.name.hasPrefix(stem + "[") }
      var groups: [(parent: Layout.Box?, members: [(index: Int, box: Layout.Box)])] = []
      for module in all {
        let index = Int(module.name.dropFirst(stem.count + 1).prefix { $0.isNumber })!
        if let place = groups.firstIndex(where: { $0.parent == module.parent }) {
          groups[place].members.append((index, module.box))
        } else {
          groups.append((module.parent, [(index, module.box)]))
        }
      }
      return groups.map { $0.members.sorted { $0.index < $1.index }.map(\.box) }
    }

    var inputs: [Layout.Box] {
      drawn.nodes.indices.compactMap { index in
        guard case .value(let id) = drawn.nodes[index].subject, graph.nodes[id].role == .input else {
          return nil
        }
        return layout.nodes[index]
      }
    }

    /// Points along every edge, close to each other.
    func points(_ edge: Int) -> [Layout.Point] {
      layout.edges[edge].curves.flatMap { curve -> [Layout.Point] in
        let p = curve.points
        return stride(from: 0, to: p.count - 3, by: 3).flatMap { start in
          (0...40).map { step in
            let (t, s) = (Double(step) / 40, 1 - Double(step) / 40)
            func mix(_ key: (Layout.Point) -> Double) -> Double {
              s * s * s * key(p[start]) + 3 * s * s * t * key(p[start + 1]) + 3 * s * t * t
                * key(p[start + 2])
                + t * t * t * key(p[start + 3])
            }
            return Layout.Point(x: mix(\.x), y: mix(\.y))
          }
        }
      }
    }

    /// Edges with a point well inside of a box that is not an end of theirs.
    var collisions: [String] {
      var found: [String] = []
      for (index, edge) in drawn.edges.enumerated() {
        let points = points(index)
        let (x, y) = (points.map(\.x), points.map(\.y))
        guard let left = x.min(), let right = x.max(), let low = y.min(), let high = y.max() else { continue }
        for (node, box) in layout.nodes.enumerated() where node != edge.tail && node != edge.head {
          guard abs(2 * box.center.x - left - right) < box.width + right - left,
            abs(2 * box.center.y - low - high) < box.height + high - low
          else { continue }
          let isOver = points.contains {
            abs($0.x - box.center.x) < box.width / 2 - 0.5 && abs($0.y - box.center.y) < box.height / 2 - 0.5
          }
          if isOver {
            let ends = [edge.tail, edge.head, node].map { drawn.nodes[$0].subject.name }
            found.append("\(ends[0]) -> \(ends[1]) over \(ends[2])")
          }
        }
      }
      return found
    }

    /// Pairs of boxes that overlap.
    var overlaps: Int {
      let boxes = layout.nodes
      return boxes.indices.reduce(0) { sum, a in
        sum
          + boxes[(a + 1)...].count {
            abs($0.center.x - boxes[a].center.x) < ($0.width + boxes[a].width) / 2 - 0.5
              && abs($0.center.y - boxes[a].center.y) < ($0.height + boxes[a].height) / 2 - 0.5
          }
      }
    }
  }

  static func loss(_ sizes: [Int], samples: Int = 1) -> Value {
    let net = MLP(sizes[0], Array(sizes.dropFirst()), activation: .tanh, seed: 3)
    let losses = (0..<samples).map { sample in
      let x = (0..<sizes[0]).map { Value(Double($0) + 0.5 * Double(sample), label: "x\(sample)[\($0)]") }
      return (net(x)[0] - Value(1, label: "y[\(sample)]")) ** 2
    }
    return sum(losses)
  }

  static let networks = [
    [2, 2, 1], [3, 4, 4, 1], [2, 3, 5, 1], [1, 4, 1], [4, 8, 1], [3, 2, 2, 2, 1], [2, 16, 16, 1],
  ]

  /// Downwards, or to the right.
  static func isInOrder(_ boxes: [Layout.Box], _ direction: DrawingOptions.Direction) -> Bool {
    zip(boxes, boxes.dropFirst()).allSatisfy {
      direction == .leftToRight ? $0.center.y > $1.center.y : $0.center.x < $1.center.x
    }
  }

  @Test(arguments: networks, DrawingOptions.Direction.allCases)
  func neuronsStandInTheOrderOfTheirIndexes(_ sizes: [Int], _ direction: DrawingOptions.Direction) throws {
    let root = Self.loss(sizes)
    for depth in [0, 1, 2, nil] {
      let picture = try Picture(root) {
        $0.depth = depth
        $0.maxNodes = 5000
        $0.direction = direction
      }
      for group in picture.siblings("neurons") {
        #expect(Self.isInOrder(group, direction), "\(sizes) \(depth ?? -1)")
      }
      if depth == 2 { #expect(picture.siblings("neurons").map(\.count) == Array(sizes.dropFirst())) }
      // Layers follow each other in the reading direction.
      let layers = picture.siblings("layers").flatMap { $0 }
      for (a, b) in zip(layers, layers.dropFirst()) {
        #expect(direction == .leftToRight ? a.center.x < b.center.x : a.center.y > b.center.y)
      }
      let targets = picture.inputs.last
      let inputs = picture.inputs.filter { $0 != targets }
      #expect(Self.isInOrder(inputs, direction) && inputs.count == sizes[0])
      #expect(picture.collisions.isEmpty, "\(sizes) depth \(depth ?? -1): \(picture.collisions.prefix(3))")
      #expect(picture.overlaps == 0)
    }
  }

  @Test(arguments: [2, 3, 5]) func samplesStandInTheOrderOfTheirIndexes(_ samples: Int) throws {
    for depth in [0, 1, 2, nil] {
      let picture = try Picture(Self.loss([2, 3, 1], samples: samples)) {
        $0.depth = depth
        $0.maxNodes = 5000
      }
      let x = picture.inputs.filter { $0.center.x == picture.inputs.map(\.center.x).min() }
      #expect(Self.isInOrder(x, .leftToRight) && x.count >= 2 * samples, "depth \(depth ?? -1)")
      for group in picture.siblings("neurons") { #expect(Self.isInOrder(group, .leftToRight)) }
      #expect(picture.overlaps == 0)
      #expect(picture.collisions.isEmpty, "\(picture.collisions.prefix(3))")
    }
  }

  /// A closed network is the picture that everybody draws: columns of equal boxes at equal distances, straight edges.
  @Test func closedNeuronsAreColumnsWithStraightEdges() throws {
    let picture = try Picture(Self.loss([3, 4, 4, 1])) { $0.depth = 2 }
    let layers = picture.siblings("neurons")
    for layer in layers {
      #expect(
        Set(layer.map { ($0.center.x * 10).rounded() }).count == 1 && Set(layer.map(\.width)).count == 1)
      let steps = zip(layer, layer.dropFirst()).map { ($0.center.y - $1.center.y).rounded() }
      #expect(Set(steps).count <= 1, "equal distances: \(steps)")
    }
    let gaps = zip(layers, layers.dropFirst()).map { before, after in
      (after[0].center.x - after[0].width / 2 - before[0].center.x - before[0].width / 2).rounded()
    }
    #expect(Set(gaps.map { ($0 / 3).rounded() }).count == 1, "\(gaps)")
    for (index, edge) in picture.drawn.edges.enumerated() where picture.drawn.nodes[edge.head].traits.isClosed
    {
      #expect(picture.layout.edges[index].curves[0].points.count == 4, "one straight piece")
    }
    // Between two layers, lines cross as often as in the plain picture, and not at their ends.
    let one = try Picture(Self.loss([3, 1])) { $0.depth = 2 }
    let ends = one.drawn.edges.indices.filter { one.drawn.nodes[one.drawn.edges[$0].head].traits.isClosed }
      .map { one.layout.edges[$0].curves[0].endTip!.y }
    #expect(ends == ends.sorted(by: >), "three inputs of one neuron come in without crossing")
  }

  @Test func allValuesOfASmallNetworkFitAPage() throws {
    let x = (0..<3).map { Value([2.0, 3, -1][$0], label: "x[\($0)]") }
    let net = MLP(3, [4, 4, 1], activation: .tanh, outputActivation: .none, seed: 1337)
    let y = net(x)[0]
    y.label = "y"
    let loss = (y - 1) ** 2
    loss.label = "loss"
    let picture = try Picture(loss) { _ in }
    #expect(picture.drawn.nodes.count { if case .value = $0.subject { true } else { false } } == 120)
    // A4, of which the whole width is used.
    let (width, height) = (picture.layout.size.width + 12, picture.layout.size.height + 12)
    let scale = min(842 / width, 595 / height)
    let sizes = picture.drawn.nodes.map { $0.shape.fontSize ?? picture.drawn.shapeDefaults.fontSize! }
    let smallest = sizes.min()!
    #expect(smallest * scale >= 7, "\(width) x \(height), \(smallest * scale) points")
  }

  /// Their edges begin at the number, not at the end of a column as wide as its boxes.
  @Test(arguments: [[3, 4, 4, 1], [2, 6, 3, 1]], DrawingOptions.Direction.allCases)
  func numbersOnEdgesIntoClosedNeuronsCanBeRead(_ sizes: [Int], _ direction: DrawingOptions.Direction) throws
  {
    for edges in [DrawingOptions.EdgeNumbers.contribution, .local] {
      let picture = try Picture(Self.loss(sizes)) {
        ($0.depth, $0.direction, $0.edges) = (2, direction, edges)
      }
      var labels: [(center: Layout.Point, size: (width: Double, height: Double))] = []
      for (edge, placed) in zip(picture.drawn.edges, picture.layout.edges) {
        guard let label = edge.label, let center = placed.label,
          picture.drawn.nodes[edge.head].traits.isClosed
        else { continue }
        let size = DotGraph.size(of: label.text, 10)
        labels.append((center, (size.width, size.height)))
        // It stands on its own line, which makes room for it.
        let points = placed.curves.flatMap(\.points)
        let (start, end) = (points[0], placed.curves.last!.endTip!)
        let off = (end.x - start.x) * (center.y - start.y) - (end.y - start.y) * (center.x - start.x)
        let length = ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y))
          .squareRoot()
        #expect(off.magnitude / length < 0.1 && placed.curves.count == 2)
      }
      if edges == .contribution { #expect(labels.count > sizes[0] * sizes[1]) }
      for (index, one) in labels.enumerated() {
        for other in labels[(index + 1)...] {
          let across = (one.size.width + other.size.width) / 2 - abs(one.center.x - other.center.x)
          let down = (one.size.height + other.size.height) / 2 - abs(one.center.y - other.center.y)
          #expect(across <= 2.6 || down <= 2.6, "\(one) \(other)")
        }
      }
    }
  }

  @Test func constantsInFramesAreAsWideAsTheirNumbers() throws {
    let x = Value(0.5, label: "x")
    let picture = try Picture(gradient(of: x.tanh(), by: [x])[0]) { _ in }
    let widths = picture.drawn.nodes.indices.filter { picture.drawn.nodes[$0].traits.isBare }.map {
      picture.layout.nodes[$0].width
    }
    #expect(!widths.isEmpty && widths.allSatisfy { $0 < 40 }, "\(widths)")
  }

  @Test func edgesTellWeights() throws {
    let net = MLP(2, [1], activation: .tanh, seed: 1)
    for (parameter, number) in zip(net.parameters, [0.25, -2, 0.5]) { parameter.data = number }
    let picture = try Picture(net([Value(1, label: "a"), Value(2, label: "b")])[0]) { $0.depth = 0 }
    let look = picture.drawn.edges.map { edge in
      Dictionary(edge.attributes.map { ($0.name, $0.value) }) { $1 }
    }
    #expect(look.compactMap { $0["class"] } == ["positive", "negative"])
    let widths = look.compactMap { $0["penwidth"].flatMap { Double($0) } }
    #expect(abs(widths[1] - 3.1) < 1e-9 && abs(widths[0] - (0.5 + 2.6 * 0.125)) < 0.006, "\(widths)")
    guard case .text(let text) = picture.drawn.nodes.first(where: { $0.traits.isClosed })?.shape.label else {
      Issue.record("no closed box")
      return
    }
    #expect(text.contains("linear · bias 0.5"))
  }

  /// Graphs that are no networks: random values in random modules.
  @Test(arguments: 0..<30) func anythingInModulesIsLaidOut(_ seed: UInt64) throws {
    var generator = RandomGenerator(seed: seed)
    var values = (0..<4).map { Value(Double($0), label: "x[\($0)]", role: $0 < 2 ? .input : .parameter) }
    func grow(_ depth: Int) {
      for _ in 0..<Int.random(in: 1..<5, using: &generator) {
        if depth < 3, Int.random(in: 0..<3, using: &generator) == 0 {
          scope("part[\(Int.random(in: 0..<4, using: &generator))]") { grow(depth + 1) }
        } else {
          let (a, b) = (values.randomElement(using: &generator)!, values.randomElement(using: &generator)!)
          values.append(Bool.random(using: &generator) ? a + b : (a * b).tanh())
        }
      }
    }
    for _ in 0..<4 { grow(0) }
    for depth in [0, 1, nil] {
      for direction in DrawingOptions.Direction.allCases {
        let picture = try Picture(values.suffix(6).reduce(Value(0), +)) {
          $0.depth = depth
          $0.direction = direction
        }
        guard picture.drawn.hasModules else { continue }
        #expect(picture.overlaps == 0, "seed \(seed)")
        for (cluster, frame) in zip(picture.drawn.clusters, picture.layout.clusters) {
          let box = try #require(frame.box)
          for node in cluster.nodes {
            let inner = picture.layout.nodes[node]
            #expect(
              abs(inner.center.x - box.center.x) <= (box.width - inner.width) / 2 + 0.5
                && abs(inner.center.y - box.center.y) <= (box.height - inner.height) / 2 + 0.5)
          }
        }
        let size = picture.layout.size
        for node in picture.layout.nodes {
          #expect(
            node.center.x - node.width / 2 >= -4.5 && node.center.x + node.width / 2 <= size.width + 4.5)
        }
      }
    }
  }

  @Test func sameGraphSameLayout() throws {
    for depth in [1, nil] {
      let layouts = try (0..<3).map { _ in
        try Picture(Self.loss([2, 5, 1], samples: 2)) { $0.depth = depth }.layout
      }
      #expect(layouts[0] == layouts[1] && layouts[1] == layouts[2])
    }
  }

  /// In a process of its own, where nobody else allocates. Graphviz's clusters would leave 75 KB with each.
  @Test func framedDrawingsDoNotGrow() async {
    await #expect(processExitsWith: .success) {
      let root = NestedLayoutTests.loss([2, 3, 1])
      root.backward()
      let drawing = drawDot(root)
      let count = Int(ProcessInfo.processInfo.environment["GRADVIZ_DRAWINGS"] ?? "") ?? 60
      func draw(_ count: Int) throws { for _ in 0..<count { _ = try drawing.svg() } }
      try draw(10)
      let before = Int(live_bytes())
      try draw(count)
      #expect(Int(live_bytes()) - before < 16 << 10)
    }
  }

  @Test func monotoneFitsPoolWhatFalls() {
    #expect(MonotoneFit([(3, 1), (1, 1), (5, 1)]).values == [2, 2, 5])
    #expect(MonotoneFit([(3, 3), (1, 1)]).values == [2.5, 2.5] && MonotoneFit([]).values.isEmpty)
  }
}
