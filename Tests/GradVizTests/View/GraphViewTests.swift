import Micrograd
import Testing

@testable import GradViz

@Suite struct GraphViewTests {
  // MARK: - Without modules

  @Test func aSmallGraphIsWhole() {
    let view = GraphView(excerptOf: Graph(of: GraphTests.lecture()), most: 6)
    #expect(view.isWhole && view.values == Array(0..<6))
  }

  @Test func aChainIsCutWithAStub() {
    var x = Value(1, label: "x")
    for _ in 0..<100_000 { x = x.tanh() }
    let snapshot = Graph(of: x)
    let view = GraphView(excerptOf: snapshot, most: 600)
    #expect(view.values.count == GraphView.deepest(most: 600) + 1)
    #expect(view.stubs.map(\.count) == [100_001 - view.values.count])
    #expect(view.hiddenCount(snapshot) == 100_001 - view.values.count)
  }

  @Test func everyHiddenValueIsCountedOnce() {
    let x = Value(1)
    var row = (0..<40).map { x * Double($0) }
    while row.count > 1 { row = zip(row, row.dropFirst()).map { $0 + $1 } }
    let snapshot = Graph(of: row[0])
    for most in [1, 2, 10, 50, 300] {
      let view = GraphView(excerptOf: snapshot, most: most)
      #expect(view.values.count <= most && view.values.contains(snapshot.root))
      #expect(view.stubs.reduce(0) { $0 + $1.count } + view.values.count == snapshot.nodes.count)
    }
  }

  @Test func aNeighbourhoodReachesBothWays() throws {
    var x = Value(1, label: "x")
    for index in 0..<10 {
      x = x.tanh()
      x.label = "t\(index)"
    }
    let snapshot = Graph(of: x)
    let view = GraphView(around: 5, hops: 2, in: snapshot, most: 600)
    #expect(view.values == [3, 4, 5, 6, 7] && view.stubs.map(\.node) == [3])
    var options = DrawingOptions()
    options.focus = "t4"
    options.hops = 1
    #expect(try GraphView(of: snapshot, options).values == [4, 5, 6])
    options.focus = "t44"
    let error = #expect(throws: GraphViewError.self) { try GraphView(of: snapshot, options) }
    #expect(error?.description.contains("did you mean") == true)
  }

  // MARK: - Modules

  static func batch(_ samples: Int, hidden: Int = 3) -> Graph {
    let net = MLP(2, [hidden, 1], activation: .relu, seed: 1)
    let losses = (0..<samples).map { index in
      scope("samples[\(index)]") {
        hingeLoss(net([Value(Double(index), label: "x"), Value(0.5, label: "y")]), [1])
      }
    }
    let loss = scope("mean") { mean(losses) } + scope("l2") { l2(net.parameters, strength: 0.1) }
    loss.label = "loss"
    loss.backward()
    return Graph(of: loss)
  }

  @Test func samplesAreOneBox() throws {
    let snapshot = Self.batch(40)
    let nesting = ModuleNesting(snapshot)
    let view = GraphView(snapshot, nesting) { _ in false }
    #expect(view.boxes.map(\.name) == ["samples × 40", "mean", "l2", "13 parameters", "80 inputs"])
    #expect(view.values == [snapshot.root] && view.root == snapshot.root)
    #expect(view.boxes[0].outputs.count == 40 && view.boxes[1].outputs.count == 1)
    let shown = view.values.count + view.boxes.reduce(0) { $0 + $1.valueCount }
    #expect(shown == snapshot.nodes.count, "every value is somewhere, once")
    func link(_ from: Int, _ to: Int) -> Int? {
      view.links.first { $0.from == .box(from) && $0.to == .box(to) }?.count
    }
    #expect(link(4, 0) == 240, "inputs are never inside: two, used by three neurons each, of 40 samples")
    #expect(link(0, 1) == 40 && link(3, 0) == 40 * 13 && link(3, 2) == 26 && link(0, 2) == nil)
  }

  @Test func fewCallsAreBoxesOfTheirOwn() throws {
    let snapshot = Self.batch(3)
    let nesting = ModuleNesting(snapshot)
    let view = GraphView(snapshot, nesting) { _ in false }
    #expect(view.boxes.map(\.name).prefix(3) == ["samples[0]", "samples[1]", "samples[2]"])
    let inputs = view.values.filter { snapshot.nodes[$0].role == .input }
    #expect(inputs.count == 6, "inputs of single boxes are shown")
  }

  @Test func theInsideOfACallHasItsSurroundings() throws {
    let snapshot = Self.batch(30)
    let nesting = ModuleNesting(snapshot)
    let layer = try #require(nesting.modules.firstIndex { $0.path == "layers[1]" })
    let view = GraphView(snapshot, nesting, inside: layer) { _ in true }
    #expect(view.boxes.isEmpty && view.outside.count == 3, "three outputs of the layer before")
    #expect(view.root == nesting.modules[layer].nodes.upperBound - 1)
    #expect(view.values.filter { snapshot.nodes[$0].role == .parameter }.count == 4)
  }

  /// At every depth and in every view, values and boxes together are the graph.
  @Test func everyValueIsDrawnOnce() {
    let snapshot = Self.batch(30, hidden: 5)
    let nesting = ModuleNesting(snapshot)
    for depth in 0..<6 {
      let view = GraphView(snapshot, nesting) { nesting.depths[$0] < depth }
      let constants = snapshot.nodes.indices.filter { snapshot.nodes[$0].role == .constant }.count
      let shown = view.values.count + view.boxes.reduce(0) { $0 + $1.valueCount }
      #expect(shown <= snapshot.nodes.count && shown >= snapshot.nodes.count - constants, "depth \(depth)")
      #expect(Set(view.values).count == view.values.count)
    }
  }

  @Test func optionsChooseWhatIsDrawn() throws {
    let snapshot = Self.batch(30)
    var options = DrawingOptions()
    options.maxNodes = 100
    let closed = try GraphView(of: snapshot, options)
    #expect(closed.boxes.contains { $0.name == "samples × 30" })
    options.sample = 4
    let sample = try GraphView(of: snapshot, options)
    #expect(sample.boxes.isEmpty && sample.values.contains { snapshot.nodes[$0].data == 4 })
    options.sample = 99
    #expect(throws: GraphViewError.self) { try GraphView(of: snapshot, options) }
    options.sample = nil
    options.depth = 0
    options.maxNodes = 600
    #expect(try GraphView(of: snapshot, options).count == 6)
    options.maxNodes = 3
    #expect(try GraphView(of: snapshot, options).count == 3)
  }

  @Test func closedModulesAreDrawn() throws {
    let snapshot = Self.batch(30)
    var options = DrawingOptions()
    options.maxNodes = 100
    for style in DrawingOptions.Style.allCases {
      options.style = style
      let svg = try Drawing(snapshot, options: options).svg()
      let texts = SVGReader(svg).texts
      #expect(
        texts.contains { $0.contains("samples × 30") } && texts.contains { $0.contains("13 parameters") })
    }
    let template = try FrameTemplate(snapshot, options: options)
    let filled = String(decoding: template.fill(snapshot), as: UTF8.self)
    #expect(filled.contains("samples × 30") && !filled.contains(FrameNumber.widest))
  }
}
