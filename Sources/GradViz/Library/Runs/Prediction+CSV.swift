extension Prediction {
  /// The rows with one more column, as CSV with the separator and the decimals that the file has.
  ///
  /// The column is called after what is predicted, `predicted price`, with a number if the file has one of that name.
  public func csv() -> String {
    var text = ""
    func add(_ cells: [String]) {
      text += cells.map(separator.written).joined(separator: separator.text) + "\n"
    }
    if let names { add(names + [Prediction.newName("predicted \(target)", besides: names)]) }
    for (row, answer) in zip(rows, answers) { add(row + [localized(answer)]) }
    return text
  }

  private static func newName(_ name: String, besides names: [String]) -> String {
    let taken = Set(names)
    var (free, number) = (name, 1)
    while taken.contains(free) {
      number += 1
      free = "\(name) \(number)"
    }
    return free
  }

  /// A number with the decimal mark of the file; names as they are.
  private func localized(_ answer: String) -> String {
    guard hasDecimalCommas, case .number = CellContent(answer) else { return answer }
    return answer.replacing(".", with: ",")
  }
}
