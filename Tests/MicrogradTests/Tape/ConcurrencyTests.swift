import Micrograd
import Testing

/// A value may be sent to another task while its maker goes on recording on the same tape. Run under the
/// thread sanitizer by `scripts/sanitize.sh`.
@Suite struct ConcurrencyTests {
  @Test func valuesSentWhileBuildingGoesOn() async {
    await withTaskGroup(of: Double.self) { group in
      for index in 0..<200 {
        let a = Value(Double(index))
        let b = a * 2 + 1
        group.addTask {
          var c = b
          for _ in 0..<100 { c = c * 1.0 + 1 }
          c.backward()
          return c.data + c.grad
        }
        // Meanwhile, on the same open tape.
        let other = Value(1)
        var unrelated = other
        for _ in 0..<50 { unrelated = unrelated + 1 }
        unrelated.backward()
        #expect(unrelated.data == 51 && other.grad == 1)
      }
      var results: [Double] = []
      for await result in group { results.append(result) }
      let expected = (0..<200).map { Double(2 * $0 + 102) }
      #expect(results.sorted() == expected)
    }
  }

  @Test func labelsOfUnrelatedValuesOnOneTape() async {
    await withTaskGroup(of: String.self) { group in
      for index in 0..<100 {
        let value = Value(Double(index)) + 1
        group.addTask {
          value.label = "sent \(index)"
          return value.label
        }
        let mine = Value(0) + 1
        mine.label = "kept \(index)"
        #expect(mine.label == "kept \(index)")
      }
      var labels: Set<String> = []
      for await label in group { labels.insert(label) }
      #expect(labels.count == 100)
    }
  }

  /// After a suspension a task may go on on another thread, and records there.
  @Test func suspensionsBetweenOperations() async {
    await withTaskGroup(of: Bool.self) { group in
      for seed in 0..<20 {
        group.addTask {
          let w = Value(0.5)
          var x = Value(Double(seed))
          var expected = Double(seed)
          for step in 0..<200 {
            x = x * w + 1
            expected = expected * 0.5 + 1
            if step % 3 == 0 { await Task.yield() }
          }
          x.backward()
          return x.data == expected && x.topologicalOrder().count == 602 && w.hasGrad
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test func everyTaskTrainsItsOwnNetwork() async {
    let losses = await withTaskGroup(of: Double.self) { group in
      for _ in 0..<16 {
        group.addTask {
          let net = MLP(2, [4, 1], seed: 9)
          var last = 0.0
          for step in 0..<30 {
            let loss = (net([Value(1), Value(-1)])[0] - 1) ** 2
            net.zeroGrad()
            loss.backward()
            for parameter in net.parameters { parameter.data -= 0.01 * parameter.grad }
            if step % 7 == 0 { await Task.yield() }
            last = loss.data
          }
          return last
        }
      }
      return await group.reduce(into: [Double]()) { $0.append($1) }
    }
    #expect(Set(losses).count == 1, "the same bits on every thread")
  }
}
