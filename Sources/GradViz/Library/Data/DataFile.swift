import Micrograd

/// Makes samples of a data file: which columns are inputs, which is predicted, and as what.
public struct DataFile: Sendable {
  /// What is predicted.
  public enum Task: String, Sendable, Codable, CaseIterable {
    case classes, numbers
  }

  /// What becomes of rows in which a cell is missing.
  public enum Missing: String, Sendable, Codable, CaseIterable {
    case refuse, drop
  }

  /// Whether numbers are scaled: where it is needed, always, never.
  public enum Scaling: String, Sendable, Codable, CaseIterable {
    case auto, standard, none
  }

  /// Whether the first line has names.
  public enum Header: String, Sendable, Codable, CaseIterable {
    case auto, yes, no
  }

  /// What is chosen by whoever knows the data; the rest follows from them.
  public struct Choices: Sendable, Codable, Equatable {
    /// nil to decide by the data.
    public var task: Task?
    /// What to do with missing cells.
    public var missing = Missing.refuse
    /// Whether columns are scaled.
    public var scaling = Scaling.auto
    /// Whether the first line has names.
    public var header = Header.auto
    /// The column that is predicted, by its name or its place from 1 on; nil for the last.
    public var target: String?
    /// Columns that are left out, by name or place.
    public var ignored: [String] = []

    /// Everything found out from the file.
    public init() {}
  }

  let samples: DataSet
  let preparation: Preparation
  let remarks: [String]

  /// - Parameters:
  ///   - source: what the file is called in messages.
  ///   - loss: what the samples are for, which rules out one of the tasks; nil if that is left to the data.
  /// - Throws: `CSVError` with the place of what cannot be read, or decided.
  init(
    _ bytes: [UInt8], source: String, choices: Choices, for loss: TrainingPlan.Loss?
  ) throws(CSVError) {
    let table = try DataTable(bytes, source: source, header: choices.header)
    let roles = try ColumnRoles(table, choices)
    var target = try TargetColumn(table, roles.target, choices, loss)
    let columns = try roles.inputs.map { (column) throws(CSVError) in
      try DataFile.column(column, of: table, choices)
    }
    let used = zip(roles.inputs, columns)
    var inputs: [[Double]] = []
    inputs.reserveCapacity(table.rowCount)
    var dropped = 0
    try table.forEachRow { (row) throws(CSVError) in
      if choices.missing == .drop, (roles.inputs + [roles.target]).contains(where: { isMissing(row[$0]) }) {
        dropped += 1
        return
      }
      var sample: [Double] = []
      for (place, column) in used { try column.append(row[place], to: &sample, source) }
      inputs.append(sample)
      target.take(row[roles.target])
    }
    guard !inputs.isEmpty else {
      throw CSVError(
        "\(source): error: every row has a missing cell, and none is left; leave columns out with --ignore")
    }
    preparation = Preparation(
      columns: columns, target: Preparation.Column(name: table.names[roles.target]),
      layout: Preparation.Layout(
        width: table.names.count, inputs: roles.inputs, target: roles.target,
        hasDecimalCommas: table.decimalMark == .comma))
    samples = try target.dataSet(inputs, preparation.inputNames, source)
    var said = table.remarks + roles.remarks
    if dropped > 0 {
      said.append(
        "\(dropped) of \(Count.things(table.rowCount, "row")) \(dropped == 1 ? "has" : "have") a missing cell and \(dropped == 1 ? "is" : "are") left out"
      )
    }
    for (place, column) in used where column.words == nil {
      let survey = table.columns[place]
      if survey.truths > 0 {
        said.append("column \(CSVError.shown(column.name)) counts True as 1 and False as 0")
      }
    }
    for column in columns {
      guard let words = column.words else { continue }
      said.append(
        "column \(CSVError.shown(column.name)) becomes \(Count.things(words.count, "input")), one a word")
    }
    for (place, column) in used {
      let survey = table.columns[place]
      guard survey.values > 1, survey.isConstant else { continue }
      said.append(
        "column \(CSVError.shown(column.name)) is the same in every row and tells nothing; leave it out with "
          + "--ignore \(ShellWord.quoted(column.name))")
    }
    said += target.remarks(samples)
    let shape =
      "\(Count.things(inputs.count, "row")), \(table.separator == .comma ? "" : "separated by \(table.separator.name), ")"
    let names = preparation.inputNames
    remarks =
      ["\(source): \(shape)\(Count.things(names.count, "input")) (\(DataFile.list(names)))"]
      + said
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(8).map { LabelText.elided(LabelText.visible($0)) }.joined(separator: ", ")
      + (names.count > 8 ? ", …" : "")
  }

  /// What an input column becomes.
  private static func column(
    _ place: Int, of table: DataTable, _ choices: Choices
  ) throws(CSVError) -> Preparation.Column {
    let survey = table.columns[place]
    let name = table.names[place]
    let shown = CSVError.shown(name)
    if choices.missing == .refuse { try refuseMissing(survey, name, table.source) }
    if survey.isNumeric { return Preparation.Column(name: name) }
    guard let word = survey.firstWord else {
      throw CSVError(
        "\(table.source): error: column \(shown) is empty; leave it out with --ignore \(ShellWord.quoted(name))"
      )
    }
    try refuseUnits(survey, name, table.source)
    guard survey.isWords else {
      let number = survey.firstNumber!
      // Infinity is no word.
      let (odd, other) =
        survey.wordCells <= survey.numbers || Double(word.text) != nil
        ? (word, "a number is expected") : (number, "other rows have words")
      throw CSVError(
        table.source, odd,
        "column \(shown) has \(CSVError.shown(odd.text)) where \(other); correct it, or leave the column out "
          + "with --ignore \(ShellWord.quoted(name))")
    }
    let words = survey.words.keys.sorted()
    guard words.count <= mostWordsOfInput, words.count <= 2 || 2 * words.count <= survey.values else {
      throw CSVError(
        table.source, word,
        "column \(shown) has words that hardly repeat (\(CSVError.shown(words, most: 3))), which tell nothing of "
          + "other rows; leave it out with --ignore \(ShellWord.quoted(name))")
    }
    return Preparation.Column(name: name, words: words)
  }

  static let mostWordsOfInput = 20

  /// - Throws: `CSVError` if a column has numbers with units, which must not become words.
  static func refuseUnits(_ survey: ColumnSurvey, _ name: String, _ source: String) throws(CSVError) {
    guard survey.hasUnits, let word = survey.firstWord, let plain = CellContent.plainNumber(in: word.text)
    else {
      return
    }
    let kind =
      CellContent.hexadecimal(word.text) == nil ? "a number with a sign that" : "a hexadecimal number, which"
    throw CSVError(
      source, word,
      "column \(CSVError.shown(name)) has \(CSVError.shown(word.text)), \(kind) is not read; write \(plain)")
  }

  static func refuseMissing(_ survey: ColumnSurvey, _ name: String, _ source: String) throws(CSVError) {
    guard let cell = survey.firstMissing else { return }
    let more = survey.missing > 1 ? ", the first of \(survey.missing) in this column" : ""
    throw CSVError(
      source, cell,
      "column \(CSVError.shown(name)) is empty here\(cell.text.isEmpty ? "" : " (\(CSVError.shown(cell.text)))")"
        + "\(more); fill it in, or leave such rows out with --missing drop")
  }
}

private func isMissing(_ cell: CSVCell) -> Bool { CellContent(cell.text) == .missing }

extension Preparation.Column {
  /// Adds what a cell stands for to the inputs of a sample, not scaled.
  ///
  /// - Throws: `CSVError` if it is neither a number nor one of the column's words.
  func append(_ cell: CSVCell, to inputs: inout [Double], _ source: String) throws(CSVError) {
    let content = CellContent(cell.text)
    if let words {
      guard let place = words.firstIndex(of: cell.text) else {
        throw CSVError(
          source, cell,
          "column \(CSVError.shown(name)) has \(CSVError.shown(cell.text)), which was not learned; it had "
            + CSVError.shown(words, most: 8))
      }
      for index in words.indices { inputs.append(index == place ? 1 : 0) }
      return
    }
    guard content != .missing else {
      throw CSVError(source, cell, "column \(CSVError.shown(name)) is empty here; fill it in")
    }
    guard let number = content.number else {
      throw CSVError(
        source, cell,
        "column \(CSVError.shown(name)) has \(CSVError.shown(cell.text)) where a finite number is expected")
    }
    inputs.append(number)
  }
}
