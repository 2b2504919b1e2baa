import Micrograd

/// What other engines call the operations that this one has.
enum OperationNames {
  /// The engine's symbol for an operation, whoever named it; the name itself if it is no operation of ours.
  ///
  ///     OperationNames.symbol("ReLU")             // "relu", as micrograd calls it
  ///     OperationNames.symbol("MulBackward0")     // "*", as PyTorch's autograd calls it
  ///     OperationNames.symbol("aten.mul.Tensor")  // "*", as PyTorch's graphs do
  ///     OperationNames.symbol("__mul__")          // "*", as Python does
  ///     OperationNames.symbol("conv2d")           // "conv2d"
  static func symbol(_ name: String) -> String {
    if Op(symbol: name) != nil { return name }
    guard let plain = plain(name) else { return name }
    if let symbol = others[plain] { return symbol }
    return Op(symbol: plain) == nil ? name : plain
  }

  /// The bare name in lower case; nil if it is of a library that is not known.
  static func plain(_ name: String) -> String? {
    var parts = name.lowercased().split { $0 == "." || $0 == ":" }
    // A library, then the operation, then the kind of its operands.
    if parts.count > 1 {
      guard libraries.contains(parts.removeFirst()) else { return nil }
      while parts.count > 1, libraries.contains(parts[0]) { parts.removeFirst() }
    }
    guard var plain = parts.first.map(String.init) else { return nil }
    if plain.hasPrefix("__"), plain.hasSuffix("__"), plain.utf8.count > 4 {
      plain = String(plain.dropFirst(2).dropLast(2))
    }
    // MulBackward0, and the `_` of what is computed in place.
    if plain.last?.isNumber == true, plain.dropLast().hasSuffix("backward") { plain.removeLast() }
    if plain.hasSuffix("backward") { plain.removeLast("backward".count) }
    if plain.hasSuffix("_") { plain.removeLast() }
    return plain
  }

  private static let libraries: Set<Substring> = [
    "aten", "torch", "nn", "functional", "special", "prims", "math", "np", "numpy", "jax", "jnp", "lax",
    "operator", "ops", "unaryops", "binaryops", "ternaryops", "reduceops", "movementops", "tf", "keras",
  ]

  /// The exponent in `**2`, which is what micrograd calls a square, in `^2`, and in names such as `reciprocal`.
  static func exponent(_ name: String) -> Double? {
    if Op(symbol: name) != nil { return nil }
    if let plain = plain(name), let exponent = powers[plain] { return exponent }
    guard let sign = ["**", "^"].first(where: name.hasPrefix), name.utf8.count < 40 else { return nil }
    return Double(name.dropFirst(sign.count).trimmingPrefix { $0 == " " }).flatMap { $0.isFinite ? $0 : nil }
  }

  private static let powers: [String: Double] = ["square": 2, "reciprocal": -1, "recip": -1, "rsqrt": -0.5]

  private static let others: [String: String] = [
    "add": "+", "sub": "-", "subtract": "-", "mul": "*", "multiply": "*", "div": "/", "truediv": "/",
    "divide": "/", "fdiv": "/", "true_divide": "/", "pow": "**", "power": "**", "^": "**",
    // Python's for `+=`, and those that are the same from the right.
    "iadd": "+", "isub": "-", "imul": "*", "itruediv": "/", "ipow": "**", "radd": "+", "rmul": "*",
    "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "−": "-",
    "negative": "neg", "negate": "neg", "absolute": "abs",
    "logistic": "sigmoid", "maximum": "max", "minimum": "min", "ln": "log",
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh",
  ]
}
