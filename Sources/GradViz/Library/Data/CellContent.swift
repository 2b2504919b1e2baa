/// What the text of a cell stands for.
enum CellContent: Equatable {
  enum DecimalMark: String { case point, comma }

  /// Nothing, or one of the many ways to say so.
  case missing
  /// `True` or `False`, `yes` or `no`.
  case truth(Bool)
  /// With its decimal mark, if it has one.
  case number(Double, DecimalMark?)
  case word

  /// The number that it stands for, 1 for True and 0 for False; nil of words and nothing.
  var number: Double? {
    switch self {
    case .number(let number, _): number
    case .truth(let truth): truth ? 1 : 0
    case .missing, .word: nil
    }
  }

  /// A comma between digits is a decimal comma: a file that means thousands is told by its other cells.
  init(_ text: String) {
    if text.utf8.count <= 9 {
      let folded = text.lowercased()
      if CellContent.missingTexts.contains(folded) {
        self = .missing
        return
      }
      if let truth = CellContent.truths[folded] {
        self = .truth(truth)
        return
      }
    }
    self = CellContent.number(text) ?? .word
  }

  /// Folded to lower case. What R, pandas, Excel, Weka and people write.
  private static let missingTexts: Set<String> = [
    "", "na", "n/a", "#n/a", "<na>", "n.a.", "nan", "-nan", "+nan", "nat", "null", "none", "nil", "?", "-",
    "--",
    "—", "–", ".", "..", "*", "#null!", "#value!", "#div/0!", "#num!", "#ref!", "missing", "1.#qnan",
    "-1.#ind",
    "1.#ind",
  ]

  private static let truths = ["true": true, "false": false, "yes": true, "no": false]

  /// A number as people write it with its unit, `$10`, `10 %`, `1 000`, or in hexadecimal digits, `0x10`; nil for other
  /// words.
  ///
  /// - Returns: the number as it must be written to be read.
  static func plainNumber(in text: String) -> String? {
    guard text.utf8.count <= 40 else { return nil }
    if let number = hexadecimal(text) { return String(number) }
    let signs = "%‰$€£¥ \u{A0}\u{202F}'’_".unicodeScalars
    let plain = String(String.UnicodeScalarView(text.unicodeScalars.filter { !signs.contains($0) }))
    guard plain.utf8.count < text.utf8.count else { return nil }
    if case .number = number(plain) { return plain }
    // Thousands behind a sign, $1,000.50.
    let digits = plain.replacing(",", with: "")
    if case .number = number(digits), plain.contains(".") { return digits }
    return nil
  }

  /// Up to 16 digits behind `0x`.
  static func hexadecimal(_ text: String) -> UInt64? {
    guard text.lowercased().hasPrefix("0x"), let first = text.dropFirst(2).first, first.isHexDigit else {
      return nil
    }
    return UInt64(text.dropFirst(2), radix: 16)
  }

  /// Decimal digits with a sign, a point or a comma, and an exponent; no hexadecimal, no infinity.
  private static func number(_ text: String) -> CellContent? {
    guard (1...400).contains(text.utf8.count) else { return nil }
    var plain = ""
    var mark: DecimalMark?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9", "+", "-", "e", "E": plain.unicodeScalars.append(scalar)
      case "\u{2212}": plain += "-"
      case ".", ",":
        guard mark == nil else { return grouped(text) }
        mark = scalar == "." ? .point : .comma
        plain += "."
      default: return nil
      }
    }
    guard let number = Double(plain), number.isFinite else { return nil }
    return .number(number, mark)
  }

  /// `1.234.567,8`: points between groups of three digits before a decimal comma.
  private static func grouped(_ text: String) -> CellContent? {
    let halves = text.split(separator: ",", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let groups = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard groups.dropFirst().allSatisfy({ $0.count == 3 }), (1...4).contains(groups[0].count),
      let number = Double(groups.joined() + "." + halves[1]), number.isFinite
    else { return nil }
    return .number(number, .comma)
  }
}
