import Foundation
import Micrograd

/// The engine's works: W1, the moons demo of micrograd, a step of 65,818 scalar nodes; W2, a chain of a million
/// operations; and expressions by hand.
enum Engine {
  static let nodesOfW1 = 65_818.0

  static func run(data: URL) throws {
    let samples = try numbers(data.appending(path: "moons.txt"))
    let weights = try numbers(data.appending(path: "init.txt"))
    print("\n## Engine\n")
    row("work", "ms (median of 7)", "ns a scalar node")
    row("---", "---", "---")
    for (name, isFrozen) in [("W1, recorded afresh every step", false), ("W1, learning rate 0", true)] {
      let net = MLP(2, [16, 16, 1], activation: .relu)
      for (parameter, number) in zip(net.parameters, weights) { parameter.data = number[0] }
      let steps = 100
      let times = try Measurement.inTurn(7, [(name, { train(net, samples, weights, steps, isFrozen) })])[0]
      let step = times.median / Double(steps)
      row(name, text(step), text(step * 1e6 / nodesOfW1))
    }
    let count = 1_000_000
    let chained = try Measurement.inTurn(7, [("W2", { chain(count) })])[0].median
    row(
      "W2: build, backward and release a chain of 1,000,000 operations", text(chained),
      text(chained * 1e6 / Double(count)))
    let hand = try Measurement.inTurn(7, [("by hand", { byHand(count) })])[0].median
    row(
      "1,000,000 operations through operators, released at once", text(hand), text(hand * 1e6 / Double(count))
    )
  }

  private static func numbers(_ file: URL) throws -> [[Double]] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: " ").map { Double($0)! }
    }
  }

  private static func train(
    _ net: MLP, _ samples: [[Double]], _ weights: [[Double]], _ steps: Int, _ isFrozen: Bool
  ) {
    for (parameter, number) in zip(net.parameters, weights) { parameter.data = number[0] }
    let optimizer = SGD(net.parameters, learningRate: 0)
    for step in 0..<steps {
      let losses = samples.map { hingeLoss(net([Value($0[0]), Value($0[1])]), [$0[2]]) }
      let loss = mean(losses) + l2(net.parameters, strength: 1e-4)
      optimizer.zeroGrad()
      loss.backward()
      optimizer.learningRate = isFrozen ? 0 : 1 - 0.9 * Double(step) / 100
      optimizer.step()
    }
  }

  private static func chain(_ count: Int) {
    let a = Value(1.0000001)
    let b = Value(1e-9)
    var x = Value(0.5)
    for index in 0..<count {
      switch index % 10 {
      case 9: x = x.tanh()
      case let place: x = place % 2 == 0 ? x * a : x + b
      }
    }
    x.backward()
    precondition(abs(x.data - 0.0041264336101811926) < 1e-12, "W2 gives another result: \(x.data)")
  }

  private static func byHand(_ count: Int) {
    let w = Value(0.5)
    for index in 0..<(count / 4) { _ = ((w * Double(index) + 1.0) * w).tanh() }
  }
}
