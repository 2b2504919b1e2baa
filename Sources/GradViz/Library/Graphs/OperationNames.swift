import Micrograd

/// What other engines call the operations that this one has.
enum OperationNames {
  /// The engine's symbol for an operation, whoever named it; the name itself if it is no operation of ours.
  ///
  ///     OperationNames.symbol("ReLU")          // "relu", as micrograd calls it
  ///     OperationNames.symbol("MulBackward0")  // "*", as PyTorch calls it
  ///     OperationNames.symbol("conv2d")        // "conv2d"
  static func symbol(_ name: String) -> String {
    if Op(symbol: name) != nil { return name }
    var plain = name.lowercased()
    // PyTorch's autograd: MulBackward0.
    if plain.last?.isNumber == true, plain.dropLast().hasSuffix("backward") { plain.removeLast() }
    if plain.hasSuffix("backward") { plain.removeLast("backward".count) }
    if let symbol = others[plain] { return symbol }
    return Op(symbol: plain) == nil ? name : plain
  }

  /// The exponent in `**2`, which is what micrograd calls a square.
  static func exponent(_ name: String) -> Double? {
    guard name.hasPrefix("**"), name.utf8.count > 2, name.utf8.count < 40 else { return nil }
    return Double(name.dropFirst(2)).flatMap { $0.isFinite ? $0 : nil }
  }

  private static let others: [String: String] = [
    "add": "+", "sub": "-", "subtract": "-", "mul": "*", "multiply": "*", "div": "/", "truediv": "/",
    "divide": "/",
    "true_divide": "/", "pow": "**", "power": "**", "^": "**", "negative": "neg", "negate": "neg",
    "absolute": "abs",
    "logistic": "sigmoid", "maximum": "max", "minimum": "min", "ln": "log",
  ]
}
