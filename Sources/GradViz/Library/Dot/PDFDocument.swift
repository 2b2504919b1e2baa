/// What is done with PDF after Graphviz wrote it.
enum PDFDocument {
  /// Replaces the moment of creation, which cairo writes, by digits of the same length: the same graph
  /// gives the same bytes.
  static func withoutDate(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let key = Array("/CreationDate (D:".utf8)
    guard bytes.count > key.count else { return bytes }
    // It stands near the end.
    for start in stride(from: bytes.count - key.count, through: 0, by: -1) where bytes[start] == key[0] {
      guard bytes[start...].starts(with: key) else { continue }
      var position = start + key.count
      while position < bytes.count, bytes[position] != UInt8(ascii: ")") {
        if bytes[position] >= UInt8(ascii: "0") && bytes[position] <= UInt8(ascii: "9") {
          bytes[position] = UInt8(
            ascii: position - start - key.count == 5 || position - start - key.count == 7 ? "1" : "0")
        }
        position += 1
      }
      break
    }
    return bytes
  }
}
