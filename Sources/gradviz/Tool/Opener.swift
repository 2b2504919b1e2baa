import LibC

/// Shows a file with the program that the system has for its kind.
enum Opener {
  #if canImport(Darwin)
    static let program = "open"
  #else
    static let program = "xdg-open"
  #endif

  /// - Throws: `Failure` if there is no such program.
  static func open(_ path: String) throws {
    // A name that begins with a dash is no option.
    let path = path.hasPrefix("-") ? "./" + path : path
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup(path), nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let status = posix_spawnp(&process, program, nil, nil, &arguments, environ)
    guard status == 0 else {
      throw Failure(
        code: EX_UNAVAILABLE,
        message: "error: '\(path)' is written, but there is no \(program) to open it; open it by hand")
    }
    var code: Int32 = 0
    while waitpid(process, &code, 0) < 0 && errno == EINTR {}
    guard code == 0 else {
      throw Failure(
        code: EX_UNAVAILABLE, message: "error: '\(path)' is written, but \(program) could not open it")
    }
  }

  /// Where a drawing goes that is only to be looked at.
  static func temporaryPath(suffix: String) throws -> String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/gradviz-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure(
        code: EX_CANTCREAT, message: "error: cannot make a folder in '\(folder)'; name a file with -o")
    }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      + "/graph.\(suffix)"
  }
}
