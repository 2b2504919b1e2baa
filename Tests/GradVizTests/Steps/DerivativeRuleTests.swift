import Micrograd
import Testing

@testable import GradViz

/// The same rows as the page's `rule.test.js`.
@Suite struct DerivativeRuleTests {
  private static func why(_ op: Op, _ place: Int, a: Double = 1, b: Double = 2, y: Double = 3) -> String {
    let names = DerivativeRule.Letters<Formula.Piece>(a: .name("x"), b: .name("w"), y: .name("o"))
    return Formula(pieces: DerivativeRule.why(op, place, .init(a: a, b: b, y: y), names)).plainText
  }

  @Test(arguments: [
    (Op.multiply, 0, "= w"), (.tanh, 0, "= 1 − o ** 2"), (.add, 0, "+ passes it on"),
    (.subtract, 1, "− turns the sign"),
    (.divide, 0, "= 1 / w"), (.divide, 1, "= −o / w"), (.power, 0, "= w · x ** (w − 1)"),
    (.power, 1, "= o · log(x)"), (.sigmoid, 0, "= o · (1 − o)"), (.cos, 0, "= −sin(x)"),
    (.sqrt, 0, "= 0.5 / o"), (.asin, 0, "= 1 / sqrt(1 − x ** 2)"),
  ])
  func rulesHaveTheNamesOfTheValues(_ op: Op, _ place: Int, _ text: String) {
    #expect(Self.why(op, place) == text)
  }

  @Test func ofAChoiceWhatHoldsIsSaid() {
    #expect(Self.why(.relu, 0, a: 2) == "open: x > 0")
    #expect(Self.why(.relu, 0, a: 0) == "relu is shut")
    #expect([2.0, -2, 0].map { Self.why(.abs, 0, a: $0) } == ["x > 0", "x < 0", "x = 0"])
    #expect(
      [(1.0, 0.0), (0, 1), (1, 1)].map { Self.why(.max, 0, a: $0.0, b: $0.1) } == ["x > w", "x < w", "x = w"])
  }

  @Test(arguments: Op.allCases)
  func everyRuleOfTheTableIsWritten(_ op: Op) {
    for place in 0..<op.arity { #expect(!Self.why(op, place).isEmpty) }
  }
}
