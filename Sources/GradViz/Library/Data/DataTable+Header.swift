extension DataTable {
  /// Tells whether the first row has names, by what stands below it.
  ///
  /// It has if a word stands above numbers and its own numbers, if any, are whole and differ (columns may be
  /// called 0, 1, 2); if it has words that differ, above words that are others; or if it counts from 0 on
  /// above numbers of which some have decimals. A line that may be either is said to be taken for a row.
  static func header(
    _ first: [CSVCell], _ rest: [ColumnSurvey], _ wanted: DataFile.Header, _ source: String
  ) throws(CSVError) -> (isHeader: Bool, remark: String?) {
    guard wanted == .auto else { return (wanted == .yes, nil) }
    let contents = first.map { CellContent($0.text) }
    let places = first.indices
    let words = places.filter { contents[$0] == .word }
    let namesNumbers = words.filter { rest[$0].numbers + rest[$0].truths > 0 }
    if let word = namesNumbers.first {
      guard first.allSatisfy({ isNameOrWord($0) }) else {
        throw CSVError(
          source, first[word],
          "\(CSVError.shown(first[word].text)) stands above numbers, beside numbers; say --header yes if this "
            + "line has names, or correct the cell")
      }
      return (true, nil)
    }
    // Said wherever the line could be either.
    let shown = LabelText.elided(first.map(\.text).joined(separator: ", "))
    let isRow = "the first line (\(shown)) is taken for a row; --header yes if it has names"
    let isNew = words.allSatisfy { rest[$0].words[first[$0].text] == nil }
    if words.count == first.count {
      return (isNew && Set(first.map(\.text)).count == first.count, nil)
    }
    let counted = places.filter { !words.contains($0) }.map { contents[$0] }
    let countsFrom0 = counted.enumerated().allSatisfy { $1 == .number(Double($0), nil) }
    if countsFrom0 && isNew && counted.count >= 2 && (!words.isEmpty || counted.count >= 3) {
      let hasDecimals = rest.contains { $0.firstPoint != nil || $0.firstComma != nil }
      let isHeader = words.isEmpty ? hasDecimals : rest.contains { !$0.isEmpty }
      return (
        isHeader,
        isHeader
          ? "the first line (\(shown)) is taken for names of columns; --header no if it is a row" : isRow
      )
    }
    // No two columns have one name, and none is called by what stands in it again.
    let mayHaveNames = isNew && !contents.contains(.missing) && Set(first.map(\.text)).count == first.count
    return (false, mayHaveNames ? isRow : nil)
  }

  /// What a column may be called beside columns that have words for names.
  private static func isNameOrWord(_ cell: CSVCell) -> Bool {
    switch CellContent(cell.text) {
    case .word, .truth: true
    case .missing: cell.text.isEmpty || cell.text.contains(where: \.isLetter)
    case .number(let number, let mark): mark == nil && number == number.rounded() && number >= 0
    }
  }
}
