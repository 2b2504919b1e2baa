extension JSONReader {
  /// Reads a value of a type, with line and column for every mistake.
  ///
  /// A member that stands twice is a mistake: which of the two is meant is not known.
  ///
  /// - Parameter name: that of the member whose value it is, for messages.
  mutating func decode<Value: Decodable>(
    _ type: Value.Type, of name: String? = nil
  ) throws(JSONError) -> Value {
    let root = try value()
    let path = name.map { [MemberName(stringValue: $0)] } ?? []
    let decoder = ValueDecoder(value: root, codingPath: path, reader: self)
    do {
      return try decoder.decode(type)
    } catch let error as JSONError {
      throw error
    } catch let error as DecodingError {
      throw decoder.described(error)
    } catch {
      throw self.error("\(error)", at: root.offset)
    }
  }
}

private struct MemberName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// One value, as `Decodable` asks for it.
private struct ValueDecoder: Decoder {
  let value: JSONValue
  let codingPath: [any CodingKey]
  let reader: JSONReader
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func error(_ message: String, at offset: Int? = nil) -> JSONError {
    let path = ValueDecoder.text(codingPath)
    return reader.error(path.isEmpty ? message : "\(path): \(message)", at: offset ?? value.offset)
  }

  func unexpected(_ what: String) -> JSONError { error("\(what) is expected here, not \(value.kind)") }

  /// `plan.hidden[0]`.
  private static func text(_ path: [any CodingKey]) -> String {
    var text = ""
    for key in path {
      text += key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? "" : ".") + key.stringValue
    }
    return text
  }

  /// An error of a type's own, at the place that it names.
  func described(_ error: DecodingError) -> JSONError {
    let (context, message) =
      switch error {
      case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
        (context, context.debugDescription)
      case .keyNotFound(let key, let context): (context, "\"\(key.stringValue)\" is missing")
      @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "\(error)")
      }
    var place = value
    for key in context.codingPath {
      switch place.content {
      case .object(let members): place = members.last { $0.name == key.stringValue }?.value ?? place
      case .list(let list):
        place = key.intValue.flatMap { list.indices.contains($0) ? list[$0] : nil } ?? place
      default: break
      }
    }
    return reader.error("\(ValueDecoder.text(context.codingPath)): \(message)", at: place.offset)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value.content else { throw unexpected("an object") }
    var byName: [String: JSONValue] = [:]
    for (name, member) in members where byName.updateValue(member, forKey: name) != nil {
      let shown = LabelText.elided(LabelText.visible(name))
      throw error("\"\(shown)\" stands twice; keep one", at: member.offset)
    }
    return KeyedDecodingContainer(KeyedValues<Key>(decoder: self, members: byName))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let list) = value.content else { throw unexpected("a list") }
    return ListedValues(decoder: self, list: list)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { SingleValue(decoder: self) }

  func inside(_ value: JSONValue, _ key: any CodingKey) -> ValueDecoder {
    ValueDecoder(value: value, codingPath: codingPath + [key], reader: reader)
  }

  // MARK: - Scalars

  /// The cases of a type by the texts that stand for them; nil if it has none.
  private static func names<T>(_ type: T.Type) -> [(name: String, choice: T)]? {
    guard let type = type as? any CaseIterable.Type else { return nil }
    return (type.allCases as any Collection).compactMap { choice in
      guard let choice = choice as? T, let name = (choice as? any RawRepresentable)?.rawValue as? String
      else { return nil }
      return (name, choice)
    }
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    if let scalar = type as? any Scalar.Type { return try scalar.init(reading: self) as! T }
    if let names = ValueDecoder.names(type) {
      let choices = names.map { "\"\($0.name)\"" }.joined(separator: ", ")
      guard case .text(let name) = value.content else { throw unexpected("one of \(choices)") }
      guard let choice = names.first(where: { $0.name == name })?.choice else {
        let shown = LabelText.elided(LabelText.visible(name))
        throw error("\"\(shown)\" is not known; it is one of \(choices)")
      }
      return choice
    }
    return try type.init(from: self)
  }
}

/// What is read without a container.
private protocol Scalar {
  init(reading decoder: ValueDecoder) throws
}

extension Bool: Scalar {
  fileprivate init(reading decoder: ValueDecoder) throws {
    guard case .boolean(let isTrue) = decoder.value.content else { throw decoder.unexpected("true or false") }
    self = isTrue
  }
}

extension String: Scalar {
  fileprivate init(reading decoder: ValueDecoder) throws {
    guard case .text(let text) = decoder.value.content else { throw decoder.unexpected("a text") }
    self = text
  }
}

extension Double: Scalar {
  fileprivate init(reading decoder: ValueDecoder) throws {
    switch decoder.value.content {
    case .number("NaN"), .text("nan"), .text("NaN"): self = .nan
    case .number("Infinity"), .text("inf"), .text("Infinity"): self = .infinity
    case .number("-Infinity"), .text("-inf"), .text("-Infinity"): self = -.infinity
    case .number(let digits): self = Double(digits) ?? .nan
    default: throw decoder.unexpected("a number, \"nan\", \"inf\" or \"-inf\"")
    }
  }
}

extension Scalar where Self: FixedWidthInteger {
  fileprivate init(reading decoder: ValueDecoder) throws {
    guard case .number(let digits) = decoder.value.content else { throw decoder.unexpected("a whole number") }
    // 3.0 is whole as well.
    guard let number = Self(digits) ?? Double(digits).flatMap({ Self(exactly: $0) }) else {
      throw decoder.unexpected("a whole number from \(Self.min) to \(Self.max)")
    }
    self = number
  }
}

// All that Swift's library reads in one piece: of one left out, it and the decoder would ask each other without end.
extension Int: Scalar {}
extension Int8: Scalar {}
extension Int16: Scalar {}
extension Int32: Scalar {}
extension Int64: Scalar {}
extension UInt: Scalar {}
extension UInt8: Scalar {}
extension UInt16: Scalar {}
extension UInt32: Scalar {}
extension UInt64: Scalar {}

extension Float: Scalar {
  fileprivate init(reading decoder: ValueDecoder) throws { self.init(try Double(reading: decoder)) }
}

private struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: ValueDecoder
  let members: [String: JSONValue]

  var codingPath: [any CodingKey] { decoder.codingPath }
  var allKeys: [Key] { members.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

  private func inside(_ key: Key) throws -> ValueDecoder {
    guard let value = members[key.stringValue] else {
      throw decoder.error("\"\(key.stringValue)\" is missing")
    }
    return decoder.inside(value, key)
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    if case .null = try inside(key).value.content { true } else { false }
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try inside(key).decode(type) }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> { try inside(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try inside(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { decoder }

  func superDecoder(forKey key: Key) throws -> any Decoder { try inside(key) }
}

private struct ListedValues: UnkeyedDecodingContainer {
  private struct Index: CodingKey {
    let intValue: Int?
    var stringValue: String { intValue.map { "\($0)" } ?? "" }
    init(intValue: Int) { self.intValue = intValue }
    init?(stringValue: String) { nil }
  }

  let decoder: ValueDecoder
  let list: [JSONValue]
  private(set) var currentIndex = 0

  init(decoder: ValueDecoder, list: [JSONValue]) {
    self.decoder = decoder
    self.list = list
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { list.count }
  var isAtEnd: Bool { currentIndex == list.count }

  private mutating func next() throws -> ValueDecoder {
    guard !isAtEnd else {
      throw decoder.error("the list is too short; it has \(Count.things(list.count, "element"))")
    }
    defer { currentIndex += 1 }
    return decoder.inside(list[currentIndex], Index(intValue: currentIndex))
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, case .null = list[currentIndex].content else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> { try next().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try next() }
}

private struct SingleValue: SingleValueDecodingContainer {
  let decoder: ValueDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool {
    if case .null = decoder.value.content { true } else { false }
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
}
