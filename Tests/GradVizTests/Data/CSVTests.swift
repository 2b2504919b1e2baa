import Foundation
import Micrograd
import Testing

@testable import GradViz

@Suite struct CSVTests {
  private func read(_ text: String, _ loss: TrainingPlan.Loss? = nil) throws -> DataSet {
    let file = FileManager.default.temporaryDirectory.appending(path: "gradviz-\(UUID()).csv")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try DataSet(csv: file.path, for: loss)
  }

  @Test func classesAndNumbers() throws {
    let named = try read("width,height,kind\n1,2,cat\n3,4,dog\n5,6,cat\n")
    #expect(named.inputs == [[1, 2], [3, 4], [5, 6]] && named.columns == ["width", "height"])
    #expect(
      named.classNames == ["cat", "dog"] && named.classes == [0, 1, 0] && named.targets == [-1, 1, -1])
    let signs = try read("0.5;1.5;-1\n2;3;1.0\n")
    #expect(signs.classNames == ["-1", "1"] && signs.columns == ["x0", "x1"] && signs.targets == [-1, 1])
    let numbers = try read("a,y\n1,0.25\n2,0.5\n")
    #expect(numbers.classes == nil && numbers.targets == [0.25, 0.5])
    #expect(try read("1,3\n2,7\n", .mse).classes == nil)
    #expect(try read("1,3\n2,7\n3,3\n", .crossEntropy).classNames == ["3", "7"])
    #expect(try read("\"a\",\"b\"\r\n1,\"x\"\r\n2,\"y\"\r\n\r\n").count == 2)
    #expect(try read("1,2,10\n1,2,9\n", .crossEntropy).classNames == ["9", "10"], "in order of number")
  }

  /// Text, and words that the error must have.
  static let mistakes: [(String, String)] = [
    ("", "no rows"), ("a,b\n", "no rows"), ("1\n2\n", "one column"),
    ("1,2\n1,,3\n", ":2: error: the number of columns is 3"),
    ("a,b,c\n1,,x\n", ":2: error: column 'b' is empty"), ("a,b\n1,x\nz,y\n", ":3: error: column 'a' has 'z'"),
    ("1,x\n2,x\n", "all 2 rows are of class 'x'"), ("1,x\ninf,y\n", ":2: error:"),
    ("1,x\n2,\n", ":2: error:"),
    ("a,b\n\"1,x\n", ":2: error:"),
    ("1,a\n" + (0..<200).map { "1,w\($0)\n" }.joined(), "more than 100"),
  ]

  @Test(arguments: 0..<mistakes.count) func mistakesNameTheLine(_ index: Int) {
    let (text, words) = Self.mistakes[index]
    let error = #expect(throws: CSVError.self) { try read(text) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func wordsForNumbersAreRefused() {
    #expect(throws: CSVError.self) { try read("1,a\n2,b\n3,c\n", .mse) }
    #expect(throws: CSVError.self) { try DataSet(csv: "/no/such.csv", for: nil) }
    #expect(throws: CSVError.self) { try DataSet(csv: "/", for: nil) }
  }

  @Test func manyRows() throws {
    let rows = Int(200_000 * testScale)
    var text = "x,y,kind\n"
    for index in 0..<rows { text += "\(index),0.5,\(index % 3 == 0 ? "a" : "b")\n" }
    let data = try read(text)
    #expect(data.count == rows && data.inputs.last == [Double(rows - 1), 0.5])
  }

  private let testScale =
    ProcessInfo.processInfo.environment["GRADVIZ_TEST_SCALE"].flatMap(Double.init) ?? 0.1
}
