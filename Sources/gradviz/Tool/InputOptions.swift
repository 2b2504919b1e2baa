import ArgumentParser
import GradViz
import LibC
import Micrograd

/// Where a graph comes from, and what is chosen of it.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "A file with a program, a notebook or graph JSON; - for standard input.",
    completion: .file(extensions: ["py", "txt", "ipynb", "json"]))
  var input: String?

  @Option(
    name: [.short, .long], parsing: .unconditionalSingleValue,
    help: "A line of the program in place of a file. May be given several times.")
  var expression: [String] = []

  @Option(help: "The name or label of the value that the graph is about.")
  var root: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A number for an input, by name or label, in place of its own.", valueName: "name=number"))
  var settings: [String] = []

  @Flag(name: [.short, .long], help: "No remarks.")
  var quiet = false

  /// - Parameter print: gets what the text prints.
  func read(
    backward: Bool = true, isAtBackward: Bool = true, keepsSteps: Bool = false, keepsNames: Bool = false,
    sample: Int? = nil,
    print: @escaping (String) -> Void = { _ in }
  ) throws -> GraphInput {
    var choices = GraphInput.Choices()
    choices.root = root
    choices.backward = backward
    choices.isAtBackward = isAtBackward
    choices.keepsSteps = keepsSteps
    choices.keepsNames = keepsNames
    choices.sample = sample
    choices.print = print
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1).map { $0.trimmingPrefix { $0 == " " } }
      guard parts.count == 2, let number = Double(InputOptions.trimmed(parts[1])) else {
        throw Failure.usage("--set takes a name and a number, such as --set a=3, not '\(setting)'")
      }
      let name = InputOptions.trimmed(parts[0])
      guard choices.settings.updateValue(number, forKey: name) == nil else {
        throw Failure.usage("--set gives '\(name)' twice; give it once")
      }
    }
    let (bytes, source) = try text()
    choices.folder = folder
    let graph = try GraphInput(bytes, source: source, choices: choices)
    for remark in graph.remarks { Console.note(remark, quiet: quiet) }
    return graph
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// The folder that the text may load files from.
  private var folder: String {
    guard let input, let slash = input.lastIndex(of: "/") else { return "." }
    return String(input[...slash])
  }

  private func text() throws -> (bytes: [UInt8], source: String) {
    switch (input, expression.isEmpty) {
    case (nil, false): return (Array(expression.joined(separator: "\n").utf8), "<expression>")
    case (let path?, true): return (try InputFile.read(path), path == "-" ? "<stdin>" : path)
    case (nil, true):
      // What is piped in is meant, said or not.
      if isatty(STDIN_FILENO) == 0 {
        let bytes = try InputFile.read("-")
        if !bytes.isEmpty { return (bytes, "<stdin>") }
      }
      throw Failure.usage(
        "no input; name a file, - for standard input, or give an expression with -e 'a = 2; L = a * a'")
    default: throw Failure.usage("give a file or an expression with -e, not both")
    }
  }
}

extension InputOptions {
  /// Refuses an output that is the input, by whatever name.
  func refuseToOverwrite(_ path: String) throws {
    if let input, input != "-" { try OutputFile.refuseToReplace(input, by: path) }
  }
}

extension OutputFile {
  /// Refuses an output that is a file which is read, by whatever name.
  static func refuseToReplace(_ input: String, by path: String) throws {
    var (mine, other) = (stat(), stat())
    guard stat(input, &mine) == 0, stat(path, &other) == 0, mine.st_dev == other.st_dev,
      mine.st_ino == other.st_ino, mine.st_mode & S_IFMT == S_IFREG
    else { return }
    throw Failure.usage("'\(path)' is the input, and would be lost; name another file")
  }
}

extension OutputFile {
  /// Refuses outputs of which one would take the place of another.
  static func refuseRepeated(_ paths: [String], _ option: String) throws {
    var seen: [String: String] = [:]
    for path in paths {
      guard let other = seen.updateValue(path, forKey: place(of: path)) else { continue }
      let both = path == other ? "'\(path)' is named twice" : "'\(other)' and '\(path)' are one file"
      throw Failure.usage("\(both); give \(option) once for each output")
    }
  }

  /// The same for all names of a file, there or not.
  private static func place(of path: String) -> String {
    if path == "-" { return path }
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let slash = path.lastIndex(of: "/")
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    for (candidate, rest) in [(path, ""), (folder, "/" + name)] {
      guard let real = realpath(candidate, nil) else { continue }
      defer { free(real) }
      return String(cString: real) + rest
    }
    return path
  }
}

extension InputFile {
  /// Reads a file, or standard input for `-`.
  static func read(_ path: String) throws -> [UInt8] {
    do throws(InputError) {
      return try bytes(of: path)
    } catch {
      if error.isTooLarge { throw Failure.badInput("cannot read '\(path)': \(error)") }
      let isRun = access("\(path)/run.jsonl", F_OK) == 0
      throw Failure.noInput(
        isRun
          ? "'\(path)' is the folder of a run; draw its pictures with: gradviz timeline \(ShellWord.quoted(path))"
          : "cannot read '\(path)': \(error)")
    }
  }
}
