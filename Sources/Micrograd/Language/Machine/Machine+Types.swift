extension Machine {
  func isInstance(_ object: Object, of kind: Object) -> Bool {
    guard case .builtin(.native(let native)) = kind else { return false }
    switch (native, object) {
    case (.value, _):
      if case .value = object { return true }
      if case .whole(let whole) = object { return !whole.isNumber }
      return false
    case (.bool, .bool), (.str, .text), (.list, .list), (.tuple, .tuple), (.set, .set), (.dict, .dictionary),
      (.range, .range), (.noneType, .none), (.ellipsisType, .ellipsis):
      return true
    case (.int, _):
      if case .int? = object.number { return true }
      return false
    case (.float, _):
      if case .float? = object.number { return true }
      return false
    case (.neuron, .network(let part)): return part.isNeuron
    case (.layer, .network(let part)): return part.isLayer
    case (.mlp, .network(let part)): return !part.isNeuron && !part.isLayer
    default: return false
    }
  }

  /// `type(x)`.
  func type(of object: Object) throws(Stop) -> Object {
    for kind in [
      .bool, .int, .float, .str, .list, .tuple, .set, .dict, .range, .noneType, .ellipsisType, .value,
      .neuron, .layer, .mlp,
    ]
      as [Builtin.Native]
    where isInstance(object, of: .builtin(.native(kind))) { return .builtin(.native(kind)) }
    throw .fault("there is no type for \(described(object)) here")
  }
}
