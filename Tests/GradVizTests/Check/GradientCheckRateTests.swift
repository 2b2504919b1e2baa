import Foundation
import Micrograd
import Testing

@testable import GradViz

/// How often a check is wrong: never. `GRADVIZ_CHECK_PROGRAMS=10000` tries as many programs as that.
@Suite struct GradientCheckRateTests {
  private static let programs =
    ProcessInfo.processInfo.environment["GRADVIZ_CHECK_PROGRAMS"].flatMap { Int($0) } ?? 1000

  @Test func rightProgramsGiveNoAlarm() {
    var (values, undecided, kinks) = (0, 0, 0)
    for seed in 0..<UInt64(Self.programs) {
      let check = GradientCheck(RandomProgram(seed: seed).graph)
      #expect(!check.isWrong, "seed \(seed): \(check.faults)")
      values += check.rows.count
      kinks += check.rows.count { $0.verdict == .kink }
      undecided += check.rows.count { if case .cannotTell = $0.verdict { true } else { false } }
    }
    print("\(Self.programs) programs, \(values) gradients: \(undecided) undecided, \(kinks) at kinks")
    // A check that tells nothing raises no alarm either.
    #expect(undecided < values / 20)
  }

  /// What may be wrong with a gradient.
  private static let errors: [(name: String, of: @Sendable (Double) -> Double)] = [
    ("sign", { -$0 }), ("zero", { _ in 0 }), ("factor 2", { 2 * $0 }), ("one in a thousand", { $0 * 1.001 }),
    ("NaN", { _ in .nan }),
  ]

  @Test func wrongGradientsAreFound() {
    var injected = 0
    var decades: Set<Int> = []
    var seed: UInt64 = 1_000_000
    while injected < Self.programs {
      seed += 1
      let graph = RandomProgram(seed: seed).graph
      // What can be compared at all: what a check of the right graph calls right, and which isn't zero.
      let rows = GradientCheck(graph).rows.filter {
        $0.verdict == .agrees && $0.gradient.isNormal && (2 * $0.gradient).isFinite
      }
      guard !rows.isEmpty else { continue }
      let row = rows[Int(seed) % rows.count]
      let error = Self.errors[injected % Self.errors.count]
      var nodes = graph.nodes
      nodes[row.id].grad = error.of(row.gradient)
      let check = GradientCheck(graph.replacing(nodes: nodes, hasGradients: true))
      let found = check.rows.filter { $0.verdict == .disagrees }.map(\.id)
      #expect(found == [row.id], "seed \(seed): \(error.name) of \(row.gradient) at #\(row.id)")
      injected += 1
      decades.insert(Int(log10(row.gradient.magnitude)) / 20)
    }
    print("\(injected) errors, in gradients of these twenties of decades: \(decades.sorted())")
    #expect(decades.count > 10)
  }
}
