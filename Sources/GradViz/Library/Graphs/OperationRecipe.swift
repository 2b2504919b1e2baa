import Micrograd

/// An operation of another engine as operations of this one, one after the other; the last gives the value.
///
///     OperationRecipe("**2", count: 1)             // x ** 2
///     OperationRecipe("MeanBackward0", count: 3)   // x + y + z, divided by 3
///     OperationRecipe("SiluBackward0", count: 1)   // x * sigmoid(x)
struct OperationRecipe {
  enum Operand {
    case operand(Int)
    /// The result of an earlier step.
    case step(Int)
    case constant(Double)
  }

  struct Step {
    let op: Op
    let operands: [Operand]
  }

  private(set) var steps: [Step] = []

  /// - Parameters:
  ///   - name: as the other engine has it.
  ///   - count: how many operands it has.
  /// - Returns: nil if it is an operation of ours, by whatever name, or of nobody that is known.
  init?(_ name: String, count: Int) {
    if let exponent = OperationNames.exponent(name), count == 1 {
      steps = [Step(op: .power, operands: [.operand(0), .constant(exponent)])]
      return
    }
    guard Op(symbol: name) == nil, count > 0, let plain = OperationNames.plain(name)?.replacing("_", with: "")
    else { return nil }
    switch (plain, count) {
    case (_, 1) where OperationRecipe.isQualified(name) && OperationRecipe.handingOn.contains(plain): handOn()
    case ("mean", _):
      fold(.add, count)
      steps.append(Step(op: .divide, operands: [last, .constant(Double(count))]))
    case ("sum", _), ("nansum", _), ("reducesum", _): fold(.add, count)
    case ("prod", _), ("reduceprod", _): fold(.multiply, count)
    case ("max", let count) where count != 2, ("amax", let count), ("reducemax", let count): fold(.max, count)
    case ("min", let count) where count != 2, ("amin", let count), ("reducemin", let count): fold(.min, count)
    case ("dot", 2), ("mm", 2), ("bmm", 2), ("mv", 2), ("matmul", 2), ("outer", 2), ("dotgeneral", 2):
      steps = [Step(op: .multiply, operands: [.operand(0), .operand(1)])]
    case ("addmm", 3), ("addmv", 3), ("baddbmm", 3):
      then(.multiply, .operand(1), .operand(2))
      then(.add, .operand(0), last)
    case ("addcmul", 3):
      then(.multiply, .operand(1), .operand(2))
      then(.add, .operand(0), last)
    case ("addcdiv", 3):
      then(.divide, .operand(1), .operand(2))
      then(.add, .operand(0), last)
    case ("rsub", 2): then(.subtract, .operand(1), .operand(0))
    case ("rtruediv", 2), ("rdiv", 2): then(.divide, .operand(1), .operand(0))
    case ("rpow", 2): then(.power, .operand(1), .operand(0))
    case ("integerpow", 2): then(.power, .operand(0), .operand(1))
    case ("xlogy", 2):
      then(.log, .operand(1))
      then(.multiply, .operand(0), last)
    case ("mseloss", 2):
      then(.subtract, .operand(0), .operand(1))
      then(.power, last, .constant(2))
    case ("l1loss", 2):
      then(.subtract, .operand(0), .operand(1))
      then(.abs, last)
    case ("exp2", 1): then(.power, .constant(2), .operand(0))
    case ("silu", 1), ("swish", 1):
      then(.sigmoid, .operand(0))
      then(.multiply, .operand(0), last)
    case ("logsigmoid", 1):
      then(.negate, .operand(0))
      then(.softplus, last)
      then(.negate, last)
    case ("gelu", 1):
      // D. Hendrycks, K. Gimpel, 2016: x · (1 + erf(x / √2)) / 2.
      then(.divide, .operand(0), .constant(2.0.squareRoot()))
      then(.erf, last)
      then(.add, last, .constant(1))
      then(.multiply, .operand(0), last)
      then(.divide, last, .constant(2))
    case ("mish", 1):
      then(.softplus, .operand(0))
      then(.tanh, last)
      then(.multiply, .operand(0), last)
    case ("hardtanh", 1):
      // Of one operand the bounds are PyTorch's own.
      then(.max, .operand(0), .constant(-1))
      then(.min, last, .constant(1))
    case ("relu6", 1):
      then(.relu, .operand(0))
      then(.min, last, .constant(6))
    case ("hardsigmoid", 1), ("hardswish", 1):
      // A. Howard et al., 2019: min(relu(x + 3), 6) / 6, and x times it.
      then(.add, .operand(0), .constant(3))
      then(.relu, last)
      then(.min, last, .constant(6))
      then(.divide, last, .constant(6))
      if plain == "hardswish" { then(.multiply, .operand(0), last) }
    case ("leakyrelu", 1):
      // Of one operand the slope is PyTorch's own, 0.01; where x is 0 the derivative is the slope, as there.
      then(.relu, .operand(0))
      then(.multiply, last, .constant(0.99))
      then(.multiply, .operand(0), .constant(0.01))
      then(.add, .step(1), last)
    case ("elu", 1):
      // Bounded first: of large numbers expm1 is infinite.
      then(.max, .operand(0), .constant(0))
      then(.min, .operand(0), .constant(0))
      then(.expm1, last)
      then(.add, .step(0), last)
    default: return nil
    }
  }

  /// What to do about an operation of another engine that lacks a number beside its operands; nil if it is none.
  ///
  ///     OperationRecipe.remedy(for: "tanh", count: 1)   // nil
  static func remedy(for name: String, count: Int) -> String? {
    guard count == 1, let plain = OperationNames.plain(name)?.replacing("_", with: "") else { return nil }
    switch plain {
    case "rsub", "rtruediv", "rdiv", "rpow":
      return "does not tell the number beside its operand; give it as a node with \"role\": \"constant\""
    case "integerpow":
      return
        "does not tell its exponent; call it '**3' if that is 3, or give the exponent as a second operand with "
        + "\"role\": \"constant\""
    default: return nil
    }
  }

  private var last: Operand { .step(steps.count - 1) }

  private mutating func then(_ op: Op, _ operands: Operand...) {
    steps.append(Step(op: op, operands: operands))
  }

  /// The operand itself, to the last bit.
  private mutating func handOn() { then(.multiply, .operand(0), .constant(1)) }

  private mutating func fold(_ op: Op, _ count: Int) {
    guard count > 1 else { return handOn() }
    then(op, .operand(0), .operand(1))
    for place in 2..<max(2, count) { then(op, last, .operand(place)) }
  }

  /// Whether a name is PyTorch's beyond doubt: words such as `select` and `t` may be anybody's.
  private static func isQualified(_ name: String) -> Bool {
    name.lowercased().contains("backward") || name.contains(where: { ".:".contains($0) })
  }

  /// What changes the shape of a tensor, its place or its type, and of a tensor of one element no number. Of several
  /// operands, which of them is taken is not known.
  private static let handingOn: Set<String> = [
    "view", "unsafeview", "reshape", "reshapealias", "clone", "alias", "copy", "copybackwards", "tocopy",
    "to",
    "contiguous", "squeeze", "unsqueeze", "select", "slice", "index", "indexselect", "gather", "narrow",
    "expand", "expandas", "repeat", "permute", "transpose", "t", "movedim", "swapaxes", "flatten",
    "unflatten",
    "ravel", "asstrided", "stack", "cat", "concat", "concatenate", "hstack", "vstack", "split", "chunk",
    "unbind",
    "cumsum", "cumprod", "logsumexp", "identity", "diagonal", "broadcastto",
    "median", "nanmean", "trace", "flip", "roll",
  ]

  /// Operations that only say where a number comes from.
  static func isLeaf(_ name: String) -> Bool {
    OperationNames.plain(name).map { ["accumulategrad", "placeholder", "get_attr", "const"].contains($0) }
      ?? false
  }
}
