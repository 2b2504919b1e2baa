/// Reads JSON (RFC 8259) piece by piece, so that a file of any size needs no memory but for what is kept of it.
///
///     var reader = JSONReader(bytes, source: "g.json")
///     try reader.beginObject()
///     while let name = try reader.nextName() {
///       switch name {
///       case "root": root = try reader.whole()
///       case "prev":
///         try reader.beginList()
///         while try reader.nextElement() { prev.append(try reader.whole()) }
///       default: try reader.skip()
///       }
///     }
///     try reader.end()
///
/// Beyond the standard it takes what Python's `json` writes, `NaN`, `Infinity` and `-Infinity`, and a byte order
/// mark at the start. Everything else that is not JSON is an error with line, column and remedy. Nothing recurses:
/// lists and objects that are open are on a stack, at most `mostDepth` of them.
///
/// Reading is O(n) in the bytes; an error is O(n) as well, as lines are only counted for it.
struct JSONReader {
  /// What a value is, as its first byte tells.
  enum Kind {
    case object, list, text, number, boolean, null
  }

  private struct Container {
    let isObject: Bool
    let start: Int
    var hasMembers = false
  }

  static let mostDepth = 1000
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  let bytes: [UInt8]
  let source: String
  /// The number of the line that `bytes` begins with.
  let firstLine: Int
  /// How far it has read.
  var position = 0
  private var open: [Container] = []
  /// The name of the member that was read last, for messages.
  private var name: Range<Int>?

  /// - Parameters:
  ///   - source: what error messages call the text.
  ///   - firstLine: the number of its first line, if it is part of a file.
  init(_ bytes: [UInt8], source: String, firstLine: Int = 1) {
    self.bytes = bytes
    self.source = source
    self.firstLine = firstLine
    if bytes.starts(with: JSONReader.byteOrderMark) { position = JSONReader.byteOrderMark.count }
  }

  // MARK: - Values

  /// The kind of the value that comes next.
  mutating func kind() throws(JSONError) -> Kind {
    skipBlanks()
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .list
    case UInt8(ascii: "\""): return .text
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "-") where !isWord("-inf"), UInt8(ascii: "N") where isWord("NaN"),
      UInt8(ascii: "I") where isWord("Infinity"):
      return .number
    case UInt8(ascii: "t") where isWord("true"), UInt8(ascii: "f") where isWord("false"): return .boolean
    case UInt8(ascii: "n") where isWord("null"): return .null
    default: throw error("\(place)a value is expected here, not \(found)")
    }
  }

  /// Takes a `null`, if one comes next.
  mutating func null() throws(JSONError) -> Bool {
    guard try kind() == .null else { return false }
    position += 4
    return true
  }

  mutating func boolean() throws(JSONError) -> Bool {
    guard try kind() == .boolean else { throw unexpected("true or false") }
    let isTrue = byte == UInt8(ascii: "t")
    position += isTrue ? 4 : 5
    return isTrue
  }

  /// Passes over a value, whatever is in it.
  mutating func skip() throws(JSONError) {
    let depth = open.count
    repeat {
      if let container = open.last, open.count > depth {
        guard try container.isObject ? nextMember() != nil : nextElement() else { continue }
      }
      switch try kind() {
      case .object: try beginObject()
      case .list: try beginList()
      case .text: _ = try text()
      case .number: _ = try number()
      case .boolean: _ = try boolean()
      case .null: _ = try null()
      }
    } while open.count > depth
  }

  /// Makes sure that nothing comes behind the value that was read.
  mutating func end() throws(JSONError) {
    skipBlanks()
    guard position == bytes.count else {
      throw error("the file should end here, behind its value, but \(found) follows; remove it")
    }
  }

  // MARK: - Objects and lists

  /// Enters an object; `nextName()` gives its members.
  ///
  /// - Parameter what: what to call it if something else is there.
  mutating func beginObject(_ what: String = "an object") throws(JSONError) {
    guard try kind() == .object else { throw unexpected(what) }
    try begin(isObject: true)
  }

  /// Enters a list; `nextElement()` goes through its elements.
  mutating func beginList(_ what: String = "a list") throws(JSONError) {
    guard try kind() == .list else { throw unexpected(what) }
    try begin(isObject: false)
  }

  /// The name of the next member, whose value is to be read or skipped then; nil at the end of the object.
  mutating func nextName() throws(JSONError) -> String? {
    guard let range = try nextMember() else { return nil }
    return try decoded(range)
  }

  /// Whether another element follows, which is to be read or skipped then; not so at the end of the list.
  mutating func nextElement() throws(JSONError) -> Bool { try next(UInt8(ascii: "]")) }

  private mutating func begin(isObject: Bool) throws(JSONError) {
    guard open.count < JSONReader.mostDepth else {
      throw error(
        "lists and objects are nested more than \(JSONReader.mostDepth) deep here, the most that is read")
    }
    open.append(Container(isObject: isObject, start: position))
    position += 1
  }

  private mutating func nextMember() throws(JSONError) -> Range<Int>? {
    guard try next(UInt8(ascii: "}")) else { return nil }
    guard byte == UInt8(ascii: "\"") else {
      throw error("a name in double quotes is expected here, not \(found)")
    }
    let range = try textRange()
    name = range
    skipBlanks()
    guard byte == UInt8(ascii: ":") else {
      throw error("a colon is expected behind the name \(quoted(range)), not \(found)")
    }
    position += 1
    return range
  }

  /// Steps over the comma in front of the next member or element, or out of the container.
  private mutating func next(_ closing: UInt8) throws(JSONError) -> Bool {
    skipBlanks()
    let last = open.count - 1
    if byte == closing {
      position += 1
      open.removeLast()
      return false
    }
    guard open[last].hasMembers else {
      open[last].hasMembers = true
      guard position < bytes.count else { throw truncated() }
      return true
    }
    guard byte == UInt8(ascii: ",") else {
      guard position < bytes.count else { throw truncated() }
      throw error(
        "a comma or the closing \(character(closing)) is expected here, not \(found)"
          + (isValueStart ? "; put a comma between the two" : ""))
    }
    let comma = position
    position += 1
    skipBlanks()
    guard byte != closing else {
      throw error(
        "this comma stands in front of \(character(closing)); JSON has none there, remove it", at: comma)
    }
    guard position < bytes.count else { throw truncated() }
    return true
  }

  // MARK: - Bytes

  /// The byte that comes next; 0 at the end, which is no byte of JSON.
  var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

  /// Where the next value begins.
  var nextPosition: Int {
    mutating get {
      skipBlanks()
      return position
    }
  }

  mutating func skipBlanks() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  /// Whether these letters come next, and no other behind them.
  func isWord(_ word: StaticString) -> Bool {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    let isEqual = word.withUTF8Buffer { $0.elementsEqual(bytes[position..<end]) }
    return isEqual && (end == bytes.count || !JSONReader.isWordByte(bytes[end]))
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  // MARK: - Errors

  /// A mistake at an offset; where it reads, if none is given.
  func error(_ message: String, at offset: Int? = nil) -> JSONError {
    JSONError(message, at: offset ?? position, of: bytes, source: source, firstLine: firstLine)
  }

  /// Something else than `what` comes next.
  func unexpected(_ what: String) -> JSONError { error("\(place)\(what) is expected here, not \(found)") }

  private func truncated() -> JSONError {
    guard let container = open.last else { return error("the file ends where a value is expected") }
    let start = error("", at: container.start)
    return error(
      "the file ends inside of the \(container.isObject ? "object" : "list") that begins at "
        + "\(start.line):\(start.column); it was cut off: write it again")
  }

  /// Whose value it is about, in front of a message.
  private var place: String {
    guard let name, open.last?.start ?? -1 < name.lowerBound else { return "" }
    return "\(quoted(name)): "
  }

  private func quoted(_ range: Range<Int>) -> String {
    "\"\(LabelText.elided(LabelText.visible(String(decoding: bytes[range], as: UTF8.self))))\""
  }

  private func character(_ byte: UInt8) -> Character { Character(Unicode.Scalar(byte)) }

  private var isValueStart: Bool {
    JSONReader.isWordByte(byte) || [UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "[")].contains(byte)
  }

  /// What comes next, in words, and what to do where that is known.
  private var found: String {
    guard position < bytes.count else { return "the end of the file" }
    switch byte {
    case UInt8(ascii: "{"): return "an object"
    case UInt8(ascii: "["): return "a list"
    case UInt8(ascii: "\""):
      let end = bytes[(position + 1)...].prefix(200).firstIndex { $0 == UInt8(ascii: "\"") || $0 == 0x0A }
      return "the text \(quoted(position + 1..<(end ?? min(bytes.count, position + 80))))"
    case UInt8(ascii: "'"):
      return "a single quote; texts stand in double quotes, as Python's json.dump writes them"
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return "a comment; JSON has none, remove it"
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): break
    case let byte where !JSONReader.isWordByte(byte):
      return byte > 0x20 && byte < 0x7F ? "'\(character(byte))'" : "the byte \(byte)"
    default: break
    }
    let isPart = { (byte: UInt8) in JSONReader.isWordByte(byte) || "+-.".utf8.contains(byte) }
    let word = String(decoding: bytes[position...].prefix(40).prefix(while: isPart), as: UTF8.self)
    switch word {
    case "true", "false", "null": return word
    case "True", "False", "None":
      let json = word == "None" ? "null" : word.lowercased()
      return "Python's \(word); JSON says \(json), as Python's json.dump writes it"
    case "nan", "inf", "-inf": return "\(word); write NaN, Infinity or -Infinity"
    default: return "'\(LabelText.visible(word))'"
    }
  }
}
