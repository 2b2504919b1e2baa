/// The text of a document between its streams: words, numbers and references (ISO 32000-1, 7.2 and 7.3).
enum PDFText {
  /// An object with other numbers in its references; streams and strings stay as they are.
  static func renumbered(_ body: ArraySlice<UInt8>, _ number: (Int) -> Int) -> [UInt8] {
    let stream = streamKeyword(body)
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

  /// Where the word `stream` begins that ends a dictionary, or the end. A font may be called Bitstream.
  static func streamKeyword(_ body: ArraySlice<UInt8>) -> Int {
    var at = body.startIndex
    while let found = index(of: "stream", in: body[at...]) {
      let next = found + 6
      let isBroken = next < body.endIndex && (body[next] == 10 || body[next] == 13)
      let before = body[..<found].last { $0 > UInt8(ascii: " ") }
      if isBroken, before == UInt8(ascii: ">") { return found }
      at = next
    }
    return body.endIndex
  }

  /// The numbers that follow a name of a dictionary, up to the next name.
  static func numbers(of name: String, in dictionary: ArraySlice<UInt8>) -> [Int] {
    guard let end = end(of: name, in: dictionary) else { return [] }
    return numbers(dictionary[end...].prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">") })
  }

  /// Where a name that stands in a dictionary ends.
  static func end(of name: String, in dictionary: ArraySlice<UInt8>) -> Int? {
    var at = dictionary.startIndex
    while let found = index(of: name, in: dictionary[at...]) {
      at = found + name.utf8.count
      if at == dictionary.endIndex || !isRegular(dictionary[at]) { return at }
    }
    return nil
  }

  static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
    bytes.split { !isDigit($0) }.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
  }

  static func index(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.first { bytes[$0...].starts(with: text.utf8) }
  }

  static func lastIndex(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.last { bytes[$0...].starts(with: text.utf8) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Whether a byte may be within a word.
  private static func isRegular(_ byte: UInt8) -> Bool {
    byte > UInt8(ascii: " ") && !"()<>[]{}/%".utf8.contains(byte)
  }
}
