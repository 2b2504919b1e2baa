import LibC

/// A file that grows by whole pieces, and that one process at a time may write.
final class AppendedFile {
  private let path: String
  /// What is written: the file, or the one that is to take its place.
  private let file: Int32
  private(set) var length: Int
  /// The file whose place is to be taken, and what it is called until then.
  private var replaced: (file: Int32, temporary: String, isNew: Bool)?

  /// Opens a file, or makes an empty one, and locks it.
  ///
  /// - Parameter replaces: whether what is written takes the place of the file only with `commit()`; until then
  ///   the old one stays as it is.
  /// - Throws: `OutputError`; `inUse` if another process, or this one, writes it.
  init(_ path: String, replaces: Bool = false) throws(OutputError) {
    let (file, length) = try AppendedFile.locked(path)
    self.path = path
    guard replaces else {
      (self.file, self.length) = (file, length)
      return
    }
    do throws(OutputError) {
      let temporary = try OutputFile.makeTemporary(beside: path, nil, path)
      (self.file, self.length) = (temporary.file, 0)
      replaced = (file, temporary.path, length == 0)
    } catch {
      _ = Self.systemClose(file)
      throw error
    }
  }

  private static func locked(_ path: String) throws(OutputError) -> (file: Int32, length: Int) {
    while true {
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard file >= 0 else { throw .cannotCreate(path, reason: OutputFile.reason(errno)) }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        let code = errno
        _ = systemClose(file)
        throw code == EWOULDBLOCK ? .inUse(path) : .cannotCreate(path, reason: OutputFile.reason(code))
      }
      let end = lseek(file, 0, SEEK_END)
      guard end >= 0 else {
        _ = systemClose(file)
        throw .cannotCreate(path, reason: "it is no regular file; choose another folder")
      }
      var (mine, named) = (stat(), stat())
      // Another process may have put a new file in its place before the lock was ours.
      if fstat(file, &mine) == 0, stat(path, &named) == 0, mine.st_ino == named.st_ino {
        return (file, Int(end))
      }
      _ = systemClose(file)
    }
  }

  deinit {
    _ = Self.systemClose(file)
    guard let (old, temporary, isNew) = replaced else { return }
    // Nothing was committed, and the folder is left as it was found.
    unlink(temporary)
    OutputFile.forget(temporary)
    if isNew { unlink(path) }
    _ = Self.systemClose(old)
  }

  /// Takes the place of the old file, if that was wanted and is not done.
  func commit() throws(OutputError) {
    guard let (old, temporary, _) = replaced else { return }
    try synchronize()
    guard rename(temporary, path) == 0 else { throw .cannotWrite(path, reason: OutputFile.reason(errno)) }
    OutputFile.forget(temporary)
    _ = Self.systemClose(old)
    replaced = nil
  }

  /// Whether what is written stands under its own name.
  var isCommitted: Bool { replaced == nil }
  /// Whether there is nothing that would be lost.
  var replacesNothing: Bool { replaced?.isNew ?? true }

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
