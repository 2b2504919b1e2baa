import Micrograd
import Testing

@testable import GradViz

@Suite struct CSVReaderTests {
  private func rows(_ text: String, _ separator: CSVSeparator = .comma) throws -> [[String]] {
    var reader = CSVReader(Array(text.utf8), source: "x.csv", separator: separator)
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row.map(\.text)) }
    return rows
  }

  /// The rules of RFC 4180, section 2, by number, and what is read beyond them.
  static let texts: [(String, [[String]])] = [
    ("aaa,bbb\r\nzzz,yyy\r\n", [["aaa", "bbb"], ["zzz", "yyy"]]),  // 1
    ("aaa,bbb\r\nzzz,yyy", [["aaa", "bbb"], ["zzz", "yyy"]]),  // 2
    ("a,b c,d\n", [["a", "b c", "d"]]),  // 4
    ("\"aaa\",\"b\"\n", [["aaa", "b"]]),  // 5
    ("\"aaa\",\"b\r\nbb\",c\r\nz,\"y\ny\",x\n", [["aaa", "b\r\nbb", "c"], ["z", "y\ny", "x"]]),  // 6
    ("\"a\"\"a\",\"\"\"\"\n", [["a\"a", "\""]]),  // 7
    (",\n", [["", ""]]), (",,", [["", "", ""]]), ("\"\"\n", [[""]]), ("a,\"\"\n", [["a", ""]]),
    ("a\rb\r", [["a"], ["b"]]), ("\n\na\n\n", [["a"]]), ("", []), ("   \n", []),
    (" a , \"b \" ,c\n", [["a", "b ", "c"]]), ("é,ü\n", [["é", "ü"]]),
  ]

  @Test(arguments: 0..<texts.count) func rowsFollowTheStandard(_ index: Int) throws {
    #expect(try rows(Self.texts[index].0) == Self.texts[index].1)
  }

  @Test func otherSeparators() throws {
    #expect(try rows("1,5;2\n", .semicolon) == [["1,5", "2"]])
    #expect(try rows("a \t b\t\n", .tab) == [["a", "b", ""]])
    #expect(try rows("a|b\n", .bar) == [["a", "b"]])
    #expect(try rows("  1   2\t3  \n\"a b\" c\n", .spaces) == [["1", "2", "3"], ["a b", "c"]])
  }

  @Test func cellsKnowTheirPlace() throws {
    var reader = CSVReader(Array("ä,b\n\"x\ny\",  z\n".utf8), source: "x.csv", separator: .comma)
    _ = try reader.next()
    let row = try #require(try reader.next())
    #expect(row.map(\.line) == [2, 3] && row.map(\.column) == [1, 6])
  }

  /// Text, and what the error must begin with.
  static let mistakes: [(String, String)] = [
    ("a,\"b\n", "x.csv:1:3: error: the quote"), ("a\nb\"c\n", "x.csv:2:2: error: a quote"),
    ("\"a\"b,c\n", "x.csv:1:4: error: text follows"),
  ]

  @Test(arguments: 0..<mistakes.count) func mistakesNameLineAndColumn(_ index: Int) {
    let error = #expect(throws: CSVError.self) { try rows(Self.mistakes[index].0) }
    #expect(error?.description.hasPrefix(Self.mistakes[index].1) == true, "\(error?.description ?? "")")
  }

  /// Whatever cells there are, they are read back from what a writer by the same standard makes of them.
  @Test(arguments: 0..<50) func writtenCellsAreReadBack(_ seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed))
    let letters = ["a", "1", ",", ";", "\"", "\n", "\r\n", "é", "|", "\t", "."]
    let table = (0..<5).map { _ in
      (0..<3).map { _ in
        (0..<generator.index(below: 6)).map { _ in letters[generator.index(below: letters.count)] }.joined()
      }
    }
    let text = table.map { row in
      row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\r\n"
    }.joined()
    #expect(try rows(text) == table, "seed \(seed)")
  }

  /// Bytes of any kind are read, or refused in words.
  @Test(arguments: 0..<200) func anyBytesEndInWords(_ seed: Int) {
    var generator = RandomGenerator(seed: UInt64(seed))
    let pieces = [
      "1", "2.5", "a", ",", ";", "\"", "\n", "\r", " ", "\t", "NA", "1,5", "True", "\u{FEFF}", "1e400",
    ]
    var bytes: [UInt8] = []
    for _ in 0..<generator.index(below: 60) {
      bytes +=
        generator.next() % 40 == 0
        ? [UInt8(truncatingIfNeeded: generator.next())]
        : Array(pieces[generator.index(below: pieces.count)].utf8)
    }
    for missing in [DataFile.Missing.refuse, .drop] {
      var choices = DataFile.Choices()
      choices.missing = missing
      do {
        let file = try DataFile(bytes, source: "x.csv", choices: choices, for: nil)
        #expect(file.samples.count > 0 && file.samples.inputs.joined().allSatisfy(\.isFinite))
      } catch { #expect(error.description.contains("error:"), "seed \(seed)") }
    }
  }
}
