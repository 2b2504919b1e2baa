extension Parser {
  /// Reads over the rest of a line and the block that belongs to it.
  ///
  /// - Returns: where it ends.
  mutating func skipBlock() -> Int {
    var depth = 0
    var end = token.end
    var name: Token?
    while true {
      // Names that are bound in what is skipped are not unknown later.
      if token.kind == .assign, let name { skippedNames.append(names.number(of: bytes[name.range])) }
      name = token.kind == .name ? token : nil
      switch token.kind {
      case .endOfFile: return end
      case .indent: depth += 1
      case .dedent:
        depth -= 1
        if depth <= 0 {
          advanceAnyhow()
          return end
        }
      case .newline where depth == 0:
        advanceAnyhow()
        guard token.kind == .indent else { return end }
        continue
      default: end = token.end
      }
      advanceAnyhow()
    }
  }

  /// Reads over the rest of a line.
  mutating func skipLine() -> Int {
    var end = token.end
    while token.kind != .newline && token.kind != .endOfFile {
      end = token.end
      advanceAnyhow()
    }
    return end
  }

  /// In what is skipped anyhow, mistakes don't matter.
  private mutating func advanceAnyhow() {
    lastEnd = token.end
    if let next = ahead {
      token = next
      ahead = nil
      return
    }
    while true {
      do {
        token = try lexer.next()
        return
      } catch { lexer.resume(at: max(error.offset + 1, lexer.position)) }
    }
  }

  /// The number of lines from one place to another.
  func lineCount(_ start: Int, _ end: Int) -> Int {
    1 + bytes[start..<max(start, min(end, bytes.count))].count { $0 == UInt8(ascii: "\n") }
  }
}
