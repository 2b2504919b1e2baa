import Foundation
import Micrograd
import Testing

@testable import GradViz

/// Where networks are on the page: as in drawings, whose layout it shares.
@Suite struct PageLayoutTests {
  private struct Placed: Decodable {
    struct Item: Decodable {
      var v: Int?
      var c: [Int]?
      var b: [Double]
      var o: [Double]?

      /// Rectangles are written by their centers.
      var center: (x: Double, y: Double) { (b[0], b[1]) }

      func contains(_ x: Double, _ y: Double) -> Bool {
        func isInside(_ box: [Double]) -> Bool {
          let (dx, dy): (Double, Double) = (abs(x - box[0]), abs(y - box[1]))
          return dx < box[2] / 2 - 1.5 && dy < box[3] / 2 - 1.5
        }
        return isInside(b) || (o.map(isInside) ?? false)
      }
    }

    struct Edge: Decodable {
      var tail: Int
      var head: Int
      var path: String

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        tail = try list.decode(Int.self)
        head = try list.decode(Int.self)
        _ = try list.decode(Int.self)
        path = try list.decode(String.self)
      }

      /// Points along the curves, close to each other.
      var points: [(x: Double, y: Double)] {
        let numbers = path.split(whereSeparator: { "MCL ".contains($0) }).compactMap { Double($0) }
        let p = stride(from: 0, to: numbers.count - 1, by: 2).map { (x: numbers[$0], y: numbers[$0 + 1]) }
        return stride(from: 0, to: p.count - 3, by: 3).flatMap { start in
          (0...30).map { step in
            let (t, s) = (Double(step) / 30, 1 - Double(step) / 30)
            let weights = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t]
            return (0..<4).reduce((x: 0, y: 0)) {
              ($0.x + weights[$1] * p[start + $1].x, $0.y + weights[$1] * p[start + $1].y)
            }
          }
        }
      }
    }

    var items: [Item]
    var edges: [Edge]
  }

  private static func place(
    _ graph: Graph, _ depth: Int, _ direction: DrawingOptions.Direction
  ) throws -> Placed {
    let nesting = ModuleNesting(graph)
    let view = GraphView(graph, nesting) { nesting.depths[$0] < depth }
    let layout = try PageLayout(graph, nesting, view, direction, depth: depth, room: 7)
    return try JSONDecoder().decode(Placed.self, from: Data(layout.json().utf8))
  }

  @Test(arguments: NestedLayoutTests.networks, DrawingOptions.Direction.allCases)
  func neuronsAndInputsStandInTheOrderOfTheirIndexes(
    _ sizes: [Int], _ direction: DrawingOptions.Direction
  ) throws {
    let root = NestedLayoutTests.loss(sizes)
    root.backward()
    let graph = Graph(of: root)
    for depth in [0, 1, 2, 9] {
      let placed = try Self.place(graph, depth, direction)
      func along(_ item: Placed.Item) -> Double { direction == .leftToRight ? item.center.x : item.center.y }
      func across(_ item: Placed.Item) -> Double { direction == .leftToRight ? item.center.y : item.center.x }
      func isInOrder(_ items: [Placed.Item]) -> Bool {
        zip(items, items.dropFirst()).allSatisfy { across($0) < across($1) }
      }
      // Calls are numbered as they were made: within a layer by the index of the neuron.
      let closed = placed.items.filter { $0.c?.count == 1 }.sorted { $0.c![0] < $1.c![0] }
      for column in Dictionary(grouping: closed, by: { along($0).rounded() }).values {
        #expect(isInOrder(column))
      }
      if depth == 2, sizes.allSatisfy({ $0 <= GraphView.mostSiblings }) {
        #expect(closed.count == sizes.dropFirst().reduce(0, +))
        #expect(Set(closed.map { along($0).rounded() }).count == sizes.count - 1, "a layer is a column")
      }
      let inputs = placed.items.filter { item in
        item.v.map { graph.nodes[$0].role == .input && graph.nodes[$0].label.hasPrefix("x") } ?? false
      }
      #expect(inputs.count == sizes[0] && isInOrder(inputs.sorted { $0.v! < $1.v! }))
      var collisions: [String] = []
      for edge in placed.edges {
        let points = edge.points
        #expect(!points.isEmpty)
        for (index, item) in placed.items.enumerated() where index != edge.tail && index != edge.head {
          if points.contains(where: { item.contains($0.x, $0.y) }) {
            collisions.append("\(edge.tail) to \(edge.head) over \(index)")
          }
        }
      }
      #expect(collisions.isEmpty, "\(sizes) \(depth): \(collisions.prefix(3))")
    }
  }

  @Test func layersStandAtEqualDistances() throws {
    let root = NestedLayoutTests.loss([3, 4, 4, 4, 1])
    root.backward()
    let placed = try Self.place(Graph(of: root), 2, .leftToRight)
    let columns = Set(placed.items.filter { $0.c != nil }.map { $0.center.x }).sorted()
    #expect(columns.count == 4)
    let gaps = zip(columns, columns.dropFirst()).map { $1 - $0 }
    #expect(gaps.max()! - gaps.min()! <= 6, "\(gaps)")
  }
}
