import Testing

@testable import GradViz

@Suite struct FileKindTests {
  static let texts: [(String, FileKind)] = [
    ("", .empty), (" \n", .empty), ("\u{FEFF}", .empty), ("{\"a\": 1}", .jsonObject),
    ("\u{FEFF} [1]", .jsonList),
    ("<!DOCTYPE html>\n", .html), ("<HTML>", .html), ("<svg/>", .xml), ("%PDF-1.7", .pdf),
    ("x,y,class\n1,2,3\n4,5,6\n", .table), ("x;y\n1,5;2\n", .table), ("a\tb\n1\t2\n3\t4\n", .table),
    ("a = 2\nb = max(a, 3)\n", .text), ("L = (a*b).tanh()", .text), ("one\ntwo\n", .text),
    ("a\u{0}b", .binary),
  ]

  @Test(arguments: texts.indices) func ofText(_ index: Int) {
    #expect(FileKind(of: Array(Self.texts[index].0.utf8)) == Self.texts[index].1)
  }

  /// The first bytes as the formats' own specifications have them.
  @Test(
    arguments: [
      ([0x1F, 0x8B, 8], FileKind.gzip), ([0x50, 0x4B, 3, 4], .zip), ([0x89, 0x50, 0x4E, 0x47, 13], .png),
      ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg), ([0x80, 0x04, 0x95], .pickle),
      ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], .numpy),
      ([0x89, 0x48, 0x44, 0x46], .hdf5), ([0xFF, 0xFE, 0x61, 0], .utf16), ([0x61, 0xFF, 0x62], .binary),
      ([0x28, 0xB5, 0x2F, 0xFD], .zstandard), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz),
      ([0x42, 0x5A, 0x68], .bzip2),
    ] as [([UInt8], FileKind)]) func ofBytes(_ bytes: [UInt8], _ kind: FileKind)
  { #expect(FileKind(of: bytes) == kind) }

  @Test func aCharacterAtTheEndOfWhatIsLookedAt() {
    let text = "a" + String(repeating: "é", count: 4000)
    #expect(FileKind(of: Array(text.utf8)) == .text)
  }
}
