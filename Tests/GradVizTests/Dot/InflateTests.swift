import Foundation
import Testing

@testable import GradViz

/// What CPython's zlib packed.
@Suite struct InflateTests {
  private static let numbers =
    "eNotUcmNBDEITKUTaIuzgHBWWmn+k/9jAe+rBIY68Of78/u8dMS9HjrObFsKeFDZF0uJts+qDx9mnmkT465IMZVYDmhZNnC6Pi8foJno"
    + "pHfZ/ASbxcrcxxo5PmFaQ59ZGDSkDBX5uiG75oTXBEzua8bVk+2Cx0xw+Mw6MEYr7oqQDoaWby6z7fP1AxW+CVbPLBbLsbZcaMhE6Lqk"
    + "uHk3qAl8MnT6sUOW3rNKaFdyiG2pWgD/gnvQ5NA9xFXq6b2WwYYkJYYaqBkq82zKtozJi03fP7AbUiV/T4JVWw=="

  static let packed: [(name: String, packed: String, length: Int, start: String)] = [
    ("nothing", "eNoDAAAAAAE=", 0, ""),
    ("stored", "eAEBAwD8/2FiYwJNASc=", 3, "abc"),
    ("fixed codes", "eAFLVNBWSETGACAqA5I=", 17, "a + a + a + a + a"),
    ("codes of its own", numbers, 453, "grad "),
    (
      "one byte, 70,000 times",
      "eNrtwTEBAAAAwqD1T20JT6" + String(repeating: "A", count: 90) + "gLcBEX8AAQ==", 70_000,
      String(repeating: "\u{0}", count: 300)
    ),
  ]

  private static func bytes(_ base64: String) throws -> [UInt8] {
    Array(try #require(Data(base64Encoded: base64)))
  }

  @Test(arguments: packed.indices) func whatZlibPackedIsUnpacked(_ index: Int) throws {
    let (name, packed, length, start) = Self.packed[index]
    let bytes = try Self.bytes(packed)
    let unpacked = try Inflate.bytes(bytes[...])
    #expect(unpacked.count == length && unpacked.starts(with: start.utf8), "\(name)")
    // What follows is not its own.
    #expect(try Inflate.bytes((bytes + [10, 10])[...]) == unpacked)
  }

  @Test func everyNumberOfALongerTextIsThere() throws {
    let text = String(decoding: try Inflate.bytes(Self.bytes(Self.numbers)[...]), as: UTF8.self)
    let numbers = text.split(separator: " ").dropFirst().compactMap { Double($0) }
    // Of Python's random.gauss, seeded with 7.
    #expect(numbers.count == 60)
    #expect(abs(numbers.reduce(0, +) - -2.1031) < 1e-9)
  }

  @Test func whatIsCutOrDamagedIsRefused() throws {
    for (name, packed, length, _) in Self.packed {
      let bytes = try Self.bytes(packed)
      for end in bytes.indices {
        #expect(throws: Inflate.Malformed.self, "\(name)") { try Inflate.bytes(bytes[..<end]) }
      }
      guard length < 1000 else { continue }
      for bit in 0..<bytes.count * 8 {
        var damaged = bytes
        damaged[bit / 8] ^= 1 << (bit % 8)
        // A flag of the header says nothing about the bytes; all else is noticed.
        let found = try? Inflate.bytes(damaged[...])
        #expect(try found == nil || found == Inflate.bytes(bytes[...]), "\(name), bit \(bit)")
      }
    }
  }
}
