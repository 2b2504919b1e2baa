import Micrograd

@testable import GradViz

/// A graph of random operations, made to be hard on a check: steep, shifted, tiny and huge.
struct RandomProgram {
  let graph: Graph

  private static let unary: [@Sendable (Value) -> Value] = [
    { $0.tanh() }, { $0.exp() }, { $0.log() }, { $0.relu() }, { $0.sigmoid() }, { $0.sin() }, { $0.cos() },
    { $0.sqrt() }, { $0.abs() }, { $0.softplus() }, { -$0 }, { $0 ** 2 }, { $0 ** 3 }, { $0 ** -1 },
    { $0 ** 0.5 }, { $0 * $0 },
  ]

  /// What brings a number into the range where an operation does something, or throws it out of it.
  private static let scaling: [@Sendable (Value, inout RandomGenerator) -> Value] = [
    // Steep: the slope is 10³ to 10⁸.
    { value, random in value * RandomProgram.power(&random, 3...8) },
    // Shifted: far out, and back, so that most digits are gone.
    { value, random in
      let far = value.data.rounded() + RandomProgram.power(&random, 2...7)
      return (value + far) - (far + random.uniform(in: -0.5..<0.5))
    },
    // Close to where it is now, whatever that is: near 0, at 0, near the kink of a relu.
    { value, random in value - value.data * (1 - [0, 1e-12, 1e-6, 1e-3, 0.5][random.index(below: 5)]) },
    // Back to a size of about one.
    { value, _ in value / max(value.data.magnitude, 1e-300) },
    // Tiny or huge.
    { value, random in value * RandomProgram.power(&random, -100 ... -10) },
    { value, random in value * RandomProgram.power(&random, 10...100) },
  ]

  init(seed: UInt64) {
    var random = RandomGenerator(seed: seed)
    var values = (0..<(1 + random.index(below: 4))).map { index in
      let size = [1, 1, 1, 1e-3, 1e3, 1e-8, 1e6, 1e-150, 1e150][random.index(below: 9)]
      return Value(random.uniform(in: -1..<1) * size, label: "x\(index)")
    }
    for _ in 0..<(2 + random.index(below: 20)) {
      let a = values[random.index(below: values.count)]
      let b = values[random.index(below: values.count)]
      let value: Value
      switch random.index(below: 10) {
      case 0, 1: value = a + b
      case 2: value = a - b
      case 3, 4: value = a * b
      case 5: value = [a / b, max(a, b), min(a, b), a ** b][random.index(below: 4)]
      case 6: value = RandomProgram.scaling[random.index(below: 6)](a, &random)
      default: value = RandomProgram.unary[random.index(below: RandomProgram.unary.count)](a)
      }
      // Few programs go on with what isn't a number.
      if value.data.magnitude < 1e250 || random.index(below: 20) == 0 { values.append(value) }
    }
    let root = values.suffix(3).reduce(Value.constant(0), +)
    root.backward()
    graph = Graph(of: root)
  }

  private static func power(_ random: inout RandomGenerator, _ range: ClosedRange<Int>) -> Double {
    Double("1e\(range.lowerBound + random.index(below: range.count))")!
  }
}
