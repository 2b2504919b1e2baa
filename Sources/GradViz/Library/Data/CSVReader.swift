/// A cell of a data file, and where it begins, counted from 1.
struct CSVCell {
  var text: String
  var line: Int
  /// In characters (Unicode scalars) of the line.
  var column: Int
}

/// Reads rows of cells by RFC 4180: a cell in quotes may hold separators, line ends and, doubled, quotes.
///
/// The line `a,"b, c"` has two cells, `a` and `b, c`.
///
/// Beyond the standard, lines may end in LF or CR alone, other separators may stand for the comma, blanks
/// around a cell are dropped, and so are empty lines. A row costs time in its length.
struct CSVReader {
  private let bytes: [UInt8]
  private let source: String
  private let separator: CSVSeparator
  private var place: Int
  private var line: Int
  /// A place on the current line, and its column: those of later ones are counted from here.
  private var mark: (place: Int, column: Int)

  /// - Parameters:
  ///   - start: the place of a line's first byte, and the number of that line.
  init(
    _ bytes: [UInt8], source: String, separator: CSVSeparator, from start: (place: Int, line: Int) = (0, 1)
  ) {
    self.bytes = bytes
    self.source = source
    self.separator = separator
    (place, line) = start
    mark = (place, 1)
  }

  /// Where the next row begins.
  var position: (place: Int, line: Int) { (place, line) }

  /// The next row that is not empty; nil at the end.
  ///
  /// - Throws: `CSVError` where a quote is out of place, or the bytes are not UTF-8.
  mutating func next() throws(CSVError) -> [CSVCell]? {
    while place < bytes.count {
      var row: [CSVCell] = []
      var isBlank = true
      repeat {
        if !row.isEmpty { place += 1 }
        let start = place
        row.append(try cell())
        isBlank = isBlank && row.count == 1 && row[0].text.isEmpty && !bytes[start..<place].contains(quote)
      } while place < bytes.count && separator.separates(bytes[place])
      endLine()
      if !isBlank { return row }
    }
    return nil
  }

  private var quote: UInt8 { UInt8(ascii: "\"") }
  private var isAtLineEnd: Bool { place >= bytes.count || bytes[place] == 0x0A || bytes[place] == 0x0D }

  /// Reads up to the next separator or line end.
  private mutating func cell() throws(CSVError) -> CSVCell {
    skipBlanks()
    var cell = CSVCell(text: "", line: line, column: column)
    guard place < bytes.count, bytes[place] == quote else {
      let start = place
      while !isAtLineEnd && !separator.separates(bytes[place]) {
        if bytes[place] == quote {
          cell.column = column
          throw CSVError(
            source, cell, "a quote stands inside a cell; put the whole cell in quotes, and write \"\" for it")
        }
        place += 1
      }
      var end = place
      while end > start && isBlank(bytes[end - 1]) { end -= 1 }
      skipBlanksButOne()
      cell.text = try text(bytes[start..<end], cell)
      return cell
    }
    var content: [UInt8] = []
    place += 1
    while true {
      guard place < bytes.count else {
        throw CSVError(source, cell, "the quote that opens this cell is never closed; add one at its end")
      }
      if bytes[place] == quote {
        place += 1
        guard place < bytes.count, bytes[place] == quote else { break }
      }
      let start = place
      if isAtLineEnd { endLine() } else { place += 1 }
      content += bytes[start..<place]
    }
    skipBlanksButOne()
    guard isAtLineEnd || separator.separates(bytes[place]) else {
      cell.column = column
      throw CSVError(
        source, cell, "text follows the quote that closes a cell; write \"\" for a quote inside it")
    }
    cell.text = try text(content[...], cell)
    return cell
  }

  private func text(_ bytes: ArraySlice<UInt8>, _ cell: CSVCell) throws(CSVError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CSVError(source, cell, "this is not UTF-8; save the file as UTF-8")
    }
    return text
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte == UInt8(ascii: "\t") && separator != .tab)
  }

  private mutating func skipBlanks() {
    while place < bytes.count && isBlank(bytes[place]) { place += 1 }
  }

  /// Behind a cell; where spaces separate, one is left for that, but none at the end of a line.
  private mutating func skipBlanksButOne() {
    let start = place
    skipBlanks()
    if separator == .spaces && place > start && !isAtLineEnd { place -= 1 }
  }

  /// LF, CR LF or CR.
  private mutating func endLine() {
    guard place < bytes.count else { return }
    let isPair = bytes[place] == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A
    place += isPair ? 2 : 1
    line += 1
    mark = (place, 1)
  }

  private var column: Int {
    mutating get {
      // Bytes that continue a scalar are no column of their own.
      mark = (place, mark.column + bytes[mark.place..<place].count { $0 & 0xC0 != 0x80 })
      return mark.column
    }
  }
}
