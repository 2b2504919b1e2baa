/// What is written in a colour of its own.
enum Ink: String, Sendable, CaseIterable {
  case plain = "i-plain"
  case muted = "i-muted"
  case value = "i-value"
  case gradient = "i-gradient"
  case local = "i-local"
  case now = "i-now"
  /// On a ground of one of the others.
  case canvas = "i-canvas"
}

/// The colours of the modern style. Roles differ in shape as well, so that nothing hangs on colour alone.
struct Palette: Sendable {
  struct Paint: Sendable {
    let fill: String
    let line: String
  }

  let canvas: String
  let ink: String
  let muted: String
  let edge: String
  let gradient: String
  /// Of values, local derivatives, and what a step is about.
  let value: String
  let local: String
  let now: String
  /// Of weights, by their sign.
  let positive: String
  let negative: String
  let input: Paint
  let parameter: Paint
  let computed: Paint
  let result: Paint
  /// Of a box that stands for many values.
  let module: Paint
  let operation: Paint
  let dead: Paint
  let alarm: Paint

  subscript(ink: Ink) -> String {
    switch ink {
    case .plain: self.ink
    case .muted: muted
    case .value: value
    case .gradient: gradient
    case .local: local
    case .now: now
    case .canvas: canvas
    }
  }

  static let light = Palette(
    canvas: "#ffffff", ink: "#1b2330", muted: "#56616f", edge: "#7b8796", gradient: "#8f2d6b",
    value: "#1d4f91", local: "#0b6b50", now: "#d9480f",
    positive: "#2b6cb0", negative: "#d2691e",
    input: Paint(fill: "#e3eefc", line: "#2b6cb0"),
    parameter: Paint(fill: "#fff1d6", line: "#a8650a"),
    computed: Paint(fill: "#f5f7f9", line: "#97a3b2"),
    result: Paint(fill: "#ddf3e4", line: "#1f7a4d"),
    module: Paint(fill: "#ece8f9", line: "#6b55b5"),
    operation: Paint(fill: "#ffffff", line: "#56616f"),
    dead: Paint(fill: "#eceef1", line: "#8a94a3"),
    alarm: Paint(fill: "#fde2e1", line: "#c53030"))

  static let dark = Palette(
    canvas: "#0f141b", ink: "#e8edf3", muted: "#9aa7b6", edge: "#7486a0", gradient: "#f0a3cf",
    value: "#8fc0ff", local: "#63d6ae", now: "#ff9d5c",
    positive: "#6ba6ec", negative: "#f0954f",
    input: Paint(fill: "#16304f", line: "#6ba6ec"),
    parameter: Paint(fill: "#3d2c0b", line: "#e3a63a"),
    computed: Paint(fill: "#1b222c", line: "#5f6e86"),
    result: Paint(fill: "#123a27", line: "#4cc38a"),
    module: Paint(fill: "#2a2347", line: "#a994f0"),
    operation: Paint(fill: "#0f141b", line: "#9aa7b6"),
    dead: Paint(fill: "#1a2029", line: "#5d6a7c"),
    alarm: Paint(fill: "#4a1616", line: "#ff7b72"))

  /// The colours as variables of a style sheet: `--canvas`, and `--input` and `--input-line` for each role.
  var variables: String {
    let paints = [
      ("input", input), ("parameter", parameter), ("computed", computed), ("result", result),
      ("module", module), ("operation", operation), ("dead", dead), ("alarm", alarm),
    ]
    return "--canvas:\(canvas);--ink:\(ink);--edge:\(edge);"
      + paints.map { name, paint in "--\(name):\(paint.fill);--\(name)-line:\(paint.line);" }.joined()
  }

  /// Rules that give every class of the drawing its colours.
  func styleSheet(canvas: Bool) -> String {
    let paints = [
      ("input", input), ("parameter", parameter), ("computed", computed), ("result", result),
      ("module", module), ("module.parameter", parameter), ("operation", operation), ("dead", dead),
      ("alarm", alarm),
    ]
    // Graphviz fills a cluster without a fill with the canvas.
    var rules =
      canvas
      ? ".graph>polygon{fill:\(self.canvas)}.cluster>[fill='\(Palette.light.canvas)']{fill:\(self.canvas)}"
      : ""
    rules +=
      "text{fill:\(ink)}.constant text,.stub text,.note text,.graph>text,.edge text,.cluster text{fill:\(muted)}"
    rules += ".edge path{stroke:\(edge)}.edge polygon{fill:\(edge);stroke:\(edge)}"
    for (name, paint) in paints {
      // The outer of two borders has no fill.
      rules +=
        ".\(name)>:not(text){stroke:\(paint.line)}.\(name)>:not(text):not([fill=none]){fill:\(paint.fill)}"
    }
    rules +=
      ".dead text{fill:\(muted)}.stub>path{stroke:\(muted)}.cluster path,.cluster polygon{stroke:\(edge)}"
    rules += gradientRule + markRules
    return rules
  }

  /// Rules for the frames of modules, and for edges that are weights.
  var networkRules: String {
    var rules = ".frame path{stroke:\(edge)}.frame text{fill:\(muted)}"
    for (name, colour) in [("positive", positive), ("negative", negative)] {
      rules += ".edge.\(name) path{stroke:\(colour)}.edge.\(name) polygon{fill:\(colour);stroke:\(colour)}"
      rules += ".note.\(name) text{fill:\(colour)}"
    }
    return rules
  }

  /// What went wrong, over what a value or an operation otherwise looks like.
  var markRules: String {
    ".alarm>:not(text){stroke:\(alarm.line);stroke-width:2.2}.alarm>:not(text):not([fill=none]){fill:\(alarm.fill)}"
      + ".dead>:not(text){stroke:\(dead.line);fill:\(dead.fill);stroke-dasharray:4,3}"
  }

  /// What a step is about, what is still to come, and the inks of numbers and formulas.
  var stepRules: String {
    var rules =
      ".pending>:not(text){stroke-dasharray:3,3}.pending>:not(text):not([fill=none]){fill:\(canvas)}"
      + ".now>:not(text){stroke:\(now);stroke-width:2.4;stroke-dasharray:none}"
      + ".edge.now path{stroke:\(now);stroke-width:2.4}.edge.now polygon{fill:\(now);stroke:\(now)}"
    for ink in Ink.allCases {
      rules += "text .\(ink.rawValue),.\(ink.rawValue)>rect{fill:\(self[ink])}"
    }
    return rules
  }

  /// The numbers of the chain rule on edges.
  var numberRule: String { ".numbered text{fill:\(gradient)}" }

  /// The last line of a box with a gradient.
  var gradientRule: String { ".graded text:last-of-type{fill:\(gradient)}" }
}
