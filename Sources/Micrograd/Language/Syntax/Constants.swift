/// The numbers and texts that stand in a program.
enum Constant: Hashable, Sendable {
  case none
  case ellipsis
  case bool(Bool)
  case int(Int)
  case float(Double)
  case text(String)
}

struct ConstantTable {
  private(set) var constants: [Constant] = []
  private var numbers: [Constant: Int32] = [:]
  private var numbersOfTexts: [ExactText: Int32] = [:]

  mutating func number(of constant: Constant) -> Int32 {
    let next = Int32(constants.count)
    // 0.0 and -0.0 are equal and not the same; a literal has no sign.
    if case .text(let text) = constant {
      if let number = numbersOfTexts[ExactText(string: text)] { return number }
      numbersOfTexts[ExactText(string: text)] = next
    } else if let number = numbers[constant] {
      return number
    } else {
      numbers[constant] = next
    }
    constants.append(constant)
    return next
  }
}
