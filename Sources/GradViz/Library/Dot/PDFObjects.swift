/// The objects of a document as cairo writes it: found by the table at its end, and kept as bytes (ISO 32000-1, 7.5).
struct PDFObjects {
  /// What stands between `obj` and `endobj`, by number.
  private(set) var bodies: [Int: ArraySlice<UInt8>] = [:]
  private(set) var trailer: ArraySlice<UInt8> = []

  /// The document has a structure that this does not read.
  struct Unreadable: Error {}

  init(_ document: [UInt8]) throws(Unreadable) {
    guard let mark = PDFObjects.lastIndex(of: "startxref", in: document[...]),
      let start = PDFObjects.numbers(document[(mark + 9)...].prefix(24)).first,
      document.indices.contains(start), document[start...].starts(with: "xref".utf8)
    else { throw Unreadable() }
    let table = document[(start + 4)..<mark]
    guard let end = PDFObjects.lastIndex(of: "trailer", in: table) else { throw Unreadable() }
    trailer = table[(end + 7)...]
    var offsets: [(number: Int, offset: Int)] = []
    var number = 0
    for line in table[..<end].split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "))
      if words.count == 2, let first = PDFObjects.numbers(line).first {
        number = first
      } else if words.count >= 3 {
        if words[2].first == UInt8(ascii: "n"), let offset = PDFObjects.numbers(words[0]).first {
          offsets.append((number, offset))
        }
        number += 1
      }
    }
    offsets.sort { $0.offset < $1.offset }
    for (index, entry) in offsets.enumerated() {
      let next = index + 1 < offsets.count ? offsets[index + 1].offset : start
      guard entry.offset < next, next <= document.count else { throw Unreadable() }
      let whole = document[entry.offset..<next]
      guard let head = PDFObjects.index(of: "obj", in: whole.prefix(40)),
        let tail = PDFObjects.lastIndex(of: "endobj", in: whole)
      else { throw Unreadable() }
      bodies[entry.number] = whole[(head + 3)..<tail]
    }
  }

  /// The number of the object that a name of a dictionary refers to.
  func reference(_ name: String, in dictionary: ArraySlice<UInt8>) -> Int? {
    guard let at = PDFObjects.index(of: name, in: dictionary) else { return nil }
    return PDFObjects.numbers(dictionary[(at + name.utf8.count)...].prefix(24)).first
  }

  /// An object with other numbers in its references; streams and strings stay as they are.
  static func renumbered(_ body: ArraySlice<UInt8>, _ number: (Int) -> Int) -> [UInt8] {
    let stream = index(of: "stream", in: body) ?? body.endIndex
    var out: [UInt8] = []
    var at = body.startIndex
    var depth = 0
    while at < stream {
      let byte = body[at]
      if byte == UInt8(ascii: "\\"), depth > 0 {
        out += body[at..<min(at + 2, stream)]
        at += 2
        continue
      }
      if byte == UInt8(ascii: "(") { depth += 1 } else if byte == UInt8(ascii: ")") { depth -= 1 }
      let isStart = depth == 0 && isDigit(byte) && (at == body.startIndex || !isRegular(body[at - 1]))
      if isStart, let (target, end) = referenceTarget(body[at..<stream]) {
        out += "\(number(target)) 0 R".utf8
        at = end
      } else {
        out.append(byte)
        at += 1
      }
    }
    return out + body[stream...]
  }

  /// `12 0 R` at the start of the bytes, and where it ends.
  private static func referenceTarget(_ bytes: ArraySlice<UInt8>) -> (Int, Int)? {
    let digits = bytes.prefix(while: isDigit)
    let rest = bytes[digits.endIndex...]
    guard digits.count < 10, rest.starts(with: " 0 R".utf8),
      let target = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    return (target, digits.endIndex + 4)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Whether a byte may be within a word.
  private static func isRegular(_ byte: UInt8) -> Bool {
    byte > UInt8(ascii: " ") && !"()<>[]{}/%".utf8.contains(byte)
  }

  private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
    bytes.split { !isDigit($0) }.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
  }

  private static func index(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.first { bytes[$0...].starts(with: text.utf8) }
  }

  private static func lastIndex(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.last { bytes[$0...].starts(with: text.utf8) }
  }
}
