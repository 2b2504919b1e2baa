import Micrograd

/// How well answers fit those that a file has already.
struct PredictionScore {
  private let hasClasses: Bool
  /// Whether every class is a number, True or False, so that other spellings of these mean the same.
  private let areNumbers: Bool
  /// How many were compared.
  private(set) var count = 0
  private var right = 0
  private var errors = RootMeanSquare()

  /// - Parameter classNames: empty if numbers are predicted.
  init(_ classNames: [String]) {
    hasClasses = !classNames.isEmpty
    areNumbers = classNames.allSatisfy { CellContent($0).number != nil }
  }

  /// Passes over what is missing, and over words where a number is predicted. A class that was not learned is a
  /// miss.
  mutating func compare(_ answer: Prediction.Answer, _ truth: String) {
    let content = CellContent(truth)
    guard content != .missing else { return }
    switch answer {
    case .name(let name):
      count += 1
      let isSame = areNumbers && content.number != nil && content.number == CellContent(name).number
      if name == truth || isSame { right += 1 }
    case .number(let answer, _):
      guard let number = content.number else { return }
      count += 1
      errors.add(answer - number)
    }
  }

  /// nil if nothing was compared.
  var quality: Prediction.Quality? {
    guard count > 0 else { return nil }
    return hasClasses ? .accuracy(Double(right) / Double(count)) : .rootMeanSquare(errors.value)
  }
}
