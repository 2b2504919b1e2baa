import Micrograd
import Testing

@testable import GradViz

@Suite struct WideDoubleTests {
  @Test func productsLeaveTheRangeAndComeBack() {
    #expect((WideDouble(1e-200) * 1e-200 * 1e300).double.ulp <= 1e-100.ulp)
    #expect(((WideDouble(1e300) * 1e300 * 1e-300).double / 1e300 - 1).magnitude < 1e-15)
    #expect(
      (WideDouble(1e300) * 1e300).double == .infinity && (WideDouble(-1e300) * 1e300).double == -.infinity)
    #expect((WideDouble(1e-300) * 1e-300).double == 0)
  }

  /// Inside of the range everything is as with Doubles.
  @Test func arithmeticIsThatOfDoubles() {
    var random = RandomGenerator(seed: 3)
    let special: [Double] = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 0x1p-1030,
      .greatestFiniteMagnitude,
    ]
    for _ in 0..<20_000 {
      let numbers = (0..<2).map { _ in
        random.index(below: 8) == 0
          ? special[random.index(below: special.count)]
          : random.normal() * [1, 1e-3, 1e10, 1e-20][random.index(below: 4)]
      }
      let (a, b) = (numbers[0], numbers[1])
      let (x, y) = (WideDouble(a), WideDouble(b))
      #expect(same((x + y).double, a + b) && same((x - y).double, a - b), "\(a), \(b)")
      let product = a * b
      if product.isNormal || !product.isFinite && !(a.isFinite && b.isFinite)
        || product == 0 && (a == 0 || b == 0)
      {
        #expect(same((x * y).double, product), "\(a) · \(b)")
      }
      #expect((x <= y) == (a <= b), "\(a) <= \(b)")
    }
  }

  private func same(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }
}
