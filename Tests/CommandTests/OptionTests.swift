import Foundation
import GradViz
import TemporaryFolder
import Testing

@testable import GradVizCLI

/// Every option of `render` in every format: it changes the bytes, or it is refused by name.
@Suite struct OptionTests {
  /// A network with two levels of modules, constants, and a relu.
  private static let text = """
    x = [2.0, 3.0]
    net = MLP(2, [3, 1], activation='relu', seed=1)
    y = net(x)
    loss = (y - 1) ** 2
    """

  static let options: [[String]] = [
    ["--style", "lecture"], ["--theme", "dark"], ["--rankdir", "TB"], ["--ops", "folded"], ["--digits", "2"],
    ["--max-nodes", "20"], ["--depth", "1"], ["--sample", "0"], ["--focus", "y"],
    ["--focus", "y", "--hops", "1"],
    ["--edges", "local"], ["--edges", "contribution"],
    ["--hide", "constants"],
    ["--title", "A title"], ["--scale", "2"], ["--background", "tomato"], ["--legend"], ["--no-backward"],
    ["--root", "y"], ["--set", "x[0]=5"],
  ]

  /// What `-T` draws without options, by format.
  private static let plain: [Format: Data] = {
    var plain: [Format: Data] = [:]
    for format in Format.allCases {
      plain[format] = try? Command.run("render", "-e", text, "-T", format.rawValue).output
    }
    return plain
  }()

  @Test(arguments: options, Format.allCases.filter { $0 != .html })
  func everyOptionIsObeyedOrRefused(_ option: [String], _ format: Format) throws {
    let result = try Command.run(["render", "-e", Self.text, "-T", format.rawValue] + option)
    let row = OptionEffects.rows.first { option.contains($0.name) }
    if row?.outputs.contains(.drawing(format)) ?? true {
      #expect(result.status == 0 && result.error.isEmpty, "\(option) \(format): \(result.error)")
      #expect(result.output != Self.plain[format], "\(option) changes nothing in \(format)")
    } else {
      #expect(result.status == 64 && result.output.isEmpty, "\(option) \(format)")
      #expect(result.error.contains("error: \(row!.name) changes nothing in \(format.rawValue)"))
    }
  }

  /// What is known of options before words are parsed is what the parser knows.
  @Test(arguments: GradVizCommand.configuration.subcommands.map { $0._commandName })
  func optionsAreKnownAsTheyAre(_ command: String) throws {
    struct Dump: Decodable {
      struct Name: Decodable {
        let kind: String
        let name: String
      }
      struct Argument: Decodable {
        let kind: String
        let isRepeating: Bool
        let names: [Name]?
      }
      struct Command: Decodable { let arguments: [Argument]? }
      let command: Command
    }
    let dump = try JSONDecoder().decode(
      Dump.self, from: Command.run(command, "--experimental-dump-help").output)
    for argument in dump.command.arguments ?? [] where argument.kind != "positional" {
      let long = try #require(argument.names?.first { $0.kind == "long" }).name
      #expect(OptionNames.flags.contains("--" + long) == (argument.kind == "flag"), "--\(long)")
      #expect(
        OptionNames.repeatable(of: command).contains("--" + long)
          == (argument.kind == "option" && argument.isRepeating),
        "--\(long) of \(command)")
      for short in argument.names ?? [] where short.kind == "short" {
        #expect(OptionNames.long["-" + short.name] == "--" + long)
      }
    }
  }

  /// A page shows the whole graph; what changes nothing in it is said, since other options may.
  @Test(arguments: options)
  func everyOptionChangesThePageOrIsRemarkedOn(_ option: [String]) throws {
    let result = try Command.run(["render", "-e", Self.text, "-T", "html"] + option)
    #expect(result.status == 0)
    let row = OptionEffects.rows.first { option.contains($0.name) }
    if row?.outputs.contains(.drawing(.html)) ?? true {
      #expect(result.error.isEmpty, "\(option): \(result.error)")
      #expect(result.output != Self.plain[.html], "\(option) changes nothing in the page")
    } else {
      #expect(result.error.contains("\(row!.name) changes nothing in html"), "\(option)")
      #expect(result.output == Self.plain[.html], "\(option) changes the page, and is said not to")
    }
  }

  @Test func everyOptionStandsInTheTable() throws {
    let help = try Command.run("render", "--help").text
    let named = Set(
      help.split(whereSeparator: { " ,.\n".contains($0) }).filter { $0.hasPrefix("--") }.map(String.init))
    let elsewhere: Set = [
      "--expression", "--root", "--set", "--output", "--type", "--no-backward", "--timeout", "--quiet",
      "--open", "--record", "--overwrite",
      "--version", "--help",
    ]
    let tabled = Set(OptionEffects.rows.map(\.name))
    #expect(tabled.isSubset(of: named))
    #expect(
      named.subtracting(elsewhere).isSubset(of: tabled), "\(named.subtracting(elsewhere).subtracting(tabled))"
    )
  }

  @Test func whatChangesSomeOutputsIsRemarkedOn() throws {
    let temporary = TemporaryFolder()
    try temporary.make()
    let folder = temporary.path
    let both = try Command.run(
      "render", "-e", Self.text, "--scale", "2", "-o", "\(folder)/a.svg", "-o", "\(folder)/a.dot")
    #expect(both.status == 0 && both.error.contains("--scale changes nothing in dot"))
    let quiet = try Command.run(
      "render", "-e", Self.text, "--scale", "2", "-q", "-o", "\(folder)/a.svg", "-o", "\(folder)/a.dot")
    #expect(quiet.status == 0 && quiet.error.isEmpty)
  }

  /// Arguments after `render -e`, exit code, and words that the error must have.
  static let refused: [([String], Int32, String)] = [
    ([text, "-o", "x.svg", "--hops", "3"], 64, "--focus"),
    ([text, "-T", "svg", "--legend", "--style", "lecture"], 64, "modern"),
    (["a = 2; b = a * a", "-T", "svg", "--depth", "1"], 64, "--depth opens modules"),
    (["a = 2; b = a * a", "-T", "svg", "--sample", "0"], 65, "no modules"),
    (["a = 2; b = a * a", "-T", "html", "--focus", "nosuch"], 65, "nosuch"),
    (["a = 2; b = a * a", "-T", "svg", "--background", "reddish"], 64, "'reddish' is no colour"),
    (["a = 2; b = a * a", "-T", "png", "--background", "tomatoe"], 64, "did you mean 'tomato'"),
    (["a = 2; b = a * a", "-T", "svg", "--background", "#12345"], 64, "#ffffff"),
    (["a = 2; b = a * a", "-T", "svg", "--edges", "global"], 64, "contribution"),
    (["a = 2; b = a * a", "-T", "svg", "--hide", "inputs"], 64, "constants"),
  ]

  @Test(arguments: 0..<refused.count) func mistakesAreRefused(_ index: Int) throws {
    let (arguments, code, words) = Self.refused[index]
    let result = try Command.run(["render", "-e"] + arguments)
    #expect(result.status == code && result.output.isEmpty, "\(arguments): \(result.status) \(result.error)")
    #expect(result.error.contains("error:") && result.error.contains(words), "\(result.error)")
  }

  /// The same colour, however it is written, gives the same bytes in every format.
  @Test(arguments: [Format.svg, .png, .pdf, .dot]) func coloursAreTheSameInAllFormats(_ format: Format) throws
  {
    let drawn = try ["tomato", "Tomato", "#ff6347", "#FF6347"].map {
      try Command.run("render", "-e", "a = 2; b = a * a", "-T", format.rawValue, "--background", $0).output
    }
    #expect(Set(drawn).count == 1 && !drawn[0].isEmpty)
  }

  @Test func scaleEnlargesThePage() throws {
    func width(_ scale: String) throws -> Double {
      let svg = try Command.run("render", "-e", Self.text, "-T", "svg", "--scale", scale).text
      let number = svg.firstMatch(of: /<svg role="img" width="(\d+)pt"/)
      return Double(try #require(number?.1)) ?? 0
    }
    let widths = try ["1", "2", "0.5"].map(width)
    #expect(abs(widths[1] - 2 * widths[0]) < 3 && abs(widths[2] - widths[0] / 2) < 3, "\(widths)")
  }

  @Test func aPageOfARunIsNoPicture() throws {
    let result = try Command.run("timeline", "/tmp", "-o", "t.svg")
    #expect(result.status == 64 && result.error.contains(".html"))
  }
}
