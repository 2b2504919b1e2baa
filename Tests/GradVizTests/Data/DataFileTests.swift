import Foundation
import Micrograd
import Testing

@testable import GradViz

@Suite struct DataFileTests {
  private func file(
    _ text: String, _ loss: TrainingPlan.Loss? = nil, _ choose: (inout DataFile.Choices) -> Void = { _ in }
  ) throws(CSVError) -> DataFile {
    var choices = DataFile.Choices()
    choose(&choices)
    return try DataFile(Array(text.utf8), source: "x.csv", choices: choices, for: loss)
  }

  private func read(_ text: String, _ loss: TrainingPlan.Loss? = nil) throws(CSVError) -> DataSet {
    try file(text, loss).samples
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

  /// A last column, how often it is repeated, and whether it holds classes.
  static let targets: [(String, Int, Bool)] = [
    ("2 4 6 8 10", 1, false), ("2 4 6 8 10", 2, false), ("39000 46000 39900", 1, false), ("0 1", 1, true),
    ("-1 1", 1, true), ("1 2", 1, true), ("0 1 2", 2, true), ("0 1 2", 1, false), ("5 0", 2, true),
    ("3 7", 1, false), ("1 2 3 4 5 6 7 8 9 10", 10, true), ("3 4 5 6 7 8", 50, true),
    ("18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39", 50, false),
    ("100 200 300", 50, false), ("0.5 1.5", 50, false), ("0 1 0.5", 50, false), ("cat dog", 1, true),
    ("True False", 1, true), ("1.0 2.0", 3, true), ("1990 2000 2010", 20, false),
  ]

  @Test(arguments: 0..<targets.count) func numbersAreToldFromClasses(_ index: Int) throws {
    let (cells, times, hasClasses) = Self.targets[index]
    let column = (0..<times).flatMap { _ in cells.split(separator: " ") }
    let text = column.enumerated().map { "\(Double($0) + 0.5),\($1)\n" }.joined()
    let found = try file(text)
    #expect((found.samples.classes != nil) == hasClasses, "\(cells)")
    #expect(found.remarks.contains { $0.contains(hasClasses ? "classes to predict" : "a number to predict") })
    if found.samples.classes == nil || Double(cells.split(separator: " ")[0]) != nil {
      let other = try file(text) { $0.task = hasClasses ? .numbers : .classes }
      #expect((other.samples.classes != nil) != hasClasses, "--task overrules")
    }
  }

  /// An answer column, what its classes are called, and which each row has; no names where it has numbers.
  static let truths: [(String, [String], [Int])] = [
    ("true True 0 1 0", ["0", "1"], [1, 1, 0, 1, 0]), ("yes no 1 0", ["0", "1"], [1, 0, 1, 0]),
    ("True False TRUE false", ["False", "True"], [1, 0, 1, 0]),
    ("Yes yes no No", ["no", "Yes"], [1, 1, 0, 0]),
    ("false True", ["false", "True"], [0, 1]), ("no FALSE yes", ["no", "yes"], [0, 0, 1]),
    ("True 2 1.0 2", ["1", "2"], [0, 1, 0, 1]), ("True 0.5 2", [], []),
    ("yes maybe no Yes", ["Yes", "maybe", "no", "yes"], [3, 1, 2, 0]),
  ]

  @Test(arguments: 0..<truths.count) func truthsAreOneAndZeroInEverySpelling(_ index: Int) throws {
    let (cells, names, classes) = Self.truths[index]
    let column = cells.split(separator: " ")
    let found = try file("x,y\n" + column.enumerated().map { "\($0),\($1)\n" }.joined())
    #expect(found.samples.classNames == names && (found.samples.classes ?? []) == classes, "\(found.samples)")
    let isMixed = cells.contains { $0.isNumber }
    #expect(found.remarks.contains("column 'y' counts True as 1 and False as 0") == isMixed)
    // As in an input, where it is a number.
    guard index < 6 else { return }
    let inputs = try read("y,z\n" + column.enumerated().map { "\($1),\(Double($0) + 0.5)\n" }.joined()).inputs
    #expect(inputs == classes.map { [Double($0)] })
    let numbers = try file("x,y\n" + column.enumerated().map { "\($0),\($1)\n" }.joined()) {
      $0.task = .numbers
    }
    #expect(numbers.samples.targets == classes.map(Double.init))
  }

  /// Nothing is guessed in silence: text, and whether the first line is said to be taken for a row.
  static let doubtful: [(String, Bool)] = [
    ("2019,2020,2021\n1.5,2.5,3.5\n2.5,3.1,4.2\n2.1,3,1.5\n", true),
    ("1,2,3\n1.5,2.5,3.5\n2.5,3.1,4.2\n", true),
    ("1.0,2.0,3.0\n1.5,2.5,3.5\n2.5,3.1,4.2\n", true), ("0,1,2\n5,6,0\n7,8,1\n", true),
    ("0.1,0.5,0.9\n1,2,3\n2,4,5\n", true), ("1.5,2.5,cat\n1,2,dog\n3,4,cow\n", true),
    // One name for two columns, or what stands there again, is no name.
    ("2,2,0\n5,6,1\n", false), ("5.1,0.2,setosa\n7,1.4,rosea\n4.9,0.2,setosa\n", false),
    ("x,y\n1,2\n2,4\n3,7\n", false), ("0,1,2\n0.5,1.5,1\n2,3,0\n", false),
  ]

  @Test(arguments: 0..<doubtful.count) func firstLinesOfNumbersAreSaid(_ index: Int) throws {
    let (text, isSaid) = Self.doubtful[index]
    func isRow(_ remark: String) -> Bool {
      remark.hasSuffix(") is taken for a row; --header yes if it has names")
    }
    #expect(try file(text).remarks.contains(where: isRow) == isSaid)
    for header in [DataFile.Header.yes, .no] where isSaid {
      #expect(try !file(text) { $0.header = header }.remarks.contains(where: isRow))
    }
  }

  /// The decision is said, and that it can be overruled, only where it was made by the data.
  @Test func decisionsAreSaid() throws {
    #expect(try file("x,y\n1,2\n2,4\n3,6\n").remarks.contains { $0.contains("--task classes") })
    #expect(
      try !file("x,y\n1,2\n2,4\n3,6\n") { $0.task = .numbers }.remarks.contains { $0.contains("--task") })
    #expect(try file("id,a,y\n1,5,0\n2,6,1\n3,7,0\n").remarks.contains { $0.contains("--ignore id") })
    #expect(try !file("x,y\n1,2\n2,4\n3,6\n").remarks.contains { $0.contains("--ignore") }, "its only input")
    #expect(try file("a;y\n1,5;2\n2;4\n").remarks.contains { $0.contains("comma") })
    #expect(try file("a,ok,y\n1,True,0\n2,False,1\n").remarks.contains { $0.contains("True as 1") })
  }

  /// Text, names of inputs, first sample.
  static let layouts: [(String, [String], [Double])] = [
    ("0,1,target\n1.0,2.0,0\n2.0,1.0,1\n", ["0", "1"], [1, 2]), ("1,2,0\n2,1,1\n", ["x0", "x1"], [1, 2]),
    ("0,1,2\n0.5,1.5,1\n2,3,0\n", ["0", "1"], [0.5, 1.5]), ("0,1,2\n5,6,0\n7,8,1\n", ["x0", "x1"], [0, 1]),
    ("0,1,kind\n1.0,2.0,cat\n2.0,1.0,dog\n", ["0", "1"], [1, 2]),
    ("1.5,2.5,cat\n1,2,dog\n", ["x0", "x1"], [1.5, 2.5]),
    (",a,y\n0,5,0\n1,6,1\n", ["column 1", "a"], [0, 5]), ("a,b,y,\n1,2,0,\n3,4,1,\n", ["a", "b"], [1, 2]),
    ("a\tb\ty\n1\t2\tu\n3\t4\tv\n", ["a", "b"], [1, 2]), ("a|b|y\n1|2|0\n3|4|1\n", ["a", "b"], [1, 2]),
    ("1  2 0\n 3 4 1\n", ["x0", "x1"], [1, 2]), ("1,5;2,5;0\n1;3,5;1\n", ["x0", "x1"], [1.5, 2.5]),
    ("sep=;\na;y\n1,5;0\n2;1\n", ["a"], [1.5]), ("\u{FEFF}a,y\n1,0\n2,1\n", ["a"], [1]),
    ("a,y\r1,0\r2,1\r", ["a"], [1]), ("p;y\n1.234,5;0\n2.000,0;1\n", ["p"], [1234.5]),
    ("a,\"b, c\",y\n1,2,0\n3,4,1\n", ["a", "b, c"], [1, 2]), ("\u{2212}1,0\n2,1\n", ["x0"], [-1]),
    ("c,y\nred,0\nblue,1\nred,0\nblue,1\n", ["c=blue", "c=red"], [0, 1]),
    ("ok,y\nyes,0\nno,1\n", ["ok"], [1]), ("ok,y\nTRUE,0\nfalse,1\n", ["ok"], [1]),
    ("color,kind\nred,a\nblue,b\nred,a\nblue,b\n", ["color=blue", "color=red"], [0, 1]),
    // Titles and notes above the table.
    ("Report\nof 2024\n\nx,y\n1,2.5\n2,3.5\n", ["x"], [1]),
    ("Messreihe;;\nNr;p;q\n4;1,5;2,5\n9;2;3\n", ["Nr", "p"], [4, 1.5]),
    ("sep=;\nTitel\na;y\n1,5;0\n2;1\n", ["a"], [1.5]),
    ("# made by x, y\na,b,y\n1,2,0\n3,4,1\n", ["a", "b"], [1, 2]),
    ("#,x,y\n5,6,0\n7,8,1\n", ["#", "x"], [5, 6]), ("Title\n1,2,0\n3,4,1\n", ["x0", "x1"], [1, 2]),
  ]

  @Test func linesAboveTheTableAreSaid() throws {
    let remarks = try file("Report\n\nof 2024\nx,y\n1,2.5\n2,3.5\n").remarks
    #expect(remarks.contains("line 1, 'Report', is above the table and left out"))
    #expect(remarks.contains("line 3, 'of 2024', is above the table and left out"))
    // One below is a row that is too short.
    #expect(throws: CSVError.self) { try file("x,y\n1,2\n2,4\nTotal\n") }
  }

  /// A column, and how its first cell is to be written.
  @Test(arguments: [
    ("$10 $20 $30", "10"), ("10% 25% 30%", "10"), ("1\u{A0}000 2\u{A0}500 3\u{A0}000", "1000"),
    ("10,50€ 20,00€ 30,25€", "10,50"), ("$1,000.50 $2,000.00 $1,500.25", "1000.50"),
    ("1'000 2'000 3'500", "1000"), ("0x10 0x11 0xfF", "16"), ("0x10 0x11 3", "16"),
  ])
  func numbersWithSignsAreRefused(_ cells: String, _ plain: String) throws {
    let column = cells.split(separator: " ")
    for order in [[0, 1], [1, 0]] {
      let rows = (0..<6).map { row in
        order.map { $0 == 0 ? String(column[row % 3]) : "\(Double(row) + 0.5)" }.joined(separator: ";")
      }
      let text = (["p;q"] + rows).joined(separator: "\n")
      let error = #expect(throws: CSVError.self) { try file(text) }
      let said = error?.description ?? ""
      let kind = cells.hasPrefix("0x") ? "a hexadecimal number, which" : "a number with a sign that"
      #expect(said.contains("has '\(column[0])', \(kind) is not read; write \(plain)"), "\(said)")
    }
    let classes = (["x;share"] + (0..<6).map { "\($0);\(column[$0 % 3])" }).joined(separator: "\n")
    #expect(try file(classes) { $0.task = .classes }.samples.classCount == 3)
  }

  @Test func columnsThatTellNothingAreRemarkedOn() throws {
    let remarks = try file("a,b,kind,y\n1,5,u,0\n1,6,u,1\n1,7,u,0\n").remarks
    for name in ["a", "kind"] {
      #expect(remarks.contains { $0.hasPrefix("column '\(name)' is the same in every row") })
    }
    #expect(!remarks.contains { $0.contains("column 'b'") })
  }

  @Test(arguments: [
    ("[{\"a\": 1}]", "a list of JSON"), ("{\"a\": 1}", "an object of JSON"),
    ("<!DOCTYPE html><p>", "a web page"),
    ("PK\u{3}\u{4}\u{14}", "a zip archive"), ("%PDF-1.7\n1,2", "a PDF document"),
  ])
  func otherFilesAreNamed(_ text: String, _ kind: String) throws {
    let error = #expect(throws: CSVError.self) { try file(text) }
    #expect(error?.description.contains("this is \(kind)") == true, "\(error?.description ?? "")")
    #expect(try file("[x],y\n1,0\n2,1\n").samples.columns == ["[x]"])
  }

  @Test(arguments: 0..<layouts.count) func headersSeparatorsAndDecimals(_ index: Int) throws {
    let (text, names, sample) = Self.layouts[index]
    let data = try read(text)
    #expect(data.columns == names && data.inputs[0] == sample, "\(data)")
  }

  @Test func columnsAreChosen() throws {
    let text = "label,p1,p2\n5,0,12\n0,3,200\n5,1,7\n0,2,180\n"
    let data = try file(text) { $0.target = "label" }.samples
    #expect(data.columns == ["p1", "p2"] && data.classNames == ["0", "5"])
    #expect(try file(text) { $0.target = "1" }.samples == data, "by place")
    #expect(try file(text) { ($0.target, $0.ignored) = ("Label", ["p1"]) }.samples.columns == ["p2"])
    for (target, ignored, words) in [
      ("lable", [], "did you mean 'label'"), ("4", [], "there is no column '4'"), (nil, ["q"], "--ignore"),
      ("p1", ["p1"], "both"), (nil, ["p1", "p2"], "one column is too few"),
    ] as [(String?, [String], String)] {
      let error = #expect(throws: CSVError.self) {
        try file(text) { ($0.target, $0.ignored) = (target, ignored) }
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  /// Everything that means nothing.
  static let missing = [
    "", " ", "NA", "N/A", "?", "nan", "NaN", "null", "NULL", "None", "-", "--", "#N/A", "<NA>", "NaT", ".",
    "\"\"",
  ]

  @Test(arguments: missing) func missingCellsAreRefusedOrLeftOut(_ cell: String) throws {
    for (text, place, name) in [
      ("a,b,y\n1,2,0\n3,4,1\n5,\(cell),0\n", "x.csv:4:3: error: column 'b'", "inputs"),
      ("a,b,y\n1,2,0\n3,4,\(cell)\n5,6,1\n", "x.csv:3:5: error: column 'y'", "targets"),
      ("a,b,y\n1,2,0.5\n3,4,\(cell)\n5,6,1.5\n", "x.csv:3:5: error: column 'y'", "numbers"),
      ("\(cell),2.0,0\n2.0,1.0,1\n1.5,2.5,0\n", "x.csv:1:1: error: column 'x0'", "the first row"),
    ] {
      let error = #expect(throws: CSVError.self) { try file(text) }
      let said = error?.description.replacing(":3:6:", with: ":3:5:").replacing(":4:4:", with: ":4:3:")
        .replacing(":1:2:", with: ":1:1:")
      #expect(said?.hasPrefix(place) == true, "\(name): \(error?.description ?? "")")
      #expect(error?.description.contains("--missing drop") == true)
      let rest = try file(text) { $0.missing = .drop }
      #expect(rest.samples.count == 2 && rest.remarks.contains { $0.hasPrefix("1 of 3 rows") }, "\(name)")
    }
  }

  /// Text, and words that the error must have.
  static let mistakes: [(String, String)] = [
    ("", "no rows"), ("a,b\n", "no rows"), ("1\n2\n", "one column"),
    ("1,2\n1,,3\n", ":2:4: error: the number of columns is 3"), ("1,2,3\n4\n", ":2:1: error: the number"),
    ("a,b,c\n1,,x\n", ":2:3: error: column 'b' is empty"),
    ("a,b\n1,x\nz,y\n", ":3:1: error: column 'a' has 'z'"),
    ("1,x\n2,x\n", "all 2 rows are of class 'x'"), ("1,x\ninf,y\n", ":2:1: error:"),
    ("1,x\n2,\n", ":2:3: error:"), ("a,b\n\"1,x\n", ":2:1: error:"),
    ("1,a\n" + (0..<200).map { "1,w\($0)\n" }.joined(), "more than 100"),
    ("a,name,y\n1,Ann,0\n2,Bob,1\n3,Cid,0\n", ":2:3: error: column 'name' has words that hardly repeat"),
    ("d,y\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n", "--ignore d"),
    ("a,b\n\"1,234\",5\n\"2,345\",6\n", ":2:1: error: '1,234' may be thousands"),
    ("a;b\n1,5;2.5\n", ":2:1: error: '1,5' has a comma, '2.5' in line 2 a point"),
    ("a,a,y\n1,2,3\n", ":1:3: error: two columns are called 'a'"),
    ("oops,2.0,0\n1,2,1\n3,4,0\n", ":1:1: error: 'oops' stands above numbers"),
    ("a,y\n1,0\n2,1\n3,maybe\n", ":4:3: error: column 'y' has 'maybe'"),
    ("a,b,y\n1,,0\n2,,1\n", ":2:3: error: column 'b' is empty here, the first of 2"),
    ("a,y\n0x10,1\n1,2\n3,4\n", ":2:1: error: column 'a' has '0x10'"),
    ("a,y\n1e999,2\n3,4\n", ":2:1: error: column 'a' has '1e999'"),
    ("a,y\ninf,1\ninf,2\n3,4\n", ":2:1: error: column 'a' has 'inf' where a number is expected"),
  ]

  @Test(arguments: 0..<mistakes.count) func mistakesNameThePlace(_ index: Int) {
    let (text, words) = Self.mistakes[index]
    let error = #expect(throws: CSVError.self) { try read(text) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func otherEncodingsAreNamed() {
    for bytes in [[0xFF, 0xFE, 0x61, 0], [0x61, 0, 0x2C, 0], Array("a,b\n1,caf".utf8) + [0xE9, 0x0A]]
      as [[UInt8]]
    {
      let error = #expect(throws: CSVError.self) {
        try DataFile(bytes, source: "x.csv", choices: DataFile.Choices(), for: nil)
      }
      #expect(error?.description.contains("UTF-8") == true)
    }
  }

  /// More numbers than are told apart, and words beside them: too many for classes.
  @Test func endlessClassesAreRefused() {
    let rows = (0..<150).map { "\($0),\(Double($0) + 0.5)\n" }.joined()
    for text in ["x,y\n" + rows, "x,y\n" + rows + "3,oops\n", "x,y\n" + rows + "3,oops\n4,True\n"] {
      let error = #expect(throws: CSVError.self) { try file(text) { $0.task = .classes } }
      #expect(error?.description.contains("more than 100 different") == true, "\(error?.description ?? "")")
    }
  }

  @Test func wordsForNumbersAreRefused() {
    #expect(throws: CSVError.self) { try file("1,a\n2,b\n3,c\n") { $0.task = .numbers } }
    #expect(throws: CSVError.self) { try DataSource("/no/such.csv").load(for: nil) }
    #expect(throws: CSVError.self) { try DataSource("/").load(for: nil) }
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
