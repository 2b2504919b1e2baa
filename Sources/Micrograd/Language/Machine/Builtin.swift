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
    case str, repr, round, isinstance, any, all, max, min, pow, type, divmod
    // Of the engine.
    case value = "Value"
    case neuron = "Neuron"
    case layer = "Layer"
    case mlp = "MLP"
    case softmax, dot, mean, clamp, logsumexp, grad, load, trace
    case crossEntropy = "cross_entropy"
    case drawDot = "draw_dot"
    // Of `math` and its like only.
    case floor, ceil, isnan, isinf, isfinite, isclose, logOf
  }

  enum RandomFunction: String, CaseIterable {
    case seed, random, uniform, gauss, choice, shuffle, randint, randrange, sample
  }

  private static let onlyInModules: Set<Native> = [
    .floor, .ceil, .isnan, .isinf, .isfinite, .isclose, .logOf,
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

  static func named(_ name: String) -> Object? { byName[name].map { .builtin($0) } }

  static func isFunction(_ name: String) -> Bool { byName[name] != nil }

  var name: String {
    switch self {
    case .op(let op): op.symbol
    case .composite(let composite): composite.rawValue
    case .native(.logOf): "log"
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

  /// What an attribute of the module means.
  func attribute(_ name: String) throws(Stop) -> Object {
    if let object = known(name) { return object }
    switch self {
    case .math, .random, .engine, .networks:
      let hint = Spelling.nearest(to: name, among: knownNames).map { "; did you mean '\($0)'?" } ?? ""
      throw .fault("'\(self.name)' has no '\(Literal.shortened(name))' here\(hint)")
    case .missing(let path): throw .hidden("\(path).\(Literal.shortened(name))")
    case .numpy, .torch, .functional, .micrograd: throw .hidden("\(self.name).\(Literal.shortened(name))")
    }
  }

  private var knownNames: [String] {
    switch self {
    case .random: Builtin.RandomFunction.allCases.map(\.rawValue)
    case .networks: ["Neuron", "Layer", "MLP", "Module"]
    case .engine: ["Value"]
    default: Builtin.names + ["pi", "e", "inf", "nan", "tau", "floor", "ceil"]
    }
  }

  private func known(_ name: String) -> Object? {
    switch self {
    case .random: return Builtin.RandomFunction(rawValue: name).map { .builtin(.random($0)) }
    case .networks:
      return ["Neuron", "Layer", "MLP"].contains(name)
        ? Builtin.named(name) : (name == "Module" ? Object.none : nil)
    case .engine: return name == "Value" ? Builtin.named(name) : nil
    case .micrograd:
      switch name {
      case "engine": return .module(.engine)
      case "nn": return .module(.networks)
      default: return nil
      }
    case .missing: return nil
    case .math, .numpy, .torch, .functional: break
    }
    switch name {
    case "pi": return .float(.pi)
    case "e": return .float(2.718281828459045)
    case "tau": return .float(2 * .pi)
    case "inf": return .float(.infinity)
    case "nan": return .float(.nan)
    case "floor": return .builtin(.native(.floor))
    case "ceil": return .builtin(.native(.ceil))
    case "isnan": return .builtin(.native(.isnan))
    case "isinf": return .builtin(.native(.isinf))
    case "isfinite": return .builtin(.native(.isfinite))
    case "isclose": return .builtin(.native(.isclose))
    case "log": return .builtin(.native(.logOf))
    case "fabs": return Builtin.named("abs")
    case "maximum", "fmax": return self == .math ? nil : Builtin.named("max")
    case "minimum", "fmin": return self == .math ? nil : Builtin.named("min")
    case "clip": return self == .math ? nil : Builtin.named("clamp")
    case "nn" where self == .torch: return .module(.missing("torch.nn"))
    case "power" where self == .numpy: return Builtin.named("pow")
    case "pow", "fsum", "prod": return name == "pow" ? Builtin.named("pow") : nil
    case "max", "min", "sum", "abs", "mean", "dot", "softmax", "round", "clamp", "logsumexp":
      return self == .math ? nil : Builtin.named(name)
    default: break
    }
    switch Builtin.byName[name] {
    case .op(let op)?: return .builtin(.op(op))
    case .composite(let composite)? where self != .math: return .builtin(.composite(composite))
    default: return nil
    }
  }
}
