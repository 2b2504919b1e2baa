/// The numbers and texts that stand in a program.
enum Constant: Hashable, Sendable {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case text(String)
}

struct ConstantTable {
  private(set) var constants: [Constant] = []
  var numbers: [Constant: Int32] = [:]

  mutating func number(of constant: Constant) -> Int32 {
    // 0.0 and -0.0 are equal and not the same; a literal has no sign.
    if let number = numbers[constant] { return number }
    let number = Int32(constants.count)
    constants.append(constant)
    numbers[constant] = number
    return number
  }
}
