/// A function that the text finds defined.
enum Builtin: Equatable {
  /// An operation of the engine.
  case op(Op)
  case composite(Composite)
  case native(Native)
  case random(RandomFunction)

  enum Native: String, CaseIterable {
    // Of Python.
    case print, sum, len, range, zip, enumerate, reversed, sorted, list, tuple, set, map, filter, float, int,
      bool
    case str, repr, round, isinstance, any, all, max, min, pow, type, divmod, dict, next, iter, format, chr,
      ord,
      bin, hex, oct, callable
    // Of the engine.
    case value = "Value"
    case neuron = "Neuron"
    case layer = "Layer"
    case mlp = "MLP"
    case softmax, dot, mean, clamp, logsumexp, grad, load, trace
    case crossEntropy = "cross_entropy"
    case drawDot = "draw_dot"
    // Of `math` and its like only.
    case floor, ceil, isnan, isinf, isfinite, isclose, logOf, factorial, comb, perm, gcd, lcm, hypot, degrees,
      radians, copysign, trunc, fmod, isqrt, prod, dist, atan2, cbrt, exp2, modf, frexp, ldexp, gamma, lgamma,
      erfc,
      remainder, nextafter, ulp, fsum, sumprod
    // Of `math`: those of Python, or the engine, that give floats.
    case fabs, powOf
    /// Of nothing but `type`.
    case noneType = "NoneType"
    case ellipsisType = "ellipsis"
  }

  enum RandomFunction: String, CaseIterable {
    case seed, random, uniform, gauss, choice, choices, shuffle, randint, randrange, sample, normalvariate,
      expovariate, triangular, getrandbits
  }

  /// Of `math` alone.
  static let ofMath: Set<Native> = [
    .factorial, .comb, .perm, .gcd, .lcm, .hypot, .degrees, .radians, .copysign, .trunc, .fmod, .isqrt, .prod,
    .dist, .atan2, .cbrt, .exp2, .modf, .frexp, .ldexp, .gamma, .lgamma, .erfc, .remainder, .nextafter, .ulp,
    .fsum,
    .sumprod,
  ]

  private static let onlyInModules = ofMath.union([
    .floor, .ceil, .isnan, .isinf, .isfinite, .isclose, .logOf, .fabs, .powOf, .noneType, .ellipsisType,
  ])

  /// What Python finds defined, and GradViz has not.
  static let foreign: Set<String> = [
    "aiter", "anext", "ascii", "breakpoint", "bytearray", "bytes", "classmethod", "compile", "complex",
    "delattr",
    "dir", "eval", "exec", "frozenset", "getattr", "globals", "hasattr", "hash", "help", "id", "input",
    "issubclass",
    "locals", "memoryview", "object", "open", "property", "setattr", "slice", "staticmethod", "super", "vars",
    "Exception", "ValueError", "TypeError", "KeyError", "IndexError", "ZeroDivisionError",
    "NotImplementedError",
  ]

  /// What a name means that the text does not bind.
  static let byName: [String: Builtin] = {
    var byName: [String: Builtin] = [:]
    for op in Op.allCases where op.arity > 0 && op.symbol.first!.isLetter && op != .negate {
      byName[op.symbol] = .op(op)
    }
    for composite in Composite.allCases { byName[composite.rawValue] = .composite(composite) }
    for native in Native.allCases where !onlyInModules.contains(native) {
      byName[native.rawValue] = .native(native)
    }
    return byName
  }()

  static let names = byName.keys.sorted()

  static func isFunction(_ name: String) -> Bool { byName[name] != nil }

  var name: String {
    switch self {
    case .op(let op): op.symbol
    case .composite(let composite): composite.rawValue
    case .native(.logOf): "log"
    case .native(.powOf): "pow"
    case .native(let native): native.rawValue
    case .random(let function): function.rawValue
    }
  }
}

/// A module that the text imports or finds defined.
enum Library: Equatable {
  case math, numpy, torch, functional, random, networks, engine, micrograd
  /// One that GradViz has nothing of: what needs it draws nothing.
  case missing(String)

  /// Modules under the names that everybody gives them, known without an import.
  static func named(_ name: String) -> Library? {
    switch name {
    case "math": .math
    case "np", "numpy": .numpy
    case "torch": .torch
    case "F": nil
    case "random": .random
    case "nn": .networks
    case "plt": .missing("matplotlib")
    default: nil
    }
  }

  /// The module of a path after `import`.
  init(path: String) {
    switch path {
    case "math": self = .math
    case "numpy": self = .numpy
    case "torch": self = .torch
    case "torch.nn.functional": self = .functional
    case "random": self = .random
    case "micrograd", ".", "..": self = .micrograd
    case "micrograd.engine", ".engine": self = .engine
    case "micrograd.nn", ".nn", "torch.nn": self = .networks
    default: self = .missing(path)
    }
  }

  /// Whether importing it makes values and networks those of the package.
  var isMicrograd: Bool { self == .micrograd || self == .engine }

  var name: String {
    switch self {
    case .math: "math"
    case .numpy: "numpy"
    case .torch: "torch"
    case .functional: "torch.nn.functional"
    case .random: "random"
    case .networks: "nn"
    case .engine: "micrograd.engine"
    case .micrograd: "micrograd"
    case .missing(let path): path
    }
  }
}
