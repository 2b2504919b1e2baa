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
  /// The rows as the file has them.
  public private(set) var rows: [[String]] = []
  /// The names of the file's columns; nil if it has none.
  public let names: [String]?
  /// What the answers are called.
  public let target: String
  /// How near the answers are to a column of the file that has them, over the rows that have an answer; nil if
  /// there is none.
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
  /// file without names by their place. A row with a missing cell, with one that is not what its column had when
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
    let places = try Prediction.places(table, preparation)
    let truth = Prediction.truthPlace(table, preparation)
    let net = model.network()
    var known: [(answer: Answer, truth: String)] = []
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
        if let truth { known.append((answer, row[truth].text)) }
      } catch {
        firstError = firstError ?? error
        unanswered.append(error.description.replacing(": error: ", with: ": ", maxReplacements: 1))
        answers.append("")
      }
    }
    if let firstError, unanswered.count == rows.count { throw firstError }
    quality = Prediction.quality(known)
  }

  /// What the network says of a row.
  private enum Answer {
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

  /// nil unless the right answer of every row is known, and of the right kind.
  private static func quality(_ known: [(answer: Answer, truth: String)]) -> Quality? {
    guard let first = known.first?.answer else { return nil }
    let count = Double(known.count)
    var (right, squares) = (0.0, 0.0)
    for (answer, truth) in known {
      switch (answer, CellContent(truth)) {
      case (.name, .missing): return nil
      case (.name(let name), _):
        if name == truth || (Double(name) != nil && Double(name) == Double(truth)) { right += 1 }
      case (.number(let answer, _), .number(let number, _)): squares += (answer - number) * (answer - number)
      default: return nil
      }
    }
    return if case .name = first { .accuracy(right / count) } else {
      .rootMeanSquare((squares / count).squareRoot())
    }
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
