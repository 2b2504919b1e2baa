import Micrograd

/// Why a local derivative is what it is: the rule of its operation, an expression in the operands `a` and `b` and the
/// result `y`, with the names of the values in place of the letters.
indirect enum DerivativeRule: Sendable, Equatable {
  case number(String)
  case letter(Character)
  case negative(DerivativeRule)
  case two(String, DerivativeRule, DerivativeRule)
  case call(String, DerivativeRule)
  case choice(then: DerivativeRule, condition: DerivativeRule, otherwise: DerivativeRule)

  /// What the letters stand for.
  struct Letters<Meaning> {
    var a: Meaning
    var b: Meaning
    var y: Meaning

    subscript(letter: Character) -> Meaning { letter == "a" ? a : letter == "b" ? b : y }
  }

  /// How tightly signs bind.
  private static let binding = [
    "<": 1, ">": 1, "<=": 1, ">=": 1, "==": 1, "+": 2, "-": 2, "*": 3, "/": 3, "**": 5,
  ]

  /// Reads a rule of the table of operations.
  init(_ text: String) {
    var reader = Reader(text)
    self = reader.choice()
  }

  /// The rule as it holds for these numbers: `= b`, `= 1 − o²`, `relu is shut`.
  static func why(
    _ op: Op, _ place: Int, _ numbers: Letters<Double>, _ names: Letters<Formula.Piece>
  ) -> [Formula.Piece] {
    var rule = DerivativeRule(op.notation.rules[place])
    var last: DerivativeRule?
    var isElse = false
    while case .choice(let then, let condition, let otherwise) = rule {
      last = condition
      isElse = condition.value(numbers) == 0
      rule = isElse ? otherwise : then
    }
    if let last {
      if isElse && op == .relu && numbers.a <= 0 { return [.text("relu is shut")] }
      let holds = (isElse ? last.negated(numbers) : last).written(names, within: 0)
      return op == .relu ? [.text("open: ")] + holds : holds
    }
    let bare = if case .negative(let inside) = rule { inside } else { rule }
    if case .number(let number) = bare {
      if op == .add { return [.text("+ passes it on")] }
      if case .negative = rule, number == "1" { return [.text("− turns the sign")] }
      return [.text("always")]
    }
    return [.text("= ")] + rule.written(names, within: 0)
  }

  /// Of a condition 1 or 0; NaN of functions, which conditions do not have.
  private func value(_ numbers: Letters<Double>) -> Double {
    switch self {
    case .number(let text): Double(text) ?? .nan
    case .letter(let letter): numbers[letter]
    case .negative(let inside): -inside.value(numbers)
    case .call: .nan
    case .choice(let then, let condition, let otherwise):
      (condition.value(numbers) != 0 ? then : otherwise).value(numbers)
    case .two(let sign, let left, let right):
      DerivativeRule.apply(sign, left.value(numbers), right.value(numbers))
    }
  }

  private static func apply(_ sign: String, _ left: Double, _ right: Double) -> Double {
    switch sign {
    case "<": left < right ? 1 : 0
    case ">": left > right ? 1 : 0
    case "<=": left <= right ? 1 : 0
    case ">=": left >= right ? 1 : 0
    case "==": left == right ? 1 : 0
    default: (Op(symbol: sign) ?? .add).result(left, right)
    }
  }

  /// What holds where no condition did.
  private func negated(_ numbers: Letters<Double>) -> DerivativeRule {
    guard case .two(_, let left, let right) = self else { return self }
    let (a, b) = (left.value(numbers), right.value(numbers))
    return .two(a == b ? "=" : a < b ? "<" : a > b ? ">" : "is not comparable with", left, right)
  }

  /// - Parameter around: how tightly the sign around it binds.
  private func written(_ names: Letters<Formula.Piece>, within around: Int) -> [Formula.Piece] {
    func closed(_ pieces: [Formula.Piece], _ own: Int) -> [Formula.Piece] {
      own < around ? [.text("(")] + pieces + [.text(")")] : pieces
    }
    switch self {
    case .number(let text): return [.text(text)]
    case .letter(let letter): return [names[letter]]
    case .negative(let inside): return closed([.text("\u{2212}")] + inside.written(names, within: 4), 3)
    case .call(let name, let inside): return [.call(name, [inside.written(names, within: 0)])]
    case .choice(let then, _, _): return then.written(names, within: around)
    case .two("**", let base, let exponent):
      return [.power(base.written(names, within: 6), exponent.written(names, within: 0))]
    case .two(let sign, let left, let right):
      let own = DerivativeRule.binding[sign] ?? 1
      let printed = sign == "-" ? "\u{2212}" : sign == "*" ? "·" : sign
      return closed(
        left.written(names, within: own) + [.text(" \(printed) ")] + right.written(names, within: own + 1),
        own)
    }
  }

  /// Reads what stands in the table of operations, a few words each.
  private struct Reader {
    private var words: [String] = []
    private var at = 0

    init(_ text: String) {
      var rest = text[...]
      while let first = rest.first {
        let word =
          if first.isLetter || first.isNumber || first == "." {
            rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
          } else if ["**", "<=", ">=", "=="].contains(rest.prefix(2)) {
            rest.prefix(2)
          } else {
            rest.prefix(1)
          }
        if first != " " { words.append(String(word)) }
        rest = rest.dropFirst(word.count)
      }
    }

    private var next: String { at < words.count ? words[at] : "" }

    private mutating func take(_ word: String) -> Bool {
      guard next == word else { return false }
      at += 1
      return true
    }

    mutating func choice() -> DerivativeRule {
      let then = binary(1)
      guard take("if") else { return then }
      let condition = binary(1)
      _ = take("else")
      return .choice(then: then, condition: condition, otherwise: choice())
    }

    private mutating func binary(_ least: Int) -> DerivativeRule {
      var left = prefix()
      while let own = DerivativeRule.binding[next], own >= least {
        let sign = next
        at += 1
        // Powers group from the right.
        left = .two(sign, left, binary(sign == "**" ? own : own + 1))
      }
      return left
    }

    private mutating func prefix() -> DerivativeRule {
      if take("-") { return .negative(binary(4)) }
      if take("(") {
        let inside = choice()
        _ = take(")")
        return inside
      }
      let word = next
      at += 1
      if ["a", "b", "y"].contains(word) { return .letter(Character(word)) }
      guard take("(") else { return .number(word) }
      let inside = choice()
      _ = take(")")
      return .call(word, inside)
    }
  }
}
