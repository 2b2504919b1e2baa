/// Reads micrograd's `Value(2.0, label='a')`.
struct ValueReader {
  private let tokens: ArraySlice<Token>
  private let bytes: [UInt8]
  /// The next token; after `read()` the one behind the closing parenthesis.
  private(set) var position: Int

  /// - Parameter tokens: begins with `Value(` and ends with a token that ends the statement.
  init(_ tokens: ArraySlice<Token>, _ bytes: [UInt8]) {
    self.tokens = tokens
    self.bytes = bytes
    position = tokens.startIndex
  }

  mutating func read() throws(Fault) -> (number: Double, label: String) {
    position += 2
    skipKeyword("data")
    var sign = 1.0
    if take(.minus) != nil { sign = -1 } else { _ = take(.plus) }
    guard let number = take(.number) else {
      throw Fault(
        offset: tokens[position].offset, message: "Value(…) takes one number, such as Value(2.0, label='a')")
    }
    var label = ""
    if take(.comma) != nil {
      skipKeyword("label")
      guard let text = take(.string) else {
        throw Fault(
          offset: tokens[position].offset, message: "expected label='…' after the number of Value(…)")
      }
      label = Literal.string(bytes[text.range])
    }
    guard take(.rightParenthesis) != nil else {
      throw Fault(
        offset: tokens[position].offset,
        message: "expected ')' after the number of Value(…), which takes a number and a label")
    }
    return (sign * Literal.number(bytes[number.range]), label)
  }

  private mutating func take(_ kind: Token.Kind) -> Token? {
    guard tokens[position].kind == kind else { return nil }
    defer { position += 1 }
    return tokens[position]
  }

  private mutating func skipKeyword(_ word: String) {
    guard tokens[position].kind == .name, tokens[position + 1].kind == .assign,
      String(decoding: bytes[tokens[position].range], as: UTF8.self) == word
    else { return }
    position += 2
  }
}
