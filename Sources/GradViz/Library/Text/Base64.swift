/// Bytes as text that fits into a page (RFC 4648, section 4).
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Four digits for three bytes, the last ones filled up with `=`.
  ///
  ///     Base64.text([1, 2, 3, 255])   // "AQID/w=="
  static func text(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { buffer in
      var length = 0
      func write(_ bits: UInt32) {
        buffer[length] = digits[Int(bits & 63)]
        length += 1
      }
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let count = min(3, bytes.count - start)
        var group: UInt32 = 0
        for place in 0..<3 { group = group << 8 | (place < count ? UInt32(bytes[start + place]) : 0) }
        for place in 0...count { write(group >> UInt32(18 - 6 * place)) }
        for _ in count..<3 {
          buffer[length] = UInt8(ascii: "=")
          length += 1
        }
      }
      return length
    }
  }
}
