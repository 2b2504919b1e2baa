import GradViz
import LibC

/// Where pictures of steps go: a folder with one each, or a file with all of them.
struct StepOutput {
  enum Kind {
    case folder
    case file
  }

  var path: String
  var kind: Kind
  var format: Format

  /// Whether it shows one picture after the other by itself.
  var plays: Bool { kind == .file && format != .pdf }

  private static let formats: [Format] = [.svg, .png, .pdf]

  /// Reads the outputs that were asked for.
  ///
  /// - Parameter format: that was asked for with --format.
  /// - Throws: `Failure` if there are none, or one of them has no pictures.
  static func all(
    _ paths: [String], _ format: Format?, option: String = "-o", command: String
  ) throws -> [StepOutput] {
    guard !paths.isEmpty else {
      throw Failure.usage(
        "\(option) is missing; name a folder or a file: \(command) \(option) slides/, or \(option) slides.pdf, "
          + "\(option) steps.svg, \(option) steps.png")
    }
    if let format, !formats.contains(format) {
      throw Failure.usage("--format is svg, png or pdf, not \(format.rawValue)")
    }
    try OutputFile.refuseRepeated(paths, option)
    return try paths.map { try StepOutput($0, format) }
  }

  private init(_ path: String, _ wanted: Format?) throws {
    guard !path.isEmpty else { throw Failure.usage("an output needs the name of a folder or a file") }
    self.path = path
    kind = .file
    if OutputFile.isStream(path) {
      format = wanted ?? .svg
      guard path != "-" || isatty(STDOUT_FILENO) != 1 else {
        throw Failure.usage("\(format.rawValue) is not for a terminal; name a folder or a file")
      }
      return
    }
    var status = stat()
    let exists = stat(path, &status) == 0
    let isFolder = exists && status.st_mode & S_IFMT == S_IFDIR
    let isRegular = !exists || status.st_mode & S_IFMT == S_IFREG
    let suffix = Format(suffixOf: path)
    if isFolder || path.hasSuffix("/") || (suffix == nil && isRegular && !StepOutput.hasSuffix(path)) {
      kind = .folder
      format = wanted ?? .svg
    } else if !isRegular {
      // A device or a pipe.
      format = wanted ?? suffix ?? .svg
    } else {
      guard let suffix, StepOutput.formats.contains(suffix) else {
        throw Failure.usage(
          "'\(path)' names no format of steps; end it with .svg, .png or .pdf, or with / for a folder"
            + (suffix == nil ? "" : ", or draw the graph with: gradviz render -o \(ShellWord.quoted(path))"))
      }
      if let wanted, wanted != suffix {
        throw Failure.usage("'\(path)' is \(suffix.rawValue), and --format says \(wanted.rawValue)")
      }
      format = suffix
    }
  }

  private static func hasSuffix(_ path: String) -> Bool {
    (path.split(separator: "/").last ?? "").dropFirst().contains(".")
  }

  /// - Throws: `OutputError`, `GraphvizError`, `StepPicturesError`.
  func write(_ pictures: StepPictures, seconds: Double, quiet: Bool) throws {
    guard kind == .file else {
      try pictures.write(to: path, as: format)
      warnOfOthers(pictures, quiet: quiet)
      return
    }
    let bytes =
      switch format {
      case .png: try pictures.animatedPNG(seconds: seconds)
      case .pdf: try pictures.pdf()
      default: pictures.animatedSVG(seconds: seconds)
      }
    if path == "-" { return try OutputFile.write(bytes, to: STDOUT_FILENO, "<stdout>") }
    try OutputFile.write(bytes, to: path, isDerived: true)
    if bytes.count >= StepOutput.large {
      let other = format == .png ? "a file that ends with .svg is smaller, and so are" : "smaller are"
      Console.note(
        "note: '\(path)' has \(bytes.count / 1_000_000) MB; \(other) fewer boxes (--depth, --max-nodes, --focus) "
          + "or --phase backward", quiet: quiet)
    }
  }

  /// From so many bytes on, mails and pages have their troubles with a picture.
  private static let large = 5_000_000

  /// In order of name they would stand between those that were written.
  private func warnOfOthers(_ pictures: StepPictures, quiet: Bool) {
    let others = pictures.others(in: path, as: format)
    guard let first = others.first else { return }
    let those =
      others.count == 1
      ? "a picture of another step, \(first)" : "\(others.count) pictures of other steps, \(first) and so on"
    Console.note("note: '\(path)' has \(those) as well; remove what an earlier run left", quiet: quiet)
  }
}
