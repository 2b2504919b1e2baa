extension JSONText {
  /// A value of a type, keys in order, numbers to the last bit.
  ///
  /// - Parameter isIndented: whether every member and element stands on a line of its own.
  static func encoded(_ value: some Encodable, isIndented: Bool = false) throws -> String {
    let encoder = ValueEncoder(place: Place(), codingPath: [])
    try encoder.encode(value)
    var text = ""
    encoder.place.write(to: &text, indentation: isIndented ? "\n" : nil)
    return text
  }
}

/// Where a value of JSON is put. As deep as types are in types, which no input is.
private final class Place {
  enum Content {
    /// As it stands in JSON.
    case scalar(String)
    case list([Place])
    case object([String: Place])
  }

  var content: Content = .object([:])

  var count: Int { if case .list(let list) = content { list.count } else { 0 } }

  /// A place at the end of the list that is here, or that begins here.
  func append() -> Place {
    var list: [Place] = []
    if case .list(let begun) = content { list = begun }
    let place = Place()
    content = .list([])  // so that the list is not copied
    list.append(place)
    content = .list(list)
    return place
  }

  /// The place of a member of the object that is here.
  func member(_ name: String) -> Place {
    guard case .object(var members) = content else { return Place() }
    let place = Place()
    members[name] = place
    content = .object(members)
    return place
  }

  /// - Parameter indentation: a line break and what is in front of a line out here; nil for one line.
  func write(to text: inout String, indentation: String?) {
    let inside = indentation.map { $0 + "  " } ?? ""
    switch content {
    case .scalar(let scalar): text += scalar
    case .list(let list) where list.isEmpty: text += "[]"
    case .list(let list):
      text += "["
      for (index, place) in list.enumerated() {
        text += index == 0 ? inside : "," + inside
        place.write(to: &text, indentation: indentation.map { _ in inside })
      }
      text += (indentation ?? "") + "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        text += (index == 0 ? inside : "," + inside) + JSONText.quoted(member.key)
        text += indentation == nil ? ":" : ": "
        member.value.write(to: &text, indentation: indentation.map { _ in inside })
      }
      text += (indentation ?? "") + "}"
    }
  }
}

/// Takes one value, as `Encodable` hands it over.
private struct ValueEncoder: Encoder, SingleValueEncodingContainer {
  let place: Place
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedValues<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    place.content = .list([])
    return ListedValues(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() { place.content = .scalar("null") }

  func encode<T: Encodable>(_ value: T) throws {
    switch value {
    case let number as Double: place.content = .scalar(ValueEncoder.text(number))
    case let number as Float: place.content = .scalar(ValueEncoder.text(Double(number)))
    case let text as String: place.content = .scalar(JSONText.quoted(text))
    case let number as any FixedWidthInteger: place.content = .scalar("\(number)")
    case let isTrue as Bool: place.content = .scalar(isTrue ? "true" : "false")
    default: try value.encode(to: self)
    }
  }

  /// Whole numbers without a point.
  private static func text(_ number: Double) -> String {
    let text = JSONText.number(number)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  func inside(_ place: Place, _ key: any CodingKey) -> ValueEncoder {
    ValueEncoder(place: place, codingPath: codingPath + [key])
  }
}

private struct KeyedValues<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: ValueEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  private func member(_ key: any CodingKey) -> ValueEncoder {
    encoder.inside(encoder.place.member(key.stringValue), key)
  }

  func encodeNil(forKey key: Key) { member(key).encodeNil() }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try member(key).encode(value) }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> { member(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    member(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { encoder }

  func superEncoder(forKey key: Key) -> any Encoder { member(key) }
}

private struct ListedValues: UnkeyedEncodingContainer {
  private struct Index: CodingKey {
    let intValue: Int?
    var stringValue: String { intValue.map { "\($0)" } ?? "" }
    init(intValue: Int) { self.intValue = intValue }
    init?(stringValue: String) { nil }
  }

  let encoder: ValueEncoder
  init(encoder: ValueEncoder) { self.encoder = encoder }

  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int { encoder.place.count }

  private func next() -> ValueEncoder {
    let index = Index(intValue: count)
    return encoder.inside(encoder.place.append(), index)
  }

  func encodeNil() { next().encodeNil() }

  func encode<T: Encodable>(_ value: T) throws { try next().encode(value) }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> { next().container(keyedBy: type) }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }

  func superEncoder() -> any Encoder { next() }
}
