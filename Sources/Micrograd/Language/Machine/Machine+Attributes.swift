extension Machine {
  // MARK: - Reading

  mutating func attribute(_ number: Int32, of object: Object) throws(Stop) -> Object {
    let name = program.names[Int(number)]
    switch object {
    case .module(let module): return try module.attribute(name)
    case .network(let part): if let found = try attribute(name, of: part) { return found }
    case .drawing: return .drawing
    case .value, .real, .whole, .int, .float, .bool:
      if let found = try valueAttribute(name, of: object) { return found }
    case .builtin(let builtin) where name == "__name__": return .text(builtin.name)
    case .function(let function) where name == "__name__": return .text(function.name)
    case .list(let list) where name == "shape" || name == "T":
      _ = list
      throw .hidden("numpy")
    default: break
    }
    if try hasMethod(name, object) { return .method(Method(object, number, graveyard)) }
    throw .fault(noAttribute(name, of: object))
  }

  private func valueAttribute(_ name: String, of object: Object) throws(Stop) -> Object? {
    switch name {
    case "data":
      switch object {
      case .value(let value), .real(let value): return .float(value.data)
      case .whole(let whole): return whole.number.map { .int($0) } ?? .float(whole.value.data)
      default: return object
      }
    case "grad":
      guard let value = object.value else { return .float(0) }
      return gradient(of: value)
    case "real" where object.number != nil: return object
    case "imag" where object.number != nil: return object.wholeNumber == nil ? .float(0) : .int(0)
    case "__class__": return try type(of: object)
    case "label": return .text(object.value?.label ?? "")
    case "_op", "op": return .text(object.value.map { $0.role == .constant ? "" : $0.op } ?? "")
    case "_prev", "prev":
      let set = Table.set(graveyard)
      for operand in object.value?.prev ?? [] { set.insert(.value(operand), .value(operand)) }
      return .set(set)
    default: return nil
    }
  }

  /// The gradient as the classes of the text have it: the package's starts at the integer 0.
  func gradient(of value: Value) -> Object {
    if printsGradients {
      if !value.hasGrad { return .int(0) }
      if value.grad == 1, value == journal.root { return .int(1) }
    }
    return .float(value.grad)
  }

  /// What to say of an attribute that there is not.
  func noAttribute(_ name: String, of object: Object) -> String {
    let shown = Literal.shortened(name)
    let known: [String]
    switch object {
    case .list: known = Machine.listMethods + ["sum", "mean", "dot", "softmax"]
    case .text: known = Machine.textMethods
    case .set: known = Machine.setMethods
    case .dictionary: known = Machine.dictionaryMethods
    case .builtin(.native(let type)) where Builtin.native(type).isType: known = Machine.methods(of: type)
    case .network: known = ["parameters", "zero_grad", "layers", "neurons", "w", "b"]
    default: known = Machine.valueMethods + ["data", "grad", "label"] + Builtin.names
    }
    return "\(described(object)) has no '\(shown)'\(Spelling.remark(on: name, among: known))"
  }

  // MARK: - Setting

  mutating func setAttribute(_ number: Int32, of object: Object, to new: Object) throws(Stop) {
    let name = program.names[Int(number)]
    if case .module(let module) = object { throw .hidden(module.name) }
    if case .drawing = object { return }
    guard let value = object.value else {
      if case .network(let part) = object { return try setAttribute(name, of: part, to: new) }
      switch object {
      case .int, .float: throw .fault("this number is no input; give it a name, and set that one's '\(name)'")
      default: throw .fault("only values have '\(name)', and this is \(described(object))")
      }
    }
    switch name {
    case "label":
      guard case .text(let text) = new else {
        throw .fault("a label is a text in quotes, such as \(nameInText(of: object)).label = 'out'")
      }
      value.label = text.string
    case "data":
      guard let number = new.number ?? new.value.map({ .float($0.data) }) else {
        throw .fault("'data' is a number, not \(described(new))")
      }
      guard value.isLeaf else {
        throw .fault(
          "cannot set 'data': it is computed from its operands by '\(value.op)'; set the data of an input and compute it again"
        )
      }
      journal.note(value)
      value.data = number.double
      if case .whole(let whole) = object {
        if case .int(let int) = number { whole.number = int } else { whole.number = nil }
      }
    case "grad":
      guard let number = new.number ?? new.value.map({ .float($0.data) }) else {
        throw .fault("'grad' is a number, not \(described(new))")
      }
      setGradient(of: value, to: number.double)
    default:
      throw .fault(
        "cannot set '\(Literal.shortened(name))'; of a value 'data', 'grad' and 'label' can be set")
    }
  }

  private func nameInText(of object: Object) -> String {
    let label = object.value?.label ?? ""
    return label.isEmpty ? "x" : label
  }
}
