import Foundation
import TemporaryFolder
import Testing

@testable import GradViz

@Suite struct OutputFileTests {
  private let temporary = TemporaryFolder()
  var folder: String { temporary.path }

  init() throws { try temporary.make() }

  private func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  private var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
  }

  @Test func writesAndReplaces() throws {
    try OutputFile.write(Array("one".utf8), to: "\(folder)/f")
    try OutputFile.write(Array("two".utf8), to: "\(folder)/f")
    #expect(text("\(folder)/f") == "two" && names == ["f"])
  }

  @Test func keepsPermissionsAndFollowsLinks() throws {
    try OutputFile.write(Array("one".utf8), to: "\(folder)/f")
    chmod("\(folder)/f", 0o640)
    symlink("f", "\(folder)/link")
    try OutputFile.write(Array("two".utf8), to: "\(folder)/link")
    #expect(text("\(folder)/f") == "two" && names == ["f", "link"])
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/f")
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    let link = try FileManager.default.attributesOfItem(atPath: "\(folder)/link")
    #expect(link[.type] as? FileAttributeType == .typeSymbolicLink)
  }

  @Test func followsALinkToAMissingFile() throws {
    symlink("missing", "\(folder)/link")
    try OutputFile.write(Array("x".utf8), to: "\(folder)/link")
    #expect(text("\(folder)/missing") == "x")
  }

  @Test func refusesInWords() {
    #expect(throws: OutputError.self) { try OutputFile.write([1], to: "\(folder)/no/such/f") }
    #expect(throws: OutputError.self) { try OutputFile.write([1], to: folder) }
    symlink("loop", "\(folder)/loop")
    #expect(throws: OutputError.self) { try OutputFile.write([1], to: "\(folder)/loop") }
  }

  @Test func devicesAreWrittenDirectly() throws {
    try OutputFile.write(Array("x".utf8), to: "/dev/null")
    #if os(Linux)
      let error = #expect(throws: OutputError.self) { try OutputFile.write(Array("x".utf8), to: "/dev/full") }
      #expect(error?.description.contains("disk is full") == true)
    #endif
    var status = stat()
    #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }

  /// What a process that was killed left is removed, what a living one writes is not.
  @Test func abandonedFilesAreRemoved() throws {
    try Data("x".utf8).write(to: URL(filePath: "\(folder)/.gradviz-AbC123"))
    try Data("x".utf8).write(to: URL(filePath: "\(folder)/.gradviz-other-name"))
    try OutputFile.createFolder("\(folder)/.gradviz-folder")
    let (file, temporary) = try OutputFile.makeTemporary(beside: "\(folder)/f", nil, "f")
    OutputFile.removeAbandoned(in: folder)
    let mine = String(temporary.split(separator: "/").last!)
    #expect(names == [".gradviz-folder", ".gradviz-other-name", mine].sorted())
    close(file)
    OutputFile.removeAbandoned(in: folder)
    #expect(names == [".gradviz-folder", ".gradviz-other-name"])
    OutputFile.removeAbandoned(in: "\(folder)/no/such")
  }

  @Test func aFileIsReplacedOnlyWhenThatIsCommitted() throws {
    let path = "\(folder)/run"
    try OutputFile.write(Array("old\n".utf8), to: path)
    do {
      let file = try AppendedFile(path, replaces: true)
      try file.append(Array("new\n".utf8))
      #expect(text(path) == "old\n" && !file.isCommitted)
      #expect(throws: OutputError.self) { try AppendedFile(path) }
    }
    #expect(text(path) == "old\n" && names == ["run"])
    do {
      let file = try AppendedFile(path, replaces: true)
      try file.append(Array("new\n".utf8))
      try file.commit()
      try file.append(Array("more\n".utf8))
      #expect(throws: OutputError.self) { try AppendedFile(path) }
    }
    #expect(text(path) == "new\nmore\n" && names == ["run"])
    do { _ = try AppendedFile("\(folder)/none", replaces: true) }
    #expect(names == ["run"], "what was not there before is not there after")
  }

  @Test func suffixes() {
    #expect(Format(suffixOf: "a/b.SVG") == .svg && Format(suffixOf: "g.gv") == .dot)
    #expect(
      Format(suffixOf: "a.b/c") == nil && Format(suffixOf: "x.html5") == nil && Format(suffixOf: "") == nil)
  }
}
