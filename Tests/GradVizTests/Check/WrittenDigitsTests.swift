import Foundation
import Micrograd
import Testing

@testable import GradViz

/// Numbers that a program wrote with a few digits: as near as their digits say, and no nearer.
@Suite struct WrittenDigitsTests {
  /// As many as `GradientCheckRateTests` are told, or a few.
  private static let programs =
    ProcessInfo.processInfo.environment["GRADVIZ_CHECK_PROGRAMS"].flatMap { Int($0) } ?? 150

  private static func written(_ number: Double, _ format: String) -> Double {
    Double(String(format: format, number))!
  }

  private static func written(_ graph: Graph, _ format: String) -> Graph {
    graph.with(
      data: graph.nodes.map { written($0.data, format) },
      grad: graph.nodes.map { $0.grad.map { written($0, format) } })
  }

  /// tanh of 0.512, 0.5123 and 0.5 is 0.47150…, 0.471735… and 0.4621171…; 1 - tanh² 0.77768…, 0.777465… and 0.7864477….
  @Test(arguments: [
    ("0.512", "0.472", "0.778", "0.474"), ("0.5123", "0.4717", "0.7775", "0.4719"),
    ("0.5", "0.4621", "0.7864", "0.4623"), ("0.5", "0.46212", "0.78645", "0.46214"),
    ("0.5", "0.462117", "0.786448", "0.462119"),
  ]) func theLastDigitMayBeRounded(_ x: String, _ tanh: String, _ slope: String, _ wrong: String) throws {
    func check(_ data: String, _ grad: String) throws -> GradientCheck {
      let text = """
        {"root": 1, "nodes": [{"id": 0, "data": \(x), "grad": \(grad)},
        {"id": 1, "op": "tanh", "data": \(data), "prev": [0], "grad": 1.0, "local": [\(slope)]}]}
        """
      return GradientCheck(try Graph(graphJSON: Array(text.utf8), source: "g"))
    }
    let right = try check(tanh, slope)
    #expect(
      !right.isWrong && right.summary == "all gradients agree: 2, measured in two ways", "\(right.faults)")
    #expect(try check(wrong, slope).wrongNumbers.map(\.id) == [1])
    for wrong in ["-" + slope, "0.0", "\(Double(slope)! - 0.01)".prefix(slope.count).description] {
      #expect(try check(tanh, wrong).rows.map(\.verdict) == [.disagrees, .agrees], "\(wrong)")
    }
  }

  @Test(arguments: 3...9, ["g", "f"]) func whatIsWrongByMoreIsFound(_ digits: Int, _ kind: String) throws {
    let read = try GraphInput(
      Array("x = 0.3127; y = 1.85; z = tanh(x * y) - sin(x) / y + exp(x - y) * 1.3 + 7".utf8), source: "t")
    let format = "%.\(digits)\(kind)"
    let graph = Self.written(try read.graph, format)
    #expect(!GradientCheck(graph).isWrong, "\(GradientCheck(graph).faults)")
    // A hundred units of the last digit, and a thousandth where that is less.
    let factor = 1 + max(0.001, 100 / (0..<digits).reduce(1.0) { ten, _ in 10 * ten })
    var (data, grad) = (graph.nodes.map(\.data), graph.nodes.map(\.grad))
    grad[0] = Self.written(grad[0]! * factor, format)
    let slopes = GradientCheck(graph.with(data: data, grad: grad))
    #expect(slopes.rows.filter { $0.verdict == .disagrees }.map(\.id) == [0])
    data[graph.root] = Self.written(data[graph.root] * factor, format)
    #expect(
      GradientCheck(graph.with(data: data, grad: graph.nodes.map(\.grad))).wrongNumbers.map(\.id) == [
        graph.root
      ])
  }

  /// Half a unit of the last digit, counted from the first one or behind the point.
  @Test func theNumbersTellHowManyDigitsThereWere() {
    func digits(_ numbers: Double...) -> WrittenDigits? { WrittenDigits(of: numbers) }
    #expect(digits(1.235, 0.4717, 0.01234, 1235, 5)?.significant == 4)
    #expect(digits(123.4568, 0.4717, 0.0123, 5)?.decimals == 4)
    #expect(digits(12345, 100)?.decimals == nil)
    #expect(digits(9624939.487, 0.001)?.decimals == 3 && digits(12_345_678_901, 1) == nil)
    #expect(digits(1234567.12345678, 1) == nil)
    #expect(digits(0.12, 3, 1e30) == nil && digits(0.1234567891, 0.5) == nil && digits() == nil)
    #expect(digits(0.5123)!.uncertainty(of: 0.7775).isNear(0.00005))
    #expect(digits(1.2345e-20, 0)!.uncertainty(of: 1.5e-20).isNear(0.5e-24))
    #expect(digits(123.4568, 0.4717, 0.0123)!.uncertainty(of: 0).isNear(0.00005))
    #expect(WrittenDigits.extent(of: 1.2e30) == (2, 29) && WrittenDigits.extent(of: -0.0120) == (2, -3))
    #expect(WrittenDigits.extent(of: 1200) == (2, 2))
  }

  /// No right number is called wrong, however it was rounded. Of very small numbers nothing may be left that shows it.
  @Test(arguments: ["%.3g", "%.4g", "%.5g", "%.7g", "%.3f", "%.4f"])
  func roundedProgramsGiveNoAlarm(_ format: String) {
    var count = 0
    for seed in 0..<UInt64(Self.programs) {
      let graph = RandomProgram(seed: seed).graph
      let written = Self.written(graph, format)
      let isFinite = graph.nodes.allSatisfy { $0.data.isFinite && ($0.grad ?? 0).isFinite }
      guard isFinite, MeasuredGraph(written).precision.written != nil else { continue }
      count += 1
      let check = GradientCheck(written)
      #expect(!check.isWrong, "seed \(seed): \(check.faults)")
    }
    #expect(count > 20, "\(count)")
  }
}

extension Double {
  fileprivate func isNear(_ other: Double) -> Bool { (self - other).magnitude <= 1e-12 * other.magnitude }
}
