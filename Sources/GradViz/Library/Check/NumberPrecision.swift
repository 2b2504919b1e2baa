import Micrograd

/// With how many digits the numbers of a graph were computed, and written: a graph from another program may come from
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
  /// stand there; nil if they were not.
  var written: WrittenDigits?
  /// The same for gradients and local derivatives, which a program may round alone.
  var writtenSlopes: WrittenDigits?

  var isSingle: Bool { epsilon > .ulpOfOne }

  /// Whether numbers have fewer digits than a Double.
  var isReduced: Bool { isSingle || written != nil }

  /// Which part of a slope may be unknown where a gradient is said to agree. Three digits never tell it to a
  /// thousandth.
  var hair: Double { written == nil && writtenSlopes == nil ? 1e-3 : 1e-2 }

  /// How far a number may be from the one that was computed, since it was written with a few digits; 0 if all are there.
  func uncertainty(of number: Double) -> Double { written?.uncertainty(of: number) ?? 0 }

  /// The same for a gradient or a local derivative.
  func uncertainty(ofSlope slope: Double) -> Double { writtenSlopes?.uncertainty(of: slope) ?? 0 }

  static let double = NumberPrecision(
    epsilon: .ulpOfOne, smallest: .leastNonzeroMagnitude, smallestNormal: .leastNormalMagnitude,
    largest: .greatestFiniteMagnitude)
  static let single = NumberPrecision(
    epsilon: Double(Float.ulpOfOne), smallest: Double(Float.leastNonzeroMagnitude),
    smallestNormal: Double(Float.leastNormalMagnitude), largest: Double(Float.greatestFiniteMagnitude))
}

extension NumberPrecision {
  /// Single if every number of the graph is one, and not all computed ones are what double precision gives; else
  /// double, rounded to the digits that the numbers have, if these are few.
  ///
  /// - Parameter expected: what the operations give for their operands; nil where that isn't known.
  init(of graph: Graph, expecting expected: [Double?]) {
    func isSingle(_ number: Double) -> Bool { !number.isFinite || Double(Float(number)) == number }
    let areExact = zip(graph.nodes, expected).allSatisfy { node, expected in
      guard let expected, node.data.isFinite else { return true }
      return (node.data - expected).magnitude <= 16 * .ulpOfOne * expected.magnitude
    }
    let areSingle = graph.nodes.allSatisfy { isSingle($0.data) && isSingle($0.grad ?? 0) }
    var precision = !areExact && areSingle ? NumberPrecision.single : .double
    let slopes = graph.nodes.lazy.compactMap(\.grad)
    if areExact {
      precision.writtenSlopes = WrittenDigits(of: slopes)
    } else if !areSingle {
      let all = WrittenDigits(of: graph.nodes.lazy.flatMap { [$0.data, $0.grad ?? 0] })
      precision.written = all ?? WrittenDigits(of: graph.nodes.lazy.map(\.data))
      precision.writtenSlopes = all ?? WrittenDigits(of: slopes)
    }
    self = precision
  }
}
