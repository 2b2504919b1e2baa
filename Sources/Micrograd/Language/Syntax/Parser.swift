/// Reads statements one after another into a tree.
///
/// Nothing recurses on the text: blocks that are open are on one stack, brackets on another, and the operators
/// that wait for their right operand on a third.
struct Parser {
  let bytes: [UInt8]
  var lexer: Lexer
  /// The token to be read next.
  var token = Token(.newline, 0, 0)
  var ahead: Token?
  /// The end of the token read last.
  var lastEnd = 0

  var tree = SyntaxTree()
  var names = NameTable()
  var constants = ConstantTable()

  private(set) var faults: [Fault] = []
  private(set) var faultCount = 0

  var blocks: [OpenBlock] = []
  var operands: [Int32] = []
  var pending: [Pending] = []
  var brackets: [Bracket] = []
  /// Names that are bound in blocks that were skipped for a mistake.
  var skippedNames: [Int32] = []
  /// Whether there is any `:=`, and any `global` or `nonlocal`: what binds names where nobody looks else.
  var hasWalrus = false
  var hasDeclarations = false
  /// Classes of the lecture that the text defines, and that are skipped.
  var ownClasses: Set<String> = []
  /// What the text's own class of neurons does.
  var neuron: NeuronStyle?

  /// - Parameter cells: where the cells of a notebook begin; none for a plain text.
  init(_ bytes: [UInt8], cells: [Int] = []) {
    self.bytes = bytes
    lexer = Lexer(bytes, cells: cells)
    do { token = try lexer.next() } catch { recover(from: error, since: 0) }
  }

  // MARK: - Tokens

  mutating func advance() throws(Fault) {
    lastEnd = token.end
    if let next = ahead {
      token = next
      ahead = nil
    } else {
      token = try lexer.next()
    }
  }

  /// The token after the next.
  mutating func peek() throws(Fault) -> Token {
    if let ahead { return ahead }
    let next = try lexer.next()
    ahead = next
    return next
  }

  mutating func take(_ kind: Token.Kind) throws(Fault) -> Token? {
    guard token.kind == kind else { return nil }
    let taken = token
    try advance()
    return taken
  }

  mutating func expect(_ kind: Token.Kind, _ message: @autoclosure () -> String) throws(Fault) -> Token {
    guard let taken = try take(kind) else { throw Fault(offset: token.offset, message: message()) }
    return taken
  }

  func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  mutating func name(_ token: Token) -> Int32 { names.number(of: bytes[token.range]) }

  // MARK: - Faults

  mutating func report(_ fault: Fault) {
    faultCount += 1
    if faults.count < SourceError.mostReported { faults.append(fault) }
  }

  /// Reports a fault and goes on at the next statement.
  ///
  /// - Parameter start: where the statement begins.
  mutating func recover(from fault: Fault, since start: Int) {
    report(fault)
    let isOpen = brackets.count > 1
    ahead = nil
    operands.removeAll(keepingCapacity: true)
    pending.removeAll(keepingCapacity: true)
    brackets.removeAll(keepingCapacity: true)
    // The rest of the statement ends with its line; in a bracket that may never be closed, where a line begins left
    // of what the statement has inside.
    var place = endOfLine(max(fault.offset, start))
    if isOpen {
      let column = column(of: start)
      while place < bytes.count {
        let (indent, first) = indentation(after: place + 1)
        if first != UInt8(ascii: "\n") && indent <= column && !")]}".utf8.contains(first) { break }
        place = endOfLine(place + 1)
      }
    }
    lexer.resume(at: place)
    while true {
      do {
        token = try lexer.next()
        lastEnd = token.offset
        return
      } catch { lexer.resume(at: max(endOfLine(error.offset), lexer.position)) }
    }
  }

  /// The names that a statement with a mistake would bind: those before its first `=`, or behind `def`, `for`, `import`.
  mutating func namesBound(from start: Int) -> [Int32] {
    var scan = Lexer(bytes)
    scan.resume(at: start)
    var found: [Int32] = []
    var rest: [Int32] = []
    var count = 0
    while count < 100, let next = try? scan.next() {
      count += 1
      switch next.kind {
      case .name: rest.append(names.number(of: bytes[next.range]))
      case .def, .class: rest = []
      case .leftParenthesis, .dot, .leftBracket, .colon: rest = []
      case .comma, .for, .import, .from, .as: continue
      case .assign, .augmentedAssign, .in:
        found += rest
        rest = []
      default: return found
      }
      if next.kind == .name, count == 2, bytes[start...].starts(with: "def".utf8) { return rest }
    }
    return found
  }

  private func endOfLine(_ place: Int) -> Int {
    var place = place
    while place < bytes.count && bytes[place] != UInt8(ascii: "\n") { place += 1 }
    return place
  }

  func column(of place: Int) -> Int {
    var before = place
    while before > 0 && (bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09) { before -= 1 }
    return before == 0 || bytes[before - 1] == UInt8(ascii: "\n") ? place - before : .max
  }

  /// The indentation of a line and the byte behind it.
  func indentation(after place: Int) -> (Int, UInt8) {
    var place = place
    let start = place
    while place < bytes.count && (bytes[place] == 0x20 || bytes[place] == 0x09) { place += 1 }
    return (place - start, place < bytes.count ? bytes[place] : UInt8(ascii: "\n"))
  }
}
