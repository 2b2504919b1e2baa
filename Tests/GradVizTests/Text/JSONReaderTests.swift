import Foundation
import Testing

@testable import GradViz
@testable import Micrograd

@Suite struct JSONReaderTests {
  private func reader(_ text: String) -> JSONReader { JSONReader(Array(text.utf8), source: "f.json") }

  /// Reads anything, and says what is wrong with it.
  private func mistake(_ text: String) -> String? {
    var reader = reader(text)
    do {
      try reader.skip()
      try reader.end()
      return nil
    } catch { return "\(error)" }
  }

  static let right = [
    "0", "-0", "-1.5e+3", "1E5", "[]", "{}", " [ 1 , [ ] , { } ] ", "\"\"",
    "\"\\u00e9\\ud83c\\udf89\\n\\/\\\"\"", "true", "null",
    "{\"a\": {\"b\": [1, {\"c\": null}]}, \"a\": 2}", "NaN", "[Infinity, -Infinity]", "\u{FEFF}{\"a\": 1}",
    "\r\n\t1\n",
    "\"\u{7F}é🎉\u{2028}\"", "5e-324", "0.1e-999",
  ]

  @Test(arguments: right) func takesJSON(_ text: String) { #expect(mistake(text) == nil) }

  static let wrong: [(text: String, place: String, words: String)] = [
    ("", "1:1", "not the end of the file"), ("  \n ", "2:2", "the end of the file"),
    ("[1,]", "1:3", "remove it"),
    ("{\"a\": 1,\n}", "1:8", "comma"), ("[1 2]", "1:4", "a comma or the closing ] is expected here, not '2'"),
    ("{\"a\": 1 \"b\": 2}", "1:9", "comma"), ("{\"a\" 1}", "1:6", "colon"),
    ("{a: 1}", "1:2", "double quotes is expected here, not 'a'"),
    ("{'a': 1}", "1:2", "single quote"), ("[,1]", "1:2", "','"), ("[1,,2]", "1:4", "','"),
    ("[1}", "1:3", "closing ]"),
    ("{\"a\": 1]", "1:8", "closing }"), ("[1", "1:3", "begins at 1:1; it was cut off"),
    ("[\n {\"a\": [1,", "2:11", "inside of the list that begins at 2:8"),
    ("\"abc", "1:1", "no closing quotes"),
    ("\"a\nb\"", "1:3", "line break"), ("\"a\tb\"", "1:3", "control character"),
    ("\"\\x\"", "1:2", "'\\x' is no escape"),
    ("\"\\u12g4\"", "1:2", "four hexadecimal"), ("\"\\ud83c\"", "1:2", "surrogate"),
    ("\"\\udf89\\ud83c\"", "1:2", "surrogate"),
    ("01", "1:1", "begin with 0"), ("-", "1:1", "digit behind its sign"), ("1.", "1:3", "1.0 for 1."),
    (".5", "1:1", "'.5'"),
    ("+1", "1:1", "'+1'"), ("1e", "1:3", "exponent"),
    ("0x10", "1:1", "a number is expected here, not '0x10'"),
    ("1.5.2", "1:1", "1.5.2"), ("1e999", "1:1", "Infinity"), ("nan", "1:1", "write NaN"),
    ("-inf", "1:1", "-Infinity"),
    ("True", "1:1", "JSON says true"), ("[None]", "1:2", "JSON says null"), ("truely", "1:1", "'truely'"),
    ("// a\n1", "1:1", "comment"), ("[1] [2]", "1:5", "a list follows"), ("{} }", "1:4", "'}' follows"),
    ("{\"é\": \n  x}", "2:3", "\"é\": a value is expected here, not 'x'"), ("[\u{1F389}]", "1:2", "'🎉'"),
    ("\u{FEFF}[1,]", "1:3", "comma"), ("[1]\u{0}", "1:4", "the byte 0"), ("\u{1}", "1:1", "the byte 1"),
  ]

  @Test(arguments: wrong.indices) func saysWhereAMistakeIs(_ index: Int) throws {
    let (text, place, words) = Self.wrong[index]
    let said = try #require(mistake(text))
    #expect(said.hasPrefix("f.json:\(place): error: ") && said.contains(words), "\(said)")
  }

  @Test func textThatIsNotUTF8() {
    var reader = JSONReader([0x22, 0x61, 0xFF, 0x22], source: "f")
    #expect(throws: JSONError.self) { try reader.text() }
  }

  @Test func deepNestingIsBoundedAndDoesNotRecurse() throws {
    let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(mistake(deep(JSONReader.mostDepth)) == nil)
    #expect(mistake(deep(JSONReader.mostDepth + 1))?.contains("nested more than 1000 deep") == true)
    #expect(mistake(String(repeating: "{\"a\":", count: 1_000_000)) != nil)
    var reader = reader(deep(JSONReader.mostDepth))
    _ = try reader.value()
  }

  @Test func readsMembersOneByOne() throws {
    var reader = reader(
      "{\"root\": 3.0, \"prev\": [1, -20], \"x\": {\"deep\": [[]]}, \"label\": \"a\\tb\", \"on\": true, \"n\": null}"
    )
    try reader.beginObject()
    var seen: [String] = []
    while let name = try reader.nextName() {
      switch name {
      case "root": seen.append("\(try reader.whole())")
      case "prev":
        try reader.beginList()
        while try reader.nextElement() { seen.append("\(try reader.whole())") }
      case "label": seen.append(try reader.text())
      case "on": seen.append("\(try reader.boolean())")
      case "n": seen.append("\(try reader.null())")
      default: try reader.skip()
      }
    }
    try reader.end()
    #expect(seen == ["3", "1", "-20", "a\tb", "true", "true"])
  }

  @Test(arguments: ["1.5", "9007199254740992", "\"1\"", "1e20", "null", "[1]"])
  func refusesWhatIsNoWholeNumber(_ text: String) {
    var reader = reader(text)
    #expect(throws: JSONError.self) { try reader.whole() }
  }

  @Test(arguments: [
    "0": 0, "-0": 0, "-17": -17, "1e3": 1000, "9007199254740991": 1 << 53 - 1,
    "123456789012345": 123_456_789_012_345,
  ])
  func wholeNumbers(_ text: String, _ number: Int) throws {
    var reader = reader(text + " ")
    #expect(try reader.whole() == number)
    try reader.end()
  }

  /// Digits of every length and exponents of every size, against the standard library's own reading.
  @Test func numbersToTheLastBit() throws {
    var random = RandomGenerator(seed: 7)
    for _ in 0..<20_000 {
      let digits = (0...Int(random.next() % 25)).map { _ in String(random.next() % 10) }.joined()
      var text = (random.next() % 2 == 0 ? "-" : "") + String(random.next() % 10)
      if random.next() % 4 > 0 { text += "." + digits }
      if random.next() % 2 > 0 { text += "e\(Int(random.next() % 650) - 330)" }
      let expected = try #require(Double(text))
      var reader = reader(text)
      if expected.isFinite {
        #expect(try reader.number().bitPattern == expected.bitPattern, "\(text)")
      } else {
        #expect(throws: JSONError.self) { try reader.number() }
      }
    }
    for _ in 0..<20_000 {
      let number = Double(bitPattern: random.next())
      var reader = reader(JSONText.number(number))
      let again = try reader.number()
      #expect(again.bitPattern == number.bitPattern || (again.isNaN && number.isNaN))
    }
  }

  @Test func valuesAsATree() throws {
    var reader = reader(" {\"a\": [1.50, {}, [], null], \"b\": {\"c\": \"x\"}, \"d\": false}")
    let value = try reader.value()
    guard case .object(let members) = value.content, case .list(let list) = members[0].value.content else {
      Issue.record("not the object that was written")
      return
    }
    #expect(value.offset == 1 && members.map(\.name) == ["a", "b", "d"] && members[2].value.kind == "false")
    #expect(list.map(\.kind) == ["the number 1.50", "an object", "a list", "null"])
    #expect(list.map(\.offset) == [8, 14, 18, 22])
  }

  struct Plan: Codable, Equatable {
    enum Loss: String, Codable { case hinge, mse }
    var loss = Loss.hinge
    var hidden = [16, 16]
    var seed = UInt64.max
    var rate: Double? = 0.1
    var name: String?
    var points: [[Double?]] = [[1, nil], []]
    var by: [String: Bool] = ["x": true]
  }

  @Test func readsTypesLikeFoundation() throws {
    let plan = Plan()
    let json = String(decoding: try JSONEncoder().encode(plan), as: UTF8.self)
    var reader = reader(json)
    #expect(try reader.decode(Plan.self) == plan)
  }

  @Test(arguments: [
    ("{\"loss\": \"x\"}", "1:10", "loss"),
    ("{\"loss\": \"mse\", \"hidden\":\n [1, \"2\"]}", "2:6", "hidden[1]: a whole number"),
    ("{\"loss\": \"mse\"}", "1:1", "\"hidden\" is missing"),
    ("[1]", "1:1", "an object is expected here, not a list"),
    ("{\"loss\": \"mse\", \"hidden\": [1.5]}", "1:28", "hidden[0]"),
    ("{\"loss\": \"mse\", \"hidden\": [99999999999999999999]}", "1:28", "hidden[0]"),
    ("{\"loss\": \"mse\", \"hidden\": [1], \"seed\": -1}", "1:40", "seed: a whole number from 0"),
  ]) func placesOfWrongTypes(_ text: String, _ place: String, _ words: String) {
    var reader = reader(text)
    let error = #expect(throws: JSONError.self) { try reader.decode(Plan.self) }
    #expect(
      error?.description.hasPrefix("f.json:\(place): error: ") == true
        && error?.message.contains(words) == true,
      "\(error?.description ?? "")")
  }

  /// Whatever is done to a text, it is read as Foundation reads it or refused with a place inside of it.
  @Test func mutatedTexts() throws {
    var random = RandomGenerator(seed: 3)
    let seeds =
      (Self.right + [
        "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": -1.5e3, \"prev\": [1, 2]}, {\"label\": \"é\\n\"}]}"
      ]).map { Array($0.utf8) }
    let alphabet = Array("{}[]\",:0123456789.eE+-\\ntrufalsNIy \u{0}é'".utf8)
    for _ in 0..<20_000 {
      var bytes = seeds[Int(random.next() % UInt64(seeds.count))]
      for _ in 0...(random.next() % 3) {
        let at = bytes.isEmpty ? 0 : Int(random.next() % UInt64(bytes.count))
        let byte = alphabet[Int(random.next() % UInt64(alphabet.count))]
        switch random.next() % 3 {
        case 0 where !bytes.isEmpty: bytes.remove(at: at)
        case 1 where !bytes.isEmpty: bytes[at] = byte
        default: bytes.insert(byte, at: at)
        }
      }
      var reader = JSONReader(bytes, source: "f")
      do throws(JSONError) {
        let value = try reader.value()
        try reader.end()
        let text = String(decoding: bytes, as: UTF8.self)
        let plain = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        #expect(
          plain != nil || text.contains("NaN") || text.contains("Inf") || text.hasPrefix("\u{FEFF}")
            || text.contains("\u{0}") || "\(value)".contains("\\u{00}"), "\(text.debugDescription)")
      } catch {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(
          error.line >= 1 && error.line <= max(1, lines.count) && error.column >= 1
            && error.column <= lines[error.line - 1].count + 1, "\(error)")
      }
    }
  }
}
