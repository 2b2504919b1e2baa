import Micrograd
import Testing

@testable import GradViz

/// Where batches are drawn: a network that was called for several samples, open and closed.
@Suite struct BatchLayoutTests {
  typealias Picture = NestedLayoutTests.Picture

  /// The network, how many samples, and the depths at which it is looked at; nil for all values.
  static let batches: [(sizes: [Int], samples: Int)] = [
    ([2, 2, 1], 2), ([2, 2, 1], 5), ([3, 4, 4, 1], 3), ([2, 3, 5, 1], 2), ([1, 4, 1], 4), ([4, 8, 1], 2),
    ([3, 2, 2, 2, 1], 2), ([2, 16, 16, 1], 2),
  ]

  @Test(arguments: batches, DrawingOptions.Direction.allCases)
  func samplesAndNeuronsStandInOrderAndNothingIsCrossedOut(
    _ batch: (sizes: [Int], samples: Int), _ direction: DrawingOptions.Direction
  ) throws {
    let root = NestedLayoutTests.loss(batch.sizes, samples: batch.samples)
    for depth in [0, 1, 2, nil] {
      let picture = try Picture(root) {
        ($0.depth, $0.maxNodes, $0.direction) = (depth, 20_000, direction)
      }
      let what = "\(batch.samples) × \(batch.sizes), depth \(depth.map(String.init) ?? "all"), \(direction)"
      #expect(
        picture.collisions.isEmpty,
        "\(what): \(picture.collisions.count) of \(picture.drawn.edges.count), \(picture.collisions.prefix(3))"
      )
      #expect(picture.overlaps == 0, "\(what)")
      for group in picture.siblings("neurons") {
        #expect(NestedLayoutTests.isInOrder(group, direction), "\(what): neurons")
      }
      for stem in ["x", "y"] {
        let places = picture.inputs(stem)
        #expect(places.count == (stem == "x" ? batch.sizes[0] : 1) * batch.samples)
        #expect(NestedLayoutTests.isInOrder(places, direction), "\(what): \(stem)")
      }
      let outputs = picture.outputs
      #expect(
        outputs.count == batch.samples && NestedLayoutTests.isInOrder(outputs, direction), "\(what): outputs")
    }
  }
}

extension NestedLayoutTests.Picture {
  /// The places of inputs whose labels begin so, in the order in which they were made.
  fileprivate func inputs(_ stem: String) -> [Layout.Box] {
    drawn.nodes.indices.compactMap { index in
      guard case .value(let id) = drawn.nodes[index].subject, graph.nodes[id].label.hasPrefix(stem) else {
        return nil
      }
      return (id, layout.nodes[index])
    }.sorted { (a: (Int, Layout.Box), b: (Int, Layout.Box)) in a.0 < b.0 }.map(\.1)
  }

  /// The places of the squared errors, one for each sample, in the order in which they were made.
  fileprivate var outputs: [Layout.Box] {
    drawn.nodes.indices.compactMap { index in
      guard case .value(let id) = drawn.nodes[index].subject, graph.nodes[id].op == Op.power.symbol else {
        return nil
      }
      return (id, layout.nodes[index])
    }.sorted { (a: (Int, Layout.Box), b: (Int, Layout.Box)) in a.0 < b.0 }.map(\.1)
  }
}
