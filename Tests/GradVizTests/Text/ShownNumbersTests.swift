import Foundation
import Testing

@testable import GradViz

/// One number, one text: in pictures, in frames and on the page, whose test reads the same rows.
@Suite struct ShownNumbersTests {
  struct Row: Decodable {
    let number: Double
    let text: String

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      number = try row.decode(Double.self)
      text = try row.decode(String.self)
    }
  }

  static func rows() throws -> [Row] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Reference/shown_numbers.json")
    return try JSONDecoder().decode([Row].self, from: Data(contentsOf: file))
  }

  @Test func framesRoundExactValues() throws {
    let rows = try Self.rows()
    #expect(rows.count > 300)
    for row in rows { #expect(FrameNumber.text(row.number) == row.text, "\(row.number)") }
  }

  /// From a tenth to one, four decimals are four significant digits.
  @Test func picturesRoundAsFramesDo() throws {
    let number = NumberText(digits: 4, isFixed: false)
    for row in try Self.rows() where row.number.magnitude >= 0.1 && row.number.magnitude < 1 {
      #expect(number(row.number) == row.text, "\(row.number)")
    }
  }
}
