import Foundation
import FuzzTargets
import Micrograd
import Testing

/// What the fuzzer is given, without the fuzzer: what it once found, and seeded damage to that.
///
/// `scripts/fuzz.sh` looks for more, by hand.
@Suite struct FuzzTests {
  /// How many damaged texts are tried of each kind.
  static let count = ProcessInfo.processInfo.environment["GRADVIZ_FUZZ_TESTS"].flatMap(Int.init) ?? 300

  static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fuzz/corpus")

  @Test(arguments: Target.allCases) func keptInputsAndDamageToThemEndInSilence(_ target: Target) throws {
    let kept = try FileManager.default.contentsOfDirectory(
      at: Self.corpus.appending(path: target.rawValue), includingPropertiesForKeys: nil
    ).sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
    try #require(!kept.isEmpty)
    for bytes in kept { try target.run(bytes) }
    var generator = RandomGenerator(seed: 5)
    for _ in 0..<Self.count {
      let bytes = damaged(kept[generator.index(below: kept.count)], kept, &generator)
      #expect(throws: Never.self, "\(bytes)") { try target.run(bytes) }
    }
  }

  /// A byte, a stretch, or the end of it becomes another, as in `MutatedFilesTests`; or a stretch of another text.
  private func damaged(_ text: [UInt8], _ others: [[UInt8]], _ generator: inout RandomGenerator) -> [UInt8] {
    var bytes = text
    for _ in 0..<(1 + generator.index(below: 4)) {
      let start = generator.index(below: bytes.count + 1)
      let end = min(bytes.count, start + generator.index(below: 20))
      switch generator.index(below: 5) {
      case 0:
        bytes.replaceSubrange(
          start..<min(bytes.count, start + 1), with: [UInt8(truncatingIfNeeded: generator.next())])
      case 1: bytes.removeSubrange(start..<end)
      case 2: bytes.removeSubrange(start...)
      case 3: bytes.insert(contentsOf: bytes[start..<end], at: generator.index(below: bytes.count + 1))
      default:
        let other = others[generator.index(below: others.count)]
        let from = generator.index(below: other.count + 1)
        bytes.replaceSubrange(start..<end, with: other[from..<min(other.count, from + 20)])
      }
    }
    return bytes
  }
}
