import Micrograd

/// The options of all commands by name, as far as words have to be understood before they are parsed.
enum OptionNames {
  /// Those without a value.
  static let flags: Set<String> = [
    "--quiet", "--legend", "--resume", "--overwrite", "--no-backward", "--json", "--table", "--open",
    "--help",
    "--version", "--help-hidden",
  ]

  /// Those that may be given several times, of which each counts.
  static func repeatable(of command: String) -> Set<String> {
    ["--expression", "--set", "--ignore", "--hide", command == "timeline" ? "--steps" : "--output"]
  }

  /// What short ones stand for.
  static let long = [
    "-o": "--output", "-T": "--type", "-e": "--expression", "-q": "--quiet", "-h": "--help",
  ]

  /// The options in words of the command line that have values, by their long names and as they were typed.
  static func given(in words: [String]) -> [(name: String, typed: String, value: String)] {
    var found: [(String, String, String)] = []
    var place = 0
    while place < words.count, words[place] != "--" {
      let word = words[place]
      place += 1
      guard word.hasPrefix("-"), word.count > 1 else { continue }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = long[parts[0]] ?? parts[0]
      guard !flags.contains(name) else { continue }
      if parts.count > 1 {
        found.append((name, parts[0], parts[1]))
      } else if place < words.count {
        found.append((name, parts[0], words[place]))
        place += 1
      }
    }
    return found
  }

  /// - Throws: `Failure` if an option that counts once has two values.
  static func refuseContradictions(in words: [String]) throws {
    let repeatable = repeatable(of: words.first ?? "")
    var values: [String: String] = [:]
    for (name, typed, value) in given(in: words) where !repeatable.contains(name) {
      guard let other = values.updateValue(value, forKey: name), other != value else { continue }
      throw Failure.usage("\(typed) is given twice, with '\(other)' and '\(value)'; give it once")
    }
  }
}
