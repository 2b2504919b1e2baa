/// A file format that a drawing can be written in.
public enum Format: String, Sendable, CaseIterable {
  case svg, png, pdf, dot
  /// A picture for a LaTeX document.
  case tikz
  /// A LaTeX document of its own with that picture.
  case tex
  case json, html

  /// The format that a path's suffix names, in any case; nil if it names none.
  ///
  ///     Format(suffixOf: "out/graph.SVG")   // .svg
  public init?(suffixOf path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "gv": self = .dot
    case "htm": self = .html
    case let suffix:
      guard let format = Format(rawValue: suffix) else { return nil }
      self = format
    }
  }

  /// Those of all formats, as messages list them: `.svg, .png … or .html`.
  package static var suffixes: String {
    let all = allCases.map { "." + $0.rawValue }
    return all.dropLast().joined(separator: ", ") + " or " + all[all.count - 1]
  }

  /// Whether the bytes are no text.
  public var isBinary: Bool { self == .png || self == .pdf }

  /// Whether it shows a drawing; the others hold the whole graph.
  var isDrawn: Bool { self != .json && self != .html }

  /// Whether LaTeX draws it, at the places that a layout gives.
  var isTypeset: Bool { self == .tikz || self == .tex }

  /// Nothing but these reaches Graphviz: others open windows, or end the process.
  var graphvizName: String {
    switch self {
    case .svg: "svg"
    case .png: "png"
    case .pdf: "pdf"
    case .dot, .tikz, .tex, .json, .html: "dot"
    }
  }
}
