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

  /// A line without the spaces around its punctuation, outside of texts. A line that may have a regular expression, in
  /// which spaces count, or a text inside of another is left as it is.
  private static func tightened(_ line: Substring) -> String {
    if line.count(where: { $0 == "`" }) > 2 { return String(line) }
    var out = ""
    var quote: Character?
    var isEscaped = false
    var last: Character = ";"
    for (index, character) in zip(line.indices, line) {
      if let open = quote {
        if !isEscaped, character == open { quote = nil }
        isEscaped = character == "\\" && !isEscaped
      } else if character == "/" && (out.isEmpty || "(,=:!?&|".contains(last)) {
        return String(line)
      } else if character == " " {
        let next = line.index(after: index)
        let isTight =
          "{}()[];,:=<>?&|!*".contains(last)
          || next < line.endIndex && "{}()[];,:=<>?&|!*".contains(line[next])
        if isTight { continue }
      } else if "\"`'".contains(character) {
        quote = character
      }
      out.append(character)
      if character != " " || quote != nil { last = character }
    }
    return out
  }

  /// A module without imports, exports, comments and indentation. Modules have no comment behind code on its line
  /// but those that say a type, and no text that spans lines.
  static func stripped(_ module: String) -> String {
    var out = ""
    var isInComment = false
    for line in module.split(separator: "\n", omittingEmptySubsequences: true) {
      var text = line.drop { $0 == " " }
      if isInComment {
        isInComment = !text.hasSuffix("*/")
        continue
      }
      while let start = text.firstRange(of: "/**") {
        guard let end = text[start.upperBound...].firstRange(of: "*/") else {
          isInComment = true
          break
        }
        let rest = text[end.upperBound...].drop { $0 == " " }
        text = text[..<start.lowerBound] + rest
      }
      if isInComment || text.isEmpty || text.hasPrefix("//") || line.hasPrefix("import ") { continue }
      out += tightened(line.hasPrefix("export ") ? text.dropFirst("export ".count) : text) + "\n"
    }
    return out
  }
}
