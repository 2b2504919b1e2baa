extension Library {
  /// What an attribute of the module means.
  func attribute(_ name: String) throws(Stop) -> Object {
    if let object = known(name) { return object }
    switch self {
    case .math, .random, .engine, .networks:
      throw .fault(
        "'\(self.name)' has no '\(Literal.shortened(name))' here\(Spelling.remark(on: name, among: knownNames))"
      )
    case .missing(let path): throw .hidden("\(path).\(Literal.shortened(name))")
    case .numpy, .torch, .functional, .micrograd: throw .hidden("\(self.name).\(Literal.shortened(name))")
    }
  }

  private var knownNames: [String] {
    switch self {
    case .random: Builtin.RandomFunction.allCases.map(\.rawValue)
    case .networks: ["Neuron", "Layer", "MLP", "Module"]
    case .engine: ["Value"]
    default:
      Builtin.names + ["pi", "e", "inf", "nan", "tau", "floor", "ceil"]
        + Builtin.ofMath.map(\.rawValue).sorted()
    }
  }

  /// The module that has what the text has not: functions if it is called, else constants.
  static func owner(of name: String, isCalled: Bool) -> Library? {
    [.math, .random].first { module in
      switch module.known(name) {
      case .float?: !isCalled
      case .builtin?: isCalled
      default: false
      }
    }
  }

  /// What an attribute of the module means; nil if GradViz has none of the name.
  func known(_ name: String) -> Object? {
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
    case "fabs": return .builtin(.native(.fabs))
    case "maximum", "fmax": return self == .math ? nil : Builtin.named("max")
    case "minimum", "fmin": return self == .math ? nil : Builtin.named("min")
    case "clip": return self == .math ? nil : Builtin.named("clamp")
    case "nn" where self == .torch: return .module(.missing("torch.nn"))
    case "power" where self == .numpy: return Builtin.named("pow")
    case "pow": return self == .math ? .builtin(.native(.powOf)) : Builtin.named("pow")
    case "max", "min", "sum", "abs", "mean", "dot", "softmax", "round", "clamp", "logsumexp":
      return self == .math ? nil : Builtin.named(name)
    default: break
    }
    if self == .math, let native = Builtin.Native(rawValue: name), Builtin.ofMath.contains(native) {
      return .builtin(.native(native))
    }
    switch Builtin.byName[name] {
    case .op(let op)?: return .builtin(.op(op))
    case .composite(let composite)? where self != .math: return .builtin(.composite(composite))
    default: return nil
    }
  }
}

extension Builtin {
  /// What a name that the text does not bind stands for; nil if it is none of ours.
  static func named(_ name: String) -> Object? { byName[name].map { .builtin($0) } }
}
