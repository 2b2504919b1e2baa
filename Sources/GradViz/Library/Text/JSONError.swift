/// A mistake in a text that is to be JSON: where it is, and what to do about it.
///
///     let error = JSONError(source: "g.json", line: 2, column: 8, message: "a comma is missing")
///     error.description   // "g.json:2:8: error: a comma is missing"
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The name of the file, or what else the text is called.
  public let source: String
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in Unicode scalars.
  public let column: Int
  /// What is there, what is expected, and what to do.
  public let message: String

  /// The error as compilers write it: source, line, column and message.
  public var description: String { "\(source):\(line):\(column): error: \(message)" }
}

extension JSONError {
  /// The mistake at an offset into a text. O(n) in the offset.
  init(_ message: String, at offset: Int, of bytes: [UInt8], source: String, firstLine: Int) {
    var line = firstLine
    var start = 0
    for (index, byte) in bytes.prefix(offset).enumerated() where byte == UInt8(ascii: "\n") {
      line += 1
      start = index + 1
    }
    if start == 0, bytes.starts(with: JSONReader.byteOrderMark) { start = JSONReader.byteOrderMark.count }
    let isContinuation = { (byte: UInt8) in byte & 0xC0 == 0x80 }
    let column = start < offset ? bytes[start..<offset].count { !isContinuation($0) } : 0
    self.init(source: source, line: line, column: column + 1, message: message)
  }
}
