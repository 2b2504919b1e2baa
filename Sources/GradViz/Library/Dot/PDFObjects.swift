/// The objects of a document as cairo writes it: found by the table at its end, and kept as bytes (ISO 32000-1, 7.5).
///
/// Up to version 1.16 cairo writes the table as text; later ones write it as a stream (7.5.8), and put objects into
/// streams (7.5.7).
struct PDFObjects {
  /// What stands between `obj` and `endobj`, by number, without the streams that the others were in.
  private(set) var bodies: [Int: ArraySlice<UInt8>] = [:]
  private(set) var trailer: ArraySlice<UInt8> = []

  /// The document has a structure that this does not read.
  struct Unreadable: Error {}

  init(_ document: [UInt8]) throws(Unreadable) {
    guard let mark = PDFText.lastIndex(of: "startxref", in: document[...]),
      let start = PDFText.numbers(document[(mark + 9)...].prefix(24)).first,
      (0..<mark).contains(start)
    else { throw Unreadable() }
    let table = document[start..<mark]
    if table.starts(with: "xref".utf8) {
      try readTable(table, of: document)
    } else {
      try readStreamedTable(table, of: document)
    }
  }

  /// The number of the object that a name of a dictionary refers to.
  func reference(_ name: String, in dictionary: ArraySlice<UInt8>) -> Int? {
    PDFText.numbers(of: name, in: dictionary).first
  }

  // MARK: - A table of text

  private mutating func readTable(_ table: ArraySlice<UInt8>, of document: [UInt8]) throws(Unreadable) {
    guard let end = PDFText.lastIndex(of: "trailer", in: table) else { throw Unreadable() }
    trailer = table[(end + 7)...]
    var offsets: [Int: Int] = [:]
    var number = 0
    for line in table[..<end].dropFirst(4).split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      let words = line.split(separator: UInt8(ascii: " "))
      if words.count == 2, let first = PDFText.numbers(line).first {
        number = first
      } else if words.count >= 3 {
        if words[2].first == UInt8(ascii: "n") { offsets[number] = PDFText.numbers(words[0]).first }
        number += 1
      }
    }
    try read(offsets, of: document, until: table.startIndex)
  }

  /// Cuts a document at the places of its objects.
  private mutating func read(
    _ offsets: [Int: Int], of document: [UInt8], until end: Int
  ) throws(Unreadable) {
    let ordered = offsets.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    for (index, entry) in ordered.enumerated() {
      let next = index + 1 < ordered.count ? ordered[index + 1].value : end
      guard 0 <= entry.value, entry.value < next, next <= document.count else { throw Unreadable() }
      bodies[entry.key] = try PDFObjects.body(document[entry.value..<next])
    }
  }

  private static func body(_ whole: ArraySlice<UInt8>) throws(Unreadable) -> ArraySlice<UInt8> {
    guard let head = PDFText.index(of: "obj", in: whole.prefix(40)),
      let tail = PDFText.lastIndex(of: "endobj", in: whole), head + 3 <= tail
    else { throw Unreadable() }
    return whole[(head + 3)..<tail]
  }

  // MARK: - A table in a stream, and objects in streams

  private mutating func readStreamedTable(
    _ table: ArraySlice<UInt8>, of document: [UInt8]
  ) throws(Unreadable) {
    let body = try PDFObjects.body(table)
    let stream = try PDFStream(body)
    trailer = stream.dictionary
    let widths = PDFText.numbers(of: "/W", in: trailer)
    guard widths.count == 3, widths.allSatisfy({ $0 <= 8 }), widths[1] > 0,
      let size = PDFText.numbers(of: "/Size", in: trailer).first
    else { throw Unreadable() }
    let ranges = PDFText.numbers(of: "/Index", in: trailer)
    let numbers = stride(from: 0, to: ranges.count - 1, by: 2).flatMap { index in
      (0..<min(ranges[index + 1], stream.bytes.count)).map { ranges[index] + $0 }
    }
    let width = widths.reduce(0, +)
    var (offsets, containers): ([Int: Int], Set<Int>) = ([:], [])
    var at = 0
    for number in ranges.isEmpty ? Array(0..<min(size, stream.bytes.count)) : numbers {
      guard at + width <= stream.bytes.count else { throw Unreadable() }
      let fields = widths.map { (width: Int) in
        defer { at += width }
        return stream.bytes[at..<at + width].reduce(0) { $0 << 8 | Int($1) }
      }
      // What a field of no width says: an object that lies in the document.
      switch widths[0] == 0 ? 1 : fields[0] {
      case 1 where fields[1] != table.startIndex: offsets[number] = fields[1]
      case 2: containers.insert(fields[1])
      default: break
      }
    }
    try read(offsets, of: document, until: table.startIndex)
    for container in containers.sorted() {
      guard let body = bodies.removeValue(forKey: container) else { throw Unreadable() }
      try unpack(PDFStream(body))
    }
  }

  /// The objects of a stream: first their numbers and places, then one after another.
  private mutating func unpack(_ stream: PDFStream) throws(Unreadable) {
    guard let count = PDFText.numbers(of: "/N", in: stream.dictionary).first,
      let first = PDFText.numbers(of: "/First", in: stream.dictionary).first, first <= stream.bytes.count
    else { throw Unreadable() }
    let heads = PDFText.numbers(stream.bytes[..<first])
    guard count <= heads.count / 2 else { throw Unreadable() }
    for index in 0..<count {
      let start = heads[2 * index + 1]
      let end = index + 1 < count ? heads[2 * index + 3] : stream.bytes.count - first
      guard start <= end, end <= stream.bytes.count - first else { throw Unreadable() }
      bodies[heads[2 * index]] = [0x0A] + stream.bytes[(first + start)..<(first + end)] + [0x0A]
    }
  }
}

/// A dictionary and the bytes that follow it, unpacked (ISO 32000-1, 7.3.8).
struct PDFStream {
  var dictionary: ArraySlice<UInt8>
  var bytes: [UInt8]

  init(_ body: ArraySlice<UInt8>) throws(PDFObjects.Unreadable) {
    let keyword = PDFText.streamKeyword(body)
    guard keyword < body.endIndex, let end = PDFText.lastIndex(of: "endstream", in: body) else {
      throw .init()
    }
    dictionary = body[..<keyword]
    var data = body[(keyword + 6)..<end]
    if data.first == 13 { data = data.dropFirst() }
    if data.first == 10 { data = data.dropFirst() }
    guard PDFText.end(of: "/Filter", in: dictionary) != nil else {
      guard let length = PDFText.numbers(of: "/Length", in: dictionary).first, length <= data.count else {
        throw .init()
      }
      bytes = Array(data.prefix(length))
      return
    }
    guard PDFText.end(of: "/FlateDecode", in: dictionary) != nil, let unpacked = try? Inflate.bytes(data)
    else { throw .init() }
    bytes = unpacked
    if let predictor = PDFText.numbers(of: "/Predictor", in: dictionary).first, predictor > 1 {
      guard predictor >= 10, let columns = PDFText.numbers(of: "/Columns", in: dictionary).first,
        let rows = PDFStream.withoutPrediction(unpacked, columns: columns)
      else { throw .init() }
      bytes = rows
    }
  }

  /// Rows of which each byte was written as the difference from the one above (PNG's filter "up"), or as it is.
  private static func withoutPrediction(_ bytes: [UInt8], columns: Int) -> [UInt8]? {
    guard columns > 0, columns < 1 << 16, bytes.count.isMultiple(of: columns + 1) else { return nil }
    var above = [UInt8](repeating: 0, count: columns)
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: columns + 1) {
      let row = bytes[(start + 1)...(start + columns)]
      switch bytes[start] {
      case 0: above = Array(row)
      case 2: above = zip(row, above).map { $0 &+ $1 }
      default: return nil
      }
      out += above
    }
    return out
  }
}
