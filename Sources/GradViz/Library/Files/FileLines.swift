import LibC

/// The lines of a file one after the other, so that it may be larger than the memory.
final class FileLines {
  private let file: Int32?
  private var buffer: [UInt8]
  /// Where the next line begins in the buffer.
  private var start = 0
  /// The bytes of the file up to the end of the last line that was read.
  private(set) var end = 0
  /// What is left when there is no whole line any more: the file ended in the middle of one.
  private(set) var rest: [UInt8] = []
  /// Why there are no more lines; nil at the end of the file.
  private(set) var fault: InputError?

  /// The lines of a file; none, and a fault, if it cannot be opened.
  init(_ path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    self.file = file >= 0 ? file : nil
    fault = file >= 0 ? nil : InputError(code: errno)
    buffer = []
  }

  /// The lines of a file that is in the memory.
  init(_ bytes: [UInt8]) {
    file = nil
    buffer = bytes
  }

  deinit { if let file { close(file) } }

  /// The next line without its end; nil if there is no whole line any more, or it cannot be read.
  func next() -> [UInt8]? {
    var searched = start
    while fault == nil {
      if let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(buffer[start..<newline])
        end += line.count + 1
        start = newline + 1
        return line
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      guard readMore() else { break }
    }
    rest = buffer
    return nil
  }

  private func readMore() -> Bool {
    guard let file else { return false }
    do throws(InputError) {
      var piece = [UInt8](repeating: 0, count: 1 << 18)
      let count = try InputFile.read(file, &piece)
      buffer += piece.prefix(count)
      if buffer.count > InputFile.mostBytes { throw .tooLarge }
      return count > 0
    } catch {
      fault = error
      return false
    }
  }
}
