import Foundation
import Micrograd
import Testing

@Suite struct CompositeTests {
  private func near(_ actual: Double, _ expected: Double) -> Bool {
    abs(actual - expected) <= 1e-14 * max(1, abs(expected))
  }

  /// Values and derivatives in 40-digit arithmetic.
  static let expected: [(Composite, Double, Double, Double)] = [
    (.leakyRelu, -3, -0.03, 0.01), (.leakyRelu, 2, 2, 1),
    (.elu, -3, -0.95021293163213605702, 0.049787068367863942979),
    (.elu, -0.5, -0.3934693402873665764, 0.6065306597126334236), (.elu, 2, 2, 1),
    (.gelu, -3, -0.00404969409489028358, -0.011945647204183927),
    (.gelu, -0.5, -0.15426876936299344818, 0.13250487534383715747),
    (.gelu, 2, 1.9544997361036415856, 1.0852318010781968967),
    (.silu, -3, -0.14227761953270034264, -0.088104106015169617069),
    (.silu, 0.5, 0.31122966560092728232, 0.73996118730265180917),
    // PyTorch at the kink: the slope from below.
    (.leakyRelu, 0, 0, 0.01), (.elu, 0, 0, 1), (.gelu, 0, 0, 0.5), (.silu, 0, 0, 0.5),
    // Far out.
    (.leakyRelu, .infinity, .infinity, 1), (.leakyRelu, -.infinity, -.infinity, 0.01),
    (.elu, .infinity, .infinity, 1), (.elu, -.infinity, -1, 0), (.elu, 1000, 1000, 1),
  ]

  @Test(arguments: 0..<expected.count) func valuesAndSlopes(_ index: Int) {
    let (function, at, value, slope) = Self.expected[index]
    let x = Value(at)
    let y = function.apply(x)
    y.backward()
    #expect(y.data == value || near(y.data, value), "\(function) at \(at): \(y.data)")
    #expect(near(x.grad, slope), "\(function) at \(at): \(x.grad)")
  }

  @Test func everyCompositeIsLookedAt() {
    #expect(Composite.allCases.allSatisfy { function in Self.expected.contains { $0.0 == function } })
  }

  @Test func parameters() {
    #expect(leakyRelu(Value(-2), slope: 0.25).data == -0.5)
    #expect(near(elu(Value(-1), alpha: 2).data, 2 * expm1(-1)))
    #expect(gelu(Value(1)).data == Composite.gelu.apply(Value(1)).data && silu(Value(0)).data == 0)
    #expect(Composite.leakyRelu.parameter?.value == 0.01 && Composite.gelu.parameter == nil)
  }

  @Test func aLogarithmOfSumsIsStable() {
    let x = [Value(1000), Value(1000)]
    let y = logSumExp(x)
    y.backward()
    #expect(near(y.data, 1000 + log(2)) && x.map(\.grad) == [0.5, 0.5])
    #expect(Replay(of: logSumExp([x[0], Value(-1e300)])).run() == 1000)
  }

  /// Every operation that is written as a function has a method and a free function of its name.
  @Test(arguments: Op.allCases.filter { $0.notation.form == .function })
  func everyFunctionCanBeWritten(_ op: Op) throws {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let folder = root.appending(path: "Sources/Micrograd")
    let names = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    let file = try #require(
      names.compactMap { $0 as? URL }.first { $0.lastPathComponent == "Value+Functions.swift" })
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains("  public func \(op.symbol)("), "no method")
    #expect(text.contains("\npublic func \(op.symbol)("), "no free function")
  }
}
