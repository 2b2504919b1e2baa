/// What is meant for the notebook's machinery and is no Python: lines such as `%matplotlib inline`, `!pip install` and
/// `?print`, and cells for other languages. It draws nothing.
extension Lexer {
  /// What a cell may begin with, behind `%%`, whose lines are Python for all that, executed in the notebook itself.
  private static let pythonCells: Set<String> = ["time", "capture", "prun", "memit", "debug"]

  /// A line that begins as such, or the whole cell if it does.
  ///
  /// - Parameter isFirst: whether it is the first line of its cell.
  mutating func magic(isFirst: Bool) -> Token? {
    guard let byte = peek(), "%!?".utf8.contains(byte) else { return nil }
    let start = position
    guard isFirst, byte == UInt8(ascii: "%"), peek(1) == byte, isForeignCell else { return restOfLine() }
    position = limit
    while position > start, Lexer.isBlank(bytes[position - 1]) || bytes[position - 1] == UInt8(ascii: "\n") {
      position -= 1
    }
    return Token(.magic, start, position - start)
  }

  private var isForeignCell: Bool {
    let name = bytes[(position + 2)..<limit].prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
    // A line of `%%` alone parts the cells of some editors.
    return !name.isEmpty && !Lexer.pythonCells.contains(String(decoding: name, as: UTF8.self))
  }

  /// `a?`, which asks for help, and in notebooks `files = !ls` and `t = %timeit -o f()`: what stands from here on.
  mutating func magicBehind(_ byte: UInt8) -> Token? {
    guard depth == 0, formats.isEmpty else { return nil }
    if byte == UInt8(ascii: "?") {
      let rest = bytes[position..<limit].drop { $0 == byte || Lexer.isBlank($0) }
      return rest.isEmpty || rest.first == UInt8(ascii: "\n") ? restOfLine() : nil
    }
    guard isNotebook, byte == UInt8(ascii: "!") || byte == UInt8(ascii: "%") else { return nil }
    let before = bytes[..<position].reversed().drop(while: Lexer.isBlank).prefix(2)
    // Behind an `=` that is no part of `==` or `+=`.
    guard before.first == UInt8(ascii: "="), let other = before.dropFirst().first,
      !"=!<>+-*/%&|^@:".utf8.contains(other)
    else { return nil }
    return restOfLine()
  }

  /// Up to the end of the line, and of those that follow a backslash at its end.
  private mutating func restOfLine() -> Token {
    let start = position
    skipLine()
    while position < limit, bytes[position - 1] == UInt8(ascii: "\\") {
      position += 1
      skipLine()
    }
    return Token(.magic, start, position - start)
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0C }
}
