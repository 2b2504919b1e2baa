import GradViz
import LibC

/// What a shell offers to complete a word.
enum Completions {
  /// The sets that are made, and the data files and folders that begin like the word.
  static func dataSets(_ start: String) -> [String] {
    DataSource.names.filter { $0.hasPrefix(start) } + files(start, [".csv", ".tsv"])
  }

  private static func files(_ start: String, _ suffixes: [String]) -> [String] {
    let end = start.lastIndex(of: "/").map { start.index(after: $0) } ?? start.startIndex
    let (folder, name) = (String(start[..<end]), start[end...])
    var found: [String] = []
    for file in InputFile.names(in: folder.isEmpty ? "." : folder)
    where file.hasPrefix(name) && !file.hasPrefix(".") {
      var status = stat()
      let isFolder = stat(folder + file, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      if isFolder { found.append(folder + file + "/") }
      if !isFolder, suffixes.contains(where: file.lowercased().hasSuffix) { found.append(folder + file) }
    }
    return found.sorted()
  }
}
