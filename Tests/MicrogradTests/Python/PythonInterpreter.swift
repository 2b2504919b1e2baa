import Foundation

/// The python3 of the machine, where there is one.
enum PythonInterpreter {
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/python3" }.first(where: FileManager.default.isExecutableFile)
  }()

  static let tables = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Reference")

  /// What a script writes on its standard output.
  static func output(of script: URL, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: path!)
    process.arguments = [script.path()] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return output
  }
}
