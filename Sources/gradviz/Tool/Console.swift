import GradViz
import LibC

/// What the command says, and where.
enum Console {
  /// Words for a reader, on standard output.
  static func say(_ text: String) throws { try print(visible(text)) }

  /// Lines in which nothing moves the cursor or changes the terminal, whatever names stand in them.
  private static func visible(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { LabelText.visible(String($0)) }
      .joined(separator: "\n")
  }

  /// Results, on standard output, to the byte.
  static func print(_ text: String) throws { try print(Array(text.utf8)) }

  /// The same, of a text that is bytes already.
  static func print(_ bytes: [UInt8]) throws {
    try OutputFile.write(bytes, to: STDOUT_FILENO, "<stdout>")
  }

  /// Remarks on what was done: only for a person at a terminal.
  static func remark(_ text: String, quiet: Bool) {
    guard !quiet, isatty(STDERR_FILENO) == 1 else { return }
    try? OutputFile.write(Array((visible(text) + "\n").utf8), to: STDERR_FILENO, "<stderr>")
  }

  /// What was chosen or found, on standard error, terminal or not.
  static func note(_ text: String, quiet: Bool) {
    guard !quiet else { return }
    try? OutputFile.write(Array((visible(text) + "\n").utf8), to: STDERR_FILENO, "<stderr>")
  }

  /// What a text prints, where standard output is for something else.
  static func sideOutput(_ text: String) {
    try? OutputFile.write(Array(text.utf8), to: STDERR_FILENO, "<stderr>")
  }

  static func error(_ text: String) {
    let text = visible(text)
    let shown =
      isColoured ? text.replacing("error:", with: "\u{1B}[1;31merror:\u{1B}[0m", maxReplacements: 1) : text
    try? OutputFile.write(Array((shown + "\n").utf8), to: STDERR_FILENO, "<stderr>")
  }

  private static var isColoured: Bool {
    isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
      && getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// A table with aligned columns: the first to the left, the others to the right.
  static func table(_ rows: [[String]]) -> String {
    var table = TextTable()
    for row in rows { table.add(row) }
    var text = ""
    table.forEachPart { text += String(decoding: $0, as: UTF8.self) }
    return text
  }
}
