import LibC
import Synchronization

/// Why a file could not be written, and what to do about it.
public enum OutputError: Error, Sendable, CustomStringConvertible {
  /// The suffix names no format.
  case unknownFormat(String)
  /// The file cannot be created: the folder is missing or read-only, or the path is a folder.
  case cannotCreate(String, reason: String)
  /// Writing failed on the way: the disk is full, say. Nothing was left behind.
  case cannotWrite(String, reason: String)
  /// Another process writes this file.
  case inUse(String)
  /// Whoever read the other end of a pipe went away.
  case closedPipe

  private static let standardOutput = "<stdout>"

  /// What failed, and what to do.
  public var description: String {
    switch self {
    case .unknownFormat(let path):
      "'\(path)' has no suffix that names a format; end it with \(Format.suffixes)"
    case .cannotCreate(let path, let reason): "cannot create '\(path)': \(reason)"
    // What went to a stream is out; files are replaced as a whole or not at all.
    case .cannotWrite(OutputError.standardOutput, let reason):
      "cannot write standard output, which is cut off: \(reason)"
    case .cannotWrite(let path, let reason): "cannot write '\(path)': \(reason); nothing was changed"
    case .inUse(let path):
      "'\(path)' is being written by another process; wait for its end or choose another folder"
    case .closedPipe: "the reader closed the pipe"
    }
  }
}

/// Writes files as a whole or not at all.
package enum OutputFile {
  /// Temporary files that exist right now, for a handler of interrupts to remove.
  private static let temporaries = Mutex<Set<String>>([])
  private static let masking = Mutex(())

  /// Writes bytes to a path.
  ///
  /// A regular or missing file is written under another name beside it and renamed over, so that a reader
  /// sees the old file or the new one; links are followed and permissions kept. Devices and pipes are
  /// written directly.
  ///
  /// - Parameters:
  ///   - bytes: the whole content.
  ///   - path: where to; relative to the working folder, if it does not begin with `/`.
  ///   - isDerived: the file can be made again from others, so that nobody waits for the disk.
  /// - Throws: `OutputError`; then nothing is left behind and nothing was changed.
  package static func write(
    _ bytes: [UInt8], to path: String, isDerived: Bool = false
  ) throws(OutputError) {
    if let stream = stream(path) { return try write(bytes, to: stream, path) }
    guard let target = resolved(path) else { throw .cannotCreate(path, reason: reason(errno)) }
    var status = stat()
    let exists = stat(target, &status) == 0
    if exists && status.st_mode & S_IFMT == S_IFDIR {
      throw .cannotCreate(path, reason: "it is a folder; name a file in it")
    }
    if exists && status.st_mode & S_IFMT != S_IFREG {
      let file = open(target, O_WRONLY)
      guard file >= 0 else { throw .cannotCreate(path, reason: reason(errno)) }
      defer { close(file) }
      return try write(bytes, to: file, path)
    }
    if exists && access(target, W_OK) != 0 { throw .cannotCreate(path, reason: reason(errno)) }
    try replace(
      target, with: bytes, permissions: exists ? status.st_mode & 0o7777 : nil, isDerived: isDerived, path)
  }

  /// Whether a path is a stream of the process: `-` or `/dev/stdout`, say, whatever that leads to.
  package static func isStream(_ path: String) -> Bool { path == "-" || stream(path) != nil }

  /// The open file that a path in `/dev` names. What it leads to is added to, not replaced.
  private static func stream(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout", "/dev/fd/1": STDOUT_FILENO
    case "/dev/stderr", "/dev/fd/2": STDERR_FILENO
    default: nil
    }
  }

  /// Writes bytes to an open file, such as standard output.
  ///
  /// - Throws: `OutputError`; `closedPipe` if nobody reads any more.
  package static func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(OutputError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        systemWrite(file, buffer.baseAddress! + written, buffer.count - written)
      }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw errno == EPIPE ? .closedPipe : .cannotWrite(path, reason: reason(errno))
      }
      written += count
    }
  }

  /// Makes a folder, and those above it, unless it is there.
  ///
  /// - Throws: `OutputError.cannotCreate`, also if something on the way is no folder.
  package static func createFolder(_ path: String) throws(OutputError) {
    var end = path.startIndex
    while end < path.endIndex {
      end = path[end...].dropFirst().firstIndex(of: "/") ?? path.endIndex
      let folder = String(path[..<end])
      var status = stat()
      if stat(folder, &status) == 0 {
        guard status.st_mode & S_IFMT == S_IFDIR else {
          throw .cannotCreate(path, reason: "'\(folder)' is no folder")
        }
      } else if mkdir(folder, 0o777) != 0 && errno != EEXIST {
        throw .cannotCreate(path, reason: reason(errno))
      }
    }
  }

  /// Removes what an interrupted write would leave behind.
  package static func removeTemporaries() {
    temporaries.withLock { paths in
      for path in paths { unlink(path) }
      paths.removeAll()
    }
  }

  /// Makes and locks a file beside another, whose place it may take by `rename`.
  ///
  /// The lock tells it from those that killed processes left; see `removeAbandoned(in:)`.
  static func makeTemporary(
    beside target: String, _ permissions: mode_t?, _ path: String
  ) throws(OutputError) -> (file: Int32, path: String) {
    while true {
      var template = Array("\(folder(of: target))\(prefix)XXXXXX".utf8CString)
      let file = mkstemp(&template)
      guard file >= 0 else {
        let code = errno
        throw .cannotCreate(
          path, reason: code == ENOENT ? "the folder does not exist; create it first" : reason(code))
      }
      let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      temporaries.withLock { _ = $0.insert(temporary) }
      _ = fcntl(file, F_SETFD, FD_CLOEXEC)
      // mkstemp's file is private to its owner; a new file gets what the umask leaves.
      fchmod(file, permissions ?? (0o666 & ~currentMask()))
      var status = stat()
      // Where files cannot be locked, nobody removes them either. One that lost the race with whoever clears
      // the folder has no name any more.
      _ = flock(file, LOCK_EX | LOCK_NB)
      if fstat(file, &status) == 0, status.st_nlink > 0 { return (file, temporary) }
      close(file)
      forget(temporary)
    }
  }

  /// No longer to be removed: it was renamed, or removed.
  static func forget(_ temporary: String) { temporaries.withLock { _ = $0.remove(temporary) } }

  private static let prefix = ".gradviz-"

  /// Removes the temporary files that killed processes left in a folder; those of living ones are locked.
  package static func removeAbandoned(in folder: String) {
    for name in InputFile.names(in: folder)
    where name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + 6 {
      let path = "\(folder)/\(name)"
      let file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
      guard file >= 0 else { continue }
      defer { close(file) }
      var status = stat()
      guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        flock(file, LOCK_EX | LOCK_NB) == 0
      else { continue }
      unlink(path)
    }
  }

  private static func replace(
    _ target: String, with bytes: [UInt8], permissions: mode_t?, isDerived: Bool, _ path: String
  ) throws(OutputError) {
    let (file, temporary) = try makeTemporary(beside: target, permissions, path)
    defer { forget(temporary) }
    do throws(OutputError) {
      defer { close(file) }
      try write(bytes, to: file, path)
      // Some systems report a full disk only here.
      guard isDerived || fsync(file) == 0 || errno == EINVAL else {
        throw OutputError.cannotWrite(path, reason: reason(errno))
      }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, target) == 0 else {
      let code = errno
      unlink(temporary)
      throw .cannotCreate(path, reason: reason(code))
    }
  }

  /// The path with links followed, also if the file that a link names is missing; nil if it loops.
  static func resolved(_ path: String) -> String? {
    var path = path
    for _ in 0..<40 {
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let length = buffer.withUnsafeMutableBytes {
        readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
      }
      guard length > 0 else { return path }
      let target = String(decoding: buffer.prefix(length), as: UTF8.self)
      // What the kernel resolves by itself, /dev/stdout among them, is left to it.
      guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else { return path }
      path = target.hasPrefix("/") ? target : folder(of: path) + target
    }
    errno = ELOOP
    return nil
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// It can only be read by setting it, so that two threads at once would leave the wrong one behind.
  private static func currentMask() -> mode_t {
    masking.withLock { _ in
      let mask = umask(0o077)
      umask(mask)
      return mask
    }
  }

  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "the folder does not exist; create it first"
    case EFBIG: "the file is larger than is allowed here; raise the limit of file sizes (ulimit -f)"
    case EACCES, EPERM, EROFS: "permission denied; choose a folder you may write to"
    case ENOSPC, EDQUOT: "the disk is full; make room or write elsewhere"
    default: String(cString: strerror(code))
    }
  }
}

private func systemWrite(_ file: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
  write(file, buffer, count)
}
