import Foundation
import TemporaryFolder
import Testing

/// What a stranger gives the command by accident or in bad faith, and what it answers.
@Suite struct MisuseTests {
  private let temporary = TemporaryFolder()
  private var folder: String { temporary.path }

  init() throws { try temporary.make() }

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
  }

  private func run(_ words: String...) throws -> Command { try Command.run(words, in: folder) }

  private static func isHarmless(_ data: Data) -> Bool {
    String(decoding: data, as: UTF8.self).unicodeScalars.allSatisfy {
      $0 == "\n" || !($0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E)
    }
  }

  /// Labels, columns and names of files are shown, and do nothing to the terminal.
  @Test func namesDoNothingToTheTerminal() throws {
    let evil = "a\\u001b[31m\\u0000\\u009b\\r\\u202e"
    try write(
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"label\": \"\(evil)\", \"data\": 2}, "
        + "{\"id\": 1, \"op\": \"exp\", \"label\": \"r\(evil)\", \"prev\": [0]}]}", "g.json")
    for command in ["eval", "check"] {
      let result = try run(command, "g.json")
      #expect(result.status == 0 && Self.isHarmless(result.output), "\(command): \(result.text)")
      #expect(result.text.contains("a␛[31m␀"), "\(command): \(result.text)")
    }
    try write("x\u{1B}[2J,y\n1,0\n2,1\n3,0\n4,1\n", "d\u{1B}[0m.csv")
    let trained = try run(
      "train", "d\u{1B}[0m.csv", "--steps", "1", "--frames", "none", "--record", "r\u{1B}")
    #expect(trained.status == 0 && Self.isHarmless(trained.output), "\(trained.text)")
    #expect(Self.isHarmless(Data(trained.error.utf8)), "\(trained.error)")
    let drawn = try run("timeline", "r\u{1B}")
    #expect(drawn.status == 0 && drawn.text.hasPrefix("wrote r␛: "), "\(drawn.text)")
    for missing in [try run("render", "\u{1B}]0;x\u{7}"), try run("predict", "\u{1B}c")] {
      #expect(
        missing.status == 66 && missing.error.contains("␛") && Self.isHarmless(Data(missing.error.utf8)))
    }
  }

  /// The folder is as it was, and the words say what to do.
  @Test func aLostModelIsNoReasonToBeginAnew() throws {
    #expect(try run("train", "xor", "--steps", "4", "--hidden", "3", "--record", "w", "-q").status == 0)
    try FileManager.default.removeItem(atPath: "\(folder)/w/model.json")
    let before = try Data(contentsOf: URL(filePath: "\(folder)/w/run.jsonl"))
    let result = try run("train", "--resume", "--record", "w", "--steps", "6")
    #expect(result.status == 65 && result.error.contains("4 steps were recorded"), "\(result.error)")
    #expect(result.error.contains("model.json is missing") && result.error.contains("--overwrite"))
    #expect(try Data(contentsOf: URL(filePath: "\(folder)/w/run.jsonl")) == before)
  }

  /// A run that learned from standard input goes on with the same, piped in again.
  @Test func pipedDataArePipedAgain() throws {
    let data = Data("x,y\n0.5,2.5\n1,3\n2,4\n".utf8)
    let words = ["--steps", "2", "--hidden", "2", "--record", "p q", "-q"]
    #expect(try Command.run(["train"] + words, input: data, in: folder).status == 0)
    let nothing = try run("train", "--resume", "--record", "p q", "--steps", "4")
    #expect(nothing.status == 65 && nothing.error.contains("pipe the same data in again"), "\(nothing.error)")
    #expect(nothing.error.contains("gradviz train --resume --record 'p q' < DATA"), "\(nothing.error)")
    let resume = ["train", "--resume", "--record", "p q", "--steps", "4"]
    let others = try Command.run(resume, input: Data("x,y\n0.5,2.5\n1,3\n2,5\n".utf8), in: folder)
    #expect(others.status == 65, "\(others.error)")
    #expect(others.error.contains("the data of standard input are others"), "\(others.error)")
    #expect(try Command.run(resume, input: data, in: folder).text.hasPrefix("after 4 steps"))
  }

  /// Numbers whose squares no double holds are as far off in a prediction as in the training.
  @Test(arguments: ["1e200", "1e-200"]) func errorsOfAnySizeAreSaid(_ size: String) throws {
    try write("x,y\n" + (1...9).map { "\($0),\($0)\(size.dropFirst())\n" }.joined(), "big.csv")
    let trained = try run("train", "big.csv", "--steps", "20", "--record", "b", "--frames", "none")
    let predicted = try run("predict", "b", "big.csv")
    let distance = try #require(trained.text.firstMatch(of: #/off by (\S+) /#)).1
    #expect(
      predicted.error.contains("off by \(distance) (root mean square) in 9 rows"), "\(predicted.error)")
  }

  @Test func networksWithoutAnAnswerGiveNone() throws {
    _ = try run("train", "xor", "--lr", "1e308", "--steps", "5", "--record", "z", "-q")
    try write("x0,x1\n1,2\n-1,1\n", "rows.csv")
    let result = try run("predict", "z", "rows.csv")
    #expect(result.status == 65 && result.output.isEmpty, "\(result.text)")
    #expect(result.error.contains("rows.csv:2:1: error: the network gives "), "\(result.error)")
    #expect(!result.error.contains("-nan"))
  }

  /// Of a file of a run: what is put for what, and what the words must have, and must not.
  static let damages: [(String, String, String, String)] = [
    (
      "model.json", "\"loss\": \"hinge\"", "\"loss\": \"foo\"",
      "plan.loss: \"foo\" is not known; it is one of \"hinge\", "
    ),
    ("model.json", "\"x0\"", "\"x1\"", "the column 'x1' stands twice"),
    ("model.json", "\"firstLoss\": ", "\"firstLoss\": -5, \"was\": ", "the first loss is -5.0"),
    ("model.json", "\"firstLoss\": ", "\"firstLoss\": \"nan\", \"was\": ", "the first loss is nan"),
    ("run.jsonl", "\"every\": 1", "\"every\": 0", "run.jsonl:1:50: error: \"every\" is a number of steps"),
    ("run.jsonl", "\"every\": 1", "\"every\": -3", "from 1 on, not -3"),
    (
      "run.jsonl", "\"frames\": \"svg\"", "\"frames\": \"gif\"",
      "error: frames: \"gif\" is not known; it is one of \"svg\", \"png\""
    ),
  ]

  @Test(arguments: 0..<damages.count) func damagedFieldsAreNamed(_ index: Int) throws {
    let (name, old, new, words) = Self.damages[index]
    let steps = ["--steps", "2", "--hidden", "2", "--loss", "hinge"]
    #expect(try Command.run(["train", "xor", "--record", "w", "-q"] + steps, in: folder).status == 0)
    let path = "\(folder)/w/\(name)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(old), "\(text.prefix(400))")
    try text.replacing(old, with: new, maxReplacements: 1).write(
      toFile: path, atomically: true, encoding: .utf8)
    let result = try run("train", "--resume", "--record", "w", "--steps", "3")
    #expect(result.status == 65 && result.error.contains(words), "\(result.error)")
    #expect(
      !result.error.contains("before line 1") && !result.error.contains("initialize"), "\(result.error)")
  }

  /// Words of a command, and what the refusal must have.
  static let refused: [([String], String)] = [
    (["timeline", "w", "--pace", "3"], "--pace is for the pictures of --steps"),
    (["steps", "-e", "a = 2; b = a * a", "-o", "s/", "--pace", "3"], "--pace is for what plays"),
    (["render", "-e", "a = 2", "-o", "a.svg", "-Tpng"], "'a.svg' is svg, and -T says png"),
    (["render", "-e", "a = 2", "-o", "a.svg", "-o", "./a.svg"], "'a.svg' and './a.svg' are one file"),
    (["render", "-e", "a = 2", "-o", "a.svg", "-o", "a.svg"], "'a.svg' is named twice"),
    (["steps", "-e", "a = 2", "-o", "s", "-o", "s/"], "'s' and 's/' are one file"),
    (["train", "moons", "--noise", "1e308"], "--noise is between 0 and 1000000"),
    (["train", "xor", "--samples", "10000000"], "--samples is between 1 and 1000000, not 10000000"),
    (["eval", "-e", "a = 2", "--timeout", "1e300"], "from 0 to 1000000"),
    (["render", "-e", "a = 2", "-o", "-dash.svg"], "write -o=-dash.svg"),
    (["render", "-e", "a = 2", "--title", "--x"], "write --title=--x"),
    (["help", "nosuch"], "no help on 'nosuch', which is no command of gradviz; there are render, show"),
    (["help", "rendr"], "did you mean: gradviz help render"),
    (["--verison"], "did you mean: gradviz --version"), (["versoin"], "did you mean: gradviz --version"),
    (["render", "--expr", "a = 2"], "Unknown option '--expr'; here it is --expression"),
    (["render", "a.txt", "b.svg"], "Unexpected argument 'b.svg'; an output is named with -o b.svg"),
    (["render", "-e", "a = 2", "-Tjson", "-T", "dot"], "-T is given twice, with 'json' and 'dot'"),
    (["render", "-e", "a = 2", "-Tjson", "--type=dot"], "--type is given twice, with 'json' and 'dot'"),
    (["eval", "-e", "a = 2; b = a * a", "--root=b", "--root=a"], "--root is given twice, with 'b' and 'a'"),
    (["train", "xor", "--steps", "2", "--lr=1", "--steps", "3"], "--steps is given twice, with '2' and '3'"),
    (["eval", "-e", "a = 2", "--json", "--table"], "--json and --table are two forms of one result"),
    (
      ["render", "-e", "a = 2", "--edges", "contribution", "--no-backward", "-Tdot"],
      "--edges contribution is what gradients are made of, and --no-backward leaves them out"
    ),
  ]

  @Test(arguments: 0..<refused.count) func whatCannotBeMeantIsRefused(_ index: Int) throws {
    let (words, answer) = Self.refused[index]
    let result = try Command.run(words, in: folder)
    #expect(result.status == 64 && result.error.contains(answer), "\(words): \(result.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  /// The remedies do what they say.
  @Test func valuesThatLookLikeOptionsCanBeWritten() throws {
    let result = try run("render", "-e", "a = 2", "-o=-dash.svg", "--title=--x")
    #expect(result.status == 0, "\(result.error)")
    #expect(try String(contentsOfFile: "\(folder)/-dash.svg", encoding: .utf8).contains("--x"))
    #expect(try run("render", "-e", "a = 2", "-Ttikz", "-o", "a.tex").status == 0)
  }

  @Test func shortOptionsMayBeJoined() throws {
    let apart = try run("render", "-q", "-T", "dot", "-e", "a=2")
    #expect(apart.status == 0 && apart.text.hasPrefix("digraph"))
    for joined in [
      ["-qTdot", "-ea=2"], ["-Tdot", "-qea=2"], ["-Tdot", "-qe", "a=2"], ["-qo", "-", "-Tdot", "-e", "a=2"],
    ] {
      #expect(try Command.run(["render"] + joined, in: folder).output == apart.output, "\(joined)")
    }
  }

  /// What a stream leads to is added to, whatever it is.
  @Test func streamsAreNeverReplaced() throws {
    let (status, error) = try Command.shell(
      "echo kept > log && gradviz render -e 'a = 2' -o /dev/stdout >> log && gradviz render -e 'a = 2' > r.svg && "
        + "gradviz steps -e 'a = 2; b = a * a' -o /dev/stdout > steps.svg && "
        + "gradviz steps -e 'a = 2; b = a * a' -o s.svg", in: folder)
    #expect(status == 0, "\(error)")
    func read(_ name: String) throws -> String {
      try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }
    #expect(try read("log") == "kept\n" + read("r.svg") && read("steps.svg") == read("s.svg"))
  }

  @Test func whatNoSuffixSaysIsSaid() throws {
    let result = try run("render", "-e", "a = 2", "-o", "x")
    #expect(result.status == 0 && result.error.hasPrefix("'x' is SVG, as no suffix says another format"))
    for quiet in [["-o", "y", "-q"], ["-o", "y", "-Tsvg"], ["-o", "/dev/null"], ["-o", "y.svg"]] {
      #expect(try Command.run(["render", "-e", "a = 2"] + quiet, in: folder).error.isEmpty, "\(quiet)")
    }
  }

  /// A line of an error has one mark.
  @Test(arguments: [
    ("e.png", "\u{89}PNG\r\n", "error: 'e.png' is a picture"),
    ("e.csv", "a,b\n1,2\n", "error: 'e.csv' is a table"),
  ]) func filesOfOtherKindsAreNamed(_ name: String, _ text: String, _ words: String) throws {
    try Data(text.unicodeScalars.map { UInt8($0.value) }).write(to: URL(filePath: "\(folder)/\(name)"))
    let result = try run("eval", name)
    #expect(result.status == 65 && result.error.hasPrefix(words), "\(result.error)")
    #expect(result.error.split(separator: "error:").count == 1, "\(result.error)")
  }

  /// A label is one line wherever it stands.
  @Test func labelsOfSeveralLinesAreShownAsOne() throws {
    try write(
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1, \"grad\": 3, \"label\": \"p\\nq\"}]}", "n.json")
    #expect(try run("eval", "n.json").text.hasPrefix("p␊q = 1.0\n"))
    for words in [
      ["eval", "n.json", "--root", "zz"], ["eval", "n.json", "--set", "zz=1"],
      ["render", "n.json", "--focus", "zz"],
      ["check", "n.json"],
    ] {
      let result = try Command.run(words, in: folder)
      #expect(
        result.error.contains("p␊q") && result.error.split(separator: "\n").count == 1, "\(result.error)")
    }
  }

  @Test func gradientsSetByHandAloneHaveNoTable() throws {
    let result = try run("check", "-e", "a = 2.0; L = a * a; a.grad = 4.0")
    #expect(result.text == "a.grad: 4.0 ✓\nall gradients agree: 1, measured in two ways\n")
  }

  /// One of a thing is one thing.
  @Test func oneOfAThingIsSingular() throws {
    try write("x,y\n1,0.5\n", "one.csv")
    let result = try run("train", "one.csv", "--task", "numbers", "--steps", "1", "--hidden", "0")
    #expect(result.status == 0 && result.text.hasPrefix("after 1 step: "), "\(result.text)\(result.error)")
    #expect(result.error.contains("1 step of the only sample"), "\(result.error)")
    let drawn = try run("render", "-e", "a = 2.0; b = exp(a)", "-Tsvg")
    #expect(drawn.text.contains("computed from 1 value,"))
  }

  /// `max` and `min` share a tie, and `clamp` is made of them: the article says so.
  @Test func clampSharesTheGradientAtItsBounds() throws {
    for (x, slope) in [(-1.0, "0.0"), (0.0, "0.5"), (0.5, "1.0"), (1.0, "0.5"), (2.0, "0.0")] {
      let result = try run("eval", "-e", "x = \(x)", "-e", "y = clamp(x, 0, 1)")
      let row = result.text.split(separator: "\n").first { $0.hasPrefix("x ") }
      #expect(row?.split(separator: " ")[2] == Substring(slope), "\(result.text)")
    }
  }

  #if os(Linux)
    /// What went out is out.
    @Test func fullStandardOutputIsSaid() throws {
      let (status, error) = try Command.shell("exec gradviz eval -e 'a = 2' > /dev/full", in: folder)
      #expect(status == 74 && error.contains("cannot write standard output"), "\(error)")
      #expect(error.contains("disk is full") && !error.contains("nothing was changed"), "\(error)")
    }
  #endif
}
