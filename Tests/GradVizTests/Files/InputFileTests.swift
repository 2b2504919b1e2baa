import Foundation
import Testing

@testable import GradViz

@Suite struct InputFileTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "gradviz-\(UUID())").path

  init() throws { try OutputFile.createFolder(folder) }

  private func lines(_ text: String) throws -> FileLines {
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/f"))
    return FileLines("\(folder)/f")
  }

  @Test(arguments: ["", "a", "\n", "a\nb\n", "a\n\nb", "\n\n", "é🎉\nrest"])
  func linesAreThoseBetweenLineBreaks(_ text: String) throws {
    let file = try lines(text)
    var parts = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
      Array.init)
    let rest = parts.removeLast()
    for part in parts { #expect(file.next() == part) }
    #expect(file.end == text.utf8.count - rest.count)
    #expect(file.next() == nil && file.next() == nil && file.fault == nil && file.rest == rest)
    let inMemory = FileLines(Array(text.utf8))
    for part in parts { #expect(inMemory.next() == part) }
    #expect(inMemory.next() == nil && inMemory.rest == rest)
  }

  @Test func linesMayBeLongerThanWhatIsReadAtOnce() throws {
    let parts = [1, 262_143, 262_144, 1_000_000, 0, 5].map { String(repeating: "x", count: $0) }
    let file = try lines(parts.joined(separator: "\n") + "\n")
    for part in parts { #expect(file.next() == Array(part.utf8)) }
    #expect(file.next() == nil && file.rest.isEmpty && file.end == 1_524_299)
  }

  @Test func whatCannotBeReadIsSaid() throws {
    #expect(FileLines("\(folder)/none").fault?.description == "there is no such file")
    let isFolder = FileLines(folder)
    #expect(isFolder.next() == nil && isFolder.fault?.description == "it is a folder; name a file")
    let error = #expect(throws: InputError.self) { try InputFile.bytes(of: folder) }
    #expect(error?.description == "it is a folder; name a file")
    #expect(throws: InputError.self) { try InputFile.bytes(of: "\(folder)/none") }
  }

  @Test func bytesAndNamesAreThoseOfTheFolder() throws {
    let data = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    try data.write(to: URL(filePath: "\(folder)/f"))
    try Data().write(to: URL(filePath: "\(folder)/.hidden"))
    symlink("nowhere", "\(folder)/link")
    #expect(try InputFile.bytes(of: "\(folder)/f") == Array(data))
    #expect(InputFile.names(in: folder).sorted() == [".hidden", "f", "link"])
    #expect(InputFile.exists("\(folder)/f") && !InputFile.exists("\(folder)/link"))
    #expect(InputFile.names(in: "\(folder)/f").isEmpty)
  }
}
