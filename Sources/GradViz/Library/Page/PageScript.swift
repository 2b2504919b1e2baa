import CExplorer

/// The page's script: its modules in the order in which they build on each other, as one.
///
/// A page that is opened from a file cannot load modules, so the lines that import and export are taken out; names
/// are told apart by being different everywhere, which a test makes sure of. Comments stay in the sources.
enum PageScript {
  /// The bundle as it stands in the page, a few times smaller.
  static let packed = PackedText.pack(bundle)

  /// Unpacks and runs it.
  static let boot =
    "\"use strict\";\n(() => {\n"
    + stripped(String(decoding: Explorer.bytes(cexplorer_script(0)), as: UTF8.self)) + "boot();\n})();\n"

  static let bundle: String = {
    var out = "\"use strict\";\n(() => {\n"
    var index: Int32 = 1
    while true {
      let file = cexplorer_script(index)
      guard file.bytes != nil else { break }
      out += stripped(String(decoding: Explorer.bytes(file), as: UTF8.self))
      index += 1
    }
    return out + "})();\n"
  }()

  /// A module without imports, exports, comments and indentation. Modules have no comment behind code on its line
  /// but those that say a type, and no text that spans lines.
  ///
  /// By bytes: by characters it takes half of the time in which a small page is made.
  static func stripped(_ module: String) -> String {
    var out: [UInt8] = []
    var isInComment = false
    for line in Array(module.utf8).split(separator: UInt8(ascii: "\n")) {
      var text = line.drop { $0 == space }
      if isInComment {
        isInComment = !text.suffix(2).elementsEqual("*/".utf8)
        continue
      }
      while let start = place(of: "/**", in: text) {
        guard let end = place(of: "*/", in: text[(start + 3)...]) else {
          isInComment = true
          break
        }
        text = (text[..<start] + text[(end + 2)...].drop { $0 == space })[...]
      }
      if isInComment || text.isEmpty || text.starts(with: "//".utf8) || line.starts(with: "import ".utf8) {
        continue
      }
      out += tightened(line.starts(with: "export ".utf8) ? text.dropFirst("export ".utf8.count) : text)
      out.append(UInt8(ascii: "\n"))
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static let space = UInt8(ascii: " ")

  private static func place(of mark: String, in text: ArraySlice<UInt8>) -> Int? {
    text.indices.first { text[$0...].starts(with: mark.utf8) }
  }

  /// A line without the spaces around its punctuation, outside of texts. A line that may have a regular expression, in
  /// which spaces count, or a text inside of another is left as it is.
  private static func tightened(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    if line.count(where: { $0 == UInt8(ascii: "`") }) > 2 { return line }
    let punctuation = "{}()[];,:=<>?&|!*".utf8
    var out: [UInt8] = []
    var quote: UInt8?
    var isEscaped = false
    var last = UInt8(ascii: ";")
    for (index, byte) in zip(line.indices, line) {
      if let open = quote {
        if !isEscaped, byte == open { quote = nil }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      } else if byte == UInt8(ascii: "/") && (out.isEmpty || "(,=:!?&|".utf8.contains(last)) {
        return line
      } else if byte == space {
        let next = index + 1
        if punctuation.contains(last) || next < line.endIndex && punctuation.contains(line[next]) { continue }
      } else if "\"`'".utf8.contains(byte) {
        quote = byte
      }
      out.append(byte)
      if byte != space || quote != nil { last = byte }
    }
    return out[...]
  }
}
