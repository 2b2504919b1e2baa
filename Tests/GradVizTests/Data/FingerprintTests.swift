import Micrograd
import Testing

@testable import GradViz

@Suite struct FingerprintTests {
  /// Test vectors of the authors of FNV-1a.
  @Test(arguments: [
    ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
  ])
  func hashesAreThoseOfFNV1a(_ text: String, _ hash: String) {
    var fingerprint = Fingerprint()
    for byte in text.utf8 { fingerprint.add(byte: byte) }
    #expect(fingerprint.text == hash)
  }

  /// A number is its eight bytes, the lowest first; so is a count, in front of the texts that are counted.
  @Test func numbersAndTextsAreBytes() {
    var whole = Fingerprint()
    whole.add(0x6162_6364_6566_6768 as UInt64)
    var bytes = Fingerprint()
    for byte in "hgfedcba".utf8 { bytes.add(byte: byte) }
    #expect(whole.text == bytes.text)
    func print(_ texts: [String]) -> String {
      var fingerprint = Fingerprint()
      fingerprint.add(texts)
      return fingerprint.text
    }
    #expect(print(["ab", "c"]) != print(["a", "bc"]) && print([]) != print([""]))
  }
}
