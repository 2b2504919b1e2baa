import Micrograd

/// What a trained network says about the rows of a data file.
///
///     let model = try ModelFile(path: "output/run/model.json")
///     let prediction = try Prediction(of: "rows.csv", by: model)
///     prediction.answers   // ["cat", "dog", "cat"]
public struct Prediction: Sendable {
  /// For each row the name of its class, or the number; empty if it has none.
  ///
  /// Numbers are written to a hundred-thousandth of the standard deviation that the learned ones had, or to about
  /// six digits if they were not scaled.
  public private(set) var answers: [String] = []
  /// Of each row without an answer the place and the reason: `rows.csv:3:1: column 'color' has 'green', …`.
  public private(set) var unanswered: [String] = []
  /// How many rows have an answer.
  public var answeredCount: Int { rows.count - unanswered.count }
  /// How many rows have an answer that was compared with the right one in the file.
  public private(set) var comparedCount = 0
  /// The rows as the file has them.
  public private(set) var rows: [[String]] = []
  /// The names of the file's columns; nil if it has none.
  public let names: [String]?
  /// What the answers are called.
  public let target: String
  /// How near the answers are to a column of the file that has them, over the rows that have both; nil if there are
  /// none.
  public private(set) var quality: Quality?
  /// What separates the cells of the file.
  let separator: CSVSeparator
  /// Whether its decimals have commas.
  let hasDecimalCommas: Bool

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
  /// file without names by their place, in the file that was learned from or among the inputs alone. A row with a missing cell, with one that is not what its column had when
  /// it was learned, or with outputs that are not finite gets no answer and keeps its place. O(n·p) for n rows and p parameters.
  ///
  /// - Parameters:
  ///   - path: of a data file; `-` for standard input.
  ///   - model: the network that answers.
  /// - Throws: `CSVError` if a column is missing, or no row can be answered.
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
    separator = table.separator
    // Where no number has decimals, those that were learned tell; a comma would ask for quotes where it separates.
    hasDecimalCommas =
      table.decimalMark.map { $0 == .comma }
      ?? (preparation.layout?.hasDecimalCommas == true && table.separator != .comma)
    let places = try Prediction.places(table, preparation)
    let truth = Prediction.truthPlace(table, preparation)
    let net = model.network()
    var score = PredictionScore(model.classNames)
    var firstError: CSVError?
    try table.forEachRow { (row) throws(CSVError) in
      rows.append(row.map(\.text))
      do throws(CSVError) {
        var sample: [Double] = []
        for (place, column) in zip(places, preparation.columns) {
          try column.append(row[place], to: &sample, source)
        }
        let outputs = net(preparation.scaled(sample).map { Value($0) }).map(\.data)
        guard let answer = Answer(outputs, model, preparation) else {
          throw CSVError(source, row[0], Prediction.overflow(outputs, model))
        }
        answers.append(answer.text)
        if let truth { score.compare(answer, row[truth].text) }
      } catch {
        firstError = firstError ?? error
        unanswered.append(error.description.replacing(": error: ", with: ": ", maxReplacements: 1))
        answers.append("")
      }
    }
    if let firstError, unanswered.count == rows.count { throw firstError }
    (quality, comparedCount) = (score.quality, score.count)
  }

  /// What the network says of a row.
  enum Answer {
    case name(String)
    case number(Double, Preparation.Scaling?)

    /// nil if the network says nothing: what it computes is not finite.
    init?(_ outputs: [Double], _ model: ModelFile, _ preparation: Preparation) {
      guard outputs.allSatisfy(\.isFinite) else { return nil }
      guard model.classNames.isEmpty else {
        self = .name(model.classNames[TrainingPlan.decision(outputs, classCount: model.classNames.count)])
        return
      }
      let scaling = preparation.target.scaling
      let number = scaling?.restored(outputs[0]) ?? outputs[0]
      guard number.isFinite else { return nil }
      self = .number(number, scaling)
    }

    var text: String {
      switch self {
      case .name(let name): name
      case .number(let number, let scaling):
        NumberText.rounded(number, to: 1e-5 * (scaling?.deviation ?? 0.1 * number.magnitude))
      }
    }
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

  /// A first row that has the names of all inputs is a header, whatever stands below it; one of other numbers is none.
  private static func header(
    _ bytes: [UInt8], _ source: String, _ preparation: Preparation
  ) throws(CSVError) -> DataFile.Header {
    let dialect = try CSVDialect(of: bytes, source: source)
    var reader = CSVReader(bytes, source: source, separator: dialect.separator, from: dialect.start)
    let first = try reader.next()?.map(\.text) ?? []
    if preparation.columns.allSatisfy({ first.contains($0.name) }) { return .yes }
    return first.allSatisfy { CellContent($0).number != nil } ? .no : .auto
  }

  private static func places(_ table: DataTable, _ preparation: Preparation) throws(CSVError) -> [Int] {
    let wanted = preparation.columns.map(\.name)
    guard table.hasHeader else {
      if let layout = preparation.layout, layout.width == table.names.count { return layout.inputs }
      let other = preparation.layout?.width ?? wanted.count + 1
      guard [wanted.count, other].contains(table.names.count) else {
        throw CSVError(
          "\(table.source):1:1: error: \(Count.thereAre(table.names.count, "column")) where \(wanted.count) "
            + "\(wanted.count == 1 ? "is" : "are") expected: "
            + CSVError.shown(wanted, most: 12)
            + "; or \(other), \(preparation.layout == nil ? "with the answer behind them" : "as in the file that was learned from")"
        )
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

  /// The column that has the answers already: the one of that name, or at its place, or behind the inputs.
  private static func truthPlace(_ table: DataTable, _ preparation: Preparation) -> Int? {
    guard table.hasHeader else {
      let layout =
        preparation.layout
        ?? Preparation.Layout(
          width: preparation.columns.count + 1, inputs: [], target: preparation.columns.count,
          hasDecimalCommas: false)
      return table.names.count == layout.width ? layout.target : nil
    }
    return table.names.firstIndex(of: preparation.target.name)
  }
}
