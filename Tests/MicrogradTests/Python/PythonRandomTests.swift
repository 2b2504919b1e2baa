import Foundation
import Testing

@testable import Micrograd

/// What CPython drew after one seed, floats in hexadecimal.
struct PythonDraws: Decodable {
  let seed: Int
  let random, uniform, gauss: [String]
  let randint, randrange, choice, shuffle, sample: [Int]
}

@Suite struct PythonRandomTests {
  /// The same draws by the type under test.
  struct Draws {
    let seed: Int
    var generator: PythonRandom { PythonRandom(seed: seed) }

    func floats(_ draw: (inout PythonRandom) -> Double) -> [Double] {
      var random = generator
      return (0..<1000).map { _ in draw(&random) }
    }

    func integers(_ draw: (inout PythonRandom, Int) throws -> Int) rethrows -> [Int] {
      var random = generator
      return try (0..<1000).map { try draw(&random, $0) }
    }

    func power(_ base: Int, _ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * base } }

    var samples: [Int] {
      get throws {
        var random = generator
        return try [1, 21, 22, 85, 86, 400, 3000].flatMap { count in
          try [0, 1, 5, 6, 20, 300].filter { $0 <= count }.flatMap {
            try random.sampleIndices(count: count, k: $0)
          }
        }
      }
    }
  }

  /// Compares all draws, or those that were kept.
  private func compare(_ expected: PythonDraws, _ chosen: ([Int]) -> [Int]) throws {
    let draws = Draws(seed: expected.seed)
    func check(_ actual: [Double], _ text: [String], _ location: SourceLocation = #_sourceLocation) {
      let places = chosen(Array(actual.indices))
      #expect(places.map { actual[$0] } == text.map { Double($0)! }, sourceLocation: location)
    }
    func check(_ actual: [Int], _ numbers: [Int], _ location: SourceLocation = #_sourceLocation) {
      let places = chosen(Array(actual.indices))
      #expect(places.map { actual[$0] } == numbers, sourceLocation: location)
    }
    check(draws.floats { $0.random() }, expected.random)
    check(draws.floats { $0.uniform(-1, 3.5) }, expected.uniform)
    check(draws.floats { $0.gauss(0.5, 2) }, expected.gauss)
    check(
      try draws.integers { try $0.randint(-draws.power(3, $1 % 39), draws.power(7, $1 % 22)) },
      expected.randint)
    check(
      try draws.integers { try $0.randrange(-$1, 5 * $1 + 1, step: $1 % 7 + 1) }, expected.randrange)
    check(try draws.integers { random, _ in try random.choiceIndex(count: 1000) }, expected.choice)
    var shuffled = Array(0..<1000)
    var random = draws.generator
    random.shuffle(&shuffled)
    check(shuffled, expected.shuffle)
    check(try draws.samples, expected.sample)
  }

  @Test func drawsAreThoseKeptFromCPython() throws {
    let file = PythonInterpreter.tables.appending(path: "python-random.json")
    let kept = try JSONDecoder().decode([PythonDraws].self, from: Data(contentsOf: file))
    #expect(kept.count == 10)
    for expected in kept { try compare(expected) { [$0[0], $0[1], $0[$0.count - 1]] } }
  }

  @Test(.enabled(if: PythonInterpreter.path != nil))
  func thousandDrawsOfTenSeedsAreThoseOfThisMachinesPython()
    throws
  {
    let script = PythonInterpreter.tables.appending(path: "python_tables.py")
    let output = try PythonInterpreter.output(of: script, ["random", "1000"])
    let all = try JSONDecoder().decode([PythonDraws].self, from: output)
    #expect(all.count == 10)
    for expected in all { try compare(expected) { $0 } }
  }

  @Test func whatCannotBeDrawnIsRefused() throws {
    var random = PythonRandom(seed: 0)
    #expect(throws: PythonRandomError.emptyRange) { try random.randint(1, 0) }
    #expect(throws: PythonRandomError.emptyRange) { try random.randrange(3, 3) }
    #expect(throws: PythonRandomError.emptyRange) { try random.randrange(0, 3, step: -1) }
    #expect(throws: PythonRandomError.zeroStep) { try random.randrange(0, 3, step: 0) }
    #expect(throws: PythonRandomError.emptySequence) { try random.choiceIndex(count: 0) }
    #expect(throws: PythonRandomError.sampleSize) { try random.sampleIndices(count: 3, k: 4) }
    #expect(throws: PythonRandomError.sampleSize) { try random.sampleIndices(count: 3, k: -1) }
    // CPython: random.seed(0); random.randint(-2**63, 2**63 - 1), twice; then random.randrange(2**63 - 1, -2**63, -2).
    var whole = PythonRandom(seed: 0)
    #expect(try whole.randint(.min, .max) == -1_465_195_632_138_975_614)
    #expect(try whole.randint(.min, .max) == 6_084_712_057_446_794_809)
    #expect(try whole.randrange(.max, .min, step: -2) == -8_359_951_986_514_426_639)
  }
}
