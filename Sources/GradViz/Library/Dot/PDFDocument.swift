/// What is done with PDF after Graphviz wrote it.
enum PDFDocument {
  /// Replaces the moment of creation, which cairo writes, by digits of the same length: the same graph
  /// gives the same bytes.
  ///
  /// Where it stands in a packed stream, the document is written anew without such streams; what cannot be read stays
  /// as it is.
  static func withoutDate(_ bytes: [UInt8]) -> [UInt8] {
    guard let start = datePosition(bytes[...]) else { return (try? joined([bytes])) ?? bytes }
    var bytes = bytes
    replaceDate(at: start, in: &bytes)
    return bytes
  }

  /// The digits of a moment become the first of January of the year 0, midnight.
  static func replaceDate(at start: Int, in bytes: inout [UInt8]) {
    var position = start
    while position < bytes.count, bytes[position] != UInt8(ascii: ")") {
      if bytes[position] >= UInt8(ascii: "0") && bytes[position] <= UInt8(ascii: "9") {
        bytes[position] = UInt8(ascii: position - start == 5 || position - start == 7 ? "1" : "0")
      }
      position += 1
    }
  }

  /// Where the digits begin; it stands near the end.
  static func datePosition(_ bytes: ArraySlice<UInt8>) -> Int? {
    let key = "/CreationDate (D:"
    return PDFText.lastIndex(of: key, in: bytes).map { $0 + key.utf8.count }
  }
}
