import LibC

/// Several files as one: all of them, or none.
extension OutputFile {
  /// Writes files to a folder that is there.
  ///
  /// Each is written under another name beside its place; all are renamed when all are whole. Files that are there
  /// already are replaced, links followed.
  ///
  /// - Parameters:
  ///   - names: of the files, without a folder.
  ///   - bytes: the content of each, by its position; they can be made again, so that nobody waits for the disk.
  /// - Throws: `OutputError`, also if something of one of the names is no file; and what `bytes` throws. Then nothing is
  ///   left behind and nothing was changed.
  /// - Complexity: O(n) in the bytes; those of one file are in memory at a time.
  package static func write(_ names: [String], to folder: String, bytes: (Int) throws -> [UInt8]) throws {
    var waiting: [(temporary: String, target: String, path: String)] = []
    defer {
      for file in waiting {
        unlink(file.temporary)
        forget(file.temporary)
      }
    }
    for (index, name) in names.enumerated() {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      let (target, permissions) = try replaceable(path)
      let (file, temporary) = try makeTemporary(beside: target, permissions, path)
      defer { close(file) }
      waiting.append((temporary, target, path))
      try write(try bytes(index), to: file, path)
    }
    for (done, file) in waiting.enumerated() {
      guard rename(file.temporary, file.target) == 0 else {
        let code = errno
        waiting.removeFirst(done)
        throw OutputError.cannotCreate(file.path, reason: reason(code))
      }
      forget(file.temporary)
    }
    waiting.removeAll()
  }

  /// The file that a path names, and its permissions if it is there.
  ///
  /// - Throws: `OutputError` if there is something that cannot be replaced.
  private static func replaceable(_ path: String) throws(OutputError) -> (String, mode_t?) {
    guard let target = resolved(path) else { throw .cannotCreate(path, reason: reason(errno)) }
    var status = stat()
    guard stat(target, &status) == 0 else { return (target, nil) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotCreate(path, reason: "there is something of this name that is no file")
    }
    guard access(target, W_OK) == 0 else { throw .cannotCreate(path, reason: reason(errno)) }
    return (target, status.st_mode & 0o7777)
  }
}
