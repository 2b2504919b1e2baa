import Micrograd
import Testing

@testable import GradViz

@Suite struct LayoutTests {
  /// What Graphviz writes, as its documentation has it.
  @Test func readsPointsBoxesAndCurves() {
    #expect(Layout.Point("27,18.5") == Layout.Point(x: 27, y: 18.5))
    #expect(Layout.Point("27") == nil && Layout.Point("") == nil && Layout.Point("1,2,3") == nil)
    let box = Layout.Box(corners: "0,0,54,36")
    #expect(box == Layout.Box(center: .init(x: 27, y: 18), width: 54, height: 36))
    #expect(box?.corners == "0.0,0.0,54.0,36.0" && Layout.Box(corners: "0,0,1") == nil)
    let edge = Layout.Edge(
      spline: "s,1,2 e,60,18 3,4 5,6 7,8 9,10;1,1 2,2 3,3 4,4", label: "5,5", headLabel: "")
    #expect(edge.curves.count == 2 && edge.curves[0].startTip == .init(x: 1, y: 2))
    #expect(edge.curves[0].endTip == .init(x: 60, y: 18) && edge.curves[0].points.count == 4)
    #expect(edge.curves[1].points.last == .init(x: 4, y: 4) && edge.curves[1].endTip == nil)
    #expect(edge.label == .init(x: 5, y: 5) && edge.headLabel == nil)
    #expect(Layout.Edge(spline: edge.spline, label: "5,5", headLabel: "") == edge)
    #expect(Layout.Edge(spline: "", label: "", headLabel: "").curves.isEmpty)
  }

  /// A drawing at the places of its own layout is the drawing.
  @Test func aLayoutCanBeUsedAgain() throws {
    let net = MLP(2, [3, 1], seed: 1)
    let root = net([Value(1, label: "x"), Value(2)])[0] - 3
    root.backward()
    let drawn = try Drawing(Graph(of: root)).dotGraph()
    let (first, again) = try GraphvizExecutor.shared.wait { () throws(GraphvizError) in
      let (layout, rendered) = try Graphviz.layOut(drawn, rendering: [.svg])
      return ((layout, rendered[0]), try Graphviz.render(drawn, as: [.svg], at: layout)[0])
    }
    #expect(first.0.nodes.count == drawn.nodes.count && first.0.edges.count == drawn.edges.count)
    #expect(first.0.clusters.count == drawn.clusters.count && first.0.clusters.allSatisfy { $0.box != nil })
    #expect(first.0.bounds.box != nil && first.0.edges.allSatisfy { $0.curves.first?.endTip != nil })
    let texts = { (svg: [UInt8]) in SVGLine.all(in: svg).count { $0.content != nil } }
    #expect(texts(first.1) == texts(again) && texts(again) > 2 * drawn.nodes.count - drawn.nodes.count)
  }

  @Test func subjectsHaveNamesOfTheirOwn() {
    let all: [DotGraph.Subject] = [.value(1), .operation(1), .box(1), .stub(1), .legend(1)]
    #expect(Set(all.map(\.name)).count == all.count)
  }
}
