import Testing

@testable import Micrograd

@Suite struct GradientsTests {
  @Test func aSecondBackwardIsRemarkedOn() throws {
    let (twice, printed) = try BindingsTests.run(
      "x = 3.0; y = x*x; y.backward(); y.backward(); print(x.grad)")
    #expect(printed == "12.0\n" && twice.remarks.count == 1 && twice.remarks[0].contains("zero_grad"))
    for clear in ["x.grad = 0.0", "x.zero_grad()"] {
      let (once, printed) = try BindingsTests.run(
        "x = 3.0; y = x*x; y.backward(); \(clear); y.backward(); print(x.grad)")
      #expect(printed == "6.0\n" && once.remarks.isEmpty)
    }
    let (apart, _) = try BindingsTests.run("a = 3.0; b = 2.0; (a*a).backward(); (b*b).backward()")
    #expect(apart.remarks.isEmpty, "two graphs without a leaf in common")
  }

  @Test func interiorGradientsStartAfresh() throws {
    let (_, printed) = try BindingsTests.run(
      "a = Value(3.0); b = a * 2; c = b * b\nc.backward(); c.backward()\nprint(a.grad, b.grad)")
    #expect(printed == "48.0 12.0\n")
  }

  @Test func dataStartsAfreshWhereParametersAreCleared() throws {
    let text = """
      xs = [2.0]
      w = Value(3.0)
      for k in range(3):
        loss = (w * xs[0] - 1.0)**2
        w.grad = 0.0
        loss.backward()
      print(xs[0].grad, w.grad)
      """
    #expect(try BindingsTests.run(text).printed == "30.0 20.0\n")
  }

  @Test func gradientsSetByHandAreClaims() throws {
    let text = "a = 2.0; b = -3.0; L = a * b\nL.grad = 1.0; a.grad = -3.0; b.grad = 5.0; b.grad = 2.0"
    let evaluation = try Program(parsing: text).evaluate()
    #expect(evaluation.claims.map(\.name) == ["L", "a", "b"] && evaluation.claims.map(\.grad) == [1, -3, 2])
    #expect(evaluation.hasGradients && !evaluation.isBackwardDone)
    let reset = try Program(parsing: "a = 2.0; L = a * a; L.backward(); a.grad = 0.0").evaluate()
    #expect(reset.claims.isEmpty, "a zero over a computed gradient is a reset")
    let touched = try Program(parsing: "a = 2.0; L = a * a; a.grad = 1.0; L.backward()").evaluate()
    #expect(touched.claims.isEmpty)
  }

  @Test func oneStepOfTheChainRule() throws {
    let text =
      "x = 0.5; n = x * 2.0; o = n.tanh()\no.grad = 1.0\no._backward()\nprint(n.grad)\nn._backward()\nprint(x.grad)"
    // 1 - tanh² 1, and twice that.
    #expect(try BindingsTests.run(text).printed == "0.41997434161402614\n0.8399486832280523\n")
  }

  @Test func derivativesHaveGraphsOfTheirOwn() throws {
    let (_, printed) = try BindingsTests.run(
      "x = 2.0; y = 5.0; f = x**3 * y\ng = grad(f, x)\nprint(g.data, grad(g, x).data)\nprint([d.data for d in grad(f, [x, y])])"
    )
    #expect(printed == "60.0 60.0\n[60.0, 8.0]\n")
    let zero = try BindingsTests.run("x = 2.0; y = 5.0; f = x * x; print(grad(f, y).data)").printed
    #expect(zero == "0.0\n")
  }

  @Test func everyCallOfBackwardIsTold() throws {
    var seen: [(Int64, Double)] = []
    let text =
      "w = 1.0\ndef step():\n  L = (w - 3)**2\n  w.grad = 0.0\n  L.backward()\n  w.data -= 0.25 * w.grad\nfor k in range(3): step()"
    let (execution, _) = try BindingsTests.run(text) {
      $0.onBackward = { site, root, _ in seen.append((site, root.data)) }
    }
    #expect(seen.map(\.1) == [4, 1, 0.25] && Set(seen.map(\.0)).count == 1)
    #expect(execution.lastSite == seen[0].0)
  }

  @Test func aLoopIsSeenAsAtItsLastBackward() throws {
    let text =
      "w = 1.0\nfor k in range(3):\n  L = (w - 3)**2\n  w.grad = 0.0\n  L.backward()\n  w.data -= 0.25 * w.grad"
    let execution = try BindingsTests.run(text).execution
    let w = try #require(execution.evaluation).inputs[0].value
    #expect(w.data == 2.75)
    #expect(execution.atBackward { w.data } == 2.5)
    #expect(w.data == 2.75)
  }
}
