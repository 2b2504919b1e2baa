import Micrograd

/// Which column of a table is predicted, and which are inputs.
struct ColumnRoles {
  let target: Int
  let inputs: [Int]
  let remarks: [String]

  /// - Throws: `CSVError` if a name that was chosen is none of a column, or no input is left.
  init(_ table: DataTable, _ choices: DataFile.Choices) throws(CSVError) {
    var remarks: [String] = []
    let ignored = try choices.ignored.map { (name) throws(CSVError) in
      try ColumnRoles.place(of: name, in: table, "--ignore")
    }
    let rest = table.names.indices.filter { column in
      guard table.isBlank(column) else { return !ignored.contains(column) }
      remarks.append("column \(column + 1) is empty and left out")
      return false
    }
    let chosen = try choices.target.map { (name) throws(CSVError) in
      try ColumnRoles.place(of: name, in: table, "--target")
    }
    if let chosen, ignored.contains(chosen) {
      throw CSVError(
        "\(table.source): error: column \(CSVError.shown(table.names[chosen])) is both --target and --ignore")
    }
    guard let target = chosen ?? rest.last, rest.count >= 2 else {
      throw CSVError(
        "\(table.source):1:1: error: one column is too few; at least one input and the class or number are needed"
          + (table.names.count == 1
            ? "; commas, semicolons, tabs, vertical bars or spaces separate cells" : ""))
    }
    self.target = target
    inputs = rest.filter { $0 != target }
    for column in inputs where inputs.count > 1 && ColumnRoles.isIndex(column, of: table) {
      let name = table.names[column]
      remarks.append(
        "column \(CSVError.shown(name)) numbers the rows; leave it out with --ignore \(ShellWord.quoted(name))"
      )
    }
    self.remarks = remarks
  }

  /// By name, else by place, counted from 1.
  private static func place(
    of name: String, in table: DataTable, _ option: String
  ) throws(CSVError) -> Int {
    if let place = table.names.firstIndex(of: name) { return place }
    if let place = table.names.firstIndex(where: { $0.lowercased() == name.lowercased() }) { return place }
    if let number = Int(name), table.names.indices.contains(number - 1) { return number - 1 }
    let meant = Spelling.nearest(to: name, among: table.names).map { "; did you mean \(CSVError.shown($0))?" }
    throw CSVError(
      "\(table.source): error: \(option): there is no column \(CSVError.shown(name))"
        + (meant ?? "; there are \(CSVError.shown(table.names, most: 12))"))
  }

  /// Whether a column counts its rows, and is called or placed as such columns are.
  private static func isIndex(_ column: Int, of table: DataTable) -> Bool {
    let survey = table.columns[column]
    guard survey.counts, survey.numbers == table.rowCount, table.rowCount >= 3 else { return false }
    let names: Set = ["", "id", "index", "row", "no", "no.", "nr", "nr.", "#", "number", "unnamed: 0"]
    return column == 0 || names.contains(table.names[column].lowercased())
  }
}
