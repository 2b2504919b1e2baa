/// A table with aligned columns, the first to the left, the others to the right. It may have a million rows: they are
/// held as bytes, and come out in parts.
struct TextTable {
  /// The bytes of some thousand rows, and of each cell how many it has.
  private struct Part {
    var bytes: [UInt8] = []
    var lengths: [UInt32] = []
  }

  private static let rowsOfPart = 10_000

  private var parts: [Part] = []
  private var widths: [Int] = []
  private var count = 0

  /// Adds a row, which has as many cells as the others.
  mutating func add(_ cells: [String]) {
    if count % TextTable.rowsOfPart == 0 { parts.append(Part()) }
    count += 1
    let last = parts.count - 1
    for (column, cell) in cells.enumerated() {
      if column == widths.count { widths.append(0) }
      widths[column] = max(widths[column], cell.count)
      parts[last].bytes += cell.utf8
      parts[last].lengths.append(UInt32(clamping: cell.utf8.count))
    }
  }

  /// Gives the lines, in order and in parts.
  func forEachPart(_ body: (String) throws -> Void) rethrows {
    for part in parts {
      var text = ""
      var start = 0
      for (index, length) in part.lengths.enumerated() {
        let column = index % widths.count
        let cell = String(decoding: part.bytes[start..<start + Int(length)], as: UTF8.self)
        start += Int(length)
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        text += column == 0 ? cell + padding : "  " + padding + cell
        guard column == widths.count - 1 else { continue }
        while text.last == " " { text.removeLast() }
        text += "\n"
      }
      try body(text)
    }
  }
}
