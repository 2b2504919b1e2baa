/// Pictures of steps as the files of a folder.
extension StepPictures {
  /// Writes every picture to a folder, which is made if it is missing: all of them, or none. Other files in it stay.
  ///
  ///     try StepPictures(Graph(of: loss)).write(to: "slides")   // ["01-forward-e.svg", …]
  ///
  /// - Returns: the names of the files.
  /// - Throws: `OutputError`, `GraphvizError`.
  /// - Precondition: the format is svg, png or pdf.
  @discardableResult
  public func write(to folder: String, as format: Format = .svg) throws -> [String] {
    try OutputFile.createFolder(folder)
    let files = names.map { "\($0).\(format.rawValue)" }
    try OutputFile.write(files, to: folder) { try bytes($0, as: format) }
    return files
  }

  /// Pictures in a folder whose names say that they are of steps, but not of these: what an earlier run with other steps
  /// left, say. In order of name.
  package func others(in folder: String, as format: Format) -> [String] {
    let own = Set(names)
    let suffix = ".\(format.rawValue)"
    return InputFile.names(in: folder).filter { file in
      guard file.hasSuffix(suffix) else { return false }
      let name = String(file.dropLast(suffix.count))
      return !own.contains(name) && StepPictures.isOfStep(name)
    }.sorted()
  }

  /// Such as `01-forward-e` or `step-000010`.
  private static func isOfStep(_ name: String) -> Bool {
    let words = name.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count > 1 else { return false }
    func isNumber(_ word: Substring) -> Bool {
      word.count > 1 && word.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    if words[0] == "step" { return words.count == 2 && isNumber(words[1]) }
    return isNumber(words[0]) && (words[1] == "forward" || words[1] == "backward")
  }
}
