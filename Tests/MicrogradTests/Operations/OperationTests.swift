import Foundation
import Micrograd
import Testing

@Suite struct OperationTests {
  /// Every operation with where its operands are drawn from.
  static let unary: [(String, @Sendable (Value) -> Value, Range<Double>)] = [
    ("neg", { -$0 }, -5..<5), ("exp", { $0.exp() }, -5..<5), ("log", { $0.log() }, 0.05..<9),
    ("tanh", { $0.tanh() }, -4..<4), ("relu", { $0.relu() }, -5..<5), ("sigmoid", { $0.sigmoid() }, -9..<9),
    ("sin", { $0.sin() }, -7..<7), ("cos", { $0.cos() }, -7..<7), ("sqrt", { $0.sqrt() }, 0.05..<9),
    ("abs", { $0.abs() }, -5..<5), ("softplus", { $0.softplus() }, -9..<9),
  ]

  static let binary: [(String, @Sendable (Value, Value) -> Value, Range<Double>, Range<Double>)] = [
    ("+", { $0 + $1 }, -5..<5, -5..<5), ("-", { $0 - $1 }, -5..<5, -5..<5),
    ("*", { $0 * $1 }, -5..<5, -5..<5), ("/", { $0 / $1 }, -5..<5, 0.2..<5),
    ("**", { $0 ** $1 }, 0.2..<3, -3..<3), ("max", { max($0, $1) }, -5..<5, -5..<5),
    ("min", { min($0, $1) }, -5..<5, -5..<5),
  ]

  /// The slope of a function by central differences, extrapolated once.
  static func slope(_ x: Double, _ f: (Double) -> Double) -> Double {
    func central(_ h: Double) -> Double { (f(x + h) - f(x - h)) / (2 * h) }
    let h = 1e-4
    return (4 * central(h / 2) - central(h)) / 3
  }

  @Test(arguments: 0..<11) func unaryAgreesWithDifferences(_ index: Int) {
    let (name, f, range) = Self.unary[index]
    var generator = RandomGenerator(seed: UInt64(index))
    for _ in 0..<300 {
      let x = generator.uniform(in: range)
      guard abs(x) > 1e-3 else { continue }  // the kinks have a test of their own
      let a = Value(x)
      let y = f(a)
      y.backward()
      #expect(y.op == name)
      let expected = Self.slope(x) { f(Value($0)).data }
      #expect(abs(a.grad - expected) < 1e-7 * max(1, abs(expected)), "\(name) at \(x)")
    }
  }

  @Test(arguments: 0..<7) func binaryAgreesWithDifferences(_ index: Int) {
    let (name, f, left, right) = Self.binary[index]
    var generator = RandomGenerator(seed: UInt64(100 + index))
    for _ in 0..<300 {
      let x = generator.uniform(in: left)
      let y = generator.uniform(in: right)
      guard abs(x - y) > 1e-3 else { continue }
      let a = Value(x)
      let b = Value(y)
      let z = f(a, b)
      z.backward()
      #expect(z.op == name)
      let byLeft = Self.slope(x) { f(Value($0), Value(y)).data }
      let byRight = Self.slope(y) { f(Value(x), Value($0)).data }
      #expect(abs(a.grad - byLeft) < 1e-7 * max(1, abs(byLeft)), "\(name) at \(x), \(y)")
      #expect(abs(b.grad - byRight) < 1e-7 * max(1, abs(byRight)), "\(name) at \(x), \(y)")
    }
  }

  static func gradient(_ x: Double, _ f: (Value) -> Value) -> Double {
    let a = Value(x)
    f(a).backward()
    return a.grad
  }

  @Test func kinksAreThoseOfPyTorch() {
    #expect(Self.gradient(0) { $0.relu() } == 0)
    #expect(Self.gradient(0) { $0.abs() } == 0)
    #expect(Self.gradient(-0.0) { $0.abs() } == 0)
    let a = Value(2)
    let b = Value(2)
    max(a, b).backward()
    #expect(a.grad == 0.5 && b.grad == 0.5)
    min(a, b).backward()
    #expect(a.grad == 1 && b.grad == 1)
    let c = Value(4)
    max(c, c).backward()
    #expect(c.grad == 1)
  }

  @Test func powers() {
    #expect(Self.gradient(-3) { $0 ** 2 } == -6)
    #expect(Self.gradient(0) { $0 ** 0 } == 0)
    #expect(Self.gradient(0) { $0 ** 1 } == 1)
    #expect(Self.gradient(0) { $0 ** 2 } == 0)
    let base = Value(-2)
    let exponent = Value(3)
    (base ** exponent).backward()
    #expect(base.grad == 12 && exponent.grad.isNaN)
    let zero = Value(0)
    let two = Value(2)
    (zero ** two).backward()
    #expect(two.grad == 0)
    let square = Value(-3) ** 2
    square.backward()
    #expect(!square.prev[1].hasGrad, "a number as exponent takes no gradient")
  }

  @Test func stableFarOut() {
    for x in [-1e308, -1e4, -800, 800, 1e4, 1e308] {
      for f in [{ (a: Value) in a.tanh() }, { $0.sigmoid() }, { $0.softplus() }] {
        let a = Value(x)
        let y = f(a)
        y.backward()
        #expect(y.data.isFinite && a.grad.isFinite)
      }
    }
    #expect(Value(800).softplus().data == 800)
    #expect(Value(-745).sigmoid().data > 0)
    #expect(Self.gradient(800) { $0.softplus() } == 1)
  }

  @Test func infinitiesAndNotANumber() {
    #expect(Value(Double.nan).relu().data.isNaN)
    #expect(max(Value(Double.nan), 1).data.isNaN && min(1, Value(Double.nan)).data.isNaN)
    #expect(Value(Double.infinity).tanh().data == 1)
    #expect(Value(0).log().data == -.infinity)
    #expect((Value(1) / 0).data == .infinity)
    #expect(Value(Double.nan).softplus().data.isNaN && Value(Double.infinity).softplus().data == .infinity)
  }

  @Test func symbolsReadBack() {
    for op in Op.allCases { #expect(Op(symbol: op.symbol) == op) }
    #expect(Op(symbol: "") == nil && Op(symbol: "foo") == nil)
  }
}
