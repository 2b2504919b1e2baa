import ArgumentParser
import GradViz
import LibC

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict rows of a data file with a trained network.",
    usage: "gradviz predict [<options>] <folder> [<rows>]",
    discussion: """
      Examples:
        gradviz train flowers.csv --record output/flowers
        gradviz predict output/flowers rows.csv > answers.csv

      Writes the rows as CSV with one more column. Columns with names are found by these, others by their \
      place. A row with a missing cell, or a word that was not learned, keeps its place without an answer, and \
      standard error says why. Where rows have the right answers, it says how many were met. Separator and \
      decimals are those of the rows.
      """)

  @Argument(help: "The folder that a run was recorded to.", completion: .directory)
  var folder: String

  @Argument(help: "A data file; - for standard input.", completion: .file(extensions: ["csv"]))
  var rows = "-"

  @Flag(name: [.short, .long], help: "No remarks.")
  var quiet = false

  func run() throws {
    let path = folder.hasSuffix(".json") ? folder : "\(folder)/model.json"
    if access(path, F_OK) != 0 {
      throw Failure.noInput(
        "cannot read '\(path)': there is no such file; train a model with: gradviz train moons --record DIR")
    }
    let model = try ModelFile(path: path)
    let prediction = try Prediction(of: rows, by: model)
    try Console.print(prediction.csv())
    remark(prediction)
    let number = NumberText(digits: 4, isFixed: false)
    switch prediction.quality {
    case .accuracy(let share):
      Console.note(
        "accuracy \(number(share * 100)) % of \(Count.things(prediction.comparedCount, "row"))\(others(prediction))",
        quiet: quiet)
    case .rootMeanSquare(let error):
      Console.note(
        "off by \(number(error)) (root mean square) in "
          + "\(Count.things(prediction.comparedCount, "row"))\(others(prediction))",
        quiet: quiet)
    case nil: break
    }
  }

  /// The rows that are not compared, though they have an answer.
  private func others(_ prediction: Prediction) -> String {
    let count = prediction.answeredCount - prediction.comparedCount
    let what = prediction.target
    return count == 0
      ? ""
      : "; \(Count.things(count, "row")) of the file \(count == 1 ? "has" : "have") no '\(what)' to compare with"
  }

  /// The rows shown of those without an answer.
  private static let mostRows = 3

  private func remark(_ prediction: Prediction) {
    let count = prediction.unanswered.count
    guard count > 0 else { return }
    Console.note(
      "\(count) of \(prediction.rows.count) rows \(count == 1 ? "has" : "have") no answer:", quiet: quiet)
    for line in prediction.unanswered.prefix(Predict.mostRows) { Console.note("  \(line)", quiet: quiet) }
    if count > Predict.mostRows { Console.note("  and \(count - Predict.mostRows) more", quiet: quiet) }
  }
}
