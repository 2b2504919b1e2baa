/// Why a data file could not be read: names the file, the line and the column, and says what to do.
public struct CSVError: Error, Sendable, CustomStringConvertible {
  /// As a compiler writes it: `points.csv:3:5: error: …`, if there is a place.
  public let description: String
  /// Whether the file itself is missing or unreadable.
  public let isMissing: Bool
  /// Whether there is not a single row.
  public let isEmpty: Bool

  init(_ description: String, isMissing: Bool = false, isEmpty: Bool = false) {
    self.description = description
    self.isMissing = isMissing
    self.isEmpty = isEmpty
  }

  init(_ source: String, _ cell: CSVCell, _ message: String) {
    self.init("\(source):\(cell.line):\(cell.column): error: \(message)")
  }

  /// A text of a file as it may stand in a message.
  static func shown(_ text: String) -> String { "'\(LabelText.elided(LabelText.visible(text)))'" }

  /// The first few of some texts.
  static func shown(_ texts: some Collection<String>, most: Int = 6) -> String {
    texts.prefix(most).map(shown).joined(separator: ", ") + (texts.count > most ? ", …" : "")
  }
}
