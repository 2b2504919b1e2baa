import Micrograd

/// What a trained network says about the rows of a data file.
///
///     let model = try ModelFile(path: "output/run/model.json")
///     let prediction = try Prediction(of: "rows.csv", by: model)
///     prediction.answers   // ["cat", "dog", "cat"]
public struct Prediction: Sendable {
  /// For each row the name of its class, or the number.
  public private(set) var answers: [String] = []
  /// The rows as the file has them.
  public private(set) var rows: [[String]] = []
  /// The names of the file's columns; nil if it has none.
  public let names: [String]?
  /// What the answers are called.
  public let target: String
  /// How near the answers are to a column of the file that has them; nil if there is none.
  public private(set) var quality: Quality?

  /// How well answers fit what is known.
  public enum Quality: Sendable, Equatable {
    /// The share of rows in the right class.
    case accuracy(Double)
    /// The root of the mean of squared errors.
    case rootMeanSquare(Double)
  }

  /// Reads rows and predicts each.
  ///
  /// The columns of a file with names are found by these, in any order, and others are passed over; those of a
  /// file without names by their place. O(n·p) for n rows and p parameters.
  ///
  /// - Parameters:
  ///   - path: of a data file; `-` for standard input.
  ///   - model: the network that answers.
  /// - Throws: `CSVError` if a column is missing, or a cell is not what its column had when it was learned,
  ///   or the network's outputs for a row are not finite.
  public init(of path: String, by model: ModelFile) throws(CSVError) {
    try self.init(DataSource.bytes(of: path), source: path == "-" ? "<stdin>" : path, by: model)
  }

  init(_ bytes: [UInt8], source: String, by model: ModelFile) throws(CSVError) {
    let preparation =
      model.preparation
      ?? Preparation(
        columns: model.columns.map { Preparation.Column(name: $0) }, target: Preparation.Column(name: "y"))
    target = preparation.target.name
    let table = try DataTable(
      bytes, source: source, header: try Prediction.header(bytes, source, preparation))
    names = table.hasHeader ? table.names : nil
    let places = try Prediction.places(table, preparation)
    let truth = Prediction.truthPlace(table, preparation)
    let net = model.network()
    var known: [String] = []
    try table.forEachRow { (row) throws(CSVError) in
      var sample: [Double] = []
      for (place, column) in zip(places, preparation.columns) {
        try column.append(row[place], to: &sample, source)
      }
      let outputs = net(preparation.scaled(sample).map { Value($0) }).map(\.data)
      guard let answer = Prediction.answer(outputs, model, preparation) else {
        throw CSVError(source, row[0], Prediction.overflow(outputs, model))
      }
      answers.append(answer)
      rows.append(row.map(\.text))
      if let truth { known.append(row[truth].text) }
    }
    if truth != nil { quality = Prediction.quality(answers, known, hasClasses: !model.classNames.isEmpty) }
  }

  /// nil if the network has none: what it computes is not finite.
  private static func answer(_ outputs: [Double], _ model: ModelFile, _ preparation: Preparation) -> String? {
    guard outputs.allSatisfy(\.isFinite) else { return nil }
    guard model.classNames.isEmpty else {
      return model.classNames[TrainingPlan.decision(outputs, classCount: model.classNames.count)]
    }
    let number = preparation.target.scaling?.restored(outputs[0]) ?? outputs[0]
    return number.isFinite ? "\(number)" : nil
  }

  /// Why a row has no answer, and what to do.
  private static func overflow(_ outputs: [Double], _ model: ModelFile) -> String {
    let output = NumberText.exact(outputs.first { !$0.isFinite } ?? .infinity)
    let isDiverged = model.state.parameters.contains { !($0.magnitude < 1e100) }
    return "the network gives \(output) for this row, which is no answer; "
      + (isDiverged
        ? "its parameters are beyond all bounds, train it again with a smaller --lr"
        : "look for numbers in the row that are far beyond those that it learned from")
  }

  /// A first row that has the names of all inputs is a header, whatever stands below it.
  private static func header(
    _ bytes: [UInt8], _ source: String, _ preparation: Preparation
  ) throws(CSVError) -> DataFile.Header {
    let dialect = try CSVDialect(of: bytes, source: source)
    var reader = CSVReader(bytes, source: source, separator: dialect.separator, from: dialect.start)
    let first = Set(try reader.next()?.map(\.text) ?? [])
    return preparation.columns.allSatisfy { first.contains($0.name) } ? .yes : .auto
  }

  private static func places(_ table: DataTable, _ preparation: Preparation) throws(CSVError) -> [Int] {
    let wanted = preparation.columns.map(\.name)
    guard table.hasHeader else {
      guard [wanted.count, wanted.count + 1].contains(table.names.count) else {
        throw CSVError(
          "\(table.source):1:1: error: \(Count.thereAre(table.names.count, "column")) where \(wanted.count) "
            + "\(wanted.count == 1 ? "is" : "are") expected: "
            + CSVError.shown(wanted, most: 12))
      }
      return Array(wanted.indices)
    }
    return try wanted.map { (name) throws(CSVError) in
      guard let place = table.names.firstIndex(of: name) else {
        throw CSVError(
          "\(table.source):1:1: error: there is no column \(CSVError.shown(name)); the network learned from "
            + CSVError.shown(wanted, most: 12))
      }
      return place
    }
  }

  /// The column that has the answers already: the one of that name, or the one too many behind the inputs.
  private static func truthPlace(_ table: DataTable, _ preparation: Preparation) -> Int? {
    guard table.hasHeader else {
      return table.names.count == preparation.columns.count + 1 ? table.names.count - 1 : nil
    }
    return table.names.firstIndex(of: preparation.target.name)
  }

  /// nil unless every row has an answer of the right kind.
  private static func quality(_ answers: [String], _ known: [String], hasClasses: Bool) -> Quality? {
    if hasClasses {
      guard known.allSatisfy({ CellContent($0) != .missing }) else { return nil }
      let right = zip(answers, known).count { $0 == $1 || (Double($0) != nil && Double($0) == Double($1)) }
      return .accuracy(Double(right) / Double(answers.count))
    }
    var squares = 0.0
    for (answer, text) in zip(answers, known) {
      guard case .number(let number, _) = CellContent(text), let answer = Double(answer) else { return nil }
      squares += (answer - number) * (answer - number)
    }
    return .rootMeanSquare((squares / Double(answers.count)).squareRoot())
  }

  /// The rows with one more column, as CSV.
  public func csv() -> String {
    var text = ""
    if let names {
      text += (names + ["predicted \(target)"]).map(Prediction.quoted).joined(separator: ",") + "\n"
    }
    for (row, answer) in zip(rows, answers) {
      text += (row + [answer]).map(Prediction.quoted).joined(separator: ",") + "\n"
    }
    return text
  }

  /// A cell by RFC 4180.
  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
    return "\"\(cell.replacing("\"", with: "\"\""))\""
  }
}
