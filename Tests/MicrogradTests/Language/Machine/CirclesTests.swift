import CLiveBytes
import Testing

@testable import Micrograd

/// What refers to itself is released with the execution.
@Suite struct CirclesTests {
  static let texts = [
    "xs = []\nxs.append(xs)\na = 1.0", "d = {}\nd['d'] = d\nt = (d, [d])\nd['t'] = t\na = 1.0",
    "def f():\n  def g(): return g\n  return g\nfor i in range(50): f()\na = 1.0",
    "for i in range(50):\n  xs = [0] * 100\n  xs[0] = xs\n  it = iter(xs)\n  xs[1] = (it, xs.append, {i: xs})\na = 1.0",
    "xs = []\nxs.append(xs)\nb = tahn(1)",
  ]

  @Test(arguments: texts) func nothingIsLeftOfIt(_ text: String) async {
    guard liveBytes() != nil else { return }
    await #expect(processExitsWith: .success) { [text] in
      func run() { _ = try? Program(parsing: text).evaluate() }
      for _ in 0..<20 { run() }
      let before = liveBytes() ?? 0
      for _ in 0..<200 { run() }
      let grown = (liveBytes() ?? 0) - before
      // A list that refers to itself takes more than 100 bytes.
      precondition(grown < 200 * 50, "\(grown) bytes are left")
    }
  }

  /// A chain of containers of any length is released without recursion.
  @Test func nothingRecurses() {
    onSmallStack {
      for step in [
        "x = [x]", "x = (x,)", "x = {0: x}", "x = iter((x,))", "x = [x].append", "x = lambda y=x: y",
      ] {
        let text = "x = 1.0\nfor i in range(200000): \(step)\na = 2.0"
        #expect((try? Program(parsing: text).evaluate().root.data) == 2, "\(step)")
      }
    }
  }
}
