/// The chain rule backward over a graph: for every value at once the slope of the root by it, from the slopes
/// of single operations, with bounds.
///
/// Two sums run side by side. That of the rules says what rounding may have done to a gradient computed in
/// this order: each of n contributions and its sum may be off by ε, so all by n·ε·Σ|contribution|. That of
/// the differences gives a slope that owes nothing to the rules.
struct Composition {
  /// The slope from differences.
  private(set) var measured: [WideDouble]
  /// How far off the differences may be.
  private(set) var error: [WideDouble]
  /// The same from the rules.
  private(set) var ruled: [WideDouble]
  /// How far rounding may put off a gradient.
  private(set) var rounding: [WideDouble]
  /// How far off gradients may be because rules were given rounded numbers, of which some cancel, such as 1 - y² for
  /// a saturated tanh.
  private(set) var cancellation: [WideDouble]
  /// How far numbers too small or too large for the precision may, on the way.
  private(set) var rangeError: [WideDouble]
  /// The operation between a value and the root that keeps it from having a slope; -1 for none.
  private(set) var undefinedAt: [Int32]
  /// Whether something between a value and the root isn't finite, though no slope depends on it: 0 · ∞
  /// may have come through.
  private(set) var mayBeNaN: [Bool]
  /// The same for operations that are not the engine's.
  private(set) var unknownAt: [Int32]
  /// The same for kinks.
  private(set) var kinkAt: [Int32]

  /// O(n).
  init(_ graph: MeasuredGraph) {
    let count = graph.graph.nodes.count
    measured = Array(repeating: .zero, count: count)
    error = measured
    ruled = measured
    rounding = measured
    cancellation = measured
    rangeError = measured
    undefinedAt = Array(repeating: -1, count: count)
    mayBeNaN = Array(repeating: false, count: count)
    unknownAt = undefinedAt
    kinkAt = undefinedAt
    let root = graph.graph.root
    measured[root] = WideDouble(1)
    ruled[root] = WideDouble(1)
    var contributions = measured
    contributions[root] = .zero
    var uses = [Double](repeating: 0, count: count)
    for id in stride(from: root, through: 0, by: -1) {
      if uses[id] > 1 { rounding[id] += contributions[id] * (uses[id] * graph.precision.epsilon) }
      for edge in graph.edges(of: id) {
        let operand = Int(edge.operand)
        uses[operand] += 1
        // A closed branch hands nothing on, not even what isn't finite.
        if !edge.rule.isZero || graph.precision.written != nil && edge.ruleError > 0 {
          contributions[operand] += (ruled[id] * edge.rule).magnitude
          addRule(edge, graph.precision)
        }
        addMeasured(edge)
        addObstacle(edge)
      }
    }
  }

  private mutating func addRule(_ edge: MeasuredGraph.Edge, _ precision: NumberPrecision) {
    let (id, operand) = (Int(edge.consumer), Int(edge.operand))
    let contribution = ruled[id] * edge.rule
    let size = edge.rule.magnitude
    ruled[operand] += contribution
    rounding[operand] += rounding[id] * size + contribution.magnitude * (4 * precision.epsilon)
    cancellation[operand] +=
      cancellation[id] * (size + WideDouble(edge.ruleError)) + ruled[id].magnitude * edge.ruleError
    rangeError[operand] += rangeError[id] * size
    if contribution.isFinite {
      if WideDouble(precision.largest) <= contribution.magnitude { rangeError[operand] = .infinity }
      if !contribution.isZero, contribution.magnitude <= WideDouble(precision.smallestNormal) {
        rangeError[operand] += WideDouble(precision.smallest)
      }
    }
  }

  private mutating func addMeasured(_ edge: MeasuredGraph.Edge) {
    let (id, operand) = (Int(edge.consumer), Int(edge.operand))
    // An operation that is not the engine's can only be believed.
    let value = edge.slope.map { WideDouble($0.value) } ?? edge.rule
    let doubt = edge.slope.map { WideDouble($0.error + edge.ruleError) } ?? .zero
    guard !value.isZero || !doubt.isZero else { return }
    if edge.isClosed, !measured[id].isFinite || !error[id].isFinite { return }
    measured[operand] += measured[id] * value
    error[operand] += error[id] * (value.magnitude + doubt) + measured[id].magnitude * doubt
  }

  private mutating func addObstacle(_ edge: MeasuredGraph.Edge) {
    let (id, operand) = (Int(edge.consumer), Int(edge.operand))
    switch edge.slope {
    case nil: unknownAt[operand] = edge.consumer
    case let slope? where slope.kind == .undefined || !edge.rule.isFinite:
      undefinedAt[operand] = edge.consumer
    case let slope? where slope.kind == .kink: kinkAt[operand] = edge.consumer
    default: break
    }
    if !edge.isGate, mayBeNaN[id] || !edge.rule.isFinite || !rangeError[id].isFinite {
      mayBeNaN[operand] = true
    }
    // What lies behind a closed branch does not matter.
    guard !edge.isClosed else { return }
    if undefinedAt[operand] < 0 { undefinedAt[operand] = undefinedAt[id] }
    if unknownAt[operand] < 0 { unknownAt[operand] = unknownAt[id] }
    if kinkAt[operand] < 0 { kinkAt[operand] = kinkAt[id] }
  }
}
