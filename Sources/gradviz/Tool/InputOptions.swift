import ArgumentParser
import GradViz
import Micrograd

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a graph comes from, and what is chosen of it.
struct InputOptions: ParsableArguments {
  @Argument(help: "A file with an expression or graph JSON; - for standard input.", completion: .file())
  var input: String?

  @Option(name: [.short, .long], help: "An expression in place of a file.")
  var expression: String?

  @Option(help: "The name of the value that the graph is about.")
  var root: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("A number for an input, in place of its own.", valueName: "name=number"))
  var settings: [String] = []

  func read(backward: Bool = true) throws -> GraphInput {
    var choices = GraphInput.Choices()
    choices.root = root
    choices.backward = backward
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let number = Double(parts[1]) else {
        throw Failure.usage("--set takes a name and a number, such as --set a=3, not '\(setting)'")
      }
      choices.settings[parts[0]] = number
    }
    let (bytes, source) = try text()
    return try GraphInput(bytes, source: source, choices: choices)
  }

  private func text() throws -> (bytes: [UInt8], source: String) {
    switch (input, expression) {
    case (nil, let expression?): return (Array(expression.utf8), "<expression>")
    case (let path?, nil): return (try InputFile.read(path), path == "-" ? "<stdin>" : path)
    case (nil, nil):
      throw Failure.usage(
        "no input; name a file, - for standard input, or give an expression with -e 'a = 2; L = a * a'")
    default: throw Failure.usage("give a file or an expression with -e, not both")
    }
  }
}

/// Reads a file, or standard input for `-`.
enum InputFile {
  static func read(_ path: String) throws -> [UInt8] {
    let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
    guard file >= 0 else {
      throw Failure.noInput(
        "cannot read '\(path)': \(errno == ENOENT ? "there is no such file; check the path" : String(cString: strerror(errno)))"
      )
    }
    defer { if path != "-" { close(file) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = systemRead(file, &buffer)
      if count < 0 {
        if errno == EINTR { continue }
        let reason = errno == EISDIR ? "it is a folder; name a file" : String(cString: strerror(errno))
        throw Failure.noInput("cannot read '\(path)': \(reason)")
      }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
      guard bytes.count <= mostBytes else {
        throw Failure.badInput("'\(path)' is larger than 1 GB, the most that is read")
      }
    }
  }

  private static let mostBytes = 1 << 30
}

private func systemRead(_ file: Int32, _ buffer: inout [UInt8]) -> Int {
  read(file, &buffer, buffer.count)
}
