/// Cuts source text into Python's tokens, one at a time: lines end with `newline`, blocks are enclosed in `indent`
/// and `dedent`.
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  /// The end of the cell under way: no bracket and no block reaches from one cell into the next.
  var limit: Int
  private var laterCells: ArraySlice<Int>
  /// Columns of the blocks that are open.
  private var indents = [0]
  private var pendingDedents = 0
  /// Open brackets outside of f-strings, or in the field under way.
  var depth = 0
  private var isAtLineStart = true
  /// Whether no line with content was read in the cell yet.
  private var isAtCellStart = true
  /// Whether a line is about to begin, behind its indentation, and whether it is the first of its cell.
  private var line: (isBegun: Bool, isFirst: Bool) = (true, false)
  let isNotebook: Bool
  var formats: [Format] = []
  /// Where there are comments, in order; a text that is read again after a mistake has each once.
  private(set) var comments: [Range<Int32>] = []

  /// An f-string under way.
  struct Format {
    let quote: UInt8
    let isTriple: Bool
    let isRaw: Bool
    /// The `depth` around each field that is open; a field may stand in the format of another.
    var fields: [Field] = []
    var isInText = true

    struct Field {
      var depth: Int
      var isInSpec = false
    }
  }

  /// - Parameter cells: where the cells of a notebook begin; none for a plain text.
  init(_ bytes: [UInt8], cells: [Int] = []) {
    self.bytes = bytes
    isNotebook = !cells.isEmpty
    laterCells = cells.drop { $0 == 0 } + [bytes.count]
    limit = laterCells.removeFirst()
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }  // a byte order mark
  }

  func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < limit ? bytes[position + ahead] : nil
  }

  mutating func next() throws(Fault) -> Token {
    if pendingDedents > 0 {
      pendingDedents -= 1
      return Token(.dedent, position, 0)
    }
    if let format = formats.last, format.isInText { return try formatToken() }
    if isAtLineStart && depth == 0 && formats.isEmpty, let token = try startLine() { return token }
    if !line.isBegun {
      line.isBegun = true
      if let token = magic(isFirst: line.isFirst) { return token }
    }
    skipBlanks()
    let start = position
    guard let byte = peek() else { return endOfCell() }
    switch byte {
    case UInt8(ascii: "\n"):
      position += 1
      isAtLineStart = true
      return Token(.newline, start, 1)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: ".") where Lexer.isDigit(peek(1)): return try number()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return try string(from: start, prefix: 0)
    case UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      0x80...:
      return try word()
    default: return try symbol(byte)
    }
  }

  /// Reads on at another place, outside of all brackets: after a fault, which may stand at the end of the text.
  mutating func resume(at place: Int) {
    let place = min(place, limit)
    position = place
    depth = 0
    formats = []
    isAtCellStart = false
    line.isBegun = true
    isAtLineStart = place == 0 || bytes[place - 1] == UInt8(ascii: "\n")
  }

  // MARK: - Lines and blocks

  /// Skips lines without content and compares the indentation of the next with that of its block.
  private mutating func startLine() throws(Fault) -> Token? {
    var lineStart = position
    var column = 0
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "): column += 1
      case UInt8(ascii: "\t"): column = (column / 8 + 1) * 8
      case UInt8(ascii: "\r"), 0x0C: break
      case UInt8(ascii: "\n"):
        column = 0
        lineStart = position + 1
      case UInt8(ascii: "#"):
        skipComment()
        continue
      default: return try indent(to: column, lineStart)
      }
      position += 1
    }
    return nil
  }

  mutating func indent(to column: Int, _ lineStart: Int) throws(Fault) -> Token? {
    isAtLineStart = false
    line = (false, isAtCellStart)
    isAtCellStart = false
    let start = position
    if column > indents[indents.count - 1] {
      indents.append(column)
      return Token(.indent, lineStart, start - lineStart)
    }
    while column < indents[indents.count - 1] {
      indents.removeLast()
      pendingDedents += 1
    }
    guard column == indents[indents.count - 1] else {
      // The line belongs to the block that it is indented more than.
      indents.append(column)
      pendingDedents -= 1
      throw Fault(
        offset: start, message: "this line is indented like none before it; align it with a line of its block"
      )
    }
    if pendingDedents > 0 {
      pendingDedents -= 1
      return Token(.dedent, position, 0)
    }
    return nil
  }

  private mutating func endOfCell() -> Token {
    let start = position
    if !isAtLineStart {
      isAtLineStart = true
      depth = 0
      formats = []
      return Token(.newline, start, 0)
    }
    if indents.count > 1 {
      pendingDedents = indents.count - 2
      indents = [0]
      return Token(.dedent, start, 0)
    }
    guard let next = laterCells.popFirst() else { return Token(.endOfFile, start, 0) }
    limit = next
    isAtCellStart = true
    return Token(.newline, start, 0)
  }

  /// Whether the text ends here for an open bracket.
  var isAtEnd: Bool { position >= limit }

  mutating func skipLine() {
    while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func skipComment() {
    let start = Int32(position)
    skipLine()
    if start >= comments.last?.upperBound ?? 0 { comments.append(start..<Int32(position)) }
  }

  private mutating func skipBlanks() {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x0C: position += 1
      case UInt8(ascii: "\n") where depth > 0 || !formats.isEmpty: position += 1
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\n"): position += 2
      case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\r") && peek(2) == UInt8(ascii: "\n"):
        position += 3
      default: return
      }
    }
  }
}
