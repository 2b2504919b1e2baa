import LibC
import Micrograd

/// Why a text may not load a file.
struct DataFolderError: Error, CustomStringConvertible {
  let description: String
}

/// The folder whose data files a text may load: those in it and below, and nothing that a link leads out to.
struct DataFolder {
  private let path: String

  init(_ path: String) { self.path = path.isEmpty ? "." : path }

  /// The rows of a CSV file: all columns but the last are inputs, the last is the answer.
  ///
  /// - Throws: `DataFolderError` if the name leads elsewhere or a cell is no number; `CSVError` if the file cannot be
  ///   read.
  func rows(_ name: String) throws -> Program.Rows {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !name.hasPrefix("/"), !parts.contains(".."), !name.contains("\0") else {
      throw DataFolderError(
        description:
          "'\(LabelText.visible(name))' is not in the folder of the text; a text loads files in its folder or "
          + "below, by names without '..'")
    }
    let file = "\(path)/\(name)"
    // What is missing has no real path; that it cannot be read is said below.
    let isInside =
      if let folder = DataFolder.realPath(path), let target = DataFolder.realPath(file) {
        target.hasPrefix(folder == "/" ? folder : folder + "/")
      } else { true }
    guard isInside else {
      throw DataFolderError(
        description:
          "'\(LabelText.visible(name))' is a link out of the folder of the text; copy the file into it")
    }
    let table = try DataTable(DataSource.bytes(of: file), source: name)
    var rows = Program.Rows(inputs: [], answers: [])
    try table.forEachRow { (cells: [CSVCell]) throws(CSVError) in
      var numbers: [Double] = []
      for cell in cells {
        guard let number = CellContent(cell.text).number else {
          throw CSVError(
            name, cell, "\(CSVError.shown(cell.text)) is no number; a text loads rows of numbers alone")
        }
        numbers.append(number)
      }
      rows.answers.append(numbers.removeLast())
      rows.inputs.append(numbers)
    }
    return rows
  }

  /// The path with every link followed; nil if nothing is there.
  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
