import Micrograd
import SwiftCSV

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why a CSV file could not be read: names the file, the line and the column, and says what to do.
public struct CSVError: Error, Sendable, CustomStringConvertible {
  public let description: String
  /// Whether the file itself is missing or unreadable.
  public let isMissing: Bool

  init(_ description: String, isMissing: Bool = false) {
    self.description = description
    self.isMissing = isMissing
  }
}

extension DataSet {
  /// Reads samples from a CSV file: columns of numbers, and the class or number to predict in the last one.
  ///
  /// The first line is a header if a cell of its inputs is not a number. Commas, semicolons or tabs
  /// separate. The last column holds classes if it has text, or if it has at most 20 different whole
  /// numbers; with the losses for numbers (`mse`, `squared`) it holds numbers if it can. Two classes aim at
  /// -1 and 1, in order of their names.
  ///
  /// Reads a row at a time: beside the text (at most 1 GB), about 120 bytes a row of three columns are held.
  ///
  /// - Throws: `CSVError` for anything else.
  public init(csv path: String, for loss: TrainingPlan.Loss?) throws(CSVError) {
    let text = try DataSet.text(of: path)
    var reader = CSVRows(path)
    do {
      let delimiter = CSVDelimiter.guessed(string: String(text.prefix(64 * 1024)))
      // Only the first row is kept by the parser; the rest is handed over row by row.
      let csv = try EnumeratedCSV(string: text, delimiter: delimiter, loadColumns: false, rowLimit: 1)
      try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { reader.take($0) }
    } catch CSVParseError.quotation(let message) {
      throw CSVError("\(path):\(reader.line): error: a quote is out of place (\(message)); double it")
    } catch {
      throw CSVError("\(path):\(reader.line): error: this is no CSV (\(error))")
    }
    if let fault = reader.fault { throw fault }
    self = try reader.dataSet(for: loss)
  }

  private static let mostBytes = 1 << 30

  private static func text(of path: String) throws(CSVError) -> String {
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped) } catch {
      let names = DataSource.names.joined(separator: ", ")
      throw CSVError(
        "cannot read '\(path)'; name a CSV file that you may read, or one of \(names)", isMissing: true)
    }
    guard data.count <= mostBytes else {
      throw CSVError("\(path): error: the file is larger than 1 GB, the most that is read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CSVError("\(path): error: the file is not UTF-8; save it as UTF-8")
    }
    return text
  }
}

/// Turns rows of text into samples, keeping numbers only.
private struct CSVRows {
  private let path: String
  /// Where the row that is taken next begins, counted from 1.
  private(set) var line = 1
  private(set) var fault: CSVError?
  private var columns: [String] = []
  private var target = ""
  private var hasHeader = false
  private var inputs: [[Double]] = []
  /// The distinct texts of the last column, and for each row which one.
  private var words: [String: Int] = [:]
  private var wordOfRow: [Int32] = []
  private var numbers: [Double] = []
  private var isNumeric = true

  init(_ path: String) { self.path = path }

  mutating func take(_ row: [String]) {
    let here = line
    line += 1 + row.reduce(0) { $0 + $1.count(where: \.isNewline) }
    guard fault == nil, !(row.count == 1 && row[0].allSatisfy(\.isWhitespace)) else { return }
    let cells = row.map { $0.trimmingCharacters(in: .whitespaces) }
    do {
      if columns.isEmpty {
        guard cells.count >= 2 else {
          throw error(here, "one column is too few; at least one input and the class or number are needed")
        }
        hasHeader = cells.dropLast().contains { Double($0) == nil }
        columns = hasHeader ? Array(cells.dropLast()) : cells.indices.dropLast().map { "x\($0)" }
        target = hasHeader ? cells.last! : "y"
        if hasHeader { return }
      }
      guard cells.count == columns.count + 1 else {
        throw error(here, "the number of columns is \(cells.count) where \(columns.count + 1) are expected")
      }
      var sample: [Double] = []
      sample.reserveCapacity(columns.count)
      for (cell, column) in zip(cells, columns) { sample.append(try number(cell, column, here)) }
      var last = cells[columns.count]
      guard !last.isEmpty else { throw error(here, "column '\(target)' is empty; fill it in") }
      inputs.append(sample)
      // A column of numbers may have as many as there are rows; text of that many kinds is no class.
      if isNumeric, let number = Double(last), number.isFinite {
        numbers.append(number)
        // 1 and 1.0 are one class.
        last = number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
      } else {
        isNumeric = false
        numbers = []
      }
      if words.count <= CSVRows.mostClasses { wordOfRow.append(Int32(words[last] ?? words.count)) }
      if words[last] == nil, words.count <= CSVRows.mostClasses { words[last] = words.count }
      if !isNumeric && words.count > CSVRows.mostClasses {
        throw error(
          here,
          "column '\(target)' has text and more than \(CSVRows.mostClasses) different ones; "
            + "the last column is the class or the number to predict")
      }
    } catch { fault = error as? CSVError }
  }

  private static let mostClasses = 100

  private func number(_ cell: String, _ column: String, _ line: Int) throws(CSVError) -> Double {
    guard !cell.isEmpty else {
      throw error(line, "column '\(LabelText.elided(column))' is empty; fill it in or remove the line")
    }
    guard let number = Double(cell), number.isFinite else {
      throw error(
        line,
        "column '\(LabelText.elided(column))' has '\(LabelText.elided(LabelText.visible(cell)))' "
          + "where a finite number is expected")
    }
    return number
  }

  private func error(_ line: Int, _ message: String) -> CSVError {
    CSVError("\(path):\(line): error: \(message)")
  }

  func dataSet(for loss: TrainingPlan.Loss?) throws(CSVError) -> DataSet {
    guard !inputs.isEmpty else {
      throw CSVError(
        "\(path):\(line): error: there are no rows of numbers; each line is a sample, its last cell the class"
      )
    }
    let wantsNumbers = loss == .mse || loss == .squared
    let isFew = words.count <= 20 && numbers.allSatisfy { $0 == $0.rounded() }
    let isSign = Set(numbers) == [-1, 1]
    if isNumeric && (wantsNumbers ? !isSign : (loss == nil && !isFew)) {
      return DataSet(inputs: inputs, targets: numbers, classes: nil, classNames: [], columns: columns)
    }
    guard words.count <= CSVRows.mostClasses else {
      throw CSVError(
        "\(path): error: column '\(target)' has more than \(CSVRows.mostClasses) different numbers, too many "
          + "for classes; use --loss mse to predict numbers")
    }
    // By number where all are numbers, else by name.
    let names = words.keys.sorted { a, b in
      if let a = Double(a), let b = Double(b), isNumeric, a != b { return a < b }
      return a < b
    }
    guard names.count >= 2 else {
      throw CSVError(
        "\(path): error: all \(inputs.count) rows are of class '\(LabelText.elided(names[0]))'; "
          + "at least two classes are needed")
    }
    if wantsNumbers && !isNumeric && names.count > 2 {
      throw CSVError(
        "\(path): error: column '\(target)' has \(names.count) classes; use --loss cross-entropy for them")
    }
    var place = [Int](repeating: 0, count: names.count)
    for (index, name) in names.enumerated() { place[words[name]!] = index }
    let classes = wordOfRow.map { place[Int($0)] }
    return DataSet(
      inputs: inputs, targets: classes.map { names.count == 2 ? Double(2 * $0 - 1) : Double($0) },
      classes: classes, classNames: names, columns: columns)
  }
}
