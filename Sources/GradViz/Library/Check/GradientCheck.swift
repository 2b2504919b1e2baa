import Micrograd

/// Compares the gradients of a graph with slopes found in two other ways, and its numbers with its operations.
///
///     let check = GradientCheck(graph)
///     check.rows[0].measured   // 6.0
///     check.rows[0].verdict    // .agrees
///     check.isWrong            // false
///
/// - **Forward mode** carries a small change of the value from operation to operation to the root, by the
///   engine's rules. It adds up in another order than `backward()` does: it tests the accumulation.
/// - **Differences** move the operands of each operation a little, at every scale, extrapolated to step 0
///   (`Slope`): they test the rules, and need no calculus. The chain rule joins them.
///
/// A gradient agrees if it agrees with both, to six digits and the rounding that its contributions allow. What
/// neither can measure is not approved: the verdict is then `cannotTell`, with the reason.
public struct GradientCheck: Sendable {
  /// What a comparison says.
  public enum Verdict: Sendable, Equatable {
    /// The gradient is the slope, measured in both ways.
    case agrees
    /// It is not.
    case disagrees
    /// The slopes on both sides differ, and the gradient is between them, or what the engine makes of them.
    case kink
    /// Neither can be said, for this reason.
    case cannotTell(Reason)
  }

  /// Why a gradient can be called neither right nor wrong.
  public enum Reason: Sendable, Equatable {
    /// Differences or contributions cancel: rounding is larger than what is left.
    case rounding
    /// On the way a number becomes too large or too small.
    case range
    /// There is no slope at this operation, at these numbers.
    case undefined(Int)
    /// This operation is not one of the engine's: its `local` can only be believed.
    case unknownOperation(Int)
    /// There is a kink on the way, in a graph too large to follow it from every value.
    case notMeasured
  }

  /// One value with a gradient.
  public struct Row: Sendable {
    /// Its id in the graph.
    public let id: Int
    /// Its number.
    public let data: Double
    /// What `backward()` computed, or somebody claims.
    public let gradient: Double
    /// By forward mode; nil where that was left out to keep the check to seconds.
    public let forward: Double?
    /// By differences.
    public let measured: Double
    /// How far off the differences may be.
    public let uncertainty: Double
    /// The slopes downwards and upwards, where there is a kink on the way.
    public let sides: ClosedRange<Double>?
    /// What the comparison says.
    public let verdict: Verdict

    /// What the gradient should be: the slope by forward mode, or that by differences where only they object.
    public var slope: Double {
      guard let forward else { return measured }
      let isConfirmed = (gradient - forward).magnitude <= Evidence.tolerance * forward.magnitude
      return verdict == .disagrees && isConfirmed ? measured : forward
    }

    /// The distance of gradient and slope, relative to the larger.
    public var error: Double {
      let size = Swift.max(gradient.magnitude, slope.magnitude)
      return size == 0 ? 0 : (gradient / size - slope / size).magnitude
    }
  }

  /// A number that does not follow from the numbers it was computed from.
  public struct Mismatch: Sendable {
    /// The id of the result.
    public let id: Int
    /// What the graph carries.
    public let given: Double
    /// What the operation gives.
    public let expected: Double
    /// For a local derivative, which operand it is by.
    public let operand: Int?
  }

  /// What was checked.
  public let graph: Graph
  /// Every value that has a gradient and isn't a constant, in order of the graph.
  public let rows: [Row]
  /// Gradients that somebody set by hand, judged as the rows are.
  public let claims: [Row]
  /// Values that their operations don't give.
  public let wrongNumbers: [Mismatch]
  /// Local derivatives, given with the graph, that are not those of the operations.
  public let wrongLocals: [Mismatch]
  /// Computed values of operations that are not the engine's: their numbers were believed.
  public let believedNumbers: Int
  /// Values that have no gradient beside others that have one.
  public let absentGradients: Int

  /// Whether anything is wrong. What could not be told is not.
  public var isWrong: Bool {
    !wrongNumbers.isEmpty || !wrongLocals.isEmpty
      || (rows + claims).contains { $0.verdict == .disagrees }
  }

  /// Checks a graph.
  ///
  /// - Parameters:
  ///   - graph: the graph; where it carries no gradients, the engine computes them.
  ///   - claims: gradients that somebody gives by hand, by id.
  /// - Complexity: O(n) for the differences, O(n²) at most for forward mode, which is cut off at 50 million
  ///   edges: inputs and parameters come first, then what is near the root.
  public init(_ graph: Graph, claims: [(id: Int, gradient: Double)] = []) {
    self.init(graph, claims: claims, forwardBudget: 50_000_000)
  }

  /// Checks a graph.
  ///
  /// - Parameter forwardBudget: the most edges that forward mode walks: fifty million take about a second.
  init(_ graph: Graph, claims: [(id: Int, gradient: Double)] = [], forwardBudget: Int) {
    self.graph = graph
    let measured = MeasuredGraph(graph)
    var examiner = Examiner(measured)
    let gradients = GradientCheck.gradients(of: graph)
    let isClaimed = Set(claims.map(\.id))
    let ids = graph.nodes.indices.filter { id in
      guard graph.nodes[id].role != .constant, let gradient = gradients[id] else { return false }
      // Beside gradients that are set by hand, a 0 is one that nobody has come to yet.
      return !isClaimed.contains(id) && (claims.isEmpty || gradient != 0)
    }
    let isLeaf = { graph.nodes[$0].role != nil }
    for id in isClaimed.sorted() + ids.filter(isLeaf) + ids.reversed().filter({ !isLeaf($0) }) {
      guard examiner.forwardMode.work < forwardBudget else { break }
      examiner.followForward(id)
    }
    rows = ids.map { examiner.row($0, gradients[$0]!) }
    self.claims = claims.map { examiner.row($0.id, $0.gradient) }
    wrongNumbers = measured.wrongNumbers()
    wrongLocals = measured.wrongLocals()
    let hasClaims = !claims.isEmpty
    absentGradients =
      hasClaims || rows.isEmpty
      ? 0 : graph.nodes.indices.count { graph.nodes[$0].role != .constant && gradients[$0] == nil }
    believedNumbers = graph.nodes.indices.count {
      !graph.nodes[$0].op.isEmpty && measured.ops[$0] == nil
    }
  }

  /// The gradients that the graph carries; else those that the engine computes, if it can.
  private static func gradients(of graph: Graph) -> [Double?] {
    let given = graph.nodes.map(\.grad)
    let evaluator = Graph.Evaluator(graph)
    guard given.allSatisfy({ $0 == nil }), evaluator.firstUnknown == nil else { return given }
    return evaluator.backward(graph.nodes.map(\.data))
  }
}

/// Gathers what is known of each value.
private struct Examiner {
  let graph: MeasuredGraph
  let composition: Composition
  var forwardMode: ForwardMode
  var forward: [Int: WideDouble] = [:]
  var sides: [Int: (left: WideDouble, right: WideDouble)] = [:]

  init(_ graph: MeasuredGraph) {
    self.graph = graph
    composition = Composition(graph)
    forwardMode = ForwardMode(graph)
  }

  mutating func followForward(_ id: Int) {
    guard composition.undefinedAt[id] < 0 else { return }
    forward[id] = forwardMode.slope(by: id, .rules)
    if composition.kinkAt[id] >= 0, composition.unknownAt[id] < 0 {
      sides[id] = (
        left: forwardMode.slope(by: id, .oneSided(-1)), right: forwardMode.slope(by: id, .oneSided(1))
      )
    }
  }

  func row(_ id: Int, _ gradient: Double) -> GradientCheck.Row {
    func obstacle(_ at: Int32) -> Int? { at < 0 ? nil : Int(at) }
    let evidence = Evidence(
      ruled: forward[id] ?? composition.ruled[id], measured: composition.measured[id],
      error: composition.error[id], rounding: composition.rounding[id],
      cancellation: composition.cancellation[id], rangeError: composition.rangeError[id],
      precision: graph.precision, sides: sides[id],
      kinkAt: obstacle(composition.kinkAt[id]), undefinedAt: obstacle(composition.undefinedAt[id]),
      mayBeNaN: composition.mayBeNaN[id],
      unknownAt: obstacle(composition.unknownAt[id]))
    let (left, right) = (sides[id]?.left.double ?? .nan, sides[id]?.right.double ?? .nan)
    return GradientCheck.Row(
      id: id, data: graph.graph.nodes[id].data, gradient: gradient, forward: forward[id]?.double,
      measured: composition.measured[id].double, uncertainty: composition.error[id].double,
      sides: left.isNaN || right.isNaN ? nil : min(left, right) + 0...max(left, right) + 0,
      verdict: evidence.verdict(on: gradient))
  }
}
