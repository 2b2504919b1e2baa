/// PNG files of one size as one that plays: APNG, as the third edition of the PNG specification has it (W3C, 2025,
/// section 11.3.4).
///
/// What a viewer shows that knows no animation is a picture of its own.
enum AnimatedPNG {
  /// What stands in the way of an animation.
  enum Fault: Error { case notPNG, differentSizes }

  /// The most pixels of all frames together. A viewer draws each of them whole; so many take 50 MB and 15 s.
  static let mostPixels = 400_000_000

  /// How wide and how high a picture is; nil if it is no PNG.
  static func size(_ png: [UInt8]) -> (width: Int, height: Int)? {
    guard let header = try? chunks(png).first, header.type == "IHDR", header.data.count == 13 else {
      return nil
    }
    func number(_ at: Int) -> Int { header.data[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    return (number(0), number(4))
  }

  /// - Parameters:
  ///   - frames: at least one, each with how many milliseconds it stays, at most 65,535.
  ///   - still: the picture for viewers that know no animation.
  /// - Complexity: O(n) in the bytes.
  static func bytes(_ frames: [(png: [UInt8], milliseconds: Int)], still: [UInt8]) throws(Fault) -> [UInt8] {
    let first = try chunks(still)
    guard let header = first.first, header.type == "IHDR", header.data.count == 13 else { throw .notPNG }
    var out = signature
    append("IHDR", header.data, to: &out)
    append("acTL", number(frames.count) + number(0), to: &out)
    // What stands between the header and the pixels: the size of a pixel, say.
    for chunk in first.dropFirst().prefix(while: { $0.type != "IDAT" }) {
      append(chunk.type, chunk.data, to: &out)
    }
    for chunk in first where chunk.type == "IDAT" { append("IDAT", chunk.data, to: &out) }
    var sequence = 0
    let size = header.data.prefix(8)
    for (png, milliseconds) in frames {
      let parts = try chunks(png)
      guard parts.first?.data == header.data else { throw .differentSizes }
      var control = number(sequence) + size + number(0) + number(0)
      // The delay as a fraction; the frame stays until the next one replaces it whole.
      control += number(milliseconds).suffix(2) + number(1000).suffix(2) + [0, 0]
      append("fcTL", control, to: &out)
      sequence += 1
      for chunk in parts where chunk.type == "IDAT" {
        append("fdAT", number(sequence) + chunk.data, to: &out)
        sequence += 1
      }
    }
    append("IEND", [], to: &out)
    return out
  }

  struct Chunk {
    var type: String
    var data: [UInt8]
  }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The chunks of a file, their checksums unread.
  static func chunks(_ png: [UInt8]) throws(Fault) -> [Chunk] {
    guard png.starts(with: signature) else { throw .notPNG }
    var found: [Chunk] = []
    var at = signature.count
    while at + 12 <= png.count {
      let length = png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= png.count - at - 12 else { throw .notPNG }
      let type = String(decoding: png[at + 4..<at + 8], as: UTF8.self)
      found.append(Chunk(type: type, data: Array(png[at + 8..<at + 8 + length])))
      at += 12 + length
    }
    return found
  }

  private static func append(_ type: String, _ data: some Collection<UInt8>, to out: inout [UInt8]) {
    out += number(data.count)
    let start = out.count
    out += type.utf8
    out += data
    out += number(Int(checksum(out[start...])))
  }

  /// Four bytes, the highest first.
  private static func number(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).bigEndian) { Array($0) }
  }

  /// CRC-32 of ISO 3309, as PNG has it.
  ///
  ///     AnimatedPNG.checksum("IEND".utf8)   // 2923585666
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
  }
}
