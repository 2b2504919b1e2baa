/// A line of an SVG document as Graphviz writes it: an element, or the start or the end of one.
struct SVGLine {
  enum Kind {
    /// `<svg …`, which may go on over several lines.
    case root
    case comment
    /// `<g id="v12" class="…">`
    case group(id: ArraySlice<UInt8>)
    case groupEnd
    /// `<title>…</title>`
    case title
    /// `<text …>content</text>`
    case text(content: Range<Int>)
    case other
  }

  let bytes: ArraySlice<UInt8>
  let kind: Kind

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    kind = SVGLine.kind(of: bytes)
  }

  /// Where the content of a text is.
  var content: Range<Int>? {
    if case .text(let content) = kind { content } else { nil }
  }

  /// An outline that takes colours and width from its group.
  var inheriting: [UInt8] {
    ["fill", "stroke", "stroke-width"].reduce(Array(bytes)) { line, name in
      guard let start = line.firstRange(of: Array(" \(name)=\"".utf8)),
        let end = line[start.upperBound...].firstIndex(of: UInt8(ascii: "\"")),
        !line[start.upperBound..<end].elementsEqual("none".utf8)
      else { return line }
      return Array(line[..<start.lowerBound] + line[(end + 1)...])
    }
  }

  /// All lines of a document; empty ones are left out.
  static func all(in document: [UInt8]) -> some Sequence<SVGLine> {
    document.lazy.split(separator: UInt8(ascii: "\n")).lazy.map { SVGLine($0) }
  }

  private static func kind(of bytes: ArraySlice<UInt8>) -> Kind {
    guard bytes.count > 3, bytes[bytes.startIndex] == UInt8(ascii: "<") else { return .other }
    switch bytes[bytes.startIndex + 1] {
    case UInt8(ascii: "!") where bytes.starts(with: "<!--".utf8): return .comment
    case UInt8(ascii: "g") where bytes.starts(with: "<g id=\"".utf8):
      return .group(id: bytes.dropFirst(7).prefix { $0 != UInt8(ascii: "\"") })
    case UInt8(ascii: "/") where bytes.elementsEqual("</g>".utf8): return .groupEnd
    case UInt8(ascii: "t") where bytes.starts(with: "<title>".utf8): return .title
    case UInt8(ascii: "t") where bytes.starts(with: "<text".utf8):
      guard let start = bytes.firstIndex(of: UInt8(ascii: ">")) else { return .other }
      let end = bytes.endIndex - "</text>".utf8.count
      return start < end ? .text(content: start + 1..<end) : .other
    case UInt8(ascii: "s") where bytes.starts(with: "<svg".utf8): return .root
    default: return .other
    }
  }
}
