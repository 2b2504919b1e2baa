import Micrograd
import Testing

@Suite struct ValueTests {
  @Test func lectureExpression() {
    let a = Value(2.0, label: "a")
    let b = Value(-3.0, label: "b")
    let c = Value(10.0, label: "c")
    let e = a * b
    let d = e + c
    let f = Value(-2.0, label: "f")
    let loss = d * f
    loss.backward()
    #expect(loss.data == -8)
    #expect([a, b, c, f, e, d, loss].map(\.grad) == [6, -4, -2, 4, -2, -2, 1])
    #expect(loss.prev == [d, f])
    #expect(loss.op == "*")
    #expect(a.op.isEmpty && a.prev.isEmpty)
  }

  @Test func lectureNeuron() {
    let x1 = Value(2.0)
    let x2 = Value(0.0)
    let w1 = Value(-3.0)
    let w2 = Value(1.0)
    let b = Value(6.8813735870195432)
    let n = x1 * w1 + x2 * w2 + b
    let byTanh = n.tanh()
    byTanh.backward()
    let gradients = [x1, w1, x2, w2].map(\.grad)
    let expected = [-1.5, 1.0, 0.5, 0.0]
    for (gradient, number) in zip(gradients, expected) { #expect(abs(gradient - number) < 1e-15 * 8) }
    #expect(abs(byTanh.data - 0.7071067811865476) < 1e-15)

    let e = (2 * n).exp()
    let byExp = (e - 1) / (e + 1)
    #expect(abs(byExp.data - byTanh.data) < 1e-15)
  }

  @Test func operandsKeepOrderAndDuplicates() {
    let a = Value(3)
    let b = Value(4)
    #expect((a - b).prev == [a, b])
    #expect((b - a).prev == [b, a])
    #expect((a + a).prev == [a, a])
    #expect((a * a).prev == [a, a])
  }

  @Test func subtractionAndDivisionAreOneNodeEach() {
    let a = Value(6)
    let b = Value(3)
    #expect((a - b).op == "-" && (a - b).topologicalOrder().count == 3)
    #expect((a / b).op == "/" && (a / b).topologicalOrder().count == 3)
    #expect((-a).op == "neg" && (-a).topologicalOrder().count == 2)
  }

  @Test func numbersOnEitherSide() {
    let a = Value(3.0)
    let k = 2
    #expect((a + 1).data == 4 && (1 + a).data == 4 && (a + k).data == 5 && (k + a).data == 5)
    #expect((a - 1).data == 2 && (1 - a).data == -2 && (k - a).data == -1)
    #expect((a * 2).data == 6 && (2.5 * a).data == 7.5 && (k * a).data == 6)
    #expect((a / 2).data == 1.5 && (6 / a).data == 2 && (a / k).data == 1.5)
    #expect((a ** 2).data == 9 && (2 ** a).data == 8 && (a ** k).data == 9 && (2.0 ** a).data == 8)
    #expect(max(a, 5).data == 5 && min(1, a).data == 1 && max(a, Value(1)).data == 3)
    #expect((a ** 2).prev[1].role == .constant)
  }

  @Test func powerGroupsFromTheRightAndBindsTighterThanProducts() {
    let a = Value(2)
    #expect((a ** Value(3) ** Value(2)).data == 512)
    #expect((3 * a ** 2).data == 12)
    #expect((-a ** 2).data == 4, "In Swift a prefix minus binds tighter than any infix operator")
  }

  @Test func compoundAssignmentRebinds() {
    var a = Value(2)
    let original = a
    a += 1
    a *= a
    a -= Value(1)
    a /= 2
    #expect(a.data == 4 && original.data == 2 && a != original)
  }

  @Test func valuesCompareByIdentity() {
    let a = Value(1)
    let b = Value(1)
    let same = a
    #expect(a == same && a != b)
    #expect(Set([a, b, same]).count == 2)
    #expect(a + b != a + b)
  }

  @Test func reuseAddsUp() {
    let a = Value(3)
    let b = a + a
    let c = b + b
    c.backward()
    #expect(a.grad == 4 && b.grad == 2)
  }

  @Test func diamond() {
    let a = Value(-2)
    let b = Value(3)
    let d = a * b
    let e = a + b
    let f = d * e
    f.backward()
    #expect(a.grad == -3 && b.grad == -8)
  }

  @Test func leavesAccumulateAndOthersStartFromZero() {
    let a = Value(3)
    let b = a * 2
    let c = b * b
    c.backward()
    c.backward()
    #expect(a.grad == 48 && b.grad == 12 && c.grad == 1)
    a.zeroGrad()
    c.backward()
    #expect(a.grad == 24)
  }

  @Test func backwardFromAnInnerValueLeavesTheRestAlone() {
    let a = Value(3)
    let b = a * 2
    let c = b * 5
    c.backward()
    b.backward()
    #expect(c.grad == 1 && b.grad == 1 && a.grad == 12)
  }

  @Test func gradientIsKnownToBeMissing() {
    let a = Value(1)
    let unused = Value(2)
    let zero = Value(0)
    let b = a * zero
    #expect(!a.hasGrad && a.grad == 0 && !b.hasGrad)
    b.backward()
    #expect(a.hasGrad && a.grad == 0 && !unused.hasGrad)
    unused.zeroGrad()
    #expect(!unused.hasGrad)
  }

  @Test func deadBranchGetsNothing() {
    let a = Value(1)
    let dead = a * 7
    let b = a + 1
    b.backward()
    #expect(!dead.hasGrad && a.grad == 1)
  }

  @Test func rootThatIsALeaf() {
    let a = Value(5)
    a.backward()
    #expect(a.grad == 1 && a.topologicalOrder() == [a])
  }

  @Test func changedLeafDoesNotFalsifyWhatWasRecorded() {
    let a = Value(2)
    let b = Value(3)
    let c = a * b
    a.data = 100
    c.backward()
    #expect(b.grad == 2 && a.grad == 3 && c.data == 6)
    let d = a * b
    #expect(d.data == 300)
  }

  @Test func topologicalOrderPutsLeavesFirst() {
    let a = Value(1, label: "a")
    let b = Value(2, label: "b")
    let s = a + b
    s.label = "s"
    let c = Value(3, label: "c")
    let p = s * c
    p.label = "p"
    #expect(p.topologicalOrder().map(\.label) == ["a", "b", "c", "s", "p"])
  }

  @Test func describesItself() {
    let a = Value(2.0, label: "a")
    #expect("\(a)" == "Value(label=a, data=2.0)")
    (a * a).backward()
    #expect("\(a)" == "Value(label=a, data=2.0, grad=4.0)")
  }

  @Test func notANumberPropagates() {
    let a = Value(-1)
    let b = a.log() + 1
    b.backward()
    #expect(b.data.isNaN && a.grad == -1)
    let zero = Value(0)
    let c = zero.sqrt() * 0
    c.backward()
    #expect(zero.grad.isNaN, "0 · ∞ is not a number, as in PyTorch")
  }

  #if compiler(>=6.2)
    @Test func settingTheDataOfAComputedValueIsAMistake() async {
      await #expect(processExitsWith: .failure) {
        let b = Value(1) + 1
        b.data = 3
      }
    }
  #endif
}
