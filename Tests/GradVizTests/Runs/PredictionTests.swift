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

  /// A network that says 2.5 whatever it is asked.
  private func constant(_ text: String, _ choose: (inout DataFile.Choices) -> Void = { _ in }) throws
    -> ModelFile
  {
    var choices = DataFile.Choices()
    choices.scaling = .none
    choose(&choices)
    let file = try DataFile(Array(text.utf8), source: "x.csv", choices: choices, for: nil)
    let samples = try Samples(file, scaling: .none, testShare: nil, seed: 0)
    var plan = TrainingPlan.suggested(for: samples.training)
    plan.hidden = []
    var model = ModelFile(try Trainer(plan, on: samples.training), preparation: samples.preparation)
    model.state.parameters = model.state.parameters.indices.map {
      $0 == model.state.parameters.count - 1 ? 2.5 : 0
    }
    return model
  }

  /// What was learned, the rows, and what is written.
  static let written: [(String, String, String)] = [
    ("x;y\n1,5;2,5\n2,5;7,5\n", "x;y\n1,5;2,5\n", "x;y;predicted y\n1,5;2,5;2,5\n"),
    ("x;y\n1.5;2.5\n2.5;7.5\n", "x;y\n1.5;2.5\n", "x;y;predicted y\n1.5;2.5;2.5\n"),
    ("x;y\n1,5;2,5\n2,5;7,5\n", "x;note\n1;a\n", "x;note;predicted y\n1;a;2,5\n"),
    ("x;y\n1,5;2,5\n2,5;7,5\n", "x,y\n1.5,2\n", "x,y,predicted y\n1.5,2,2.5\n"),
    ("x;y\n1,5;2,5\n2,5;7,5\n", "x,y\n\"1,55\",2\n", "x,y,predicted y\n\"1,55\",2,\"2,5\"\n"),
    ("x,y\n1.5,2.5\n2.5,7.5\n", "x\ty\n1,5\t2\n", "x\ty\tpredicted y\n1,5\t2\t2,5\n"),
    (
      "x,y\n1.5,2.5\n2.5,7.5\n", "x|a b|c\n1.5|\"u|v\"|\" w\"\n",
      "x|a b|c|predicted y\n1.5|\"u|v\"|\" w\"|2.5\n"
    ),
    (
      "x,y\n1.5,2.5\n2.5,7.5\n", "x  note\n1.5 \"a b\"\nq \"\"\n",
      "x note \"predicted y\"\n1.5 \"a b\" 2.5\nq \"\" \"\"\n"
    ),
    ("x,y\n1.5,2.5\n2.5,7.5\n", "x,predicted y\n1,2\n", "x,predicted y,predicted y 2\n1,2,2.5\n"),
    (
      "x,y\n1.5,2.5\n2.5,7.5\n", "x,predicted y,predicted y 2\n1,2,3\n",
      "x,predicted y,predicted y 2,predicted y 3\n1,2,3,2.5\n"
    ),
  ]

  @Test(arguments: 0..<written.count) func rowsAreWrittenAsTheyWere(_ index: Int) throws {
    let (learned, rows, csv) = Self.written[index]
    let model = try constant(learned)
    let found = try predict(rows, model).csv()
    #expect(found == csv)
    // What was written is read again, cell for cell.
    let again = try predict(found, model)
    #expect(again.rows.map { $0.dropLast() } == (try predict(rows, model).rows.map { $0[...] }))
  }

  /// Class names that are numbers have the decimals of the file as well.
  @Test func classesOfNumbersAreWrittenAsTheyWere() throws {
    let model = try constant("x;y\n1,5;0,5\n2,5;1,5\n") { $0.task = .classes }
    let prediction = try predict("x;y\n1,5;1,5\n", model)
    #expect(prediction.answers == ["1.5"] && prediction.quality == .accuracy(1))
    #expect(prediction.csv() == "x;y;predicted y\n1,5;1,5;1,5\n")
  }

  /// What was learned, right answers of rows, how many are compared, and how well they are met by 2.5 or the
  /// second class.
  static let scores: [(String, String, Int, Prediction.Quality?)] = [
    ("1,cat\n2,dog\n", "cat dog horse NA", 3, .accuracy(1 / 3)), ("1,cat\n2,dog\n", "NA ?", 0, nil),
    ("1,cat\n2,dog\n", "dog NA", 1, .accuracy(1)), ("1,True\n2,False\n", "1 0", 2, .accuracy(0.5)),
    ("1,True\n2,False\n", "TRUE FALSE yes", 3, .accuracy(2 / 3)),
    ("1,0\n2,1\n", "True no 1.0", 3, .accuracy(2 / 3)),
    ("1,yes\n2,maybe\n3,no\n", "TRUE yes", 2, .accuracy(0.5)),
    ("1,2.5\n2,3\n", "NA ? 4.5", 1, .rootMeanSquare(2)),
    ("1,2.5\n2,3\n", "3.5 oops 1.5", 2, .rootMeanSquare(1)),
    ("1,2.5\n2,3\n", "1e200", 1, .rootMeanSquare(1e200)),
  ]

  @Test(arguments: 0..<scores.count) func rowsThatHaveAnswersAreScored(_ index: Int) throws {
    let (learned, answers, count, quality) = Self.scores[index]
    let rows = answers.split(separator: " ").enumerated().map { "\($0),\($1)\n" }.joined()
    var model = try constant("x,y\n" + learned)
    if model.classNames.count > 2 { model.state.parameters = [0, 0, 0, 0, 0, 1] }
    let prediction = try predict("x,y\n" + rows, model)
    #expect(prediction.comparedCount == count && prediction.quality == quality, "\(prediction)")
    #expect(prediction.answeredCount == prediction.rows.count)
  }

  /// Rows without names have the places of the file that was learned from, or are the inputs alone.
  @Test func columnsWithoutNamesKeepTheirPlaces() throws {
    let text = "5,1,7,0.5\n6,2,9,1.5\n8,4,3,2.5\n"
    for (target, ignored, rows, inputs, truth) in [
      (nil, [], text, [5.0, 1, 7], 0.5), ("1", [], text, [1, 7, 0.5], 5), (nil, ["2"], text, [5, 7], 0.5),
      ("2", ["4"], text, [5, 7], 1), ("1", ["2"], "7,0.5\n9,1.5\n", [7, 0.5], nil),
    ] as [(String?, [String], String, [Double], Double?)] {
      var model = try constant(text) { ($0.target, $0.ignored, $0.task) = (target, ignored, .numbers) }
      // Each input has a weight of its own, and so an answer tells which they were.
      let weights = inputs.indices.map { Double(1 << (4 * $0)) }
      model.state.parameters = weights + [0]
      let prediction = try predict(rows, model)
      let expected = zip(weights, inputs).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(
        abs(Double(prediction.answers[0])! - expected) < 1e-3,
        "\(target ?? "") \(ignored): \(prediction.answers)")
      #expect((prediction.quality != nil) == (truth != nil))
      guard let truth, let first = text.split(separator: "\n").first else { continue }
      let one = try predict(first + "\n", model)
      guard case .rootMeanSquare(let error)? = one.quality else { return #expect(Bool(false)) }
      #expect(abs(error - (expected - truth).magnitude) < 1e-9)
    }
    // Three columns could be inputs and answer, or all that came before it.
    let model = try constant(text) { $0.ignored = ["2"] }
    let error = #expect(throws: CSVError.self) { try predict("5,1,7\n", model) }
    #expect(error?.description.contains("there are 3 columns where 2 are expected") == true)
    #expect(error?.description.hasSuffix("or 4, as in the file that was learned from") == true)
  }

  /// A first line of numbers is a row, unless it has the names that were learned.
  @Test func numbersAreNamesOnlyIfTheyWereLearned() throws {
    let rows = "0,1,2\n0.5,1.5,1\n"
    #expect(try predict(rows, constant(rows) { $0.header = .no }).rows.count == 2)
    #expect(try predict(rows, constant(rows) { $0.header = .yes }).rows.count == 1)
    #expect(try predict(rows, constant("a,b,y\n1,2,0.5\n3,4,1.5\n")).rows.count == 2)
  }

  /// Places out of bounds are found before they are used.
  @Test func impossibleLayoutsAreRefused() throws {
    let model = try constant("a,b,y\n1,2,0.5\n3,4,1.5\n")
    for layout in [
      Preparation.Layout(width: 3, inputs: [0, 3], target: 2, hasDecimalCommas: false),
      Preparation.Layout(width: 3, inputs: [0, 0], target: 2, hasDecimalCommas: false),
      Preparation.Layout(width: 3, inputs: [0], target: 2, hasDecimalCommas: false),
      Preparation.Layout(width: 3, inputs: [-1, 1], target: 2, hasDecimalCommas: false),
      Preparation.Layout(width: 3, inputs: [0, 1], target: .max, hasDecimalCommas: false),
    ] {
      var model = model
      model.preparation?.layout = layout
      #expect(model.fault?.contains("no places") == true)
    }
    #expect(model.fault == nil)
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
