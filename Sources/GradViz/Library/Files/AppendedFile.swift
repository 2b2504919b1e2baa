import LibC

/// A file that grows by whole pieces, and that one process at a time may write.
final class AppendedFile {
  private let path: String
  private let file: Int32
  private(set) var length: Int

  /// Opens a file, or makes an empty one, and locks it until `close()`.
  ///
  /// - Throws: `OutputError`; `inUse` if another process, or this one, writes it.
  init(_ path: String) throws(OutputError) {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw .cannotCreate(path, reason: OutputFile.reason(errno)) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      _ = Self.systemClose(file)
      throw code == EWOULDBLOCK ? .inUse(path) : .cannotCreate(path, reason: OutputFile.reason(code))
    }
    let end = lseek(file, 0, SEEK_END)
    guard end >= 0 else {
      _ = Self.systemClose(file)
      throw .cannotCreate(path, reason: "it is no regular file; choose another folder")
    }
    self.path = path
    self.file = file
    length = Int(end)
  }

  deinit { _ = Self.systemClose(file) }

  /// Adds a piece, or nothing if that fails.
  func append(_ bytes: [UInt8]) throws(OutputError) {
    do throws(OutputError) {
      try OutputFile.write(bytes, to: file, path)
      length += bytes.count
    } catch {
      try? truncate(to: length)
      throw error
    }
  }

  /// Drops what stands behind a length.
  func truncate(to length: Int) throws(OutputError) {
    guard ftruncate(file, off_t(length)) == 0, lseek(file, 0, SEEK_END) >= 0 else {
      throw .cannotWrite(path, reason: OutputFile.reason(errno))
    }
    self.length = length
  }

  /// Waits until the disk has it all.
  func synchronize() throws(OutputError) {
    guard fsync(file) == 0 || errno == EINVAL else {
      throw .cannotWrite(path, reason: OutputFile.reason(errno))
    }
  }

  private static func systemClose(_ file: Int32) -> Int32 { close(file) }
}
