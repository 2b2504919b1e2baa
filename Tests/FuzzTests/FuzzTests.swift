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

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fuzz")

  /// What the fuzzer came to know the code by, for targets that have it: an input a line, as `keep.py` writes it. A
  /// new line is `\n`, a backslash `\\`, any other byte that is not printable ASCII `\x` and its digits.
  private static func kept(of target: Target) throws -> [[UInt8]] {
    let file = folder.appending(path: "kept/\(target.rawValue).txt")
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map { line in
      var bytes: [UInt8] = []
      var rest = line[...]
      while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\"), let mark = rest.popFirst() else {
          bytes.append(byte)
          continue
        }
        switch mark {
        case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "x"):
          bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
          rest = rest.dropFirst(2)
        default: bytes.append(mark)
        }
      }
      return bytes
    }
  }

  @Test(arguments: Target.allCases) func keptInputsAndDamageToThemEndInSilence(_ target: Target) throws {
    var kept = try FileManager.default.contentsOfDirectory(
      at: Self.folder.appending(path: "corpus/\(target.rawValue)"), includingPropertiesForKeys: nil
    ).sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
    try #require(!kept.isEmpty)
    kept += try Self.kept(of: target)
    #expect(target != .language || kept.count > 1000)
    for bytes in kept { try target.run(bytes) }
    var generator = RandomGenerator(seed: 5)
    // A text takes little.
    for _ in 0..<(target == .language ? 10 * Self.count : Self.count) {
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
