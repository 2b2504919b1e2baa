import Foundation
import Testing

/// A text that a learner types along the lecture, and what must come of it; from `Tests/PythonTests/lecture.txt`.
struct LectureText: CustomTestStringConvertible, Sendable {
  enum Outcome: String { case python, prints, numbers, refused }

  let title: String
  let text: String
  let outcome: Outcome
  let expected: String

  var testDescription: String { title }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "PythonTests")

  static let all: [LectureText] = {
    let file = try! String(contentsOf: folder.appending(path: "lecture.txt"), encoding: .utf8)
    return "\n\(file)".components(separatedBy: "\n=== ").dropFirst().map { section in
      let lines = section.components(separatedBy: "\n")
      let mark = lines.firstIndex {
        Outcome(rawValue: String($0.dropFirst(4))) != nil && $0.hasPrefix("--- ")
      }!
      let expected = lines[(mark + 1)...].joined(separator: "\n")
      return LectureText(
        title: lines[0], text: lines[1..<mark].joined(separator: "\n") + "\n",
        outcome: Outcome(rawValue: String(lines[mark].dropFirst(4)))!,
        expected: expected.isEmpty || expected.hasSuffix("\n") ? expected : expected + "\n")
    }
  }()
}

/// A notebook of the lecture, retyped, with what it must print.
struct LectureNotebook: Decodable {
  struct Cell: Decodable {
    struct Output: Decodable { let text: [String] }
    let outputs: [Output]
  }

  let cells: [Cell]
  var printed: String { cells.flatMap(\.outputs).flatMap(\.text).joined() }
}

@Suite struct LectureTests {
  /// Numbers to 1e-12 of the larger of 1 and the number, everything else to the letter.
  private func isSame(_ actual: String, _ expected: String) -> Bool {
    if actual == expected { return true }
    let number = #/[-+]?(?:\d[\d_,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/#
    func numbers(_ text: String) -> [Double] {
      text.matches(of: number).map { Double($0.output.filter { $0 != "," && $0 != "_" }) ?? .nan }
    }
    guard actual.replacing(number, with: "#") == expected.replacing(number, with: "#") else { return false }
    return zip(numbers(actual), numbers(expected)).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) }
  }

  private struct Table: Decodable {
    struct Row: Decodable { let name: String, value: Double, gradient: Double }
    let values: [Row]
  }

  @Test(arguments: LectureText.all) func textOfTheLectureGivesWhatItMust(_ lecture: LectureText) throws {
    let arguments = lecture.outcome == .numbers ? ["eval", "-", "--json"] : ["eval", "-"]
    let result = try Command.run(arguments, input: Data(lecture.text.utf8))
    switch lecture.outcome {
    case .python, .prints:
      #expect(result.status == 0, "\(result.error)")
      #expect(isSame(result.text, lecture.expected), "\(result.text) is not \(lecture.expected)")
    case .refused:
      #expect(result.status == 65 && result.text.isEmpty)
      #expect(result.error.contains(lecture.expected.trimmingCharacters(in: .newlines)), "\(result.error)")
    case .numbers:
      let rows = try JSONDecoder().decode(Table.self, from: result.output).values
      for line in lecture.expected.split(separator: "\n") {
        let fields = line.split(separator: " ")
        let row = try #require(rows.first { $0.name == fields[0] }, "\(fields[0])")
        #expect(isSame("\(row.value) \(row.gradient)", "\(Double(fields[1])!) \(Double(fields[2])!)"))
      }
    }
  }

  /// What a fuzzer found once, and what fuzzing begins with: an exit, not a crash.
  @Test func textsThatFuzzingFoundDoNotCrash() throws {
    let folder = LectureText.folder.deletingLastPathComponent().appending(path: "Fuzz/corpus/language")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files {
      let result = try Command.run(["eval", "-"], input: Data(contentsOf: file))
      #expect([0, 65].contains(result.status), "\(file.lastPathComponent): \(result.error)")
    }
  }

  @Test func thereAreMoreThanAHundredAndThirtyTexts() { #expect(LectureText.all.count > 130) }

  @Test(arguments: ["lecture_first_half", "lecture_second_half", "trace_graph", "demo"])
  func notebookOfTheLecturePrintsWhatItPrinted(_ name: String) throws {
    let folder = LectureText.folder.appending(path: "notebooks")
    let file = folder.appending(path: "\(name).ipynb")
    let expected = try JSONDecoder().decode(LectureNotebook.self, from: Data(contentsOf: file)).printed
    let result = try Command.run("eval", "\(name).ipynb", in: folder.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(!expected.isEmpty && isSame(result.text, expected), "\(result.text) is not \(expected)")
  }
}
