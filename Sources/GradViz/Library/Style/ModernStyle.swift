import Micrograd

/// The default style: roles by colour and shape, and every number where it belongs.
struct ModernStyle {
  let graph: Graph
  let view: GraphView
  let options: DrawingOptions
  let explanation: Explanation
  let number: NumberText
  let palette: Palette
  let content: Content
  /// nil if modules get no frames of their own: too much of a large graph is hidden.
  let frames: ModuleFrames?
  let isCompact: Bool
  let neurons: ClosedNeurons
  var drawn = DotGraph()
  /// The position among the drawn nodes of the box of each drawn value, by id.
  var boxes: [Int: Int] = [:]
  /// The position among the drawn nodes of each box of the view.
  var modules: [Int] = []

  static let font = FontMetrics.font
  private static let margin = "0.14,0.07"

  /// What is written into the boxes.
  enum Content: Equatable {
    /// Numbers, and tooltips that explain them.
    case drawing
    /// Room for the widest numbers, which `FrameTemplate` fills in.
    case blanks
    /// The numbers of one moment, in a layout that was made for blanks.
    case frame(caption: String)
    /// Room for given texts, which `StepTemplate` writes, and names of values without labels.
    case room([GraphView.Place: NumberTexts], names: [Int: String])
  }

  /// The numbers of a box, as they are written.
  struct NumberTexts: Equatable, Sendable {
    var data: String
    var grad: String
    /// Of a neuron.
    var note: String?
  }

  init(
    _ graph: Graph, _ view: GraphView, _ options: DrawingOptions, content: Content = .drawing
  ) {
    self.content = content
    self.graph = graph
    self.view = view
    self.options = options
    explanation = Explanation(graph, view, digits: options.digits)
    number = NumberText(digits: options.digits, isFixed: false)
    palette = options.theme == .dark ? .dark : .light
    // Frames of hundreds of modules would hide what they frame.
    let showsModules =
      !graph.modules.isEmpty && view.stubs.isEmpty && view.count <= DotGraph.mostForDot / 2
    frames = showsModules ? ModuleFrames(graph, view, ModuleNesting(graph)) : nil
    isCompact = ModernStyle.isCompact(view, options, frames?.nesting)
    neurons = ClosedNeurons(view, graph)
  }

  func dotGraph() -> DotGraph {
    var style = self
    style.declare()
    for id in view.values where !style.isWritten(id) { style.addValue(id) }
    for index in view.boxes.indices { style.addBox(index) }
    style.addLinks()
    for stub in view.stubs { style.addStub(stub) }
    style.addModules()
    if options.legend { style.addLegend() }
    style.addNotes()
    style.drawn.boundTimeOfLayout()
    style.writeStyleSheet()
    return style.drawn
  }

  /// Whether layers are joined by hundreds of lines.
  var isDense: Bool { view.links.count > 100 }

  var isLarge: Bool { view.count > 150 }

  /// In points: a large drawing is looked at from further away.
  private var titleSize: String { String(min(12 + view.count / 12, 48)) }

  /// Whether values have two lines, name and data, and the gradient: of many in frames, words would fill the page.
  private static func isCompact(
    _ view: GraphView, _ options: DrawingOptions, _ nesting: ModuleNesting?
  ) -> Bool {
    guard options.operations == .node, let nesting, view.count > 60 else { return false }
    return view.values.contains { nesting.innermost[$0] >= 0 }
  }

  /// In points. What fills a page is made smaller to fit it, so that nothing may be small before.
  var smallText: String { isCompact ? "12" : "10" }

  private mutating func declare() {
    let background = options.background.flatMap { Colour($0)?.hex } ?? palette.canvas
    let size =
      isDense ? ("0.2", "1.6") : (isLarge ? ("0.22", "0.35") : ("0.3", "0.45"))
    drawn.attributes = [
      ("rankdir", options.direction.rawValue), ("bgcolor", background), ("pad", isCompact ? "0.08" : "0.15"),
      ("nodesep", size.0), ("ranksep", size.1), ("fontname", ModernStyle.font), ("fontsize", titleSize),
      ("fontcolor", palette.muted),
    ]
    drawn.caption =
      switch content {
      case .drawing: LabelText.elided(LabelText.visible(options.title), to: 200)
      case .blanks: "step 000000 · loss \(FrameNumber.widest) · accuracy 100 %"
      case .frame(let caption): caption
      case .room: ""
      }
    // Curves would get out of each other's way, over the whole page.
    if isDense { drawn.attributes.append(("splines", "line")) }
    drawn.nodeDefaults = [
      ("class", ""), ("shape", "box"), ("style", "rounded,filled"),
      ("fontname", ModernStyle.font), ("fontcolor", palette.ink),
      ("margin", isCompact ? "0.04,0.03" : ModernStyle.margin),
      ("fillcolor", palette.computed.fill), ("color", palette.computed.line), ("penwidth", "1.2"),
      ("peripheries", "1"), ("fixedsize", "false"),
    ]
    drawn.isTight = isCompact
    drawn.shapeDefaults = .init(fontSize: 12, width: 0.5, height: 0.3)
    drawn.edgeDefaults = [
      ("class", ""), ("color", palette.edge), ("arrowsize", "0.6"), ("penwidth", "1.1"),
      ("label", ""), ("headlabel", ""), ("fontname", ModernStyle.font),
      ("fontsize", smallText), ("fontcolor", palette.muted), ("weight", "1"), ("style", "solid"),
      ("arrowhead", "normal"),
    ]
    if isDense {
      let isLeftToRight = options.direction == .leftToRight
      drawn.edgeDefaults += [
        ("tailport", isLeftToRight ? "e" : "s"), ("headport", isLeftToRight ? "w" : "n"),
      ]
    }
  }

  private mutating func writeStyleSheet() {
    drawn.styleSheet = ".named text:first-of-type{font-weight:bold}"
    if isRoom { drawn.styleSheet += palette.stepRules } else { drawn.styleSheet += palette.gradientRule }
    let hasNumbers = options.edges != .none && !isFrame
    if hasNumbers { drawn.styleSheet += palette.numberRule }
    // What is written on a line stands out from it.
    let hasLabels = drawn.edges.contains { $0.label != nil }
    func halo(_ canvas: String) -> String { hasLabels ? ".edge text{stroke:\(canvas)}" : "" }
    if hasLabels {
      let canvas = options.background.flatMap { Colour($0)?.hex } ?? palette.canvas
      drawn.styleSheet +=
        ".edge text{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}" + halo(canvas)
    }
    // In frames a class is all that tells a value that went wrong.
    if isFrame { drawn.styleSheet += palette.markRules }
    if options.theme == .auto {
      let dark =
        Palette.dark.styleSheet(canvas: options.background == nil)
        + (drawn.hasModules ? Palette.dark.networkRules : "")
        + (hasNumbers ? Palette.dark.numberRule : "")
        + (isRoom ? Palette.dark.stepRules : "")
        + (options.background == nil ? halo(Palette.dark.canvas) : "")
      drawn.styleSheet += "@media(prefers-color-scheme:dark){\(dark)}"
    }
    let light =
      Palette.light.styleSheet(canvas: false) + (drawn.hasModules ? Palette.light.networkRules : "")
      + (isRoom ? Palette.light.stepRules : "")
      + (options.background == nil ? halo(Palette.light.canvas) : "")
    drawn.styleSheet += "@media print{\(light)}"
  }
}
