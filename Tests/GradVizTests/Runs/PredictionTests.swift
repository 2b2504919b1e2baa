import Foundation
import Micrograd
import TemporaryFolder
import Testing

@testable import GradViz

@Suite struct PredictionTests {
  private let temporary = TemporaryFolder()
  var folder: String { temporary.path }

  /// Trains on a file, and reads the model back.
  private func model(_ text: String, _ steps: Int = 300, loss: TrainingPlan.Loss) throws -> ModelFile {
    try OutputFile.createFolder(folder)
    try OutputFile.write(Array(text.utf8), to: "\(folder)/data.csv")
    var plan = TrainingPlan()
    plan.hidden = [8]
    plan.initialization = .he
    plan.optimizer = .adamw
    plan.learningRate = 0.03
    plan.loss = loss
    plan.steps = steps
    let training = try RecordedTraining(
      plan, on: DataSource("\(folder)/data.csv"), directory: folder, every: steps, frames: nil)
    while !training.trainer.isDone { try training.advance() }
    try training.finish()
    return try ModelFile(path: "\(folder)/model.json")
  }

  private func predict(_ text: String, _ model: ModelFile) throws -> Prediction {
    try Prediction(Array(text.utf8), source: "rows.csv", by: model)
  }

  private static let flowers =
    "color,size,kind\n"
    + (0..<20).map { "\($0 % 2 == 0 ? "red" : "blue"),\(100 + $0),\($0 % 2 == 0 ? "rose" : "iris")\n" }
    .joined()

  @Test func classesAreNamed() throws {
    let model = try model(Self.flowers, loss: .hinge)
    #expect(model.preparation?.columns.map(\.name) == ["color", "size"])
    // In any order, with columns that the network did not learn from.
    let prediction = try predict("size,note,color\n105,\"a, b\",red\n106,c,blue\n", model)
    #expect(prediction.answers == ["rose", "iris"] && prediction.quality == nil)
    #expect(
      prediction.csv()
        == "size,note,color,predicted kind\n105,\"a, b\",red,rose\n106,c,blue,iris\n")
    #expect(try predict("red,105\nblue,106\n", model).answers == ["rose", "iris"], "by place")
    #expect(try predict(Self.flowers, model).quality == .accuracy(1))
    #expect(try predict("color,size,kind\nred,105,iris\nblue,106,iris\n", model).quality == .accuracy(0.5))
  }

  @Test func numbersAreInTheUnitsOfTheFile() throws {
    let model = try model("x,price\n" + (0..<20).map { "\($0),\(5000 + 100 * $0)\n" }.joined(), loss: .mse)
    let prediction = try predict("x,price\n3,5300\n12,6200\n", model)
    for (answer, right) in zip(prediction.answers, [5300.0, 6200]) {
      #expect(abs(Double(answer)! - right) < 100, "\(answer)")
    }
    guard case .rootMeanSquare(let error)? = prediction.quality else { return #expect(Bool(false)) }
    #expect(error < 100)
  }

  static let mistakes: [(String, String)] = [
    ("color,height\nred,3\n", "there is no column 'size'"),
    ("color,size\ngreen,3\n", "rows.csv:2:1: error: column 'color' has 'green'"),
    ("color,size\nred,\n", "rows.csv:2:5: error: column 'size' is empty"),
    ("color,size\nred,x\n", "rows.csv:2:5: error: column 'size' has 'x'"),
    ("1,2,3,4\n", "there are 4 columns where 2"),
    ("", "no rows"),
  ]

  @Test func mistakesNameThePlace() throws {
    let model = try model(Self.flowers, 1, loss: .hinge)
    for (text, words) in Self.mistakes {
      let error = #expect(throws: CSVError.self) { try predict(text, model) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  /// NaN is no class and no number: rows without an answer are named, not guessed.
  @Test func outputsThatAreNotFiniteAreNoAnswers() throws {
    var classes = ModelFile(try Trainer(.moons, on: .moons()))
    let far = try predict("x0,x1\n1,2\n1e308,-1e308\n", classes)
    #expect(far.answers[0] != "" && far.answers[1] == "" && far.unanswered.count == 1)
    #expect(far.unanswered[0].hasPrefix("rows.csv:3:1: the network gives "))
    #expect(far.unanswered[0].contains("numbers in the row"))
    classes.state.parameters = classes.state.parameters.map { _ in 1e308 }
    let lost = #expect(throws: CSVError.self) { try predict("x0,x1\n1,2\n", classes) }
    #expect(lost?.description.contains("smaller --lr") == true, "\(lost?.description ?? "")")
    var numbers = try model("x,price\n" + (0..<9).map { "\($0),\(5000 + $0)\n" }.joined(), 1, loss: .mse)
    #expect(try predict("x\n1\n", numbers).answers.count == 1)
    numbers.state.parameters = numbers.state.parameters.map { _ in .nan }
    let nan = #expect(throws: CSVError.self) { try predict("x\n1\n2\n", numbers) }
    #expect(nan?.description.hasPrefix("rows.csv:2:1: error: the network gives nan for") == true)
  }

  /// Answers stay beside their rows, whatever is wrong with others.
  @Test func oneBadRowStopsNoOther() throws {
    let model = try model(Self.flowers, loss: .hinge)
    let prediction = try predict(
      "color,size,kind\nred,105,rose\ngreen,3,iris\nred,,rose\nblue,x,iris\nblue,106,rose\n", model)
    #expect(prediction.answers == ["rose", "", "", "", "iris"] && prediction.rows.count == 5)
    #expect(prediction.answeredCount == 2 && prediction.quality == .accuracy(0.5), "of those answered")
    #expect(
      prediction.unanswered.map { String($0.prefix { $0 != "'" }) }
        == ["rows.csv:3:1: column ", "rows.csv:4:5: column ", "rows.csv:5:6: column "])
    #expect(prediction.csv().contains("\nred,,rose,\nblue,x,iris,\nblue,106,rose,iris\n"))
  }

  /// A price of hundreds of thousands says nothing by its eleventh decimal.
  @Test func numbersHaveTheDigitsThatSaySomething() throws {
    let model = try model("x,price\n" + (0..<20).map { "\($0),\(5000 + 100 * $0)\n" }.joined(), loss: .mse)
    let deviation = try #require(model.preparation?.target.scaling?.deviation)
    #expect(deviation > 100 && deviation < 1000)
    for answer in try predict("x\n3\n12.34567\n", model).answers {
      #expect(answer.split(separator: ".").dropFirst().first?.count ?? 0 <= 3, "\(answer)")
    }
  }

  @Test func modelsOfMadeSetsPredictAsWell() throws {
    let trainer = try Trainer(.moons, on: .moons())
    while !trainer.isDone { _ = try trainer.advance() }
    let data = trainer.data
    let rows =
      "x0,x1,y\n" + data.inputs.enumerated().map { "\($1[0]),\($1[1]),\(data.classes![$0])\n" }.joined()
    #expect(try predict(rows, ModelFile(trainer)).quality == .accuracy(trainer.evaluate().accuracy!))
  }
}
