/// The cells of a Jupyter notebook that hold code.
struct Notebook {
  /// What error messages call each cell, and its text.
  private(set) var cells: [(name: String, text: String)] = []

  /// Whether bytes are a notebook: by the name of the file, or by what stands at its beginning.
  static func isNotebook(_ bytes: [UInt8], source: String) -> Bool {
    guard let first = bytes.first(where: { !" \t\r\n".utf8.contains($0) && $0 < 0x80 }),
      first == UInt8(ascii: "{")
    else { return false }
    if source.hasSuffix(".ipynb") { return true }
    let start = String(decoding: bytes.prefix(4096), as: UTF8.self)
    return ["\"cells\"", "\"nbformat\"", "\"worksheets\""].contains { start.contains($0) }
  }

  /// - Throws: `JSONError` if it is no notebook.
  init(_ bytes: [UInt8], source: String) throws(JSONError) {
    var reader = JSONReader(bytes, source: source)
    try readCells(&reader, source)
    try reader.end()
  }

  /// Reads an object with a list of cells: the notebook, or, before format 4, one of its worksheets.
  private mutating func readCells(
    _ reader: inout JSONReader, _ source: String, isWorksheet: Bool = false
  ) throws(JSONError) {
    try reader.beginObject()
    while let name = try reader.nextName() {
      switch name {
      case "cells":
        try reader.beginList()
        while try reader.nextElement() { try readCell(&reader, source) }
      case "worksheets" where !isWorksheet:
        try reader.beginList()
        while try reader.nextElement() { try readCells(&reader, source, isWorksheet: true) }
      default: try reader.skip()
      }
    }
  }

  private mutating func readCell(_ reader: inout JSONReader, _ source: String) throws(JSONError) {
    var isCode = false
    var text = ""
    try reader.beginObject()
    while let name = try reader.nextName() {
      switch name {
      case "cell_type": isCode = try reader.text() == "code"
      // Before format 4 a cell of code has an input.
      case "source", "input":
        if try reader.kind() == .list {
          try reader.beginList()
          while try reader.nextElement() { text += try reader.text() }
        } else {
          text = try reader.text()
        }
      default: try reader.skip()
      }
    }
    if isCode { cells.append(("\(source), cell \(cells.count + 1)", text)) }
  }
}
