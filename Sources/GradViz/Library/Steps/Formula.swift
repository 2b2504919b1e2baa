/// A formula as a list of pieces, typeset in pictures and plain text elsewhere, in the words of the page.
struct Formula: Sendable, Equatable {
  /// Whose number it is, which is its colour.
  enum Part: Sendable, Equatable {
    case value
    /// The gradient of the result.
    case upstream
    /// The derivative of the result by the operand.
    case local
    /// What is added up.
    case sum
  }

  indirect enum Piece: Sendable, Equatable {
    /// Signs and words.
    case text(String)
    /// A value.
    case name(String)
    /// A value beside a sign: in brackets if its name is an expression.
    case term(String)
    /// `a.grad`
    case grad(String)
    /// A number, with why it is what it is below it; in brackets where its sign would stand beside another.
    case number(String, Part, isBracketed: Bool = false, why: [Piece] = [])
    /// The derivative of one value by another.
    case partial(of: String, by: String)
    case fraction([Piece], [Piece])
    case power([Piece], [Piece])
    case call(String, [[Piece]])
  }

  var pieces: [Piece]

  /// As tooltips and readers of screens have it.
  var plainText: String { Formula.text(pieces) }

  private static func text(_ pieces: [Piece]) -> String { pieces.map(text).joined() }

  private static func text(_ piece: Piece) -> String {
    switch piece {
    case .text(let text): text
    case .name(let name): LabelText.isolated(name)
    case .grad(let name): "\(LabelText.term(name)).grad"
    case .number(let number, _, let isBracketed, _): isBracketed ? "(\(number))" : number
    case .term(let name): LabelText.term(name)
    case .partial(let result, let operand): "∂\(LabelText.term(result))/∂\(LabelText.term(operand))"
    case .fraction(let over, let under): "\(text(over)) / \(bracketed(under))"
    case .power(let base, let exponent): "\(text(base)) ** \(bracketed(exponent))"
    case .call(let name, let inside): "\(name)(\(inside.map(text).joined(separator: ", ")))"
    }
  }

  private static func bracketed(_ pieces: [Piece]) -> String {
    let text = text(pieces)
    return text.hasPrefix("\u{2212}") || text.contains(" ") ? "(\(text))" : text
  }
}
