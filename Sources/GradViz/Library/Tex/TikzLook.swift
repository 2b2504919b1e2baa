/// The looks of a TikZ picture: styles by role, and the colours they name.
///
/// All are defined inside of the picture, and only where a document has none of the same name: what a document defines
/// before is what is drawn.
struct TikzLook {
  private let palette: Palette
  private let isLecture: Bool
  private let canvas: String

  init(_ options: DrawingOptions) {
    let palette: Palette = options.theme == .dark ? .dark : .light
    self.palette = palette
    isLecture = options.style == .lecture
    let background = options.background.flatMap { Colour($0)?.hex }
    // Paper is white by itself.
    canvas = background ?? (options.theme == .dark ? palette.canvas : "transparent")
  }

  /// Whether the picture has a ground of its own.
  var hasCanvas: Bool { canvas != "transparent" }

  /// How much of its ground is seen through.
  var opacity: Double { canvas.utf8.count == 9 ? Double(UInt8(canvas.suffix(2), radix: 16) ?? 255) / 255 : 1 }

  /// The styles of a role, in the order of their definition: what they are made of.
  private var styles: [(name: String, keys: String)] {
    let font = "font=\\fontsize{\(isLecture ? "12}{14" : "10}{12")}\\selectfont"
    let box = "draw, line width=1.2bp, align=center, inner sep=0bp, text=gradviz-ink, \(font)"
    let ink = "text=gradviz-muted"
    func painted(_ name: String, _ rest: String = "") -> String {
      "gradviz/box, \(rest)fill=gradviz-\(name), draw=gradviz-\(name)-line"
    }
    let round = "rounded corners=8bp, "
    let roles: [(String, String)] =
      isLecture
      ? [
        ("box", box.replacing("1.2bp", with: "1bp") + ", draw=gradviz-ink"),
        ("value", "gradviz/box"), ("operation", "gradviz/box"), ("module", "gradviz/box"),
        ("stub", "gradviz/box, dashed"), ("edge", "draw=gradviz-ink, line width=1bp, -stealth"),
      ]
      : [
        ("box", box),
        ("input", painted("input", round)), ("parameter", painted("parameter")),
        ("constant", "gradviz/box, draw=none, \(ink)"), ("value", painted("computed", round)),
        ("result", painted("result", round + "double=gradviz-result, double distance=2bp, ")),
        ("outside", "\(round)dashed"),
        ("alarm", painted("alarm", round + "line width=2.2bp, ")),
        ("operation", painted("operation", "line width=1bp, ")), ("dead", "dashed, " + painted("dead")),
        ("module", painted("module")), ("module parameter", painted("parameter")),
        ("stub", "gradviz/box, \(round)dashed, draw=gradviz-muted, \(ink)"),
        ("edge", "draw=gradviz-edge, line width=1.1bp, -stealth"),
        ("positive", "draw=gradviz-positive"), ("negative", "draw=gradviz-negative"),
      ]
    let small = "\\fontsize{8}{10}\\selectfont"
    return roles + [
      ("note", "align=center, inner sep=0bp, \(ink), \(font)"), ("label", "gradviz/note, font=\(small)"),
      ("number", "gradviz/label, text=gradviz-gradient"), ("title", "gradviz/note"),
      ("frame", "rounded corners=6bp, draw=gradviz-edge, line width=0.7bp"),
      ("gradient frame", "gradviz/frame, fill=gradviz-gradient, fill opacity=0.08"),
      (
        "caption", "gradviz/note, \(isLecture ? "text=gradviz-ink, " : "")font=\\fontsize{12}{14}\\selectfont"
      ),
    ]
  }

  private var colours: [(name: String, hex: String)] {
    let paints = [
      ("input", palette.input), ("parameter", palette.parameter), ("computed", palette.computed),
      ("result", palette.result), ("module", palette.module), ("operation", palette.operation),
      ("dead", palette.dead), ("alarm", palette.alarm),
    ]
    let isDark = palette.canvas == Palette.dark.canvas
    return [
      ("ink", isLecture && !isDark ? "#000000" : palette.ink), ("muted", palette.muted),
      ("edge", palette.edge),
      ("gradient", palette.gradient), ("positive", palette.positive), ("negative", palette.negative),
      ("canvas", canvas),
    ] + paints.flatMap { [($0.0, $0.1.fill), ("\($0.0)-line", $0.1.line)] }
  }

  /// Definitions of what a picture uses.
  ///
  /// - Parameter body: the picture, in which styles stand as `gradviz/name` and colours as `gradviz-name`.
  func definitions(for body: String) -> String {
    let all = styles
    var used = Set(TikzLook.names(in: body, after: "gradviz/"))
    // Styles are made of those before them, but for the one of notes.
    for _ in 0..<3 {
      for style in all where used.contains(style.name) {
        used.formUnion(TikzLook.names(in: style.keys, after: "gradviz/"))
      }
    }
    let kept = all.filter { used.contains($0.name) }
    let words = body + kept.map(\.keys).joined(separator: ",")
    let named = Set(TikzLook.names(in: words, after: "gradviz-"))
    var lines = [
      "  % A colour or a style that the document has already is kept: \\tikzset{gradviz/box/.style={draw}}."
    ]
    for colour in colours where named.contains(colour.name) {
      let digits = colour.hex.dropFirst().prefix(6).uppercased()
      lines.append("  \\providecolor{gradviz-\(colour.name)}{HTML}{\(digits)}")
    }
    // Notes before what is made of them.
    for style in kept {
      let key = "gradviz/\(style.name)"
      lines.append("  \\pgfkeysifdefined{/tikz/\(key)/.@cmd}{}{\\tikzset{\(key)/.style={\(style.keys)}}}")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The names behind a prefix: letters, hyphens, and single spaces between them.
  private static func names(in text: String, after prefix: String) -> [String] {
    text.split(separator: prefix, omittingEmptySubsequences: false).dropFirst().map { rest in
      let name = rest.prefix { $0.isLetter || $0 == "-" || $0 == " " }
      return String(name.reversed().drop { $0 == " " }.reversed())
    }
  }
}
