/// What a data file is written with: what separates its cells, and what its decimals.
struct CSVDialect {
  var separator: CSVSeparator
  /// Where the first row begins, behind a byte order mark and Excel's `sep=;`.
  var start: (place: Int, line: Int)

  /// Finds out by the first hundred rows: the separator that gives the same number of cells in most of them
  /// and, of equals, the most numbers.
  ///
  /// - Throws: `CSVError` if the bytes are in another encoding than UTF-8, as far as their first ones tell.
  init(of bytes: [UInt8], source: String) throws(CSVError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(4096).contains(0)
    {
      throw CSVError("\(source):1:1: error: this is no text in UTF-8; save the file as CSV in UTF-8")
    }
    start = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, 1)
    let first = bytes[start.place...].prefix { $0 != 0x0A && $0 != 0x0D }
    if first.count == 5, first.starts(with: "sep=".utf8),
      let named = CSVSeparator.allCases.first(where: { $0.separates(first.last!) })
    {
      separator = named
      start = (first.endIndex, 1)
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
  }

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
