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
  /// Whether numbers were rounded when they were written, so that results were computed from others than those that
  /// stand there.
  var isWritten = false

  var isSingle: Bool { epsilon > .ulpOfOne }

  static let double = NumberPrecision(
    epsilon: .ulpOfOne, smallest: .leastNonzeroMagnitude, smallestNormal: .leastNormalMagnitude,
    largest: .greatestFiniteMagnitude)
  static let single = NumberPrecision(
    epsilon: Double(Float.ulpOfOne), smallest: Double(Float.leastNonzeroMagnitude),
    smallestNormal: Double(Float.leastNormalMagnitude), largest: Double(Float.greatestFiniteMagnitude))
}

extension NumberPrecision {
  /// Single if every number of the graph is one, and not all computed ones are what double precision gives; that of
  /// their digits, if these are few.
  ///
  /// - Parameter expected: what the operations give for their operands; nil where that isn't known.
  init(of graph: Graph, expecting expected: [Double?]) {
    func isSingle(_ number: Double) -> Bool { !number.isFinite || Double(Float(number)) == number }
    let areSingle = graph.nodes.allSatisfy { isSingle($0.data) && isSingle($0.grad ?? 0) }
    let areExact = zip(graph.nodes, expected).allSatisfy { node, expected in
      guard let expected, node.data.isFinite else { return true }
      return (node.data - expected).magnitude <= 16 * .ulpOfOne * expected.magnitude
    }
    if areExact {
      self = .double
    } else {
      self = areSingle ? .single : NumberPrecision.rounded(graph) ?? .double
    }
  }

  /// That of numbers which a program wrote with six to nine digits, as `%g` does; nil if any has more, or none as
  /// many as six.
  private static func rounded(_ graph: Graph) -> NumberPrecision? {
    var most = 0
    for node in graph.nodes {
      for number in [node.data, node.grad ?? 0] where number.isFinite {
        let digits = "\(number.magnitude)".prefix { $0 != "e" }.filter(\.isNumber)
        let significant = digits.drop { $0 == "0" }.reversed().drop { $0 == "0" }.count
        guard significant <= 9 else { return nil }
        most = max(most, significant)
      }
    }
    guard most >= 6 else { return nil }
    // Half a unit of the last digit of 1.00000.
    let half = (0..<most).reduce(into: 5.0) { half, _ in half /= 10 }
    return NumberPrecision(
      epsilon: half, smallest: double.smallest, smallestNormal: double.smallestNormal,
      largest: double.largest,
      isWritten: true)
  }
}
