/// What a data file is written with: what separates its cells, and what its decimals.
struct CSVDialect {
  var separator: CSVSeparator
  /// Where the first row begins, behind a byte order mark, Excel's `sep=;`, and titles.
  var start: (place: Int, line: Int)
  /// The lines above the table that are none of its rows.
  var titles: [CSVCell] = []

  /// Finds out by the first hundred rows: the separator that gives the same number of cells in most of them
  /// and, of equals, the most numbers.
  ///
  /// - Throws: `CSVError` if the bytes are in another encoding than UTF-8, as far as their first ones tell.
  init(of bytes: [UInt8], source: String) throws(CSVError) {
    if let kind = CSVDialect.otherKind(bytes) {
      throw CSVError("\(source):1:1: error: this is \(kind); save the table as CSV in UTF-8")
    }
    start = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, 1)
    let first = bytes[start.place...].prefix { $0 != 0x0A && $0 != 0x0D }
    if first.count == 5, first.starts(with: "sep=".utf8),
      let named = CSVSeparator.allCases.first(where: { $0.separates(first.last!) })
    {
      separator = named
      start = (first.endIndex, 1)
      skipTitles(bytes, source)
      return
    }
    separator = .comma
    var best = (agreeing: 0.0, numeric: 0.0)
    for candidate in CSVSeparator.allCases {
      let (agreeing, numeric) = CSVDialect.fit(
        CSVReader(bytes, source: source, separator: candidate, from: start))
      if agreeing > best.agreeing || (agreeing == best.agreeing && numeric > best.numeric) {
        (separator, best) = (candidate, (agreeing, numeric))
      }
    }
    skipTitles(bytes, source)
  }

  /// What a file is that is no table; nil if it may be one.
  private static func otherKind(_ bytes: [UInt8]) -> String? {
    let kind = FileKind(of: bytes)
    switch kind {
    case .empty, .text, .table, .xml: return nil
    case .binary: return bytes.prefix(4096).contains(0) ? "no text in UTF-8" : nil
    case .zip: return "a zip archive, as .xlsx and .ods are"
    case .jsonObject, .jsonList:
      // A header may begin with a bracket.
      let rest = bytes.drop { " \t\r\n".utf8.contains($0) }.dropFirst().drop { " \t\r\n".utf8.contains($0) }
      return rest.first.map { "{[]}\"".utf8.contains($0) } ?? false ? kind.description : nil
    default: return kind.description
    }
  }

  /// Finds out which lines at the beginning are titles or notes: those with one cell above rows with more, or with
  /// one word in the first of the cells and nothing behind it above a row of words.
  private mutating func skipTitles(_ bytes: [UInt8], _ source: String) {
    var reader = CSVReader(bytes, source: source, separator: separator, from: start)
    var rows: [(cells: [CSVCell], end: (place: Int, line: Int))] = []
    while rows.count < CSVDialect.mostTitles + 2, let cells = try? reader.next() {
      rows.append((cells, reader.position))
    }
    guard let width = rows.last?.cells.count, width > 1 else { return }
    func isTitle(_ index: Int) -> Bool {
      let cells = rows[index].cells
      guard cells.count > 1 else { return true }
      guard cells.count == width, width > 2, cells.dropFirst().allSatisfy(\.text.isEmpty),
        CellContent(cells[0].text) == .word
      else { return cells.count != width && cells[0].text.hasPrefix("#") }
      return rows[index + 1].cells.allSatisfy { [.word, .missing].contains(CellContent($0.text)) }
    }
    let count = (0..<rows.count - 1).first { !isTitle($0) } ?? rows.count
    guard count > 0, count < rows.count - 1, count <= CSVDialect.mostTitles else { return }
    titles = rows[..<count].map { $0.cells[0] }
    start = rows[count - 1].end
  }

  private static let mostTitles = 20

  /// The share of rows that have the most frequent number of cells, if it is more than one, and the share of
  /// numbers in these.
  private static func fit(_ reader: CSVReader) -> (agreeing: Double, numeric: Double) {
    var reader = reader
    var rows: [[CSVCell]] = []
    // A quote out of place ends the sample; whoever reads the rows says so.
    while rows.count < 100, let row = try? reader.next() { rows.append(row) }
    let counts = Dictionary(grouping: rows, by: \.count).filter { $0.key > 1 }
    guard let most = counts.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) })?.value else {
      return (0, 0)
    }
    let cells = most.joined()
    let numbers = cells.count { if case .number = CellContent($0.text) { true } else { false } }
    return (Double(most.count) / Double(rows.count), Double(numbers) / Double(cells.count))
  }
}

/// What stands between two cells.
enum CSVSeparator: String, CaseIterable {
  case comma, semicolon, tab, bar, spaces

  /// As it is called in messages.
  var name: String { self == .bar ? "vertical bar" : (self == .spaces ? "spaces" : rawValue) }

  /// As it is written between two cells.
  var text: String {
    switch self {
    case .comma: ","
    case .semicolon: ";"
    case .tab: "\t"
    case .bar: "|"
    case .spaces: " "
    }
  }

  /// A cell as it is read again, in quotes where RFC 4180 or this separator wants them.
  func written(_ cell: String) -> String {
    let isPlain =
      !cell.utf8.contains { [0x22, 0x0A, 0x0D].contains($0) || separates($0) }
      && !" \t".utf8.contains { $0 == cell.utf8.first || $0 == cell.utf8.last }
    guard !isPlain || (cell.isEmpty && self == .spaces) else { return cell }
    return "\"\(cell.replacing("\"", with: "\"\""))\""
  }

  func separates(_ byte: UInt8) -> Bool {
    switch self {
    case .comma: byte == UInt8(ascii: ",")
    case .semicolon: byte == UInt8(ascii: ";")
    case .tab: byte == UInt8(ascii: "\t")
    case .bar: byte == UInt8(ascii: "|")
    case .spaces: byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
  }
}
