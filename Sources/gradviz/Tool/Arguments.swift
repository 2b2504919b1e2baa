import ArgumentParser
import GradViz
import LibC
import Micrograd

/// The words of the command line, as people type them, made what the parser of arguments expects.
enum Arguments {
  /// - Throws: `Failure` if a word is not UTF-8, or the first one is no command, naming the one that was meant.
  static func words() throws -> [String] {
    let words = try (1..<max(1, Int(CommandLine.argc))).map { index in
      let pointer = CommandLine.unsafeArgv[index]!
      let bytes = UnsafeRawBufferPointer(start: pointer, count: strlen(pointer))
      guard let word = String(validating: bytes, as: UTF8.self) else {
        let shown = String(decoding: bytes, as: UTF8.self)
        throw Failure.usage(
          "the argument '\(shown)' is not UTF-8; rename the file, or write the text in UTF-8")
      }
      return word
    }
    if let first = words.first { try checkCommand(first, words) }
    let parted = withNegativeNumbers(apart(words))
    try OptionNames.refuseContradictions(in: parted)
    return parted
  }

  /// `-Tsvg`, `-oout.png` and `-ea=2` as two words each, `-qTsvg` as three, and `-e -a` as one that begins with an
  /// option: what stands there is a value, whatever it looks like.
  static func apart(_ words: [String]) -> [String] {
    var found: [String] = []
    for (index, word) in words.enumerated() {
      if word == "--" { return found + words[index...] }
      var word = word
      if ["-qT", "-qo", "-qe"].contains(where: word.hasPrefix), found.last != "-e",
        found.last != "--expression"
      {
        found.append("-q")
        word = "-" + word.dropFirst(2)
      }
      if let last = found.last, ["-e", "--expression"].contains(last), word.hasPrefix("-"),
        word.count > 1, !word.hasPrefix("--")
      {
        found[found.count - 1] = "--expression=\(word)"
      } else if ["-T", "-o", "-e"].contains(where: word.hasPrefix), word.count > 2,
        !word.dropFirst(2).hasPrefix("=")
      {
        found += [String(word.prefix(2)), String(word.dropFirst(2))]
      } else {
        found.append(word)
      }
    }
    return found
  }

  /// `--steps -1` as `--steps=-1`: a number is no option, whatever its sign.
  static func withNegativeNumbers(_ words: [String]) -> [String] {
    var joined: [String] = []
    for word in words {
      if let option = joined.last, option.hasPrefix("--"), option.count > 2, !option.contains("="),
        word.hasPrefix("-"), Double(word) != nil
      {
        joined[joined.count - 1] = "\(option)=\(word)"
      } else {
        joined.append(word)
      }
    }
    return joined
  }

  /// Names of the commands, as they are typed.
  static var commands: [String] {
    GradVizCommand.configuration.subcommands.map { $0._commandName } + ["help"]
  }

  /// Whether the command most likely draws by Graphviz, which takes longer to start than the words to parse.
  static func areForDrawing(_ words: [String]) -> Bool {
    words.first == "render" && words.count > 1
      && !words.contains { $0.hasSuffix("json") || $0.hasSuffix("help") }
  }

  private static func checkCommand(_ word: String, _ words: [String]) throws {
    if word == "help", words.count > 1, !words[1].hasPrefix("-"), !commands.contains(words[1]) {
      throw Failure.usage(
        "there is no help on '\(words[1])', which is no command of gradviz"
          + (commandMeant(by: words[1]).map { "; did you mean: gradviz help \($0)" }
            ?? "; there are \(commands.joined(separator: ", "))"))
    }
    if commands.contains(word) { return }
    let rest = words.map(ShellWord.quoted).joined(separator: " ")
    if word.hasPrefix("-") {
      if let meant = Spelling.nearest(to: word, among: ["--version", "--help"]), meant != word {
        throw Failure.usage("unknown option '\(word)'; did you mean: gradviz \(meant)")
      }
      // Options of the command itself are the parser's.
      guard word.hasPrefix("-e") || word.hasPrefix("--expression") else { return }
      throw Failure.usage(
        "a command is missing in front of '\(word)'; draw the graph with: gradviz render \(rest)")
    }
    let shown = "'\(word)' is no command of gradviz"
    if DataSource.names.contains(word) || word.lowercased().hasSuffix(".csv") || word.hasSuffix(".tsv") {
      throw Failure.usage("\(shown); train a network on it with: gradviz train \(rest)")
    }
    if access("\(word)/run.jsonl", F_OK) == 0 {
      throw Failure.usage("\(shown); draw the pictures of the run with: gradviz timeline \(rest)")
    }
    if word == "-" || word.contains(where: { "./=*+(".contains($0) }) || access(word, F_OK) == 0 {
      let isExpression = word.contains("=") && access(word, F_OK) != 0
      throw Failure.usage(
        "\(shown); draw the graph with: gradviz render \(isExpression ? "-e " : "")\(rest)")
    }
    if let meant = commandMeant(by: word) {
      let corrected = ([meant] + words.dropFirst().map(ShellWord.quoted)).joined(separator: " ")
      throw Failure.usage("\(shown); did you mean: gradviz \(corrected)")
    }
    throw Failure.usage(
      "\(shown); there are \(commands.joined(separator: ", ")), and gradviz --help tells of them")
  }

  /// The command of another name, or of this one with a slip.
  private static func commandMeant(by word: String) -> String? {
    let word = word.lowercased()
    return Spelling.nearest(to: word, among: commands) ?? other[word]
      ?? Spelling.nearest(to: word, among: other.keys.sorted()).flatMap { other[$0] }
  }

  /// The message about words that are no options, with where an output is named.
  static func withOutputMeant(_ message: String) -> String {
    guard message.contains("nexpected argument"),
      let quoted = message.matches(of: /'([^'\n]+)'/).first(where: { Format(suffixOf: String($0.1)) != nil })
    else { return message }
    let end = message.firstIndex(of: "\n") ?? message.endIndex
    return message[..<end] + "; an output is named with -o \(ShellWord.quoted(String(quoted.1)))"
      + message[end...]
  }

  /// The message about a missing value, with how to write one that looks like an option.
  static func withValueMeant(_ message: String, _ words: [String]) -> String {
    guard let quoted = message.firstMatch(of: /Missing value for '(-[-A-Za-z]+)[^\n]*/),
      let place = words.indices.first(where: { words[$0] == quoted.1 && $0 + 1 < words.count }),
      words[place + 1].hasPrefix("-")
    else { return message }
    let value = words[place + 1]
    let remedy = "if '\(value)' is meant, write \(ShellWord.quoted("\(quoted.1)=\(value)"))"
    return message.replacing(quoted.0, with: "\(quoted.0); \(remedy)", maxReplacements: 1)
  }

  /// The message about an option that there is none of, with the one that was meant, if other programs call it so.
  static func withOptionMeant(_ message: String, _ words: [String]) -> String {
    guard let quoted = message.firstMatch(of: /Unknown option '(-[-A-Za-z_]+)'(\. Did you mean '[^'\n]*'\?)?/)
    else { return message }
    let name = quoted.1.drop { $0 == "-" }.lowercased().replacing("_", with: "-")
    // The beginning of one is surer than what looks like another.
    let begun = options(of: words.first ?? "").filter { name.count > 2 && $0.hasPrefix("--" + name) }
    let meant = begun.count == 1 ? begun.first : quoted.2 == nil ? otherOptions[name] : nil
    guard let meant else { return message }
    return message.replacing(
      quoted.0, with: "Unknown option '\(quoted.1)'; here it is \(meant)", maxReplacements: 1)
  }

  /// The long options of a command, as its help has them.
  private static func options(of command: String) -> Set<String> {
    guard
      let type = GradVizCommand.configuration.subcommands.first(where: { $0._commandName == command })
    else { return [] }
    let help = GradVizCommand.helpMessage(for: type)
    return Set(help.matches(of: /\n +(?:-[a-zA-Z], )?(--[a-z-]+)/).map { String($0.1) })
  }

  private static let otherOptions = [
    "epochs": "--steps", "epoch": "--steps", "iterations": "--steps", "iters": "--steps",
    "n-steps": "--steps",
    "learning-rate": "--lr", "eta": "--lr", "batch-size": "--batch", "layers": "--hidden",
    "units": "--hidden",
    "criterion": "--loss", "objective": "--loss", "optim": "--optimizer", "random-state": "--seed",
    "weight-init": "--init", "validation-split": "--test", "test-size": "--test", "label": "--target",
    "y": "--target", "drop": "--ignore", "exclude": "--ignore", "dropna": "--missing drop",
    "standardize": "--scaling standard", "normalize": "--scaling standard", "outdir": "--record",
    "output-dir": "--record", "logdir": "--record", "save": "--record", "format": "-T", "out": "-o",
    "file": "-o",
    "svg": "-T svg", "png": "-T png", "pdf": "-T pdf", "html": "-T html", "dpi": "--scale", "zoom": "--scale",
    "dark": "--theme dark", "light": "--theme light", "precision": "--digits", "decimals": "--digits",
    "v": "--version", "force": "--overwrite", "continue": "--resume", "silent": "--quiet",
  ]

  /// What other programs call it.
  private static let other = [
    "draw": "render", "plot": "render", "dot": "render", "svg": "render", "view": "show", "display": "show",
    "run": "eval", "print": "eval", "evaluate": "eval", "gradcheck": "check", "test": "check", "fit": "train",
    "learn": "train", "infer": "predict", "classify": "predict", "replay": "timeline", "demo": "examples",
    "version": "--version", "info": "doctor",
  ]
}
