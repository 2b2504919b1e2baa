import CLiveBytes
import Foundation
import Micrograd
import Testing

/// Bytes of memory in use, as malloc counts them; nil where it does not tell (under a sanitizer, or not on
/// Linux).
func liveBytes() -> Int? {
  let bytes = Int(live_bytes())
  return bytes > 0 ? bytes : nil
}

/// Long loops are cut short under a sanitizer, where everything takes twenty times as long.
let testScale = ProcessInfo.processInfo.environment["GRADVIZ_TEST_SCALE"].flatMap(Double.init) ?? 1

func scaled(_ count: Int) -> Int { max(10, Int(Double(count) * testScale)) }

/// Runs `body` on a thread with a stack of 512 KB, macOS's default for threads other than the main one.
func onSmallStack(_ body: @escaping @Sendable () -> Void) {
  let thread = Thread(block: body)
  thread.stackSize = 512 << 10
  thread.start()
  while !thread.isFinished { usleep(2000) }
}

/// How live memory grows over a loop: runs `step` often, and compares live bytes after a tenth of the steps with
/// those at the end.
private func growth(_ steps: Int, _ step: (Int) -> Void) -> Int {
  for index in 0..<(steps / 10) { step(index) }
  let before = liveBytes()
  for index in (steps / 10)..<steps { step(index) }
  guard let before, let after = liveBytes() else { return 0 }
  return after - before
}

/// What tapes at hand and malloc's own bookkeeping may take: far less than one leaked node a step of any loop
/// below.
private let allowance = 48 << 10

/// What a thread keeps of tapes it gave back, to use them again: at most 8 MB.
private let spare = (8 << 20) + allowance

private func network() -> MLP { MLP(2, [8, 8, 1], seed: 1) }

extension MLP {
  fileprivate func prediction(_ index: Int) -> Value { self([Value(Double(index % 7)), Value(0.5)])[0] }
}

/// How memory grows over the loops that people write. Every test has a process of its own, where nobody else
/// allocates, so that one leaked node a step shows.
@Suite struct MemoryTests {
  /// The tests below can fail.
  @Test func aLeakedNodeAStepIsSeen() async {
    guard liveBytes() != nil else { return }
    await #expect(processExitsWith: .success) {
      let w = Value(0.5)
      var kept: [Value] = []
      let grown = growth(20_000) { index in
        let loss = w * Double(index)
        loss.backward()
        kept.append(loss)
      }
      #expect(grown > 10 * allowance)
    }
  }

  @Test func lossInsideTheLoop() async {
    await #expect(processExitsWith: .success) {
      let net = network()
      let grown = growth(scaled(20_000)) { index in
        let loss = (net.prediction(index) - 1) ** 2
        net.zeroGrad()
        loss.backward()
        for parameter in net.parameters { parameter.data -= 1e-4 * parameter.grad }
      }
      #expect(grown < allowance)
    }
  }

  @Test func lossOutsideTheLoop() async {
    await #expect(processExitsWith: .success) {
      let net = network()
      var loss = Value(0)
      let grown = growth(scaled(20_000)) { index in
        let error = net.prediction(index) - 1
        loss = error * error
        loss.backward()
      }
      #expect(grown < allowance)
    }
  }

  @Test func inferenceWithoutBackward() async {
    await #expect(processExitsWith: .success) {
      let net = network()
      var sum = 0.0
      let grown = growth(scaled(20_000)) { index in sum += net.prediction(index).data }
      #expect(sum.isFinite)
      #expect(grown < allowance)
    }
  }

  @Test func freeHandInferenceWithoutBackward() async {
    await #expect(processExitsWith: .success) {
      let w = Value(0.5)
      let grown = growth(scaled(1_000_000)) { index in _ = (w * Double(index) + 1).tanh().data }
      #expect(grown < allowance)
    }
  }

  @Test func aValueMadeBeforeTheLoopAndUsedInIt() async {
    await #expect(processExitsWith: .success) {
      let w = Value(0.5)
      let scale = w * 2 + 1
      let grown = growth(scaled(300_000)) { index in
        let loss = (scale * Double(index) - 1) ** 2
        loss.backward()
      }
      #expect(grown < allowance)
      let withoutBackward = growth(scaled(300_000)) { index in _ = (scale * Double(index)).data }
      #expect(withoutBackward < allowance)
    }
  }

  /// What is kept is the graph of each prediction, 32 bytes a node and little more.
  @Test func onePredictionKeptEveryStep() async {
    await #expect(processExitsWith: .success) {
      let net = network()
      let steps = scaled(5_000)
      let nodes = net.prediction(1).topologicalOrder().count
      var kept: [Value] = []
      let grown = growth(steps) { index in
        let p = net.prediction(index)
        kept.append(p)
        (p * p).backward()
      }
      #expect(kept.count == steps)
      #expect(grown < allowance + steps * nodes * 64)
    }
  }

  @Test func oneValueInAHundredKept() async {
    await #expect(processExitsWith: .success) {
      let w = Value(0.5)
      var kept: [Value] = []
      let grown = growth(scaled(200_000)) { index in
        let loss = (w * Double(index) - 1) ** 2
        loss.backward()
        if index % 100 == 0 { kept.append(loss) }
      }
      #expect(grown < allowance + kept.count * 8 << 10)
    }
  }

  @Test func twoGraphsInterleaved() async {
    await #expect(processExitsWith: .success) {
      let w = Value(0.5)
      let v = Value(0.25)
      var first = Value(1)
      var second = Value(1)
      let grown = growth(scaled(100_000)) { index in
        first = (w * Double(index % 3)).tanh()
        second = (v * first.data).exp() + second.data
        first.backward()
        if index % 5 == 0 { second.backward() }
      }
      #expect(grown < allowance)
    }
  }

  @Test func leavesMadeOnTheFly() async {
    await #expect(processExitsWith: .success) {
      let w = Value(0.5)
      let grown = growth(scaled(200_000)) { index in
        let loss = (w * Value(Double(index)) - Value(2)).abs()
        loss.backward()
      }
      #expect(grown < allowance)
    }
  }

  /// A history that is in use stays, at a few dozen bytes a node, and is walked whole by every call; letting go
  /// of it frees it, without recursion.
  @Test func recurrenceOverTwoThousandSteps() async {
    await #expect(processExitsWith: .success) {
      let steps = scaled(2000)
      onSmallStack {
        let w = Value(0.5)
        var h = Value(0.3)
        _ = (h * w).tanh()
        let before = liveBytes() ?? 0
        for _ in 0..<steps {
          h = (h * w).tanh()
          h.backward()
        }
        let held = (liveBytes() ?? 0) - before
        #expect(held < 200 * steps + allowance)
        #expect(h.hasGrad && w.hasGrad)
        h = Value(0)
        let left = (liveBytes() ?? 0) - before
        #expect(left < allowance)
      }
    }
  }

  @Test func chainOfFiveMillionOnASmallStack() async {
    await #expect(processExitsWith: .success) {
      let count = scaled(5_000_000)
      onSmallStack {
        let before = liveBytes() ?? 0
        let x = Value(1)
        var y: Value? = x
        for _ in 0..<count { y = y! + 1 }
        y!.backward()
        #expect(y!.data == Double(count) + 1 && x.grad == 1)
        let held = (liveBytes() ?? 0) - before
        #expect(held < 72 * count + spare, "a sum and its constant are 64 bytes")
        y = nil
        #expect((liveBytes() ?? 0) - before < spare)
      }
    }
  }

  @Test func aFanOfAMillion() {
    let x = Value(2)
    var sum = Value(0)
    for _ in 0..<scaled(1_000_000) { sum += x }
    sum.backward()
    #expect(x.grad == Double(scaled(1_000_000)))
  }

  /// Kept results on many tapes, summed at last: the walk visits thousands of tapes.
  @Test func aSumOverManyTapes() {
    let w = Value(3)
    let parts = (0..<scaled(20_000)).map { index in
      var part = w * Double(index % 3)
      for _ in 0..<40 { part += 0.0 }
      part.backward()
      return part
    }
    w.zeroGrad()
    let sum = parts.reduce(Value(0), +)
    sum.backward()
    let expected = (0..<parts.count).reduce(0) { $0 + Double($1 % 3) }
    #expect(w.grad == expected)
    #expect(parts.allSatisfy { $0.grad == 1 })
  }
}
