/// Whose networks a text means.
enum Flavour {
  /// GradViz's: tanh in hidden layers, weights of a fixed seed.
  case own
  /// The package's: relu in hidden layers, weights by `random`, biases 0 and not drawn.
  case package
  /// The text's own, as the lecture's: tanh everywhere, a bias drawn after the weights of each neuron.
  case text(NeuronStyle)
}

/// A network of a text, a layer of one, or a neuron.
final class NetworkPart {
  enum Part {
    case network(MLP)
    case layer(Layer)
    case neuron(Neuron)
  }

  let part: Part

  init(_ part: Part) { self.part = part }

  /// The parameters of the network that it is or belongs to.
  var block: ParameterBlock? { parameters.first?.storage as? ParameterBlock }

  var isNeuron: Bool { if case .neuron = part { true } else { false } }
  var isLayer: Bool { if case .layer = part { true } else { false } }

  var parameters: [Value] {
    switch part {
    case .network(let network): network.parameters
    case .layer(let layer): layer.parameters
    case .neuron(let neuron): neuron.parameters
    }
  }

  var layers: [Layer] {
    switch part {
    case .network(let network): network.layers
    case .layer(let layer): [layer]
    case .neuron: []
    }
  }

  var neurons: [Neuron] {
    switch part {
    case .network(let network): network.layers.flatMap(\.neurons)
    case .layer(let layer): layer.neurons
    case .neuron(let neuron): [neuron]
    }
  }

  var inputCount: Int {
    switch part {
    case .network(let network): network.layers[0].neurons[0].w.count
    case .layer(let layer): layer.neurons[0].w.count
    case .neuron(let neuron): neuron.w.count
    }
  }

  /// How many values a call makes.
  var callSize: Int { 3 * parameters.count }

  var typeName: String {
    switch part {
    case .network: "a network"
    case .layer: "a layer"
    case .neuron: "a neuron"
    }
  }

  /// As the package prints it.
  var description: String {
    switch part {
    case .network(let network): "MLP of [\(network.layers.map(NetworkPart.text).joined(separator: ", "))]"
    case .layer(let layer): NetworkPart.text(layer)
    case .neuron(let neuron): NetworkPart.text(neuron)
    }
  }

  private static func text(_ layer: Layer) -> String {
    "Layer of [\(layer.neurons.map(NetworkPart.text).joined(separator: ", "))]"
  }

  private static func text(_ neuron: Neuron) -> String {
    let activation =
      switch neuron.activation {
      case .none: "Linear"
      case .relu: "ReLU"
      case let other: other.rawValue.prefix(1).uppercased() + other.rawValue.dropFirst()
      }
    return "\(activation)Neuron(\(neuron.w.count))"
  }

  /// Gives all parameters and calls the name of the variable that it is bound to first.
  func take(name: String) {
    guard let block, block.name.isEmpty else { return }
    block.take(name: name)
  }
}

extension Machine {
  /// The most weights and biases of a network in a text.
  static let mostParameters = 1_000_000

  mutating func makeNetwork(_ native: Builtin.Native, _ given: Arguments) throws(Stop) -> NetworkPart {
    var arguments = given
    let example: String =
      switch native {
      case .neuron: "Neuron(2)"
      case .layer: "Layer(2, 3)"
      default: "MLP(3, [4, 4, 1])"
      }
    func size(_ object: Object?) throws(Stop) -> Int {
      guard let number = object?.wholeNumber, number >= 1, number < 1 << 53 else {
        throw .fault("a network has whole numbers as sizes, from 1 on, such as \(example)")
      }
      return number
    }
    let inputs = try size(arguments.take(0, "nin"))
    var sizes: [Int] = []
    switch native {
    case .neuron: sizes = [1]
    case .layer: sizes = [try size(arguments.take(1, "nout"))]
    default:
      switch arguments.take(1, "nouts") {
      case .list(let list)?: for item in list.items { sizes.append(try size(item)) }
      case .tuple(let tuple)?: for item in tuple.items { sizes.append(try size(item)) }
      case nil:
        throw .fault("expected the sizes of the layers after the number of inputs, such as \(example)")
      default: throw .fault("the sizes of the layers stand in brackets, such as \(example)")
      }
      guard !sizes.isEmpty else { throw .fault("a network has at least one layer, such as \(example)") }
    }
    let placed = native == .neuron ? 1 : 2
    guard given.positional.count <= placed || (native == .neuron && given.positional.count == 2) else {
      throw .fault("'\(native.rawValue)' takes \(Counted.arguments(placed)), such as \(example)")
    }
    try checkSize([inputs] + sizes)
    let plan = try options(&arguments, native, given)
    let part = NetworkPart(plan.make(native, inputs, sizes))
    if plan.seed == nil { draw(part) }
    settings?.enter(part)
    return part
  }

  private struct Plan {
    var activation = Activation.tanh
    var outputActivation = Activation.none
    var initialization = Initialization.micrograd
    var seed: UInt64?

    func make(_ native: Builtin.Native, _ inputs: Int, _ sizes: [Int]) -> NetworkPart.Part {
      switch native {
      case .neuron: .neuron(Neuron(inputs, activation: activation, seed: seed ?? 0))
      case .layer: .layer(Layer(inputs, sizes[0], activation: activation, seed: seed ?? 0))
      default:
        .network(
          MLP(
            inputs, sizes, activation: activation, outputActivation: outputActivation,
            initialization: initialization, seed: seed ?? 0))
      }
    }
  }

  private mutating func options(
    _ arguments: inout Arguments, _ native: Builtin.Native, _ given: Arguments
  ) throws(Stop) -> Plan {
    var plan = Plan()
    switch flavour {
    case .own: break
    case .package: plan.activation = .relu
    case .text(let style):
      plan.activation = style.activation
      if !style.isLastLinear { plan.outputActivation = style.activation }
    }
    func word<Choice: RawRepresentable & CaseIterable>(_ object: Object, _: Choice.Type) throws(Stop)
      -> Choice
    where Choice.RawValue == String {
      guard case .text(let text) = object, let choice = Choice(rawValue: text.string) else {
        let choices = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        throw .fault("expected one of \(choices), not \(Literal.shortened(try represented(object)))")
      }
      return choice
    }
    if let object = arguments.take("seed") {
      guard let seed = object.wholeNumber, seed >= 0 else {
        throw .fault("a seed is a whole number, such as seed=1337")
      }
      plan.seed = UInt64(seed)
    }
    if let object = arguments.take("activation") { plan.activation = try word(object, Activation.self) }
    if native == .mlp {
      if let object = arguments.take("output_activation") {
        plan.outputActivation = try word(object, Activation.self)
      }
      if let object = arguments.take("init") { plan.initialization = try word(object, Initialization.self) }
    } else {
      var nonlin = arguments.take("nonlin")
      if native == .neuron, given.positional.count == 2 { nonlin = given.positional[1] }
      if let nonlin, !(try isTrue(nonlin)) { plan.activation = .none }
    }
    if let keyword = arguments.keywords.first {
      let known =
        native == .mlp
        ? ["seed", "activation", "output_activation", "init"] : ["seed", "activation", "nonlin"]
      let hint = Spelling.remark(on: keyword.name, among: known)
      throw .fault(
        "\(native.rawValue)(…) has no '\(Literal.shortened(keyword.name))'"
          + (hint.isEmpty ? "; it has \(known.joined(separator: ", "))" : hint))
    }
    return plan
  }

  private mutating func checkSize(_ widths: [Int]) throws(Stop) {
    var total = 0
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      let (product, overflow) = (inputs + 1).multipliedReportingOverflow(by: outputs)
      total = overflow ? .max : min(total &+ product, .max)
      guard !overflow, product <= Machine.mostParameters, total <= Machine.mostParameters else {
        throw .fault("this network has more than 1,000,000 weights, the most of a text")
      }
    }
    try spend(weights: total, ofNeurons: widths.dropFirst().reduce(0, +))
  }

  /// Draws the weights by Python's `random`, in the order of the classes that the text means.
  private mutating func draw(_ part: NetworkPart) {
    var drawsBias = false
    switch flavour {
    case .own: guard random.isSeeded else { return }
    case .package: break
    case .text(let style): drawsBias = style.drawsBias
    }
    random.drawn()
    for neuron in part.neurons {
      for weight in neuron.w { weight.data = random.generator.uniform(-1, 1) }
      if drawsBias { neuron.b.data = random.generator.uniform(-1, 1) }
    }
  }

  // MARK: - Calls

  mutating func forward(_ part: NetworkPart, _ arguments: Arguments) throws(Stop) -> Object {
    guard arguments.count == 1, let argument = arguments.positional.first else {
      throw .fault(
        "\(part.typeName) takes one list, such as net([1.0, 2.0]), not \(Counted.number(arguments.count)) arguments"
      )
    }
    var inputs: [Value]
    switch argument {
    case .list, .tuple, .iterator, .range, .set: inputs = try values(of: argument, for: part.typeName)
    default:
      if let value = argument.value {
        inputs = [value]
      } else if let number = argument.number {
        inputs = [.constant(number.double)]
      } else {
        throw .fault("\(part.typeName) takes a list of values, not \(described(argument))")
      }
    }
    guard inputs.count == part.inputCount else {
      let example = part.inputCount == 1 ? "[1.0]" : "[1.0, …]"
      throw .fault(
        "\(part.typeName) of \(part.inputCount) inputs takes a list of \(part.inputCount), such as \(example), not "
          + (argument.value != nil || argument.number != nil ? "a value" : "a list of \(inputs.count)"))
    }
    try makeRoom(for: part.callSize)
    try spend(part.parameters.count / 64)
    let outputs: [Value] =
      switch part.part {
      case .network(let network): network(inputs)
      case .layer(let layer): layer(inputs)
      case .neuron(let neuron): [neuron(inputs)]
      }
    if outputs.count == 1 { return .value(outputs[0]) }
    return .list(List(outputs.map { .value($0) }, graveyard))
  }

  // MARK: - Parts

  mutating func attribute(_ name: String, of part: NetworkPart) throws(Stop) -> Object? {
    func list(_ objects: [Object]) -> Object { .list(List(objects, graveyard)) }
    switch (name, part.part) {
    case ("layers", .network(let network)):
      return list(network.layers.map { .network(NetworkPart(.layer($0))) })
    case ("neurons", .layer(let layer)): return list(layer.neurons.map { .network(NetworkPart(.neuron($0))) })
    case ("w", .neuron(let neuron)): return list(neuron.w.map { .value($0) })
    case ("b", .neuron(let neuron)): return .value(neuron.b)
    case ("nonlin", .neuron(let neuron)): return .bool(neuron.activation != .none)
    default: return nil
    }
  }

  mutating func setAttribute(_ name: String, of part: NetworkPart, to object: Object) throws(Stop) {
    if name == "b", case .neuron(let neuron) = part.part,
      let value = object.value ?? object.number.map({ Value($0.double) })
    {
      journal.note(neuron.b)
      neuron.b.data = value.data
      return
    }
    throw .fault(
      "of \(part.typeName) nothing can be set but the numbers of its weights, as in n.layers[0].neurons[0].w[0].data = 0.5"
    )
  }
}
