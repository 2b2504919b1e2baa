/// Names and formulas as they are typeset in math mode, without the dollars around them.
///
///     MathText("x1*w1").tex        // "x_1{*}w_1"
///     MathText("layers[0].b").tex  // "\\mathit{layers}_0.b"
///     MathText("alpha_2").tex      // "\\alpha_2"
///
/// Indexes are subscripts, names of Greek letters are those letters, and words stay words. O(n).
struct MathText {
  private(set) var tex = ""
  /// Whether it is more than a name, and needs brackets as an operand.
  private(set) var isCompound = false
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    while position < scalars.count {
      let scalar = scalars[position]
      if MathText.isLetter(scalar) || MathText.greek(scalar) != nil {
        addName()
      } else if MathText.isDigit(scalar) {
        addNumber()
      } else {
        addSign()
      }
    }
  }

  /// The derivative of one name by another: `\partial L/\partial a`.
  static func derivative(of result: String, by operand: String) -> String {
    func name(_ text: String) -> String {
      let math = MathText(text)
      return math.isCompound ? "(\(math.tex))" : math.tex
    }
    return "\\partial \(name(result))/\\partial \(name(operand))"
  }

  /// Digits, and a power of ten as a power.
  private mutating func addNumber() {
    tex += take { MathText.isDigit($0) || $0 == "." }
    guard peek == "e", let sign = at(1) else { return }
    let isNegative = sign == "\u{2212}" || sign == "-"
    guard let digit = at(isNegative ? 2 : 1), MathText.isDigit(digit) else { return }
    position += isNegative ? 2 : 1
    tex += "\\cdot10^{\(isNegative ? "-" : "")\(take { MathText.isDigit($0) })}"
  }

  // MARK: - Names

  private mutating func addName() {
    if let letter = MathText.greek(scalars[position]) {
      position += 1
      tex += letter
    } else {
      tex += takeWords()
    }
    let indexes = takeIndexes()
    if !indexes.isEmpty {
      let text = indexes.joined(separator: ",")
      tex += text.utf8.count == 1 ? "_\(text)" : "_{\(text)}"
    }
    // A command would take in the letters behind it.
    if let peek, MathText.isLetter(peek), tex.last?.isLetter == true { tex += " " }
  }

  /// What comes behind a name as digits, behind an underscore, or in brackets.
  private mutating func takeIndexes() -> [String] {
    var indexes: [String] = []
    while let next = peek {
      if MathText.isDigit(next) {
        indexes.append(take { MathText.isDigit($0) })
      } else if next == "_", let after = at(1), MathText.isLetter(after) || MathText.isDigit(after) {
        position += 1
        indexes.append(
          MathText.isDigit(after)
            ? take { MathText.isDigit($0) } : spelled(take { MathText.isLetter($0) }, isFunction: false))
      } else if next == "[", let end = scalars[position...].firstIndex(of: "]"), end > position + 1,
        scalars[(position + 1)..<end].allSatisfy({ MathText.isDigit($0) || MathText.isLetter($0) })
      {
        position += 1
        indexes.append(take { $0 != "]" })
        position += 1
      } else {
        break
      }
    }
    return indexes
  }

  /// A letter, the name of one, or a word: `loss_of_all` is one word, `w_ij` a letter with an index.
  private mutating func takeWords() -> String {
    let start = position
    var words = [take { MathText.isLetter($0) }]
    while peek == "_", at(1).map(MathText.isLetter) ?? false {
      position += 1
      words.append(take { MathText.isLetter($0) })
    }
    // Three letters may be three indexes.
    if words.count == 2, words[1].utf8.count <= 3,
      words[0].utf8.count == 1 || MathText.letters.contains(words[0])
    {
      position = start + words[0].utf8.count
      return spelled(words[0], isFunction: false)
    }
    return words.count > 1
      ? "\\mathit{\(words.joined(separator: "\\_"))}" : spelled(words[0], isFunction: peek == "(")
  }

  private func spelled(_ word: String, isFunction: Bool) -> String {
    if MathText.letters.contains(word) { return "\\\(word)" }
    if word.utf8.count == 1 { return word }
    guard isFunction else { return "\\mathit{\(word)}" }
    return MathText.functions.contains(word) ? "\\\(word)" : "\\mathrm{\(word)}"
  }

  /// An operation as its sign or its name: `\times`, `\tanh`, `\mathrm{relu}`; nil if it is neither.
  static func operation(_ symbol: String) -> String? {
    if functions.contains(symbol) { return "\\\(symbol)" }
    if !symbol.isEmpty, symbol.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) {
      return "\\mathrm{\(symbol)}"
    }
    return switch symbol {
    case "+", "/": symbol
    case "*": "\\ast"
    case "**": "{*}{*}"
    case "×", "\u{2212}", "·": signs[symbol.unicodeScalars.first!]!
    case "-": "-"
    default: nil
    }
  }

  // MARK: - Signs

  private mutating func addSign() {
    let sign = scalars[position]
    let (before, after) = (at(-1), at(1))
    position += 1
    switch sign {
    case "+", "=", "<", ">", "/":
      tex += String(sign)
      isCompound = true
    case "*":
      tex += "{*}"
      isCompound = true
    case "-" where before == nil || before == " ":
      tex += "-"
      isCompound = true
    case "(", ")", ",", ".", "!": tex += String(sign)
    case " ":
      // Operations have spaces of their own.
      let isBeside = [before, after].contains {
        $0.map { "+-=<>/\u{2212}·×→".unicodeScalars.contains($0) } ?? true
      }
      tex += isBeside ? " " : "\\ "
      isCompound = true
    case _ where MathText.signs[sign] != nil:
      tex += MathText.signs[sign]! + " "
      isCompound = isCompound || sign != "∂"
    default:
      position -= 1
      let rest = take { scalar in
        !MathText.isLetter(scalar) && !MathText.isDigit(scalar)
          && !" +=<>/*(),.!".unicodeScalars.contains(scalar)
          && MathText.signs[scalar] == nil
      }
      tex += "\\mbox{\(TexText.escaped(rest))}"
    }
  }

  /// What text may have that stands in math mode only.
  static let signs: [Unicode.Scalar: String] = {
    var signs: [Unicode.Scalar: String] = [
      "\u{2212}": "-", "·": "\\cdot", "×": "\\times", "∂": "\\partial", "∞": "\\infty", "→": "\\to",
      "²": "^2", "³": "^3", "≤": "\\le", "≥": "\\ge", "≠": "\\ne", "≈": "\\approx", "∑": "\\sum",
      "√": "\\surd",
    ]
    for (scalar, name) in greekNames { signs[scalar] = "\\\(name)" }
    return signs
  }()

  private static let greekNames: [Unicode.Scalar: String] = {
    let small = "αβγδεζηθικλμνξ πρςστυφχψω".unicodeScalars
    let names = """
      alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi - pi rho - sigma tau upsilon phi chi \
      psi omega
      """.split(separator: " ").map(String.init)
    var known: [Unicode.Scalar: String] = [:]
    for (scalar, name) in zip(small, names) where name != "-" { known[scalar] = name }
    for (scalar, name) in zip("ΓΔΘΛΞΠΣΥΦΨΩ".unicodeScalars, capitals) { known[scalar] = name }
    return known
  }()

  private static let capitals = [
    "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
  ]
  private static let letters = Set(greekNames.values)
  private static let functions: Set = [
    "sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "max", "min",
  ]

  private static func greek(_ scalar: Unicode.Scalar) -> String? { greekNames[scalar].map { "\\\($0)" } }

  /// About how wide a formula is in Computer Modern, in units of its font size.
  static func width(_ text: String) -> Double { text.unicodeScalars.reduce(0) { $0 + width($1) } }

  private static func width(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "_", "[", "]": 0
    case ".", ",": 0.28
    case " ": 0.29
    case "(", ")": 0.39
    case "A"..."Z": 0.72
    case "=", "\u{2212}", "+": 0.78
    case "m", "w": 0.85
    case _ where scalar.isASCII: 0.53
    default: 0.6
    }
  }

  // MARK: - Reading

  private var peek: Unicode.Scalar? { at(0) }

  private func at(_ offset: Int) -> Unicode.Scalar? {
    scalars.indices.contains(position + offset) ? scalars[position + offset] : nil
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.properties.isAlphabetic
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private mutating func take(_ isTaken: (Unicode.Scalar) -> Bool) -> String {
    let start = position
    while position < scalars.count, isTaken(scalars[position]) { position += 1 }
    return String(String.UnicodeScalarView(scalars[start..<position]))
  }
}
