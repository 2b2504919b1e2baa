/// One mistake in a source text: where it is, and what to do about it.
public struct Diagnostic: Sendable, Equatable {
  /// A path, `<stdin>` or `<expression>`; of a notebook with the cell, `notebook.ipynb, cell 4`.
  public let source: String
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in Unicode scalars.
  public let column: Int
  /// What is wrong, and what may have been meant.
  public let message: String
  /// The part of the source line around the place, at most 120 columns.
  public let excerpt: String
  /// Where in `excerpt` the place is, counted from 0.
  public let caret: Int
}

/// The mistakes of a source text, as a compiler would report them.
///
///     expr.txt:3:9: error: unknown name 'tahn'; did you mean 'tanh'?
///       L = d * tahn(f)
///               ^
public struct SourceError: Error, Sendable, CustomStringConvertible {
  /// At most this many are kept; `count` has them all.
  public static let mostReported = 20

  /// A path, `<stdin>` or `<expression>`.
  public let source: String
  /// The first of them, in order of the text.
  public let diagnostics: [Diagnostic]
  /// How many there are in all.
  public let count: Int

  /// What is wrong with a text, of which `diagnostics` are the first of `count`.
  public init(source: String, diagnostics: [Diagnostic], count: Int) {
    self.source = source
    self.diagnostics = diagnostics
    self.count = count
  }

  /// As compilers write it: place, message, the line of the text, and a caret under the place.
  public var description: String {
    var lines: [String] = []
    for each in diagnostics {
      lines.append("\(each.source):\(each.line):\(each.column): error: \(each.message)")
      if !each.excerpt.isEmpty {
        lines.append("  " + each.excerpt)
        lines.append("  " + String(repeating: " ", count: each.caret) + "^")
      }
    }
    if count > diagnostics.count { lines.append("… and \(count - diagnostics.count) more errors") }
    return lines.joined(separator: "\n")
  }
}

/// A source text as bytes of valid UTF-8, and the places in it.
struct SourceText: Sendable {
  let name: String
  let bytes: [UInt8]
  /// Of a notebook: what each cell is called, and where it starts.
  let cells: [(name: String, start: Int)]

  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = SourceText.withLineFeeds(bytes)
    cells = []
  }

  init(name: String, cells: [(name: String, text: String)]) {
    var bytes: [UInt8] = []
    var places: [(name: String, start: Int)] = []
    for cell in cells {
      places.append((cell.name, bytes.count))
      bytes += SourceText.withLineFeeds(Array(cell.text.utf8))
      bytes.append(UInt8(ascii: "\n"))
    }
    self.name = name
    self.bytes = bytes
    self.cells = places
  }

  /// With every line ended by a line feed alone, as Python reads texts: not by a carriage return, before it or alone.
  private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
    let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    guard let first = bytes.firstIndex(of: carriageReturn) else { return bytes }
    var result = Array(bytes[..<first])
    result.reserveCapacity(bytes.count)
    for index in first..<bytes.count {
      switch bytes[index] {
      case carriageReturn: result.append(lineFeed)
      case lineFeed where index > first && bytes[index - 1] == carriageReturn: continue
      case let byte: result.append(byte)
      }
    }
    return result
  }

  /// What the text is called at a place, and the line there, counted from 1.
  func place(of offset: Int) -> (source: String, line: Int) {
    let cell = cells.last { $0.start <= offset } ?? (name, 0)
    let end = min(offset, bytes.count)
    return (cell.name, 1 + bytes[min(cell.start, end)..<end].count { $0 == UInt8(ascii: "\n") })
  }

  /// Collects what is wrong, in order of place.
  func error(_ faults: [Fault], count: Int) -> SourceError {
    var diagnostics: [Diagnostic] = []
    var line = 1
    var lineStart = 0
    var scanned = 0
    var source = name
    var rest = cells[...]
    for fault in faults.sorted(by: { $0.offset < $1.offset }).prefix(SourceError.mostReported) {
      let offset = min(fault.offset, bytes.count)
      while let cell = rest.first, cell.start <= offset {
        source = cell.name
        (line, lineStart, scanned) = (1, cell.start, cell.start)
        rest.removeFirst()
      }
      while scanned < offset {
        if bytes[scanned] == UInt8(ascii: "\n") {
          line += 1
          lineStart = scanned + 1
        }
        scanned += 1
      }
      diagnostics.append(diagnostic(fault.message, at: offset, source, line, lineStart))
    }
    return SourceError(source: name, diagnostics: diagnostics, count: count)
  }

  private func diagnostic(
    _ message: String, at offset: Int, _ source: String, _ line: Int, _ lineStart: Int
  ) -> Diagnostic {
    let column = bytes[lineStart..<offset].count(where: SourceText.startsScalar)
    // A window of 120 bytes at most around the place, cut between scalars; control characters and tabs
    // would move the caret, so they are shown as spaces.
    var from = max(lineStart, offset - 60)
    while from > lineStart && !SourceText.startsScalar(bytes[from]) { from -= 1 }
    var to = offset
    while to < bytes.count && to < from + 120 && bytes[to] != UInt8(ascii: "\n") { to += 1 }
    while to < bytes.count && !SourceText.startsScalar(bytes[to]) { to += 1 }
    var excerpt = String.UnicodeScalarView()
    for scalar in String(decoding: bytes[from..<to], as: UTF8.self).unicodeScalars {
      excerpt.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    let caret = bytes[from..<offset].count(where: SourceText.startsScalar)
    let text = String(excerpt)
    return Diagnostic(
      source: source, line: line, column: column + 1, message: message,
      excerpt: text.allSatisfy(\.isWhitespace) ? "" : text, caret: caret)
  }

  private static func startsScalar(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

  /// Where the bytes stop being UTF-8, if they do.
  var firstInvalidByte: Int? {
    var offset = 0
    // Fast for ASCII, which sources mostly are.
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte < 0x80 {
        offset += 1
        continue
      }
      let length = byte >= 0xF0 ? 4 : (byte >= 0xE0 ? 3 : 2)
      let end = min(offset + length, bytes.count)
      guard String(validating: bytes[offset..<end], as: UTF8.self) != nil else { return offset }
      offset = end
    }
    return nil
  }
}

/// A mistake at a byte offset.
struct Fault: Error {
  let offset: Int
  let message: String
}
