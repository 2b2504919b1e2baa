import Micrograd

/// With how many digits the numbers of a graph were computed: a graph from another program may come from
/// single precision, and then agrees with the truth to seven digits and not to sixteen.
struct NumberPrecision {
  /// The distance from 1 to the next number.
  let epsilon: Double
  /// The smallest number above 0.
  let smallest: Double
  /// The smallest with all digits.
  let smallestNormal: Double
  let largest: Double

  var isSingle: Bool { epsilon > .ulpOfOne }

  static let double = NumberPrecision(
    epsilon: .ulpOfOne, smallest: .leastNonzeroMagnitude, smallestNormal: .leastNormalMagnitude,
    largest: .greatestFiniteMagnitude)
  static let single = NumberPrecision(
    epsilon: Double(Float.ulpOfOne), smallest: Double(Float.leastNonzeroMagnitude),
    smallestNormal: Double(Float.leastNormalMagnitude), largest: Double(Float.greatestFiniteMagnitude))
}

extension NumberPrecision {
  /// Single if every number of the graph is one, and not all computed ones are what double precision gives.
  ///
  /// - Parameter expected: what the operations give for their operands; nil where that isn't known.
  init(of graph: Graph, expecting expected: [Double?]) {
    func isSingle(_ number: Double) -> Bool { !number.isFinite || Double(Float(number)) == number }
    let areSingle = graph.nodes.allSatisfy { isSingle($0.data) && isSingle($0.grad ?? 0) }
    let areExact = zip(graph.nodes, expected).allSatisfy { node, expected in
      guard let expected, node.data.isFinite else { return true }
      return (node.data - expected).magnitude <= 16 * .ulpOfOne * expected.magnitude
    }
    self = areSingle && !areExact ? .single : .double
  }
}
