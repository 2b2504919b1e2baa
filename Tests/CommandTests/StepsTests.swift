import Foundation
import GradViz
import TemporaryFolder
import Testing

/// `gradviz steps` where its pictures meet folders, pipes, devices and signals.
@Suite struct StepsTests {
  private let temporary = TemporaryFolder()
  var folder: String { temporary.path }

  init() throws { try temporary.make() }

  private static let lecture = "a = 2.0; b = -3.0; c = 10.0; f = -2.0\ne = a * b\nd = e + c\nL = d * f\n"

  private var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
  }

  private func shell(_ script: String) throws -> (status: Int32, error: String) {
    try Command.shell(script, in: folder)
  }

  @Test(arguments: ["svg", "png", "pdf"]) func pipesAndDevicesGetTheBytesOfTheFile(_ format: String) throws {
    let run = "gradviz steps -q --format \(format) -e 'a = 2; b = a * a'"
    let all = try shell(
      """
      \(run) -o file.\(format) && \(run) -o - > standard && \(run) -o /dev/stdout | cat > device &&
      mkfifo pipe && { cat pipe > piped & } && \(run) -o pipe && wait && \(run) -o /dev/null
      """)
    #expect(all.status == 0, "\(all.error)")
    let file = try bytes("file.\(format)")
    #expect(file.count > 1000)
    for name in ["standard", "device", "piped"] { #expect(try bytes(name) == file, "\(name)") }
    #expect(try shell("\(run) -o - | head -c 5 > /dev/null").status == 0)
  }

  #if os(Linux)
    @Test(arguments: ["-o s.svg", "-o s.png", "-o s.pdf", "-o slides/", "-o slides/ --format pdf"])
    func aFullDiskLeavesNothing(_ output: String) throws {
      // The second run has no room for what the first wrote.
      let first = try shell("gradviz steps -q -e 'a = 2; b = a * a' \(output)")
      #expect(first.status == 0, "\(first.error)")
      func files() throws -> [String: Data] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return Dictionary(
          uniqueKeysWithValues: try all.filter { $0.contains(".") }.map { ($0, try bytes($0)) })
      }
      let before = try files()
      let second = try shell("ulimit -f 4; gradviz steps -q -e 'a = 2; b = a * a; c = b + a' \(output)")
      #expect(second.status == 74 && second.error.contains("ulimit -f"), "\(second.error)")
      #expect(try files() == before)
      let device = try shell("gradviz steps -q -e 'a = 2; b = a * a' -o /dev/full")
      #expect(device.status == 74 && device.error.contains("the disk is full"), "\(device.error)")
    }
  #endif

  @Test func anInterruptedRunLeavesNoPictures() throws {
    try "x = 1.0\nfor i in range(120): x = x * 1.01\n".write(
      toFile: "\(folder)/long.py", atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: Command.path)
    process.arguments = ["steps", "\(folder)/long.py", "-o", "\(folder)/slides/", "--format", "pdf"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    func count() -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/slides"))?.count ?? 0
    }
    while count() < 2, process.isRunning { usleep(5_000) }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(count() == 0)
  }

  @Test func whatAnEarlierRunLeftIsNamed() throws {
    let slides = "\(folder)/slides/"
    #expect(try Command.run("steps", "-e", Self.lecture, "-o", slides).status == 0)
    try Data().write(to: URL(filePath: "\(slides)mine.svg"))
    let again = try Command.run("steps", "-e", Self.lecture, "-o", slides)
    #expect(again.status == 0 && !again.error.contains("earlier run"), "\(again.error)")
    let fewer = try Command.run("steps", "-e", "a = 2; L = a * 2", "-o", slides)
    #expect(fewer.status == 0)
    #expect(fewer.error.contains("'\(slides)' has 10 pictures of other steps, 01-forward-e.svg and so on"))
    #expect(!fewer.error.contains("mine.svg"))
    // Of another format they stand nowhere between.
    let bitmaps = try Command.run("steps", "-e", "a = 2; L = a * 2", "-o", slides, "--format", "png")
    #expect(bitmaps.error.isEmpty)
  }

  @Test func placesThatCannotBeWrittenAreNamed() throws {
    try Data().write(to: URL(filePath: "\(folder)/file"))
    try FileManager.default.createDirectory(
      atPath: "\(folder)/slides/02-backward-b.svg", withIntermediateDirectories: true)
    for (output, words) in [
      ("file/", "is no folder"), ("file/x/", "is no folder"), ("file/x.svg", "cannot create"),
      ("missing/x.svg", "the folder does not exist"), ("slides/", "no file"),
    ] {
      let result = try Command.run("steps", "-e", "a = 2; b = a * a", "-o", output, in: folder)
      #expect(result.status == 73 && result.error.contains(words), "\(output): \(result.error)")
    }
    #expect(names == ["file", "slides"])
    let inside = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/slides")
    #expect(inside == ["02-backward-b.svg"], "none of the pictures, and no temporary file")
  }

  @Test func anAnimationOfTooManyPixelsIsRefusedBeforeItIsDrawn() throws {
    let chain = "x = 1.0\nfor i in range(20): x = x * 1.5\n"
    let large = try Command.run("steps", "-e", chain, "-o", "large.png", "--scale", "8", in: folder)
    #expect(large.status == 65 && names.isEmpty)
    #expect(large.error.contains("and an APNG has at most 400 million"), "\(large.error)")
    #expect(large.error.contains("-o steps.svg"))
    // What it says to choose is enough.
    let scale = try #require(large.error.firstMatch(of: /choose --scale ([0-9.]+),/)).output.1
    let small = try StepPictures(
      GraphInput(Array(chain.utf8), source: "x").graph, phase: .forward)
    #expect(Double(scale)! > 0.5 && small.count == 20)
  }

  @Test func manyValuesAreAnsweredInWordsOrDrawnAsAnExcerpt() throws {
    try "x = 1.0\nfor i in range(32500): x = x * 1.0001\n".write(
      toFile: "\(folder)/chain.py", atomically: true, encoding: .utf8)
    let whole = try Command.run(
      "steps", "chain.py", "-o", "x.svg", "--max-nodes", "100000", "--timeout", "0", in: folder)
    #expect(whole.status == 65 && whole.error.contains("at most 1,000 are drawn"), "\(whole.error)")
    let part = try Command.run("steps", "chain.py", "-o", "x.svg", "--max-nodes", "50", in: folder)
    #expect(part.status == 0 && names == ["chain.py", "x.svg"], "\(part.error)")
  }
}
