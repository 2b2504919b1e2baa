import Foundation
import Micrograd
import Testing

@testable import GradViz

@Suite struct LayeredLayoutTests {
  private func placed(_ root: Value, _ direction: DrawingOptions.Direction) throws -> (Scene, Placement) {
    root.backward()
    var options = DrawingOptions()
    options.maxNodes = 100_000
    options.direction = direction
    let scene = try Drawing(Snapshot(of: root), options: options).scene()
    return LayeredLayout(scene, direction).placed()
  }

  private func network() -> Value {
    let net = MLP(2, [6, 5, 1], seed: 1)
    return sum((0..<9).map { net([Value(Double($0)), Value(0.5)])[0] ** 2 })
  }

  @Test(arguments: DrawingOptions.Direction.allCases) func boxesNeverOverlapAndEdgesGoForward(
    _ direction: DrawingOptions.Direction
  ) throws {
    let (scene, placement) = try placed(network(), direction)
    #expect(scene.nodes.count > 500 && scene.groups.isEmpty)
    let boxes = scene.nodes.indices.map { placement.node($0) }
    let order = boxes.indices.sorted { boxes[$0].x < boxes[$1].x }
    for (position, first) in order.enumerated() {
      for second in order[(position + 1)...] {
        let (a, b) = (boxes[first], boxes[second])
        // Of those that are further right by more than any box is wide, none can overlap.
        if b.x - a.x > 400 { break }
        let isApart =
          abs(a.x - b.x) >= (a.width + b.width) / 2 - 0.2 || abs(a.y - b.y) >= (a.height + b.height) / 2 - 0.2
        #expect(isApart, "\(scene.nodes[first].name) and \(scene.nodes[second].name)")
      }
    }
    for edge in scene.edges {
      let (tail, head) = (boxes[edge.tail], boxes[edge.head])
      let goesForward = direction == .leftToRight ? tail.x < head.x : tail.y > head.y
      #expect(goesForward)
    }
    for box in boxes {
      #expect(box.x - box.width / 2 >= -0.2 && box.x + box.width / 2 <= placement.size.width + 0.2)
      #expect(box.y - box.height / 2 >= -0.2 && box.y + box.height / 2 <= placement.size.height + 0.2)
    }
  }

  @Test func sameGraphSamePlaces() throws {
    let first = try placed(network(), .leftToRight)
    let second = try placed(network(), .leftToRight)
    for index in first.0.nodes.indices {
      #expect(
        first.1.node(index).x == second.1.node(index).x && first.1.node(index).y == second.1.node(index).y)
    }
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
    let drawing = Drawing(Snapshot(of: root), options: options)
    #expect(drawing.hiddenCount == 0)
    let bytes = try drawing.bytes([.svg, .png, .dot])
    let svg = String(decoding: bytes[0], as: UTF8.self)
    #expect(svg.components(separatedBy: "<g id=\"v").count - 1 == drawing.snapshot.nodes.count)
    #expect(bytes[1].starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(!String(decoding: bytes[2], as: UTF8.self).contains("pos="))
  }
}
