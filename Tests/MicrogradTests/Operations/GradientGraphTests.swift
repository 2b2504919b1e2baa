import Foundation
import Testing

@testable import Micrograd

/// Gradients that are graphs, and forward mode: against differences, against each other, and against `backward()`.
@Suite struct GradientGraphTests {
  /// Where an operation is smooth.
  static func operands(_ op: Op) -> [(Double, Double)] {
    switch op {
    case .log, .log2, .log10, .sqrt: [(0.3, 0), (2.5, 0)]
    case .asin, .acos: [(-0.6, 0), (0.3, 0)]
    case .acosh: [(1.5, 0), (3, 0)]
    case .log1p: [(-0.4, 0), (1.5, 0)]
    case .divide: [(1.5, -0.7), (-0.4, 2)]
    case .power: [(1.7, 2.3), (0.6, -1.2)]
    default: [(0.7, -1.3), (-0.9, 0.4)]
    }
  }

  static func build(_ op: Op, _ x: [Value]) -> Value {
    op.arity == 1 ? .apply(op, x[0]) : .apply(op, x[0], x[1])
  }

  static func near(_ actual: Double, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(actual - expected) <= tolerance * max(1, abs(expected))
  }

  /// The slope of a function by central differences, extrapolated once.
  static func slope(_ x: Double, _ f: (Double) -> Double) -> Double {
    func central(_ h: Double) -> Double { (f(x + h) - f(x - h)) / (2 * h) }
    return (4 * central(5e-4) - central(1e-3)) / 3
  }

  @Test(arguments: Op.allCases) func firstDerivativesAreThoseOfBackward(_ op: Op) {
    for (a, b) in Self.operands(op) {
      let x = [Value(a), Value(b)].prefix(op.arity).map { $0 }
      let y = Self.build(op, x)
      let g = gradient(of: y, by: x)
      y.backward()
      for (derivative, leaf) in zip(g, x) { #expect(Self.near(derivative.data, leaf.grad), "\(op)") }
      #expect(g.allSatisfy { $0.grad == 0 }, "nothing is written into gradients")
    }
  }

  /// Of every operation by every operand: the gradient's graph differentiated again as a graph, by `backward()`, by
  /// forward mode, and by differences of the first derivatives.
  @Test(arguments: Op.allCases) func secondDerivatives(_ op: Op) {
    // A mask counts as fixed, whatever it was made of, and a product with it is linear.
    guard op != .gate else { return }
    for (a, b) in Self.operands(op) {
      let at = [a, b]
      for first in 0..<op.arity {
        for second in 0..<op.arity {
          func firstDerivative(_ moved: Double) -> Double {
            var numbers = at
            numbers[second] = moved
            let y = op.result(numbers[0], numbers[1])
            let partials = op.partials(numbers[0], numbers[1], result: y)
            return first == 0 ? partials.0 : partials.1
          }
          let expected = Self.slope(at[second], firstDerivative)
          let x = at.prefix(op.arity).map { Value($0) }
          let g = gradient(of: Self.build(op, x), by: [x[first]])[0]
          let h = gradient(of: g, by: [x[second]])[0].data
          #expect(Self.near(h, expected, 1e-7), "\(op) \(first)\(second) at \(a), \(b)")
          g.backward()
          #expect(Self.near(x[second].grad, h), "\(op)")
          func dual(_ place: Int) -> Dual<Dual<Double>> {
            Dual(
              Dual(at[place], slope: place == second ? 1 : 0), slope: Dual(place == first ? 1 : 0, slope: 0))
          }
          let forward = Dual.apply(op, dual(0), dual(1))
          #expect(Self.near(forward.slope.slope, h), "\(op), forward")
        }
      }
    }
  }

  @Test func thirdDerivativeOfTanh() {
    let x = Value(0.5)
    let y = x.tanh()
    let first = gradient(of: y, by: [x])[0]
    let second = gradient(of: first, by: [x])[0]
    let third = gradient(of: second, by: [x])[0]
    // By 40-digit arithmetic.
    #expect(Self.near(first.data, 0.7864477329659274101496989343436361024891))
    #expect(Self.near(second.data, -0.7268619813835872755398369135836986089844))
    #expect(Self.near(third.data, -0.5652092882597703608656729214649180945721))
    #expect(third.topologicalOrder().count < 60, "tens of nodes, not hundreds")
  }

  @Test func whatIsKnownIsNotRecorded() {
    let x = Value(2.0, label: "x")
    let f = x ** 3
    let g = gradient(of: f, by: [x])[0]
    #expect(g.data == 12 && g.op == "*" && g.prev[0].data == 3 && g.prev[1].op == "**")
    let h = gradient(of: g, by: [x])[0]
    #expect(h.data == 12 && h.topologicalOrder().count == 5)
    #expect(gradient(of: 2 * x + 3, by: [x])[0].role == .constant)
    #expect(gradient(of: x, by: [x])[0].data == 1)
    #expect(gradient(of: f, by: [Value(1.0)])[0].data == 0)
  }

  @Test func derivativesAreValuesOfTheirOwn() {
    let a = Value(2.0, label: "a")
    let b = Value(3.0, label: "b")
    let byA = gradient(of: a * b, by: [a])[0]
    byA.label = "g"
    #expect(byA.data == 3 && byA != b && b.label == "b")
    let both = gradient(of: (a + b) ** 2, by: [a, b])
    #expect(both[0] != both[1] && both.map(\.data) == [10, 10])
  }

  @Test func byAValueInBetween() {
    let a = Value(2.0)
    let e = a * 3.0
    let f = e * e + a
    #expect(gradient(of: f, by: [e, a]).map(\.data) == [12, 37])
    #expect(gradient(of: f, by: [f])[0].data == 1)
  }

  /// Closed branches hand on 0 in graphs as well, also of infinity.
  @Test func closedBranches() {
    let zeros: [(Double, (Value) -> Value)] = [
      (-1, { $0.relu() }), (3, { $0.min(Value(0)) }), (-3, { max($0, 0) }), (5, { $0 ** Value(0) - 1 }),
    ]
    for (at, zero) in zeros {
      let x = Value(at)
      let root = zero(x).sqrt()
      #expect(root.data == 0 && gradient(of: root, by: [x])[0].data == 0)
    }
  }

  /// The gradient's graph of a network's loss is run again like every other.
  @Test func aNetworksGradientGraph() {
    let net = MLP(2, [4, 1], activation: .tanh, seed: 3)
    let x = [Value(0.5), Value(-1.0)]
    let loss = squaredError(net(x), [1])
    let w = net.parameters[0]
    let g = gradient(of: loss, by: net.parameters)
    loss.backward()
    for (derivative, parameter) in zip(g, net.parameters) {
      #expect(Self.near(derivative.data, parameter.grad, 1e-14))
    }
    let replay = Replay(of: g[0])
    let expected = Self.slope(w.data) { moved in
      let kept = w.data
      defer { w.data = kept }
      w.data = moved
      return replay.forward()
    }
    net.zeroGrad()
    replay.run()
    #expect(Self.near(w.grad, expected, 1e-7))
  }

  @Test func aLongChainWithoutRecursion() {
    let x = Value(1.0)
    var y = x
    for _ in 0..<scaled(100_000) { y = y + x * 0.5 }
    #expect(Self.near(gradient(of: y, by: [x])[0].data, 1 + 0.5 * Double(scaled(100_000))))
  }

  // MARK: - Operations of one's own

  @Test func anOperationOfOnesOwn() {
    let x = (1...3).map { Value(Double($0)) }
    let y = Value.custom("norm", x + [x[0]], data: 14, partials: [2, 4, 6, 0.5])
    let z = y * 2.0 + x[2]
    z.backward()
    #expect(x.map(\.grad) == [5, 8, 13])
    #expect(y.op == "norm" && y.prev == x + [x[0]] && y.data == 14)
    #expect(z.topologicalOrder().contains(y))
    // On another tape, with constants and computed operands.
    for _ in 0..<200 { _ = x[0] * x[1] }
    let later = Value.custom("norm", [y, .constant(2), Value(1.0)], data: 1, partials: [3, 1, 1])
    later.backward()
    #expect(y.grad == 3 && !later.prev[1].hasGrad)
    var deep = later
    for _ in 0..<1000 { deep = Value.custom("same", [deep], data: 1, partials: [1]) }
    deep.backward()
    #expect(later.grad == 1)
  }

  @Test func anOperationOfOnesOwnHasNoRule() async {
    await #expect(processExitsWith: .failure) {
      _ = Replay(of: Value.custom("f", [Value(1.0)], data: 1, partials: [1]))
    }
    await #expect(processExitsWith: .failure) {
      let x = Value(1.0)
      _ = gradient(of: Value.custom("f", [x], data: 1, partials: [1]), by: [x])
    }
    await #expect(processExitsWith: .failure) {
      _ = Value.custom("tanh", [Value(1.0)], data: 1, partials: [1])
    }
  }

  // MARK: - Steps by hand

  @Test func backwardStepByStep() {
    let x = Value(0.5)
    let n = x * 2.0 + x
    let o = n.tanh()
    o.grad = 1
    for value in o.topologicalOrder().reversed() { value.backwardStep() }
    let byHand = x.grad
    x.zeroGrad()
    o.backward()
    #expect(byHand == x.grad)
    let c = x * x
    x.grad = 0
    c.grad = 2
    c.backwardStep()
    #expect(x.grad == 2, "both uses")
    let custom = Value.custom("f", [x], data: 1, partials: [3])
    custom.grad = 1
    custom.backwardStep()
    #expect(x.grad == 5)
    x.backwardStep()
    #expect(x.grad == 5)
  }

  @Test func detachedValuesHaveNoHistory() {
    let x = Value(2.0)
    let y = (x * x).detach()
    let z = y * x
    z.backward()
    #expect(x.grad == 4 && !y.hasGrad && y.prev.isEmpty)
  }
}
