import Foundation
import Micrograd
import TemporaryFolder
import Testing

/// What README and articles show is true; their Swift is in SampleTests.
@Suite struct ReadmeTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let articles = [
    "README.md", "Sources/GradViz/Library/GradViz.docc/GraphsFromOtherEngines.md",
    "Sources/Micrograd/Micrograd.docc/TheLanguage.md",
  ]

  /// README and the articles that it hands on to, one after another.
  static let text = articles.map {
    try! String(contentsOf: root.appending(path: $0), encoding: .utf8)
  }.joined(separator: "\n")

  static func blocks(_ language: String) -> [String] {
    text.components(separatedBy: "\n```\(language)\n").dropFirst().map {
      $0.components(separatedBy: "\n```")[0]
    }
  }

  @Test func consoleExamplesPrintWhatTheyShow() throws {
    let blocks = Self.blocks("console")
    #expect(blocks.count >= 2)
    for block in blocks {
      let lines = block.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let arguments = Self.words(lines[0].dropFirst("$ gradviz ".count))
      let result = try Command.run(arguments, in: Self.root.path)
      let shown = result.text + result.error
      #expect(shown.trimmingCharacters(in: .newlines) == lines[1].trimmingCharacters(in: .newlines))
    }
  }

  /// The command in backticks, in blocks of a shell and of a console.
  private static func commands(in readme: String) -> [String] {
    readme.matches(of: /(?:`|\n)(?:\$ )?gradviz ([^`\n]+)/).map { String($0.output.1) }
  }

  /// A reader who copies a command gets what is said, and every drawing that is shown has the command that made it.
  @Test func commandsRunAndDrawThePicturesShown() throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let folder = TemporaryFolder()
    let place = URL(filePath: folder.path)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: Self.root.appending(path: "Examples"), to: place.appending(path: "Examples"))
    try Data("x0,x1\n0.5,0.5\n".utf8).write(to: place.appending(path: "rows.csv"))
    let commands = Self.commands(in: readme)
    #expect(commands.count >= 15)
    for command in commands where !command.contains("tahn") {
      let result = try Command.run(Self.words(command[...]), in: folder.path)
      #expect(result.status == 0, "gradviz \(command): \(result.error)")
    }
    let shown = readme.matches(of: /\]\(output\/([a-z-]+)\.svg\)/).map { String($0.output.1) }
    #expect(shown.count >= 6)
    for name in shown {
      let path = name == "moons-boundary" ? "output/moons/boundary.svg" : "\(name).svg"
      let made = try String(contentsOf: place.appending(path: path), encoding: .utf8)
      let kept = try String(contentsOf: Self.root.appending(path: "output/\(name).svg"), encoding: .utf8)
      #expect(Self.texts(made) == Self.texts(kept), "\(name).svg")
    }
  }

  /// What is written in a drawing; where it stands is the business of the machine's fonts.
  private static func texts(_ svg: String) -> [String] {
    svg.matches(of: /<text[^>]*>([^<]*)</).map { String($0.output.1) }.sorted()
  }

  /// Splits at spaces outside single quotes.
  private static func words(_ line: Substring) -> [String] {
    line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
      index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
    }
  }

  @Test func jsonExampleIsWhatIsWritten() throws {
    let written = try Command.run("render", "-e", "a = 2.0; b = -3.0; e = a * b", "-T", "json").text
    #expect(Self.blocks("json")[0] + "\n" == written)
  }

  /// Pictures and pages that README, CONTRIBUTING and the articles lead to are there, in a fresh clone as well.
  @Test func linksLeadSomewhere() throws {
    let pages = Self.articles + ["CONTRIBUTING.md", "python/README.md"]
    for page in pages {
      let url = Self.root.appending(path: page)
      let text = try String(contentsOf: url, encoding: .utf8)
      for part in text.components(separatedBy: "](").dropFirst() {
        let target = String(part.prefix { $0 != ")" && $0 != "#" })
        guard !target.isEmpty, !target.contains(":") else { continue }
        let file = url.deletingLastPathComponent().appending(path: target).path
        #expect(FileManager.default.fileExists(atPath: file), "\(page) leads to \(target)")
      }
    }
  }

  /// Long reference goes into articles.
  @Test func readmeIsShort() throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).count <= 200)
  }

  @Test func languageExamplesAreTheFiles() throws {
    let lecture = try #require(Self.blocks("").first { $0.contains("L = d * f") })
    let file = try String(contentsOf: Self.root.appending(path: "Examples/expr.txt"), encoding: .utf8)
    #expect(lecture.split(separator: "\n").dropFirst() == file.split(separator: "\n").dropFirst())
    let loop = try String(contentsOf: Self.root.appending(path: "Examples/loop.py"), encoding: .utf8)
    let shown = try #require(Self.blocks("python").first { $0.contains("loss.backward()") })
    #expect(loop.hasSuffix(shown + "\n"))
    let whole = try #require(Self.blocks("python").first { $0.contains("import random") })
    #expect(loop.hasSuffix("\n" + whole + "\n"))
  }
}
