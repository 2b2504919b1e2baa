extension Machine {
  mutating func loadRows(_ arguments: Arguments) throws(Stop) -> Object {
    guard arguments.count == 1, case .text(let name)? = arguments.positional.first else {
      throw .fault("'load' takes the name of a CSV file, as in X, y = load('points.csv')")
    }
    guard let load = options.load else {
      throw .fault(
        "there is no folder to load '\(Literal.shortened(name.string))' from; put the text into a file beside it"
      )
    }
    let rows: Program.Rows
    do { rows = try load(name.string) } catch { throw .fault("\(error)") }
    try makeRoom(for: rows.inputs.reduce(0) { $0 + $1.count })
    let answers = rows.answers.map { answer in Int(exactly: answer).map { Object.int($0) } ?? .float(answer) }
    let inputs = rows.inputs.map { row in Object.list(List(row.map { .float($0) }, graveyard)) }
    return .tuple(
      Tuple(
        [.list(List(inputs, graveyard)), .list(List(answers, graveyard))],
        graveyard))
  }
}
