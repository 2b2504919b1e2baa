extension NamedValues {
  /// A value by the way to it from a name of the text, such as `nets[1].layers[0].neurons[0].b`, whatever
  /// name it has in the table: of `g = f`, both lead to it. O(n) in the way, and in the keys of dictionaries
  /// on it.
  func value(at path: String) -> Value? {
    guard let end = path.firstIndex(where: { $0 == "." || $0 == "[" }),
      let object = others[String(path[..<end])]
    else { return nil }
    var place = Place.object(object)
    var rest = path[end...]
    while !rest.isEmpty {
      guard let next = rest.first == "[" ? place.element(&rest) : place.attribute(&rest) else { return nil }
      place = next
    }
    return place.value
  }

  /// A place on the way.
  private enum Place {
    case object(Object)
    case layers([Layer])
    case neurons([Neuron])
    case weights([Value])

    var value: Value? {
      if case .object(let object) = self { return object.value }
      return nil
    }

    /// Takes `[…]` off a way.
    func element(_ path: inout Substring) -> Place? {
      if case .object(.dictionary(let table)) = self {
        for place in table.valuePlaces {
          let key = "[\(table.keyText(at: place))]"
          guard path.hasPrefix(key) else { continue }
          path = path.dropFirst(key.count)
          return .object(table.items[place])
        }
        return nil
      }
      guard let end = path.firstIndex(of: "]"), let index = Int(path[..<end].dropFirst()) else { return nil }
      path = path[path.index(after: end)...]
      func element<Element>(_ items: [Element]) -> Element? {
        items.indices.contains(index) ? items[index] : nil
      }
      return switch self {
      case .object(.list(let list)): element(list.items).map { .object($0) }
      case .object(.tuple(let tuple)): element(tuple.items).map { .object($0) }
      case .layers(let layers): element(layers).map { .object(.network(NetworkPart(.layer($0)))) }
      case .neurons(let neurons): element(neurons).map { .object(.network(NetworkPart(.neuron($0)))) }
      case .weights(let weights): element(weights).map { .object(.value($0)) }
      case .object: nil
      }
    }

    /// Takes `.name` off a way.
    func attribute(_ path: inout Substring) -> Place? {
      guard path.first == ".", case .object(.network(let part)) = self else { return nil }
      let name = path.dropFirst().prefix { $0 != "." && $0 != "[" }
      path = path[name.endIndex...]
      return switch (name, part.part) {
      case ("layers", .network(let network)): .layers(network.layers)
      case ("neurons", .layer(let layer)): .neurons(layer.neurons)
      case ("w", .neuron(let neuron)): .weights(neuron.w)
      case ("b", .neuron(let neuron)): .object(.value(neuron.b))
      default: nil
      }
    }
  }
}
