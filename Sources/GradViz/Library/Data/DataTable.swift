/// A data file as rows of cells under names, with what each column holds.
///
/// The file is read once to find that out, and once more for what is made of it, row by row: beside the text
/// itself a table takes no memory that grows with its rows.
struct DataTable {
  let source: String
  let names: [String]
  let hasHeader: Bool
  private(set) var columns: [ColumnSurvey] = []
  private(set) var rowCount = 0
  private(set) var decimalMark: CellContent.DecimalMark?
  let separator: CSVSeparator
  /// What was found out in a way that a reader should know of.
  private(set) var remarks: [String] = []
  private let bytes: [UInt8]
  private let start: (place: Int, line: Int)
  private let width: Int

  /// - Throws: `CSVError` if rows differ in length, a decimal mark can be read in two ways, or there is no row.
  init(_ bytes: [UInt8], source: String, header: DataFile.Header = .auto) throws(CSVError) {
    self.bytes = bytes
    self.source = source
    let dialect = try CSVDialect(of: bytes, source: source)
    (separator, start) = (dialect.separator, dialect.start)
    for title in dialect.titles {
      remarks.append("line \(title.line), \(CSVError.shown(title.text)), is above the table and left out")
    }
    var reader = CSVReader(bytes, source: source, separator: separator, from: start)
    guard let first = try reader.next() else {
      throw CSVError("\(source): error: there are no rows", isEmpty: true)
    }
    width = first.count
    var rest = [ColumnSurvey](repeating: ColumnSurvey(), count: width)
    var count = 0
    while let row = try reader.next() {
      try DataTable.check(row, width, source)
      for (column, cell) in row.enumerated() { rest[column].take(cell) }
      count += 1
    }
    let finding = try DataTable.header(first, rest, header, source)
    hasHeader = finding.isHeader
    if let remark = finding.remark { remarks.append(remark) }
    if hasHeader {
      names = first.enumerated().map { $1.text.isEmpty ? "column \($0 + 1)" : $1.text }
      (columns, rowCount) = (rest, count)
    } else {
      names = first.indices.map { [last = first.count - 1] in $0 == last && last > 0 ? "y" : "x\($0)" }
      reader = CSVReader(bytes, source: source, separator: separator, from: start)
      columns = [ColumnSurvey](repeating: ColumnSurvey(), count: width)
      while let row = try reader.next() {
        for (column, cell) in row.enumerated() { columns[column].take(cell) }
        rowCount += 1
      }
    }
    guard rowCount > 0 else {
      throw CSVError(
        "\(source): error: there are no rows of numbers; each line is a sample, its last cell the class or "
          + "the number to predict")
    }
    try decideDecimalMark()
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw CSVError(source, first[index], "two columns are called \(CSVError.shown(name)); rename one")
    }
  }

  /// The rows below the header, one after another.
  func forEachRow(_ body: ([CSVCell]) throws(CSVError) -> Void) throws(CSVError) {
    var reader = CSVReader(bytes, source: source, separator: separator, from: start)
    if hasHeader { _ = try reader.next() }
    while let row = try reader.next() {
      try DataTable.check(row, width, source)
      try body(row)
    }
  }

  /// Whether a column has neither a name nor a cell, as separators at the ends of lines make one.
  func isBlank(_ column: Int) -> Bool {
    columns[column].isEmpty && (!hasHeader || names[column] == "column \(column + 1)")
  }

  private static func check(_ row: [CSVCell], _ width: Int, _ source: String) throws(CSVError) {
    guard row.count != width else { return }
    throw CSVError(
      source, row[min(row.count - 1, width)],
      "the number of columns is \(row.count) where \(width) are expected, as in the first row"
        + (width == 1 ? "; commas, semicolons, tabs, vertical bars or spaces separate cells" : ""))
  }

  private mutating func decideDecimalMark() throws(CSVError) {
    let commas = columns.filter { $0.firstComma != nil }
    let point = columns.lazy.compactMap(\.firstPoint).first
    guard let comma = commas.first?.firstComma else {
      decimalMark = point == nil ? nil : .point
      return
    }
    if let point {
      throw CSVError(
        source, comma,
        "\(CSVError.shown(comma.text)) has a comma, \(CSVError.shown(point.text)) in line \(point.line) a "
          + "point; write all decimals with a point, and thousands without a separator")
    }
    guard separator != .comma || !commas.allSatisfy(\.commasMayBeThousands) else {
      throw CSVError(
        source, comma,
        "\(CSVError.shown(comma.text)) may be thousands or decimals; write thousands without a separator, "
          + "decimals with a point")
    }
    decimalMark = .comma
    remarks.append("decimals are written with a comma")
  }
}
