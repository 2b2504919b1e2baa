import Micrograd
import Testing

@testable import GradViz

/// Text that refers to itself, read back by another reading of its description.
struct PackedTextTests {
  private func unpacked(_ packed: String) -> String {
    let units = Array(packed.utf16)
    var out: [UInt16] = []
    var at = 0
    func isMark(_ unit: UInt16) -> Bool { unit == 0x7E || unit == 0x23 }
    while at < units.count {
      guard isMark(units[at]) else {
        out.append(units[at])
        at += 1
        continue
      }
      if isMark(units[at + 1]) {
        out.append(units[at + 1])
        at += 2
        continue
      }
      let digits = units[at] == 0x7E ? 2 : 3
      let distance = (1...digits).reduce(0) { $0 * 65 + Int(units[at + $1]) - 0x3D }
      let length = Int(units[at + digits + 1]) - 0x3D + 5
      for _ in 0..<length { out.append(out[out.count - distance]) }
      at += digits + 2
    }
    return String(decoding: out, as: UTF16.self)
  }

  @Test(arguments: [
    "", "a", "~", "#~#~", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "const a = 1; const b = 1; const c = 1;",
    String(repeating: "− 🎉 ∂ ", count: 300), String(repeating: "0123456789", count: 3_000),
  ])
  func comesBack(_ text: String) {
    #expect(unpacked(PackedText.pack(text)) == text)
  }

  @Test func whatIsFarAwayComesBack() {
    var generator = RandomGenerator(seed: 5)
    let letters = Array("ab~#<>/!-−𝛛\n=}")
    let words = (0..<400).map { _ in
      String(
        (0..<Int.random(in: 1...80, using: &generator)).map { _ in letters.randomElement(using: &generator)! }
      )
    }
    let text = (0..<8_000).map { _ in words.randomElement(using: &generator)! }.joined(separator: " ")
    let packed = PackedText.pack(text)
    #expect(text.utf16.count > 65 * 65 * 65)
    #expect(unpacked(packed) == text)
    #expect(packed.utf16.count * 3 < text.utf16.count)
  }

  @Test func scriptIsHalfAsLongAndCannotEndItsElement() {
    let packed = PageScript.packed
    #expect(unpacked(packed) == PageScript.bundle)
    #expect(packed.utf8.count * 2 < PageScript.bundle.utf8.count)
    #expect(!packed.contains("</") && !packed.contains("<!"))
  }
}
