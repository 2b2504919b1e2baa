import LibC

/// Why a file could not be read, and what to do about it.
package struct InputError: Error, CustomStringConvertible {
  /// What is wrong, without the name of the file.
  package let description: String
  /// Whether the file was there, and only too large.
  package let isTooLarge: Bool

  /// The file cannot be opened or read.
  init(code: Int32) {
    isTooLarge = false
    description =
      switch code {
      case ENOENT: "there is no such file"
      case EISDIR: "it is a folder; name a file"
      default: String(cString: strerror(code))
      }
  }

  /// The file, or a line of it, is larger than `InputFile.mostBytes`.
  static let tooLarge = InputError()

  private init() {
    isTooLarge = true
    description = "it is larger than 1 GB, the most that is read"
  }
}

/// Reads files and folders.
package enum InputFile {
  /// The most bytes that are read in one piece: 1 GB.
  package static let mostBytes = 1 << 30

  /// The bytes of a file, or of standard input for `-`.
  ///
  /// - Throws: `InputError` if it cannot be read, or has more than `mostBytes`.
  package static func bytes(of path: String) throws(InputError) -> [UInt8] {
    let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw InputError(code: errno) }
    defer { if path != "-" { close(file) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try read(file, &buffer)
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
      guard bytes.count <= mostBytes else { throw .tooLarge }
    }
  }

  /// Reads what comes next of an open file; 0 bytes at its end.
  static func read(_ file: Int32, _ buffer: inout [UInt8]) throws(InputError) -> Int {
    while true {
      let count = systemRead(file, &buffer)
      if count >= 0 { return count }
      if errno != EINTR { throw InputError(code: errno) }
    }
  }

  /// Whether there is a file or a folder of this name.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The names in a folder, in no order; empty if it cannot be read.
  package static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

private func systemRead(_ file: Int32, _ buffer: inout [UInt8]) -> Int { read(file, &buffer, buffer.count) }
