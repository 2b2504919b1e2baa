import Foundation
import GradViz
import TemporaryFolder
import Testing

@testable import GradVizCLI

/// Every drawing option of the commands that make pictures of steps, of runs or of characters, output by output: it
/// changes the bytes, or it is refused by name. `OptionTests` has those of `render`.
@Suite struct OutputOptionTests {
  /// A network whose neurons can be closed, a relu, and constants.
  private static let text = """
    x = 2.0
    net = MLP(1, [2, 1], activation='relu', seed=1)
    for step in range(2):
      loss = (net(x) - 1) ** 2
      net.zero_grad()
      loss.backward()
      for p in net.parameters(): p.data -= 0.01 * p.grad
    """
  private static let net = """
    x = 2.0
    net = MLP(1, [2, 1], activation='relu', seed=1)
    y = net(x)
    loss = (y - 1) ** 2
    """

  /// All bytes that a command makes: of files by name, and of standard output.
  private typealias Made = [String: Data]

  /// - Parameter command: `OUT` stands for a folder of its own, `RUN` for a recorded run.
  private static func make(_ command: [String]) throws -> (result: Command, made: Made) {
    let temporary = TemporaryFolder()
    try temporary.make()
    try FileManager.default.copyItem(atPath: runs.path, toPath: "\(temporary.path)/run")
    let words = command.map {
      $0.replacing("OUT", with: temporary.path).replacing("RUN", with: "\(temporary.path)/run")
    }
    let result = try Command.run(words)
    var made: Made = ["": result.output]
    for case let name as String in FileManager.default.enumerator(atPath: temporary.path)! {
      // What was read is no output.
      guard !name.hasSuffix("run.jsonl"), !name.hasSuffix("model.json") else { continue }
      made[name] = FileManager.default.contents(atPath: "\(temporary.path)/\(name)")
    }
    // What is said names the folder.
    made[""] = result.output.isEmpty || words.contains("show") ? result.output : Data()
    withExtendedLifetime(temporary) {}
    return (result, made)
  }

  /// A recorded run, made once.
  private static let runs: TemporaryFolder = {
    let folder = TemporaryFolder()
    _ = try? Command.run([
      "train", "xor", "--hidden", "2", "--samples", "8", "--steps", "2", "--record", folder.path, "-q",
    ])
    return folder
  }()

  /// A command, what it makes, and the option that its outputs differ by.
  struct Case: Sendable, CustomTestStringConvertible {
    var words: [String]
    var output: OptionEffects.Output
    /// The options that it has.
    var options: [[String]]
    var testDescription: String { words.joined(separator: " ") }
  }

  private static let ofFrames = [
    ["--theme", "dark"], ["--rankdir", "TB"], ["--ops", "folded"], ["--max-nodes", "9"],
  ]
  private static let ofViews = [
    ["--digits", "2"], ["--depth", "1"], ["--sample", "0"], ["--focus", "y"],
    ["--focus", "y", "--hops", "1"],
    ["--edges", "local"], ["--edges", "contribution"], ["--hide", "constants"],
  ]
  private static let ofDrawings =
    ofFrames + ofViews + [
      ["--style", "lecture"], ["--title", "A title"], ["--scale", "2"], ["--background", "tomato"],
      ["--legend"],
    ]

  static let cases: [Case] =
    ["OUT/steps/", "OUT/steps.svg", "OUT/steps.png", "OUT/steps.pdf"].map {
      Case(words: ["steps", "-e", net, "--phase", "forward", "-o", $0], output: .steps, options: ofDrawings)
    }
    + ["OUT/steps/", "OUT/steps.svg", "OUT/steps.png", "OUT/steps.pdf"].map {
      Case(words: ["timeline", "RUN", "--steps", $0], output: .steps, options: ofFrames)
    }
    + ["svg", "png"].flatMap { format in
      [
        Case(words: ["timeline", "RUN", "--frames", format], output: .frames, options: ofFrames),
        Case(
          words: [
            "train", "xor", "--hidden", "2", "--samples", "8", "--steps", "2", "-q", "--frames", format,
            "--record", "OUT/new",
          ], output: .frames, options: ofFrames),
      ]
    }
    + [
      Case(words: ["timeline", "RUN", "-o", "OUT/page.html"], output: .runPage, options: ofFrames),
      Case(
        words: ["render", "-e", text, "--record", "OUT/new"], output: .frames,
        options: ofDrawings.filter { !$0.contains("y") } + [
          ["--focus", "loss"], ["--focus", "loss", "--hops", "1"],
        ]),
      Case(
        words: ["show", "-e", net, "--as", "text", "--width", "300"], output: .text,
        options: [["--rankdir", "TB"], ["--max-nodes", "9"]] + ofViews),
    ]

  @Test(arguments: cases) func everyOptionIsObeyedOrRefused(_ command: Case) throws {
    let (plainResult, plain) = try Self.make(command.words)
    try #require(plainResult.status == 0, "\(plainResult.error)")
    for option in command.options {
      let (result, made) = try Self.make(command.words + option)
      let row = try #require(OptionEffects.rows.last { option.contains($0.name) })
      let isDrawnToo = command.output == .frames && row.outputs.contains(.runPage)
      if row.outputs.contains(command.output) || isDrawnToo {
        #expect(result.status == 0, "\(option): \(result.error)")
        let differing = made.filter { plain[$0.key] != $0.value }.keys
        let expected =
          row.outputs.contains(command.output) && command.output == .frames ? "step-0" : ""
        #expect(
          !differing.isEmpty && differing.contains { expected.isEmpty || $0.contains(expected) },
          "\(option) changes nothing in \(command.words)")
      } else if command.output.isPage || command.output == .frames {
        // A page shows the whole graph, so that this is a remark.
        #expect(result.status == 0 && result.error.contains("\(row.name) changes nothing in"), "\(option)")
        #expect(made == plain, "\(option)")
      } else {
        #expect(result.status == 64 && result.error.contains("\(row.name) changes nothing in"), "\(option)")
        #expect(result.output.isEmpty)
      }
    }
  }

  /// Charts of a run follow the theme as well.
  @Test func chartsFollowTheTheme() throws {
    let plain = try Self.make(["timeline", "RUN"]).made
    let dark = try Self.make(["timeline", "RUN", "--theme", "dark"]).made
    for name in ["run/loss.svg", "run/boundary.svg"] {
      let text = String(decoding: try #require(dark[name]), as: UTF8.self)
      #expect(dark[name] != plain[name] && !text.contains("prefers-color-scheme"), "\(name)")
      #expect(text.contains(".paper{fill:#0f141b}"))
    }
  }

  /// Words, and what the error must have: options that would change nothing, beside what they are for.
  static let refused: [([String], String)] = [
    (["steps", "-e", "a = 2; b = a * a", "-o", "OUT/x/", "--pace", "2"], "--pace"),
    (["steps", "-e", "a = 2; b = a * a", "-o", "OUT/x.pdf", "--pace", "1"], "--pace"),
    (["timeline", "RUN", "--steps", "OUT/x/", "--pace", "1"], "--pace"),
    (["timeline", "RUN", "--pace", "1"], "--steps"), (["timeline", "RUN", "--every", "2"], "--steps"),
    (["timeline", "RUN", "--format", "png"], "--steps"),
    (["timeline", "RUN", "-o", "OUT/x.html", "--frames", "png"], "--frames"),
    (["timeline", "RUN", "--steps", "OUT/x/", "--frames", "png"], "--frames"),
    (["show", "-e", "a = 2; b = a * a", "--as", "picture", "--width", "40"], "--width"),
    (["show", "-e", "a = 2; b = a * a", "--edges", "local"], "gradviz render"),
  ]

  @Test(arguments: 0..<refused.count) func whatIsForOtherOutputsIsRefused(_ index: Int) throws {
    let (words, remedy) = Self.refused[index]
    let (result, made) = try Self.make(words)
    #expect(result.status == 64 && result.error.contains("error:") && result.error.contains(remedy))
    #expect(!made.keys.contains { $0.hasPrefix("x") })
  }

  @Test func constantsAreHiddenInTextToo() throws {
    let (result, _) = try Self.make(["show", "-e", "a = 3; b = (2 * a - 5).tanh()", "--hide", "constants"])
    #expect(result.text.contains("2 ×") && result.text.contains("− 5"), "\(result.text)")
    let listed = try Command.run(
      "show", "-e", "a = 3; b = (2 * a - 5).tanh()", "--hide", "constants", "--width", "20", "--rankdir", "LR"
    )
    #expect(listed.text.contains("2 × a") && !listed.text.contains("5 (constant)"), "\(listed.text)")
  }

  /// The table names every option of drawing that there is in any of the commands.
  @Test(arguments: ["steps", "timeline", "show", "train"]) func everyOptionStandsInTheTable(_ command: String)
    throws
  {
    let help = try Command.run(command, "--help").text
    let rows = Set(OptionEffects.rows.map(\.name))
    let drawing = try Command.run("render", "--help").text
    func named(_ text: String) -> Set<String> {
      Set(text.split(whereSeparator: { " ,.\n".contains($0) }).filter { $0.hasPrefix("--") }.map(String.init))
    }
    let tried = Set(
      Self.cases.filter { $0.words[0] == command }.flatMap(\.options).flatMap { $0 }.filter {
        $0.hasPrefix("--")
      })
    #expect(
      named(help).intersection(named(drawing)).intersection(rows).subtracting(
        command == "train" ? ["--sample"] : []) == tried)
  }
}
