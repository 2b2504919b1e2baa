/// A value of JSON with everything in it, for what is small and read by type; see `JSONReader` for what is not.
struct JSONValue {
  enum Content {
    case null
    case boolean(Bool)
    /// As it is written, so that no digit is lost.
    case number(String)
    case text(String)
    case list([JSONValue])
    case object([(name: String, value: JSONValue)])
  }

  let content: Content
  /// Where it begins.
  let offset: Int

  /// What to call it where something else is expected.
  var kind: String {
    switch content {
    case .null: "null"
    case .boolean(let isTrue): "\(isTrue)"
    case .number(let digits): "the number \(LabelText.elided(digits))"
    case .text(let text): "the text \"\(LabelText.elided(LabelText.visible(text)))\""
    case .list: "a list"
    case .object: "an object"
    }
  }
}

extension JSONReader {
  /// Reads a value with everything in it. Nothing recurses.
  mutating func value() throws(JSONError) -> JSONValue {
    /// The list or object that is being read.
    struct Partial {
      let offset: Int
      var list: [JSONValue] = []
      var members: [(name: String, value: JSONValue)]?
      var name = ""
    }
    var open: [Partial] = []
    while true {
      // Down to the next value that has nothing in it.
      var done: JSONValue
      let offset = nextPosition
      switch try kind() {
      case .object:
        try beginObject()
        open.append(Partial(offset: offset, members: []))
        done = JSONValue(content: .null, offset: offset)
      case .list:
        try beginList()
        open.append(Partial(offset: offset))
        done = JSONValue(content: .null, offset: offset)
      case .text: done = JSONValue(content: .text(try text()), offset: offset)
      case .number:
        _ = try number()
        done = JSONValue(
          content: .number(String(decoding: bytes[offset..<position], as: UTF8.self)), offset: offset)
      case .boolean: done = JSONValue(content: .boolean(try boolean()), offset: offset)
      case .null:
        _ = try null()
        done = JSONValue(content: .null, offset: offset)
      }
      var isNew = open.last?.offset == offset
      // Up to the next container that goes on.
      while true {
        guard var partial = open.popLast() else { return done }
        if !isNew {
          if partial.members == nil {
            partial.list.append(done)
          } else {
            partial.members!.append((partial.name, done))
          }
        }
        isNew = false
        if partial.members == nil {
          if try nextElement() {
            open.append(partial)
            break
          }
          done = JSONValue(content: .list(partial.list), offset: partial.offset)
        } else {
          if let name = try nextName() {
            partial.name = name
            open.append(partial)
            break
          }
          done = JSONValue(content: .object(partial.members!), offset: partial.offset)
        }
      }
    }
  }
}
