import Foundation
import Micrograd
import Testing

@testable import GradViz

@Suite struct LayeredLayoutTests {
  private func placed(_ root: Value, _ direction: DrawingOptions.Direction) throws -> (
    drawn: DotGraph, layout: Layout
  ) {
    root.backward()
    var options = DrawingOptions()
    options.maxNodes = 100_000
    options.direction = direction
    let drawn = try Drawing(Graph(of: root), options: options).dotGraph()
    return (LayeredLayout.suited(drawn), LayeredLayout(drawn, direction).result())
  }

  private func network() -> Value {
    let net = MLP(2, [6, 5, 1], seed: 1)
    return sum((0..<9).map { net([Value(Double($0)), Value(0.5)])[0] ** 2 })
  }

  @Test(arguments: DrawingOptions.Direction.allCases) func boxesNeverOverlapAndEdgesGoForward(
    _ direction: DrawingOptions.Direction
  ) throws {
    let (drawn, layout) = try placed(network(), direction)
    #expect(drawn.nodes.count > 500 && drawn.clusters.isEmpty)
    let boxes = layout.nodes
    let order = boxes.indices.sorted { boxes[$0].center.x < boxes[$1].center.x }
    for (position, first) in order.enumerated() {
      for second in order[(position + 1)...] {
        let (a, b) = (boxes[first], boxes[second])
        // Of those that are further right by more than any box is wide, none can overlap.
        if b.center.x - a.center.x > 400 { break }
        let isApart =
          abs(a.center.x - b.center.x) >= (a.width + b.width) / 2 - 0.2
          || abs(a.center.y - b.center.y) >= (a.height + b.height) / 2 - 0.2
        #expect(isApart, "\(drawn.nodes[first].subject) and \(drawn.nodes[second].subject)")
      }
    }
    for edge in drawn.edges {
      let (tail, head) = (boxes[edge.tail].center, boxes[edge.head].center)
      let goesForward = direction == .leftToRight ? tail.x < head.x : tail.y > head.y
      #expect(goesForward)
    }
    for box in boxes {
      #expect(box.center.x - box.width / 2 >= -0.2 && box.center.x + box.width / 2 <= layout.size.width + 0.2)
      #expect(
        box.center.y - box.height / 2 >= -0.2 && box.center.y + box.height / 2 <= layout.size.height + 0.2)
    }
  }

  @Test func sameGraphSamePlaces() throws {
    #expect(try placed(network(), .leftToRight).layout == placed(network(), .leftToRight).layout)
  }

  /// Beyond what `dot` can do: in every format, in both styles, whole.
  @Test(arguments: DrawingOptions.Style.allCases) func thousandsOfBoxesAreDrawn(
    _ style: DrawingOptions.Style
  ) throws {
    let x = Value(0.5)
    let root = sum((0..<3000).map { (x * Double($0)).tanh() })
    root.backward()
    var options = DrawingOptions()
    options.style = style
    options.maxNodes = 50_000
    let drawing = Drawing(Graph(of: root), options: options)
    #expect(drawing.hiddenCount == 0)
    let bytes = try drawing.bytes([.svg, .png, .dot])
    let svg = String(decoding: bytes[0], as: UTF8.self)
    #expect(svg.components(separatedBy: "<g id=\"v").count - 1 == drawing.graph.nodes.count)
    #expect(bytes[1].starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(!String(decoding: bytes[2], as: UTF8.self).contains("pos="))
  }
}
