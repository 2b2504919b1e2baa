import Micrograd

/// Compares gradients with slopes measured by moving each input a little: the test that needs no calculus.
///
///     let check = try GradientCheck(graph)
///     check.rows[0].measured   // 6.000000000000…
///     check.agrees             // true
///
/// The slope is a central difference, extrapolated to step 0 from several steps (L. F. Richardson, 1911), the
/// one with the smallest estimated error. At a kink the two one-sided slopes differ, and any gradient between
/// them is right.
public struct GradientCheck: Sendable {
  /// What the comparison of a gradient with its slope says.
  public enum Verdict: String, Sendable {
    case agrees, disagrees
    /// The slopes on both sides differ, and the gradient is between them.
    case kink
    /// There is no finite slope to compare with.
    case undefined
  }

  /// One input.
  public struct Row: Sendable {
    /// What the input is called, or `#3` by its id.
    public let name: String
    /// Where it was measured.
    public let data: Double
    /// What `backward()` computed.
    public let gradient: Double
    /// The slope from differences.
    public let measured: Double
    /// What the comparison says.
    public let verdict: Verdict

    /// The distance between both, relative to the larger where that is above 1.
    public var error: Double {
      Swift.abs(gradient - measured) / Swift.max(1, gradient.magnitude, measured.magnitude)
    }
  }

  /// The inputs that were measured.
  public let rows: [Row]
  /// How many inputs there are; of a large graph not all are measured.
  public let inputCount: Int

  /// Whether no input disagrees.
  public var agrees: Bool { !rows.contains { $0.verdict == .disagrees } }

  /// The most node evaluations of one check: a few seconds.
  static let budget = 2_000_000_000

  /// Measures every input and parameter of a graph; as many of them as take a few seconds.
  ///
  /// - Throws: `RebuildError` if an operation is not one of the engine's.
  /// - Complexity: O(n) for each input, about 20 evaluations of the graph.
  public init(_ graph: Graph) throws(RebuildError) {
    let gradients = try GradientCheck.gradients(of: graph)
    var root = try RootFunction(graph)
    let inputs = graph.nodes.indices.filter {
      graph.nodes[$0].op.isEmpty && graph.nodes[$0].role != .constant
    }
    inputCount = inputs.count
    let most = max(1, GradientCheck.budget / (24 * graph.nodes.count))
    var rows: [Row] = []
    for id in inputs.prefix(most) {
      let node = graph.nodes[id]
      let gradient = gradients[id] ?? 0
      let slope = Slope(at: node.data) { root(moving: id, to: $0) }
      rows.append(
        Row(
          name: node.label.isEmpty ? "#\(id)" : node.label, data: node.data, gradient: gradient,
          measured: slope.value, verdict: slope.verdict(on: gradient)))
    }
    self.rows = rows
  }

  /// The gradients that the graph carries; else those that the engine computes.
  private static func gradients(of graph: Graph) throws(RebuildError) -> [Double?] {
    if graph.hasGradients { return graph.nodes.map(\.grad) }
    let values = try graph.rebuiltValues(upTo: graph.root)
    values[graph.root].backward()
    return values.map { $0.hasGrad ? $0.grad : nil }
  }
}

/// The root of a graph as a function of one leaf at a time.
private struct RootFunction {
  private let evaluator: Graph.Evaluator
  private let root: Int
  private let original: [Double]
  private var data: [Double]

  init(_ graph: Graph) throws(RebuildError) {
    evaluator = Graph.Evaluator(graph)
    if let id = evaluator.firstUnknown {
      throw RebuildError(
        description:
          "node \(id): '\(graph.nodes[id].op)' is not an operation of the engine, so its slope cannot be measured"
      )
    }
    root = graph.root
    original = graph.nodes.map(\.data)
    data = original
  }

  mutating func callAsFunction(moving id: Int, to number: Double) -> Double {
    data[id] = number
    evaluator.forward(&data)
    data[id] = original[id]
    return data[root]
  }
}

/// The slope of a function at a point, from differences.
private struct Slope {
  /// NaN if no finite slope was found.
  let value: Double
  private let uncertainty: Double
  private let left: Double
  private let right: Double

  init(at x: Double, _ f: (Double) -> Double) {
    let scale = max(x.magnitude, 0.1)
    let here = f(x)
    var best = (value: Double.nan, error: Double.infinity)
    var previous: Double?
    for power in 0..<7 {
      // A power of two, so that x + h - x is h.
      let h = scale.binade * 0x1p-5 / Double(1 << (3 * power))
      let (above, below) = (f(x + h), f(x - h))
      let central = (above - below) / (2 * h)
      guard central.isFinite else {
        previous = nil
        continue
      }
      let rounding = (above.magnitude + below.magnitude + here.magnitude) * .ulpOfOne / h
      if let previous {
        let better = (64 * central - previous) / 63
        let error = (better - central).magnitude + rounding
        if error < best.error { best = (better, error) }
      }
      previous = central
    }
    value = best.value
    uncertainty = best.error
    let h = scale.binade * 0x1p-20
    left = (here - f(x - h)) / h
    right = (f(x + h) - here) / h
  }

  func verdict(on gradient: Double) -> GradientCheck.Verdict {
    guard value.isFinite, gradient.isFinite else {
      return value.isFinite != gradient.isFinite && !isKink
        ? (gradient.isFinite ? .undefined : .disagrees) : .undefined
    }
    let size = max(1, gradient.magnitude)
    let distance = (gradient - value).magnitude
    if distance <= 1e-6 * size || (uncertainty < 1e-2 * size && distance <= 10 * uncertainty) {
      return .agrees
    }
    let margin = 1e-4 * size
    if isKink, gradient >= min(left, right) - margin, gradient <= max(left, right) + margin { return .kink }
    return .disagrees
  }

  private var isKink: Bool {
    guard left.isFinite, right.isFinite else { return true }
    return (left - right).magnitude > 1e-3 * max(1, left.magnitude, right.magnitude)
  }
}
