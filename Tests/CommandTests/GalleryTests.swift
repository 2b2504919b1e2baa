import Foundation
import Testing

@testable import GradVizCLI

/// What the site shows can be drawn; scripts/site.sh draws it.
@Suite struct GalleryTests {
  struct Entry: Decodable, Sendable {
    let name: String, title: String, caption: String, text: String
    let arguments: [String]
    let page: Bool?
  }

  static let entries = try! JSONDecoder().decode(
    [Entry].self, from: Data(contentsOf: ReadmeTests.root.appending(path: "Site/gallery.json")))

  @Test func thereAreTenDrawingsAndThreePages() {
    let pages = Self.entries.filter { $0.page == true }
    #expect(pages.count >= 3 && Self.entries.count - pages.count >= 10)
    #expect(Set(Self.entries.map(\.name)).count == Self.entries.count)
  }

  @Test(arguments: entries.indices) func everyEntryIsDrawn(_ index: Int) throws {
    let entry = Self.entries[index]
    let format = entry.page == true ? "html" : "svg"
    let result = try Command.run(
      ["render", entry.text, "-T", format, "-o", "-"] + entry.arguments, in: ReadmeTests.root.path)
    #expect(result.status == 0, "\(entry.name): \(result.error)")
    #expect(result.text.contains(format == "html" ? "<!DOCTYPE html>" : "<svg"))
  }
}

@Suite struct StartTests {
  /// The parser of arguments finds out a name that is not written down by looking through all types, at every start.
  @Test func commandsNameThemselves() {
    for command in GradVizCommand.configuration.subcommands {
      #expect(command.configuration.commandName != nil, "\(command) has no commandName")
    }
  }

  /// The package for Python is called by the same number, and the newest release in CHANGELOG is no newer.
  @Test func thereIsOneVersion() throws {
    let python = try String(
      contentsOf: ReadmeTests.root.appending(path: "python/pyproject.toml"), encoding: .utf8)
    #expect(python.contains("\nversion = \"\(Version.number)\"\n"))
    let changes = try String(contentsOf: ReadmeTests.root.appending(path: "CHANGELOG.md"), encoding: .utf8)
    let released = try #require(changes.firstMatch(of: /\n## (\d+\.\d+\.\d+) \(/)).output.1
    #expect(
      released.compare(Version.number, options: .numeric) != .orderedDescending,
      "\(released) is in CHANGELOG.md")
  }
}
