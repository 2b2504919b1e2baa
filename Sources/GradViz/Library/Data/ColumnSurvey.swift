/// What the cells of one column hold, counted row by row.
struct ColumnSurvey {
  /// Most different words, and most different numbers, that are told apart.
  static let mostWords = 100
  static let mostNumbers = 100

  private(set) var numbers = 0
  private(set) var truths = 0
  private(set) var missing = 0
  /// How often each word stands there; one more than `mostWords` if there are more.
  private(set) var words: [String: Int] = [:]
  private(set) var wordCells = 0
  /// The different numbers, True as 1 and False as 0; nil if there are more than `mostNumbers`.
  private(set) var different: Set<Double>? = []
  private(set) var areWhole = true
  private(set) var greatest = -Double.infinity
  private(set) var least = Double.infinity
  /// Whether every number is one more than that above it.
  private(set) var counts = true
  private var last: Double?
  private(set) var firstWord: CSVCell?
  /// How many words are numbers with a unit or a sign between their digits.
  private(set) var decorated = 0
  private(set) var firstNumber: CSVCell?
  private(set) var firstMissing: CSVCell?
  private(set) var firstPoint: CSVCell?
  private(set) var firstComma: CSVCell?
  /// Whether all numbers with a comma have three digits behind it, as thousands have.
  private(set) var commasMayBeThousands = true

  mutating func take(_ cell: CSVCell) {
    switch CellContent(cell.text) {
    case .missing:
      missing += 1
      firstMissing = firstMissing ?? cell
    case .truth(let truth):
      truths += 1
      firstNumber = firstNumber ?? cell
      add(word: cell)
      add(truth ? 1 : 0)
    case .number(let number, let mark):
      numbers += 1
      firstNumber = firstNumber ?? cell
      add(number)
      counts = counts && (last.map { number == $0 + 1 } ?? (number == 0 || number == 1))
      last = number
      if mark == .point { firstPoint = firstPoint ?? cell }
      if mark == .comma {
        firstComma = firstComma ?? cell
        let behind = cell.text.split(separator: ",").last ?? ""
        commasMayBeThousands = commasMayBeThousands && behind.count == 3 && !cell.text.hasPrefix("0")
      }
    case .word:
      wordCells += 1
      firstWord = firstWord ?? cell
      if CellContent.plainNumber(in: cell.text) != nil { decorated += 1 }
      add(word: cell)
    }
  }

  private mutating func add(_ number: Double) {
    least = min(least, number)
    greatest = max(greatest, number)
    areWhole = areWhole && number == number.rounded()
    different?.insert(number)
    if different?.count ?? 0 > ColumnSurvey.mostNumbers { different = nil }
  }

  private mutating func add(word cell: CSVCell) {
    guard words.count <= ColumnSurvey.mostWords else { return }
    words[cell.text, default: 0] += 1
  }

  /// Whether every word is a number with a unit, so that the column is one of numbers that cannot be read.
  var hasUnits: Bool { wordCells > 0 && decorated == wordCells }
  /// Whether there is nothing but numbers, `True` and `False`.
  var isNumeric: Bool { wordCells == 0 && numbers + truths > 0 }
  /// Whether there is nothing but `True` and `False`, in whatever spelling.
  var isTruths: Bool { isNumeric && numbers == 0 }
  /// Whether every cell is the same, as far as cells are not missing.
  var isConstant: Bool { isNumeric ? different?.count == 1 : numbers == 0 && words.count == 1 }
  /// Whether there are words, and `True` and `False`, alone.
  var isWords: Bool { numbers == 0 && wordCells + truths > 0 }
  var isEmpty: Bool { numbers + truths + wordCells == 0 }
  var values: Int { numbers + truths + wordCells }

  /// Whether a statistician would take the numbers for names of classes: whole, few, and often repeated.
  ///
  /// Two that are the usual names of two classes always are. Those that count from 0 or 1 on have to come
  /// twice each on average, others five times, and to lie near each other or below 20.
  var looksLikeClasses: Bool {
    guard areWhole, let different, (2...20).contains(different.count) else { return false }
    if [[0, 1], [-1, 1], [1, 2]].contains(different) { return true }
    let isDense = greatest - least + 1 == Double(different.count) && (least == 0 || least == 1)
    if isDense || different.count == 2 { return numbers + truths >= 2 * different.count }
    let isNear = greatest - least + 1 <= 2 * Double(different.count) || (least >= 0 && greatest <= 20)
    return isNear && numbers + truths >= 5 * different.count
  }
}
