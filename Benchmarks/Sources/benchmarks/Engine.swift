import CPeers
import Foundation
import Micrograd

/// The engine's works: W1, the moons demo of micrograd, a step of 65,818 scalar nodes; W2, a chain of a million
/// operations; and expressions by hand.
enum Engine {
  static let nodesOfW1 = 65_818.0
  private static let steps = 100

  static func run(data: URL) throws {
    let samples = try numbers(data.appending(path: "moons.txt"))
    let weights = try numbers(data.appending(path: "init.txt")).map { $0[0] }
    print("\n## Engine\n")
    row("work", "ms (median of 9)", "least and most", "ns a scalar node", "against C by hand")
    row("---", "---", "---", "---", "---")
    for (kind, isFrozen) in [("", false), (", learning rate 0", true)] {
      let times = try Measurement.inTurn(
        9,
        [
          ("C, gradients by hand, no graph", { byHand(samples, weights, isFrozen) }),
          ("W1, recorded afresh every step", { train(samples, weights, isFrozen, recorded) }),
          ("W1, replayed in place", { train(samples, weights, isFrozen, replayed) }),
          ("W1, replayed in lanes, as the trainer does", { train(samples, weights, isFrozen, batched) }),
        ])
      for time in times {
        let step = time.median / Double(steps)
        row(
          time.name + kind, text(step), time.range(of: Double(steps)), text(step * 1e6 / nodesOfW1),
          "\(text(time.median / times[0].median)) ×")
      }
    }
    let count = 1_000_000
    let others = try Measurement.inTurn(
      9,
      [
        ("W2: build, backward and release a chain of 1,000,000 operations", { chain(count) }),
        ("1,000,000 operations through operators, released at once", { freeHand(count) }),
      ])
    for time in others {
      row(time.name, text(time.median), time.range(of: 1), text(time.median * 1e6 / Double(count)), "")
    }
  }

  /// What can be run alone, to count its instructions.
  enum Work: String {
    /// Steps of W1: recorded, without learning, replayed in place, and in lanes.
    case recorded, frozen, replayed, lanes
    /// Operations of W2, and of expressions by hand, in thousands.
    case chain, free
  }

  /// So many steps, or thousands of operations, of one work and nothing else.
  static func run(_ work: Work, _ count: Int, data: URL) throws {
    let samples = try numbers(data.appending(path: "moons.txt"))
    let weights = try numbers(data.appending(path: "init.txt")).map { $0[0] }
    switch work {
    case .recorded, .frozen: train(samples, weights, work == .frozen, recorded, count)
    case .replayed: train(samples, weights, true, replayed, count)
    case .lanes: train(samples, weights, true, batched, count)
    case .chain: chain(1000 * count)
    case .free: freeHand(1000 * count)
    }
  }

  private static func numbers(_ file: URL) throws -> [[Double]] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: " ").map { Double($0)! }
    }
  }

  private static func learningRate(_ step: Int, _ isFrozen: Bool) -> Double {
    isFrozen ? 0 : 1 - 0.9 * Double(step) / 100
  }

  // MARK: - W1

  private static func byHand(_ samples: [[Double]], _ weights: [Double], _ isFrozen: Bool) {
    let rows = Array(samples.joined())
    var parameters = weights
    var loss = 0.0
    for step in 0..<steps { loss = peers_step_of_w1(rows, &parameters, learningRate(step, isFrozen)) }
    check(loss, isFrozen)
  }

  /// Trains the network by a step that gives the loss without its penalty, and adds to the gradients.
  private static func train(
    _ samples: [[Double]], _ weights: [Double], _ isFrozen: Bool,
    _ makeStep: (MLP, [[Double]]) -> (() -> Double), _ steps: Int = Engine.steps
  ) {
    let net = MLP(2, [16, 16, 1], activation: .relu)
    for (parameter, number) in zip(net.parameters, weights) { parameter.data = number }
    let optimizer = SGD(net.parameters, learningRate: 0)
    let step = makeStep(net, samples)
    var loss = 0.0
    for index in 0..<steps {
      optimizer.zeroGrad()
      loss = step()
      optimizer.learningRate = learningRate(index, isFrozen)
      optimizer.step()
    }
    if steps == Engine.steps { check(loss, isFrozen) }
  }

  private static func check(_ loss: Double, _ isFrozen: Bool) {
    let expected = isFrozen ? 1.510577889993 : 0.01216738412
    precondition(abs(loss - expected) < 1e-9, "W1 gives another loss: \(loss)")
  }

  private static func loss(_ net: MLP, _ samples: [[Double]]) -> Value {
    mean(samples.map { hingeLoss(net([Value($0[0]), Value($0[1])]), [$0[2]]) })
      + l2(net.parameters, strength: 1e-4)
  }

  private static func recorded(_ net: MLP, _ samples: [[Double]]) -> () -> Double {
    {
      let loss = loss(net, samples)
      loss.backward()
      return loss.data
    }
  }

  private static func replayed(_ net: MLP, _ samples: [[Double]]) -> () -> Double {
    let replay = Replay(of: loss(net, samples))
    return { replay.run() }
  }

  private static func batched(_ net: MLP, _ samples: [[Double]]) -> () -> Double {
    let inputs = [Value(0.0), Value(0.0), Value(0.0)]
    let output = net([inputs[0], inputs[1]])[0]
    let replay = BatchReplay(of: (1 - inputs[2] * output).relu(), inputs: inputs)
    let rows = Array(samples.joined())
    return {
      let roots = replay.run(rows, weight: 0.01, threads: 1).roots
      var squares = 0.0
      for parameter in net.parameters {
        squares += parameter.data * parameter.data
        parameter.grad += 2e-4 * parameter.data
      }
      return roots.reduce(0, +) / 100 + 1e-4 * squares
    }
  }

  // MARK: - W2 and free hand

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
    if count == 1_000_000 {
      precondition(abs(x.data - 0.0041264336101811926) < 1e-12, "W2 gives another result: \(x.data)")
    }
  }

  private static func freeHand(_ count: Int) {
    let w = Value(0.5)
    for index in 0..<(count / 4) { _ = ((w * Double(index) + 1.0) * w).tanh() }
  }
}
