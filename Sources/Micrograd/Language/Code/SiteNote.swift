/// What a comment of the text says of what a statement binds.
///
/// ```python
/// # the weighted sum                both lines of comments are notes
/// n = x1 * w1 + x2 * w2 + b
/// o = n.tanh()  # squashed
/// ```
struct SiteNote: Sendable {
  /// The place that binds, outside of functions.
  let site: Int32
  let text: String

  /// In characters; of a longer comment the rest is left out.
  private static let longest = 500

  /// The notes of a text: a comment belongs to the statements of its line, or else to those of the line right below.
  ///
  /// - Complexity: O(n) in the comments, times log n in the statements.
  static func all(_ code: Code, _ comments: [Range<Int32>], _ text: SourceText) -> [SiteNote] {
    guard !comments.isEmpty else { return [] }
    let lines = CommentedLines(text)
    var textOfSite: [Int32: String] = [:]
    func note(_ text: String, from start: Int, to end: Int) {
      guard !text.isEmpty else { return }
      for site in code.sites(boundFrom: start, to: end) { textOfSite[site] = text }
    }
    var block: [String] = []
    for (index, comment) in comments.enumerated() {
      let (start, end) = (Int(comment.lowerBound), Int(comment.upperBound))
      let lineStart = lines.start(of: start)
      guard lines.isBlank(lineStart..<start) else {
        block = []
        continue
      }
      if index == 0 || !lines.isNext(Int(comments[index - 1].upperBound), start) { block = [] }
      block.append(words(text.bytes[start..<end]))
      guard let below = lines.lineBelow(end) else { continue }
      note(
        String(block.filter { !$0.isEmpty }.joined(separator: " ").prefix(longest)), from: below.lowerBound,
        to: below.upperBound)
    }
    // What stands on the line itself is said of it alone.
    for comment in comments {
      let lineStart = lines.start(of: Int(comment.lowerBound))
      note(
        String(words(text.bytes[Int(comment.lowerBound)..<Int(comment.upperBound)]).prefix(longest)),
        from: lineStart, to: Int(comment.lowerBound))
    }
    return textOfSite.sorted { $0.key < $1.key }.map { SiteNote(site: $0.key, text: $0.value) }
  }

  /// A comment without its signs; empty if it has no word, or is meant for an editor.
  private static func words(_ comment: ArraySlice<UInt8>) -> String {
    var rest = comment.drop { $0 == UInt8(ascii: "#") }
    if let first = rest.first, first == UInt8(ascii: "!") { return "" }
    while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
    while let last = rest.last, last == 0x20 || last == 0x09 || last == 0x0D { rest.removeLast() }
    let text = String(decoding: rest, as: UTF8.self)
    return text.hasPrefix("%%") || text.hasPrefix("-*-")
      || !text.contains(where: { $0.isLetter || $0.isNumber })
      ? "" : text
  }
}

/// The lines around comments.
private struct CommentedLines {
  private let bytes: [UInt8]
  private let cells: [Int]

  init(_ text: SourceText) {
    bytes = text.bytes
    cells = text.cells.map(\.start)
  }

  func start(of place: Int) -> Int {
    var start = place
    // Behind a byte order mark, which begins the first line.
    let first = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start > first && bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  func isBlank(_ range: Range<Int>) -> Bool {
    bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0C }
  }

  /// Whether a comment begins on the line right below the end of another.
  func isNext(_ end: Int, _ start: Int) -> Bool {
    end < start && bytes[end..<start].count { $0 == UInt8(ascii: "\n") } == 1 && isBlank(end + 1..<start)
  }

  /// The line below the end of a line; nil at the end of the text or of a cell.
  func lineBelow(_ end: Int) -> Range<Int>? {
    let start = end + 1
    guard start < bytes.count, !cells.contains(start) else { return nil }
    return start..<(bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count)
  }
}

extension Code {
  /// The sites of the simple statements that begin between two places of the text.
  fileprivate func sites(boundFrom start: Int, to end: Int) -> [Int32] {
    var low = 0
    var high = statements.count
    while low < high {
      let middle = (low + high) / 2
      if Int(statements[middle].offset) < start { low = middle + 1 } else { high = middle }
    }
    var sites: [Int32] = []
    for statement in statements[low...].prefix(while: { Int($0.offset) < end })
    where statement.isSimple {
      for instruction in instructions[Int(statement.start)..<Int(statement.end)]
      where instruction.opcode == .storeGlobal { sites.append(instruction.operand) }
    }
    return sites
  }
}
