import Foundation
import GradViz
import Micrograd
import TemporaryFolder
import Testing

/// Runs the built command as a user would.
struct Command {
  let status: Int32
  let output: Data
  let error: String

  var text: String { String(decoding: output, as: UTF8.self) }

  /// The binary stands beside the test bundle.
  static let path: String = {
    let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let candidates = [
      bundle, Bundle.main.bundleURL, Bundle(for: Marker.self).bundleURL.deletingLastPathComponent(),
    ]
    .map { $0.appending(path: "gradviz").path }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[0]
  }()

  private final class Marker {}

  @discardableResult
  static func run(_ arguments: String..., input: Data = Data(), in folder: String? = nil) throws -> Command {
    try run(arguments, input: input, in: folder)
  }

  static func run(_ arguments: [String], input: Data = Data(), in folder: String? = nil) throws -> Command {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    // Files, not pipes: nothing can block, whatever the sizes.
    let names = (0..<3).map { _ in
      FileManager.default.temporaryDirectory.appending(path: "gradviz-io-\(UUID())")
    }
    try input.write(to: names[0])
    try Data().write(to: names[1])
    try Data().write(to: names[2])
    defer { for name in names { try? FileManager.default.removeItem(at: name) } }
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "\(arguments) crashed")
    return Command(
      status: process.terminationStatus, output: try Data(contentsOf: names[1]),
      error: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self))
  }

  /// Runs a script in a folder, `gradviz` being the command.
  static func shell(_ script: String, in folder: String) throws -> (status: Int32, error: String) {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.currentDirectoryURL = URL(filePath: folder)
    shell.arguments = ["-c", script.replacing("gradviz ", with: "'\(path)' ")]
    let said = Pipe()
    shell.standardError = said
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    let error = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    #expect(shell.terminationReason == .exit, "\(script) crashed")
    return (shell.terminationStatus, error)
  }
}

@Suite struct CommandTests {
  private let temporary = TemporaryFolder()
  var folder: String { temporary.path }

  init() throws { try temporary.make() }

  private func file(_ name: String, _ text: String) -> String {
    let path = "\(folder)/\(name)"
    _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
    return path
  }

  private static let lecture = "a = 2.0; b = -3.0; c = 10.0; f = -2.0\ne = a * b\nd = e + c\nL = d * f\n"

  private var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
  }

  @Test func rendersEveryFormat() throws {
    _ = file("expr.txt", Self.lecture)
    for (suffix, magic) in [
      ("svg", "<?xml"), ("png", "\u{89}PNG"), ("pdf", "%PDF"), ("dot", "digraph"), ("json", "{"),
    ] {
      let result = try Command.run("render", "expr.txt", "-o", "g.\(suffix)", in: folder)
      #expect(result.status == 0 && result.error.isEmpty && result.output.isEmpty)
      let bytes = try Data(contentsOf: URL(filePath: "\(folder)/g.\(suffix)"))
      #expect(bytes.starts(with: magic.unicodeScalars.map { UInt8($0.value) }))
    }
    #expect(names == ["expr.txt", "g.dot", "g.json", "g.pdf", "g.png", "g.svg"])
  }

  @Test func severalOutputsAndStandardOutput() throws {
    let path = file("expr.txt", Self.lecture)
    let result = try Command.run("render", path, "-o", "-", "-o", "\(folder)/a.svg")
    #expect(result.status == 0)
    #expect(result.output == (try Data(contentsOf: URL(filePath: "\(folder)/a.svg"))))
    #expect(try Command.run("render", "-", input: Data(Self.lecture.utf8)).output == result.output)
    #expect(try Command.run("render", "-e", Self.lecture, "-T", "svg").output == result.output)
  }

  @Test func jsonRoundTrip() throws {
    let json = try Command.run("render", "-e", Self.lecture, "-T", "json").output
    #expect(try Command.run("render", "-", "-T", "json", input: json).output == json)
    let moved = try Command.run("eval", "-", "--set", "a=3", "--json", input: json).text
    #expect(moved.contains("\"name\": \"L\", \"value\": -2.0"))
    let inner = try Command.run("eval", "-", "--root", "d", input: json).text
    #expect(inner.hasPrefix("d = 4.0"))
    let bare = try Command.run("render", "-", "-T", "json", "--no-backward", input: json).text
    #expect(!bare.contains("grad\"") && bare.contains("\"backward\": false"))
  }

  @Test func evalPrintsATable() throws {
    let result = try Command.run("eval", "-e", Self.lecture + "; q = 5; L")
    #expect(result.status == 0 && result.text.hasPrefix("L = -8.0\n"))
    let rows = result.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(rows.contains(["a", "2.0", "6.0", "input"]))
    #expect(rows.contains(["q", "5.0", "0.0", "input,", "unused"]))
    let json = try JSONSerialization.jsonObject(
      with: try Command.run("eval", "-e", Self.lecture, "--json").output)
    let values = try #require((json as? [String: Any])?["values"] as? [[String: Any]])
    #expect(values.first { $0["name"] as? String == "b" }?["gradient"] as? Double == -4)
  }

  @Test func checkComparesWithDifferences() throws {
    let good = try Command.run("check", "-e", "a = 2; b = -3; L = (a * b).tanh() * a; unused = 4; L")
    #expect(good.status == 0 && good.text.contains("all gradients agree") && good.text.contains("unused"))
    let json = try Command.run("render", "-e", "a = 2; b = a * a", "-T", "json").text
    let wrong = json.replacingOccurrences(of: "\"grad\": 4.0", with: "\"grad\": 5.0")
    let bad = try Command.run("check", "-", input: Data(wrong.utf8))
    #expect(bad.status == 1 && bad.error.contains("error:") && bad.text.contains("disagrees"))
  }

  @Test func examplesDrawTheNotebook() throws {
    let result = try Command.run("examples", "--folder", "\(folder)/out/pictures")
    #expect(result.status == 0 && result.text.contains("0.7071067811865477"))
    let drawn = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out/pictures").sorted()
    #expect(
      drawn == [
        "cross-entropy.png", "cross-entropy.svg", "expression.png", "expression.svg", "mlp.png", "mlp.svg",
        "neuron-exp.png", "neuron-exp.svg", "neuron.png", "neuron.svg",
      ])
    #expect(try Command.run("examples", "nothing").status == 64)
  }

  @Test func doctorVersionAndHelp() throws {
    let doctor = try Command.run("doctor")
    #expect(doctor.status == 0 && doctor.text.contains("Graphviz") && doctor.text.contains("all is well"))
    let version = try Command.run("--version").text
    #expect(version.firstMatch(of: /^gradviz \d+\.\d+\.\d+ \(.+\)\nGraphviz (\d.*)\n$/) != nil, "\(version)")
    #expect(doctor.text.contains("Graphviz   \(version.split(separator: "\n")[1].dropFirst(9))\n"))
    #expect(try Command.run("render", "--version").text == version)
    let help = try Command.run("render", "--help")
    #expect(help.status == 0 && help.text.contains("Examples:"))
    #expect(try Command.run("--generate-completion-script", "bash").text.contains("gradviz"))
  }

  static let flags: [[String]] = [
    ["--style", "lecture"], ["--theme", "dark"], ["--rankdir", "TB"], ["--rankdir", "lr"],
    ["--ops", "folded"],
    ["--digits", "2"], ["--max-nodes", "3"], ["--title", "T"], ["--scale", "2", "-T", "png"], ["--legend"],
    ["--background", "transparent"], ["--background", "#abc"], ["--no-backward"], ["--timeout", "0"],
    ["--quiet"],
    ["--root", "d"], ["--set", "a=1e-3"], ["--set", "a=1", "--set", "b=nan"],
  ]

  @Test(arguments: flags) func everyFlagWorks(_ flags: [String]) throws {
    let suffix = flags.contains("-T") ? "" : ".svg"
    let process = ["render", "-e", Self.lecture] + flags + ["-o", "\(folder)/x\(suffix)"]
    let result = try Command.run(process)
    #expect(result.status == 0 && result.error.isEmpty, "\(flags): \(result.error)")
  }

  // MARK: - Manners

  /// Words, and what the error tells to type; those after the first stay as they are.
  static let slips: [([String], String)] = [
    (["expr.txt"], "gradviz render expr.txt"),
    (["expr.txt", "-o", "a b.svg"], "gradviz render expr.txt -o 'a b.svg'"),
    (["rendr", "x"], "gradviz render x"), (["evla", "-e", "1"], "gradviz eval -e 1"),
    (["chekc"], "gradviz check"),
    (["moons"], "gradviz train moons"),
    (["points.csv", "--steps", "3"], "gradviz train points.csv --steps 3"),
    (["-e", "a = 2"], "gradviz render -e 'a = 2'"), (["a=2"], "gradviz render -e a=2"),
    (["draw", "x"], "gradviz render x"),
    (["run"], "gradviz timeline run"), (["frobnicate"], "gradviz --help"),
    (["Train", "xor"], "gradviz train xor"),
  ]

  @Test(arguments: 0..<slips.count) func forgottenAndMistypedCommandsAreNamed(_ index: Int) throws {
    _ = file("expr.txt", "a = 2")
    try FileManager.default.createDirectory(atPath: "\(folder)/run", withIntermediateDirectories: true)
    _ = file("run/run.jsonl", "")
    let result = try Command.run(Self.slips[index].0, in: folder)
    #expect(result.status == 64 && result.error.contains(Self.slips[index].1), "\(result.error)")
  }

  /// What is given, and what its message must have.
  static let foreign: [([String], String)] = [
    (["train", "moons", "--epochs", "10"], "here it is --steps"),
    (["train", "moons", "--batch_size", "10"], "here it is --batch"),
    (["render", "-e", "1", "--format", "svg"], "here it is -T"),
    (["render", "-e", "a=2;b=a*a", "--overwrite", "-T", "svg"], "--overwrite is for --record"),
    (["render", "-e", "a=2;b=a*a", "--record", "r", "-T", "svg"], "-T is for a drawing"),
    (["render", "-e", "a=2;b=a*a", "--open", "-o", "-"], "--open shows a file"),
    (["eval", "-e", "a=2;b=a*a", "--set", "a=3", "--set", "a=4"], "'a' twice"),
  ]

  @Test(arguments: 0..<foreign.count) func optionsOfOthersAndWithoutEffectAreAnswered(_ index: Int) throws {
    let result = try Command.run(Self.foreign[index].0)
    #expect(result.status == 64 && result.error.contains(Self.foreign[index].1), "\(result.error)")
  }

  @Test func whatChangesNothingIsSaid() throws {
    let printed = try Command.run("eval", "-e", "print(1/3)", "--digits", "3")
    #expect(printed.status == 0 && printed.error.contains("--digits changes nothing in what a text prints"))
    let still = try Command.run("train", "moons", "--lr", "0", "--steps", "2")
    #expect(still.status == 0 && still.error.contains("--lr 0 has no effect"))
  }

  @Test func shortOptionsMayBeJoined() throws {
    let dot = try Command.run("render", "-e", Self.lecture, "-T", "dot").output
    #expect(try Command.run("render", "-Tdot", "-e", Self.lecture).output == dot)
    #expect(try Command.run("render", "-e\(Self.lecture)", "-Tdot").output == dot)
    #expect(try Command.run("render", "-e", Self.lecture, "-o\(folder)/g.dot").status == 0)
    #expect(try Data(contentsOf: URL(filePath: "\(folder)/g.dot")) == dot)
    #expect(try Command.run("eval", "-e", "-3 + 1").text.hasPrefix("result = -2.0"))
  }

  @Test func pipesAreReadWithoutADash() throws {
    let text = Data(Self.lecture.utf8)
    #expect(try Command.run("eval", input: text).output == Command.run("eval", "-", input: text).output)
    #expect(try Command.run("check", input: text).status == 0)
    let rows = Data("a,y\n1,0\n2,1\n".utf8)
    #expect(try Command.run("train", "--steps", "2", input: rows).text.hasPrefix("after 2 steps"))
  }

  @Test func theInputIsNotOverwritten() throws {
    let path = file("g.txt", Self.lecture)
    symlink("g.txt", "\(folder)/link")
    for output in [path, "\(folder)/link", "\(folder)/./g.txt"] {
      let result = try Command.run("render", path, "-T", "svg", "-o", output)
      #expect(result.status == 64 && result.error.contains("is the input"), "\(result.error)")
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.lecture)
  }

  @Test func evalRoundsOnDemand() throws {
    let result = try Command.run("eval", "-e", "a = -1.0; b = a / 3", "--digits", "3")
    #expect(result.text.hasPrefix("b = -0.333\n"))
    #expect(try Command.run("eval", "-e", "a = 1", "--digits", "3", "--json").status == 64)
  }

  /// Lines of every help, at the width of a terminal that tells none.
  /// Into a pipe go boxes and no escape sequences, whatever the environment says; words go elsewhere.
  @Test func showDrawsAsText() throws {
    let shown = try Command.run("show", "-e", "a = 2; b = a * a")
    #expect(shown.status == 0 && shown.error.isEmpty)
    #expect(shown.text.contains("╔ b ══ × ╗") && !shown.text.contains("\u{1B}"))
    let narrow = try Command.run("show", "-e", "a = 2; b = 3; c = a * b", "--width", "10")
    #expect(narrow.status == 0 && narrow.error.contains("does not fit into 10 columns"))
    let picture = try Command.run("show", "-e", "a = 2", "--as", "picture")
    #expect(picture.status == 64 && picture.error.contains("render -o graph.png") && picture.output.isEmpty)
    #expect(try Command.run("show", "-e", "a = 2", "--depth", "1").status == 64)
    #expect(try Command.run("show", "-e", "a = 2", "--width", "9").status == 64)
  }

  @Test func helpFitsInto80Columns() throws {
    for command in ["render", "show", "eval", "check", "train", "predict", "timeline", "examples", "doctor"] {
      let help = try Command.run(command, "--help").text
      for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(command): \(line)") }
    }
  }

  @Test func aProgramOfTheSystemShowsTheDrawing() throws {
    let opener = file("xdg-open", "#!/bin/sh\nhead -c 5 \"$1\" > '\(folder)/opened'\n")
    chmod(opener, 0o755)
    _ = file("open", "#!/bin/sh\nhead -c 5 \"$1\" > '\(folder)/opened'\n")
    chmod("\(folder)/open", 0o755)
    func render(_ path: String) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "PATH=\(path)", "TMPDIR=\(folder)", Command.path, "render", "-e", "a = 2", "--open", "-q",
      ]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    #expect(try render("\(folder):/usr/bin:/bin") == 0)
    #expect(try String(contentsOfFile: "\(folder)/opened", encoding: .utf8) == "<?xml")
    #expect(try render("/nonexistent") == 69)
  }

  #if os(Linux)
    /// What a shell does to the command, its status, and words that the error must have.
    static let limits: [(String, Int32, String)] = [
      ("gradviz render -e 'a = 2' >&-", 74, "cannot write"), ("gradviz eval -e 'a = 2' <&- >&- 2>&-", 74, ""),
      ("ulimit -f 1; gradviz render -e 'a = 2' -o g.svg", 74, "ulimit -f"),
      ("ulimit -s 64; gradviz render -e 'a = 2' -o g.svg", 0, ""),
      ("ulimit -v 600000; gradviz render -e 'a = 2' -o g.svg", 0, ""),
      ("ulimit -v 100000; gradviz render -e 'a = 2' -o g.svg", 70, "ulimit -v"),
      ("gradviz render -e 'a = 2' -o \"$(printf 'caf\\351.svg')\"", 64, "not UTF-8"),
    ]

    /// A sanitizer reserves terabytes of addresses, and writes more than it was asked to.
    static let isSanitized = ProcessInfo.processInfo.environment["GRADVIZ_TEST_SCALE"] != nil

    @Test(.disabled(if: isSanitized), arguments: 0..<limits.count) func limitsEndInWords(_ index: Int) throws
    {
      let (script, status, words) = Self.limits[index]
      let shell = try Command.shell(script, in: folder)
      #expect(shell.status == status, "\(script): \(shell.error)")
      #expect(words.isEmpty || shell.error.contains(words), "\(shell.error)")
      #expect(!names.contains { $0.hasPrefix(".gradviz") })
    }

    /// A run file must not get the descriptor of a standard file, and remarks among its lines.
    @Test func runsWithoutStandardFilesHaveNothingButLines() throws {
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = [
        "-c", "'\(Command.path)' train xor --steps 3 --record '\(folder)/run' --frames none <&- >&- 2>&-",
      ]
      try shell.run()
      shell.waitUntilExit()
      #expect(try RunFile(path: "\(folder)/run/run.jsonl").steps.count == 3)
    }
  #endif

  // MARK: - Training

  @Test func trainRecordsAndTimelineDrawsAgain() throws {
    let run = try Command.run(
      "train", "moons", "--steps", "12", "--every", "5", "--record", "run", in: folder)
    #expect(run.status == 0 && run.text.contains("after 12 steps: loss"))
    #expect(run.error.contains("MLP 2-16-16-1 with relu, 337 parameters") && run.error.contains("seed 1\n"))
    #expect(
      run.text.contains(
        "wrote run: run.jsonl, frames/ (4 svg), model.json, loss.svg, boundary.svg, timeline.html"))
    let again = try Command.run("train", "moons", "--steps", "12", "--record", "run", in: folder)
    #expect(again.status == 65 && again.error.contains("--resume"))
    let other = try Command.run(
      "train", "moons", "--steps", "12", "--every", "5", "--record", "b", in: folder)
    #expect(other.status == 0)
    for name in ["run.jsonl", "model.json", "frames/step-000010.svg", "boundary.svg"] {
      #expect(
        FileManager.default.contentsEqual(atPath: "\(folder)/run/\(name)", andPath: "\(folder)/b/\(name)"))
    }
    let drawn = try Command.run("timeline", "run", "--frames", "png", in: folder)
    #expect(drawn.status == 0 && drawn.text.contains("frames/ (4 png)"))
    #expect(try Command.run("timeline", "nowhere", in: folder).status == 66)
  }

  /// Killed at random moments and taken up again, a run ends with the bytes of one that went through.
  @Test func killedTrainingsResume() throws {
    let steps = ["--steps", "60", "--batch", "20", "--frames", "none"]
    #expect(try Command.run(["train", "moons", "--record", "\(folder)/whole"] + steps).status == 0)
    var arguments = ["train", "moons", "--record", "\(folder)/cut"] + steps
    var generator = RandomGenerator(seed: 7)
    for _ in 0..<4 {
      let process = Process()
      process.executableURL = URL(filePath: Command.path)
      process.arguments = arguments
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(generator.uniform(in: 50_000..<700_000)))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      // Before its first line reached the disk there is nothing to resume.
      let size = try? FileManager.default.attributesOfItem(atPath: "\(folder)/cut/run.jsonl")[.size] as? Int
      if size ?? 0 > 0 { arguments = ["train", "--resume", "--record", "\(folder)/cut"] }
    }
    let last = try Command.run(arguments)
    #expect(last.status == 0, "\(last.error)")
    for name in ["run.jsonl", "model.json", "loss.svg", "boundary.svg"] {
      #expect(
        FileManager.default.contentsEqual(
          atPath: "\(folder)/whole/\(name)", andPath: "\(folder)/cut/\(name)"),
        "\(name)")
    }
  }

  @Test func interruptedTrainingEndsInOrder() throws {
    let process = Process()
    process.executableURL = URL(filePath: Command.path)
    process.arguments = [
      "train", "moons", "--steps", "1000000", "--record", "\(folder)/run", "--frames", "none", "--every",
      "500",
    ]
    process.standardOutput = FileHandle.nullDevice
    let said = Pipe()
    process.standardError = said
    try process.run()
    // As soon as there are steps, however slow the machine is.
    func size() -> Int {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/run/run.jsonl")
      return attributes?[.size] as? Int ?? 0
    }
    while size() < 50_000, process.isRunning { usleep(20_000) }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    let error = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(error.contains("go on with: gradviz train --resume --record \(folder)/run"), "\(error)")
    let written = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/run").sorted()
    #expect(written == ["boundary.svg", "loss.svg", "model.json", "run.jsonl", "timeline.html"])
  }

  @Test func theSampleWhoseGraphIsKeptIsSaid() throws {
    let run = ["train", "lecture", "--steps", "1", "--frames", "none", "--overwrite", "--record", "run"]
    let chosen = try Command.run(run, in: folder)
    #expect(chosen.error.contains("is that of sample "), "\(chosen.error)")
    #expect(chosen.error.contains(" of 4, the one of greatest loss; --sample chooses another"))
    #expect(try Command.run(run + ["--sample", "worst"], in: folder).error == chosen.error)
    for other in ["2", "all"] {
      #expect(try !Command.run(run + ["--sample", other], in: folder).error.contains("greatest loss"))
    }
  }

  @Test func runsGoOnLonger() throws {
    let run = ["train", "moons", "--steps", "5", "--frames", "none", "--record", "run"]
    #expect(try Command.run(run, in: folder).status == 0)
    let more = try Command.run("train", "--resume", "--record", "run", "--steps", "8", in: folder)
    #expect(more.status == 0 && more.text.hasPrefix("after 8 steps"), "\(more.error)")
    let less = try Command.run("train", "--resume", "--record", "run", "--steps", "2", in: folder)
    #expect(less.status == 64 && less.error.contains("has 8 steps already"))
  }

  /// Arguments, and the option that is named.
  static let idle: [([String], String)] = [
    (["moons", "--momentum", "0.5"], "--momentum"), (["moons", "--weight-decay", "1"], "--weight-decay"),
    (["moons", "--every", "2"], "--every"), (["moons", "--frames", "png"], "--frames"),
    (["moons", "--sample", "3"], "--sample"), (["moons", "--overwrite"], "--overwrite"),
    (["moons", "--theme", "dark"], "--theme"), (["moons", "--batch", "100"], "--batch"),
    (["moons", "--task", "classes"], "--task"), (["moons", "--target", "y"], "--target"),
    (["moons", "--missing", "drop"], "--missing"), (["moons", "--scaling", "none"], "--scaling"),
    (["moons", "--hidden", "0", "--activation", "tanh"], "--activation"),
    (["lecture", "--samples", "9"], "--samples"), (["lecture", "--noise", "1"], "--noise"),
    (["yin-yang", "--noise", "1"], "--noise"), (["lecture", "--data-seed", "1"], "--data-seed"),
    (["points.csv", "--samples", "3"], "--samples"), (["points.csv", "--data-seed", "3"], "--data-seed"),
  ]

  @Test(arguments: 0..<idle.count) func optionsWithoutEffectAreNamed(_ index: Int) throws {
    let (arguments, option) = Self.idle[index]
    _ = file("points.csv", "a,y\n1,0\n2,1\n3,0\n")
    let result = try Command.run(["train"] + arguments + ["--steps", "1"], in: folder)
    #expect(result.status == 0 && result.error.contains("\(option) has no effect"), "\(result.error)")
    let plain = try Command.run("train", arguments[0], "--steps", "1", in: folder)
    #expect(!plain.error.contains("has no effect"))
  }

  @Test func divergenceExitsWithOne() throws {
    let result = try Command.run(
      "train", "lecture", "--lr", "1e200", "--activation", "relu", "--record", "\(folder)/d")
    #expect(result.status == 1 && result.error.contains("error: training diverged at step"))
  }

  @Test func csvFilesAreLearned() throws {
    let path = file("points.csv", "x,y,kind\n0,0,a\n0,1,b\n1,0,b\n1,1,a\n")
    let result = try Command.run("train", path, "--steps", "200", "--hidden", "8")
    #expect(result.status == 0 && result.text.contains("accuracy 100 %"), "\(result.text)\(result.error)")
    let quiet = try Command.run("train", path, "--steps", "3", "-q", "--record", "\(folder)/q")
    #expect(quiet.status == 0 && quiet.text.isEmpty && quiet.error.isEmpty)
    let piped = try Command.run(
      "train", "-", "--steps", "200", "--hidden", "8",
      input: Data("x,y,kind\n0,0,a\n0,1,b\n1,0,b\n1,1,a\n".utf8))
    #expect(piped.text == result.text)
    let bad = try Command.run("train", file("bad.csv", "x,y\n1,a\n,b\n"))
    #expect(bad.status == 65 && bad.error.contains("bad.csv:3:1: error: column 'x' is empty"))
    // Advice names nothing that was chosen already.
    for (chosen, advice) in [
      ([], "--activation relu"), (["--activation", "relu"], "--optimizer adamw"),
      (["--activation", "relu", "--optimizer", "adamw"], "another --lr"),
    ] {
      let activation = chosen.isEmpty ? ["--activation", "tanh"] : chosen
      let noise = try Command.run(
        ["train", "circles", "--steps", "1", "--lr", "1e-9", "--optimizer", "sgd"]
          .prefix(chosen.contains("--optimizer") ? 6 : 8) + activation)
      #expect(noise.error.contains("try more --steps, or \(advice)\n"), "\(chosen): \(noise.error)")
    }
    let held = try Command.run("train", "moons", "--steps", "50", "--test", "0.2")
    #expect(held.text.contains("accuracy on 20 unseen samples"))
  }

  @Test func recordedModelsPredict() throws {
    let path = file("points.csv", "x,y,kind\n" + (0..<5).map { _ in "0,0,a\n0,1,b\n1,0,b\n1,1,a\n" }.joined())
    #expect(try Command.run("train", path, "--record", "\(folder)/r", "--frames", "none", "-q").status == 0)
    let rows = file("rows.csv", "y,x\n1,1\n0,1\n")
    let result = try Command.run("predict", "\(folder)/r", rows)
    #expect(result.status == 0 && result.text == "y,x,predicted kind\n1,1,a\n0,1,b\n" && result.error.isEmpty)
    let known = try Command.run("predict", "\(folder)/r", path)
    #expect(known.error == "accuracy 100 % of 20 rows\n")
    #expect(try Command.run("predict", "\(folder)/r", "-", input: Data("1,0\n".utf8)).text == "1,0,b\n")
    let some = try Command.run("predict", "\(folder)/r", "-", input: Data("x,y\n1,0\n1,\n,0\n,\n1,?\n".utf8))
    #expect(some.status == 0 && some.text == "x,y,predicted kind\n1,0,b\n1,,\n,0,\n,,\n1,?,\n")
    #expect(some.error.hasPrefix("4 of 5 rows have no answer:\n  <stdin>:3:3: column 'y' is empty here"))
    #expect(some.error.hasSuffix("\n  and 1 more\n"))
    #expect(try Command.run("predict", "\(folder)/none", rows).status == 66)
    #expect(try Command.run("predict", "\(folder)/r", "\(folder)/none.csv").status == 66)
  }

  /// Arguments, exit code, and words that the error must have.
  static let mistakes: [([String], Int32, String)] = [
    (["render"], 64, "no input"), (["render", "a", "-e", "1"], 64, "not both"),
    (["render", "-e", "1", "-o", "x.foo"], 64, ".svg"),
    (["render", "-e", "1", "-T", "x11"], 64, "svg"),
    (["render", "-e", "1", "--digits", "99"], 64, "--digits"),
    (["render", "-e", "1", "--max-nodes", "0"], 64, "--max-nodes"),
    (["render", "-e", "1", "--scale", "0"], 64, "--scale"),
    (["render", "-e", "1", "--scale", "nan"], 64, "--scale"),
    (["render", "-e", "1", "--background", "url(x)"], 64, "colour"),
    (["render", "-e", "1", "--timeout", "-1"], 64, "--timeout"),
    (["render", "-e", "1", "--set", "a"], 64, "--set a=3"),
    (["render", "-e", "1", "--style", "x"], 64, "lecture"), (["frobnicate"], 64, "error:"),
    (["render", "-e", "1", "--nope"], 64, "--nope"),
    (["render", "-e", ""], 65, "no expression"), (["render", "-e", "a = "], 65, "<expression>:1:5: error:"),
    (["render", "-e", "a = 1; b = a", "--root", "zz"], 65, "unknown name 'zz'"),
    (["render", "-e", "alpha = 1", "--set", "alpah=2"], 65, "did you mean 'alpha'"),
    (["eval", "-e", "import x"], 65, "nothing to draw"), (["check", "-e", "2 +"], 65, "error:"),
    (["render", "/no/such/file"], 66, "no such file"), (["render", "/"], 66, "folder"),
    (["eval", "/no/such"], 66, "error:"),
    (["render", "-e", "1", "-o", "/no/such/folder/g.svg"], 73, "create it first"),
    (["render", "-e", "1", "-o", "/tmp", "-T", "svg"], 73, "folder"),
    (["render", "-e", "{"], 65, "cut off"),
    (["train"], 64, "moons"), (["train", "nothing"], 66, "moons"),
    (["train", "moons", "--lr", "nan"], 64, "learning rate"),
    (["train", "moons", "--hidden", "4,x"], 64, "--hidden"),
    (["train", "moons", "--steps", "-1"], 64, "steps"),
    (["train", "yin-yang", "--loss", "hinge"], 64, "two classes"), (["train", "--resume"], 64, "--record"),
    (["train", "--resume", "--record", "/no/such"], 66, "no such file"),
    (["train", "moons", "--resume", "--record", "x"], 64, "alone"),
    (["train", "moons", "--record", "/proc/x"], 73, "error:"),
    (["train", "moons", "--sample", "x"], 64, "--sample"),
    (["train", "moons", "--sample", "100", "--record", "/tmp/unused"], 64, "no sample 100"),
    (["train", "moons", "--frames", "gif"], 64, "--frames"), (["timeline", "/"], 66, "run.jsonl"),
    (
      [
        "render", "-e",
        "{\"root\": 0, \"nodes\": [{\"id\": 0, \"op\": \"exp\", \"data\": 1, \"prev\": [0]}]}",
      ], 65, "node 0"
    ),
  ]

  @Test(arguments: 0..<mistakes.count) func mistakesEndInWords(_ index: Int) throws {
    let (arguments, code, words) = Self.mistakes[index]
    let result = try Command.run(arguments)
    #expect(result.status == code, "\(arguments): \(result.status) \(result.error)")
    #expect(result.error.contains("error:") && result.error.contains(words), "\(arguments): \(result.error)")
    #expect(result.output.isEmpty && !result.error.contains("Error:"))
  }

  static let texts: [Data] = [
    Data(), Data("\n\n".utf8), Data([0xFF, 0xFE]), Data("a = 1\u{0}".utf8),
    Data("import math\nprint(tahn(1))\n".utf8),
    Data(String(repeating: "(", count: 200_000).utf8),
    Data(("a = " + String(repeating: "x", count: 1 << 20)).utf8),
    Data(("L = " + String(repeating: "1 + ", count: 1 << 18) + "$").utf8), Data("{\"nodes\": 3}".utf8),
    Data("{".utf8),
    Data((String(repeating: "{\"a\":", count: 100_000)).utf8), Data(repeating: 0, count: 1000),
  ]

  @Test(arguments: texts) func badTextsLeaveNothingBehind(_ text: Data) throws {
    try text.write(to: URL(filePath: "\(folder)/bad.txt"))
    for command in ["render", "eval", "check"] {
      let arguments =
        [command, "\(folder)/bad.txt"] + (command == "render" ? ["-o", "\(folder)/g.svg"] : [])
      let result = try Command.run(arguments)
      #expect(
        result.status == 65 && result.error.contains("error:") && result.error.contains("bad.txt"),
        "\(result.error.prefix(300))")
      #expect(result.error.count < 3000)
    }
    #expect(names == ["bad.txt"])
  }

  @Test func hugeButRightIsDrawn() throws {
    let deep = String(repeating: "(", count: 200_000) + "1" + String(repeating: ")", count: 200_000)
    #expect(try Command.run("eval", "-", input: Data(deep.utf8)).text.hasPrefix("result = 1.0"))
    let powers = String(repeating: "2.0**", count: 100_000) + "1"
    let result = try Command.run("render", "-", "-o", "\(folder)/p.svg", input: Data(powers.utf8))
    #expect(result.status == 0 && result.error.isEmpty)
  }

  #if os(Linux)
    @Test func fullDiskIsSaid() throws {
      let result = try Command.run("render", "-e", "1 + 2", "-T", "svg", "-o", "/dev/full")
      #expect(result.status == 74 && result.error.contains("full"))
      #expect(try Command.run("render", "-e", "1 + 2", "-T", "svg", "-o", "/dev/null").status == 0)
    }
  #endif

  @Test func aMistakeKeepsTheOldFile() throws {
    _ = file("g.svg", "old")
    let bad = try Command.run("render", "-e", "a = ", "-o", "\(folder)/g.svg")
    #expect(bad.status == 65)
    #expect(try String(contentsOfFile: "\(folder)/g.svg", encoding: .utf8) == "old")
  }

  @Test func closedPipeEndsQuietly() throws {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = [
      "-c",
      "{ '\(Command.path)' render -e '\(Self.lecture.replacing("\n", with: ";"))' 2>'\(folder)/err'; echo $? >'\(folder)/code'; } | true",
    ]
    try shell.run()
    shell.waitUntilExit()
    let error = try String(contentsOfFile: "\(folder)/err", encoding: .utf8)
    #expect(error.isEmpty)
    #expect(try String(contentsOfFile: "\(folder)/code", encoding: .utf8) == "0\n")
  }

  /// 4,000 boxes drawn by dot with a limit of a twentieth of a second.
  @Test func timeoutEndsTheCommand() throws {
    var text = ""
    for index in 0..<60 { text += "x\(index) = \(index)\n" }
    for round in 0..<60 {
      for index in 0..<60 { text += "x\(index) = x\(index) * x\((index * 7 + round) % 60)\n" }
    }
    text += "y = " + (0..<60).map { "x\($0)" }.joined(separator: " + ")
    let path = file("big.txt", text)
    let result = try Command.run(
      "render", path, "--max-nodes", "9000", "--timeout", "0.05", "-o", "\(folder)/g.svg")
    #expect(result.status == 75 && result.error.contains("error:") && result.error.contains("--timeout"))
    #expect(names == ["big.txt"])
  }

  @Test func interruptEndsTheCommand() throws {
    let process = Process()
    process.executableURL = URL(filePath: Command.path)
    process.arguments = ["render", "-", "-o", "\(folder)/g.svg"]
    let pipe = Pipe()
    process.standardInput = pipe
    try process.run()
    usleep(300_000)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(names.isEmpty)
  }

  @Test func sameBytesRunToRun() throws {
    for format in ["svg", "dot", "json", "pdf", "png"] {
      let runs = try (0..<3).map { _ in try Command.run("render", "-e", Self.lecture, "-T", format).output }
      #expect(Set(runs).count == 1, "\(format)")
    }
  }
}
