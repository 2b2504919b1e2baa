import GradViz

/// A table with aligned columns, the first to the left, the others to the right. What has no picture of its own is made
/// visible. It may have a million rows: they are
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
    for (column, cell) in cells.lazy.map(LabelText.visible).enumerated() {
      let start = parts[last].bytes.count
      parts[last].bytes += cell.utf8
      let bytes = parts[last].bytes[start...]
      parts[last].lengths.append(UInt32(clamping: bytes.count))
      if column == widths.count { widths.append(0) }
      widths[column] = max(widths[column], TextTable.width(bytes))
    }
  }

  /// How many characters a cell has.
  private static func width(_ cell: ArraySlice<UInt8>) -> Int {
    // Almost every cell has a character a byte.
    cell.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\r") }
      ? cell.count : String(decoding: cell, as: UTF8.self).count
  }

  /// Gives the lines, in order and in parts.
  func forEachPart(_ body: ([UInt8]) throws -> Void) rethrows {
    let space = UInt8(ascii: " ")
    for part in parts {
      var text: [UInt8] = []
      var start = 0
      for (index, length) in part.lengths.enumerated() {
        let column = index % widths.count
        let cell = part.bytes[start..<start + Int(length)]
        start += Int(length)
        let padding = repeatElement(space, count: widths[column] - TextTable.width(cell))
        if column > 0 {
          text += "  ".utf8
          text += padding
        }
        text += cell
        if column == 0 { text += padding }
        guard column == widths.count - 1 else { continue }
        while text.last == space { text.removeLast() }
        text.append(UInt8(ascii: "\n"))
      }
      try body(text)
    }
  }
}
