/// How many cells of a terminal a text takes.
enum CellWidth {
  /// O(n).
  ///
  ///     CellWidth.of("grad −2")   // 7
  ///     CellWidth.of("中")        // 2
  static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + of($1) } }

  /// That of its widest part: marks stand on what is before them, parts of an emoji on each other.
  static func of(_ character: Character) -> Int {
    var width = 0
    for scalar in character.unicodeScalars {
      // Asks for a picture, which has two cells.
      if scalar.value == 0xFE0F { return 2 }
      width = max(width, of(scalar))
    }
    return width
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: return 1
    // The blocks whose characters are wide or full-width in Unicode's EastAsianWidth.txt.
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
      return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// At most so many cells of a text, an ellipsis in place of what is left out at the end.
  static func elided(_ text: String, to width: Int) -> String {
    guard of(text) > width else { return text }
    var (short, rest) = ("", width - 1)
    for character in text {
      rest -= of(character)
      guard rest >= 0 else { break }
      short.append(character)
    }
    return width > 0 ? short + "…" : ""
  }

  /// Filled up with spaces to so many cells.
  static func padded(_ text: String, to width: Int, isAtEnd: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - of(text)))
    return isAtEnd ? spaces + text : text + spaces
  }
}
