import Micrograd

/// The column that is predicted: decides whether it holds classes or numbers, and collects it.
struct TargetColumn {
  private let name: String
  private let task: DataFile.Task
  private let wasChosen: Bool
  /// Whether True is 1 and False 0: where there are no words.
  private let isNumeric: Bool
  /// Whether classes are called True and False, as they stand first.
  private let isTruths: Bool
  private let hasTruths: Bool
  private var numbers: [Double] = []
  /// The classes, by what is the same in all spellings, and for each row which one.
  private var places: [String: Int] = [:]
  /// What each of them is called.
  private var spellings: [String] = []
  private var placeOfRow: [Int32] = []

  /// - Throws: `CSVError` if a cell is missing, or the column cannot be what is wanted.
  init(
    _ table: DataTable, _ column: Int, _ choices: DataFile.Choices, _ loss: TrainingPlan.Loss?
  ) throws(CSVError) {
    let survey = table.columns[column]
    name = table.names[column]
    let shown = CSVError.shown(name)
    if choices.missing == .refuse { try DataFile.refuseMissing(survey, name, table.source) }
    guard !survey.isEmpty else {
      throw CSVError("\(table.source): error: column \(shown) is empty; choose another with --target")
    }
    if choices.task != .classes { try DataFile.refuseUnits(survey, name, table.source) }
    isNumeric = survey.isNumeric
    isTruths = survey.isTruths
    hasTruths = survey.truths > 0
    task = choices.task ?? TargetColumn.task(survey, loss)
    wasChosen = choices.task != nil
    if let word = survey.firstWord, task == .numbers {
      throw CSVError(
        table.source, word,
        "column \(shown) has \(CSVError.shown(word.text)), which is no number to predict; "
          + (survey.isWords ? "--task classes predicts words" : "correct it"))
    }
    guard task == .classes else { return }
    if let word = survey.firstWord, survey.numbers > 0, choices.task == nil {
      throw CSVError(
        table.source, word,
        "column \(shown) has \(CSVError.shown(word.text)) where other rows have numbers; correct it, or say "
          + "--task classes if both are names of classes")
    }
    let different = survey.different?.count ?? ColumnSurvey.mostNumbers + 1
    let count = isNumeric ? different : survey.words.count + (survey.numbers > 0 ? different : 0)
    guard count <= ColumnSurvey.mostWords else {
      throw CSVError(
        table.source, survey.firstWord ?? survey.firstNumber!,
        "column \(shown) has more than \(ColumnSurvey.mostWords) different \(isNumeric ? "numbers" : "words"), "
          + "too many for classes; "
          + (isNumeric ? "--task numbers predicts numbers" : "choose the column to predict with --target"))
    }
    guard !survey.isWords || isNumeric || survey.values < 10 || 2 * survey.words.count <= survey.values else {
      throw CSVError(
        table.source, survey.firstWord ?? survey.firstNumber!,
        "column \(shown) has words that hardly repeat (\(CSVError.shown(survey.words.keys.sorted(), most: 3))), "
          + "which are no classes; choose the column to predict with --target")
    }
  }

  private static func task(_ survey: ColumnSurvey, _ loss: TrainingPlan.Loss?) -> DataFile.Task {
    guard survey.isNumeric, !survey.isTruths else { return .classes }
    switch loss {
    case .hinge, .crossEntropy: return .classes
    case .mse, .squared: return survey.looksLikeClasses && survey.different?.count == 2 ? .classes : .numbers
    case nil: return survey.looksLikeClasses ? .classes : .numbers
    }
  }

  mutating func take(_ cell: CSVCell) {
    let content = CellContent(cell.text)
    if task == .numbers {
      numbers.append(content.number ?? 0)
      return
    }
    // 1 and 1.0 are one class, and so are True and TRUE.
    let key =
      switch content {
      case .truth where !isNumeric: cell.text
      case .number(let number, _): TargetColumn.name(number)
      case .truth(let truth): truth ? "1" : "0"
      case .missing, .word: cell.text
      }
    let place = places[key] ?? places.count
    if place == places.count { spellings.append(isTruths ? cell.text : key) }
    places[key] = place
    placeOfRow.append(Int32(place))
  }

  private static func name(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }

  /// - Throws: `CSVError` if there is only one class.
  func dataSet(_ inputs: [[Double]], _ columns: [String], _ source: String) throws(CSVError) -> DataSet {
    if task == .numbers {
      return DataSet(inputs: inputs, targets: numbers, classes: nil, classNames: [], columns: columns)
    }
    // By number where all are numbers, else by name.
    let keys = places.keys.sorted { a, b in
      if isNumeric, let a = Double(a), let b = Double(b), a != b { return a < b }
      return a < b
    }
    let names = keys.map { spellings[places[$0]!] }
    guard names.count >= 2 else {
      throw CSVError(
        "\(source): error: \(inputs.count == 1 ? "the only row is" : "all \(inputs.count) rows are") of class \(CSVError.shown(names[0])) in column "
          + "\(CSVError.shown(name)); at least two classes are needed")
    }
    var rank = [Int](repeating: 0, count: names.count)
    for (index, key) in keys.enumerated() { rank[places[key]!] = index }
    let classes = placeOfRow.map { rank[Int($0)] }
    return DataSet(
      inputs: inputs, targets: classes.map { names.count == 2 ? Double(2 * $0 - 1) : Double($0) },
      classes: classes, classNames: names, columns: columns)
  }

  /// What was decided, and how to overrule it.
  func remarks(_ data: DataSet) -> [String] {
    let counted = isNumeric && hasTruths && !(isTruths && task == .classes)
    return (counted ? ["column \(CSVError.shown(name)) counts True as 1 and False as 0"] : []) + [
      decision(data)
    ]
  }

  private func decision(_ data: DataSet) -> String {
    let shown = CSVError.shown(name)
    if task == .numbers {
      let overruled = wasChosen ? "" : " (--task classes if they are names of classes)"
      let isConstant = Set(data.targets.prefix(1000)).count == 1 && Set(data.targets).count == 1
      return isConstant
        ? "column \(shown) is the same in every row; there is nothing to learn"
        : "column \(shown) is a number to predict\(overruled)"
    }
    let overruled =
      wasChosen || !isNumeric || isTruths ? "" : " (--task numbers if they are numbers to predict)"
    return
      "column \(shown) has \(data.classCount) classes to predict, \(CSVError.shown(data.classNames))\(overruled)"
  }
}
