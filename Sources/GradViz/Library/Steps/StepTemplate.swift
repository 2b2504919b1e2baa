import Micrograd

/// One layout for a sequence of pictures: what is drawn around the numbers, cut into its parts, and room for them.
///
/// A picture costs O(n) as SVG, and no layout in any format.
struct StepTemplate: Sendable {
  /// A part of the document as Graphviz draws it.
  enum Part: Sendable {
    /// What is the same in all pictures.
    case fixed([UInt8])
    /// The group of a node or an edge.
    case group(Group)
  }

  struct Group: Sendable {
    enum Subject: Sendable {
      case node(DotGraph.Subject)
      case edge(Int)
    }
    var subject: Subject
    /// `<g id="v0"`
    var opening: [UInt8]
    /// Such as `node value input`.
    var classes: [UInt8]
    var title: [UInt8] = []
    /// Outlines, whose colours follow the classes; those of weights take them from the group.
    var shapes: [UInt8] = []
    /// Texts that are the same in all pictures.
    var texts: [UInt8] = []
  }

  /// Without the texts of boxes.
  let drawn: DotGraph
  let layout: Layout
  let palette: Palette
  private let isDense: Bool
  private(set) var parts: [Part] = []
  /// Of each value and each box, its position in `drawn.nodes`.
  private let nodeOfPlace: [GraphView.Place: Int]
  private let titles: [GraphView.Place: Titles]
  private let textSize = 12.0
  let strip: CaptionStrip

  /// What stands in a box beside its numbers.
  private struct Titles: Sendable {
    var lines: [String]
    /// Whether the first line is a name.
    var isNamed: Bool
    /// Whether what a neuron adds stands below them.
    var hasNote = false
    var data: String
    var grad: String?

    /// How many lines stand above the data.
    var countAbove: Int { lines.count + (hasNote ? 1 : 0) }
  }

  /// Lays out a graph with room for every picture.
  ///
  /// - Parameters:
  ///   - frames: all of them, for their texts.
  ///   - names: of values without labels, by id.
  ///   - summary: what the sequence is, in words.
  /// - Throws: `GraphvizError`.
  init(
    _ graph: Graph, _ view: GraphView, _ options: DrawingOptions, frames: some Sequence<StepFrame>,
    names: [Int: String] = [:],
    title: String, summary: String
  ) throws {
    var room: [GraphView.Place: ModernStyle.NumberTexts] = [:]
    var strip = CaptionStrip(title: LabelText.elided(LabelText.visible(options.title), to: 100))
    func wider(_ a: String, _ b: String) -> String {
      TextExtent.width(a) >= TextExtent.width(b) ? a : b
    }
    for frame in frames {
      for (place, box) in frame.boxes {
        let known = room[place]
        room[place] = .init(
          data: wider(known?.data ?? "—", box.data), grad: wider(known?.grad ?? "—", box.grad),
          note: box.note.map { wider(known?.note ?? "", $0) })
      }
      strip.makeRoom(for: frame.caption)
    }
    let style = ModernStyle(graph, view, options, content: .room(room, names: names))
    var (drawn, own) = style.dotGraph().laidOutHere(options.direction)
    // Of whole points, so that the edge of a bitmap is not half transparent.
    drawn.attributes.append(("pad", "0.125"))
    drawn.scale = Raster.scale(options.scale)
    drawn.title = title
    drawn.summary = summary
    let plan = drawn
    var layout =
      try own
      ?? GraphvizExecutor.shared.wait { () throws(GraphvizError) in
        try Graphviz.layOut(plan).layout
      }
    strip.place(above: &layout)
    (palette, isDense) = (style.palette, style.isDense)
    var nodes: [GraphView.Place: Int] = [:]
    var titles: [GraphView.Place: Titles] = [:]
    for (index, node) in drawn.nodes.enumerated() {
      switch node.subject {
      case .value(let id):
        nodes[.value(id)] = index
        let lines = style.lines(id)
        titles[.value(id)] = Titles(
          lines: lines.title.isEmpty ? [] : [lines.title], isNamed: !graph.nodes[id].label.isEmpty,
          data: lines.data, grad: lines.grad)
      case .box(let number):
        nodes[.box(number)] = index
        titles[.box(number)] = Titles(
          lines: style.titles(ofBox: number), isNamed: true, hasNote: style.neurons.texts[number] != nil,
          data: "data ", grad: "grad ")
      default: continue
      }
      drawn.nodes[index].shape.label = .text("")
    }
    drawn.nodes.append(StepTemplate.canvas)
    layout.nodes.append(layout.bounds.box!)
    self.drawn = drawn
    self.layout = layout
    self.strip = strip
    self.titles = titles
    nodeOfPlace = nodes
    let (bare, places) = (drawn, layout)
    let rendered = try GraphvizExecutor.shared.wait { () throws(GraphvizError) in
      try Graphviz.render(bare, as: [.svg], at: places)[0]
    }
    parts = StepTemplate.cut(SVGDocument.finish(rendered, drawn), drawn)
  }

  /// As large as the drawing: Graphviz makes room for nodes, not for what is said to be its bounds.
  private static let canvas = DotGraph.Node(
    subject: .text(-1), shape: .init(isFixed: true), traits: .init(),
    attributes: [("shape", "box"), ("style", "invis"), ("peripheries", "0")], tooltip: "")

  // MARK: - Parts

  private static func cut(_ document: [UInt8], _ drawn: DotGraph) -> [Part] {
    var subjects: [[UInt8]: Group.Subject] = [:]
    for node in drawn.nodes { subjects[Array(node.subject.name.utf8)] = .node(node.subject) }
    for index in drawn.edges.indices { subjects[Array(DotGraph.edgeName(index).utf8)] = .edge(index) }
    var parts: [Part] = []
    var fixed: [UInt8] = []
    var group: Group?
    var isWeight = false
    let newline = UInt8(ascii: "\n")
    for line in SVGLine.all(in: document) {
      if case .group(let id) = line.kind, let subject = subjects[Array(id)] {
        parts.append(.fixed(fixed))
        fixed = []
        isWeight = if case .edge(let index) = subject { drawn.edges[index].weight != nil } else { false }
        // <g id="v0" class="node value">
        let pieces = line.bytes.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        group = Group(
          subject: subject, opening: Array("<g id=\"".utf8) + id + "\"".utf8,
          classes: pieces.count > 3 ? Array(pieces[3]) : [])
      } else if group != nil, case .groupEnd = line.kind {
        parts.append(.group(group!))
        group = nil
      } else if group != nil {
        let bytes = (isWeight ? line.inheriting : Array(line.bytes)) + [newline]
        switch line.kind {
        case .text: group!.texts += bytes
        case .other where line.bytes.first == UInt8(ascii: "<"): group!.shapes += bytes
        // A title of several lines goes on without a mark.
        default: group!.title += bytes
        }
      } else {
        fixed += line.bytes + [newline]
      }
    }
    return parts + [.fixed(fixed)]
  }

  // MARK: - Texts

  /// The lines in a box, at their places.
  func lines(_ place: GraphView.Place, _ box: StepFrame.Box) -> [TextLine] {
    guard let node = nodeOfPlace[place], let titles = titles[place] else { return [] }
    return
      (titleLines(titles)
      + [noteLine(titles, box), dataLine(titles, box.data), gradLine(titles, box)].compactMap(\.self))
      .enumerated().map { line(node, titles, $0.offset, $0.element) }
  }

  /// The lines above the numbers.
  func titleLines(_ place: GraphView.Place) -> [TextLine] {
    guard let node = nodeOfPlace[place], let titles = titles[place] else { return [] }
    return titleLines(titles).enumerated().map { line(node, titles, $0.offset, $0.element) }
  }

  func noteLine(_ place: GraphView.Place, _ box: StepFrame.Box) -> TextLine? {
    guard let node = nodeOfPlace[place], let titles = titles[place] else { return nil }
    return noteLine(titles, box).map { line(node, titles, titles.lines.count, $0) }
  }

  func dataLine(_ place: GraphView.Place, _ data: String) -> TextLine? {
    guard let node = nodeOfPlace[place], let titles = titles[place] else { return nil }
    return line(node, titles, titles.countAbove, dataLine(titles, data))
  }

  func gradLine(_ place: GraphView.Place, _ box: StepFrame.Box) -> TextLine? {
    guard let node = nodeOfPlace[place], let titles = titles[place] else { return nil }
    return gradLine(titles, box).map { line(node, titles, titles.countAbove + 1, $0) }
  }

  private typealias Runs = [TextLine.Run]

  private func titleLines(_ titles: Titles) -> [Runs] {
    titles.lines.enumerated().map { index, text in
      let isName = index == 0 && titles.isNamed
      return [.init(text: text, ink: isName ? .plain : .muted, size: textSize, isBold: isName)]
    }
  }

  private func noteLine(_ titles: Titles, _ box: StepFrame.Box) -> Runs? {
    guard titles.hasNote else { return nil }
    return [.init(text: box.note ?? "", ink: .muted, size: textSize)]
  }

  private func dataLine(_ titles: Titles, _ data: String) -> Runs {
    let ink: Ink = titles.grad == nil ? .muted : .value
    return [.init(text: titles.data, size: textSize), .init(text: data, ink: ink, size: textSize)]
  }

  private func gradLine(_ titles: Titles, _ box: StepFrame.Box) -> Runs? {
    titles.grad.map { prefix in
      [
        .init(text: prefix, size: textSize),
        .init(text: box.grad, ink: box.isPartial ? .now : .gradient, size: textSize, isBold: box.isPartial),
      ]
    }
  }

  private func line(_ node: Int, _ titles: Titles, _ index: Int, _ runs: Runs) -> TextLine {
    let count = titles.countAbove + 1 + (titles.grad == nil ? 0 : 1)
    let box = layout.nodes[node]
    let step = min(1.15 * textSize, (box.height - 4) / Double(count))
    let middle = (Double(count) / 2 - Double(index) - 0.5) * step
    return TextLine(
      center: .init(x: box.center.x, y: box.center.y + middle - 0.34 * textSize),
      runs: runs.filter { !$0.text.isEmpty })
  }

  /// The positions among the edges of the drawing.
  func edges(_ edges: [StepEdge]) -> Set<Int> {
    var found: Set<Int> = []
    for (index, edge) in drawn.edges.enumerated() {
      let (tail, head) = (drawn.nodes[edge.tail].subject, drawn.nodes[edge.head].subject)
      for wanted in edges where StepTemplate.matches(wanted, tail, head, edge.kind) { found.insert(index) }
    }
    return found
  }

  /// The look of an edge at a moment, if it stands for a weight.
  func weightLook(_ edge: Int, _ frame: StepFrame, _ scale: WeightScale) -> WeightScale.Look? {
    drawn.edges[edge].weight.flatMap { frame.weights[$0] }.map(scale.look)
  }

  func weightScale(_ frame: StepFrame) -> WeightScale {
    WeightScale(frame.weights.values, palette, isDense: isDense)
  }

  private static func matches(
    _ edge: StepEdge, _ tail: DotGraph.Subject, _ head: DotGraph.Subject, _ kind: DotGraph.Edge.Kind
  ) -> Bool {
    switch edge {
    case .into(.value(let id)):
      return kind != .stub && (head == .value(id) || head == .operation(id))
    case .into(.box(let index)): return head == .box(index)
    case .operand(let from, let place, let id):
      if tail == .operation(id) && head == .value(id) { return true }
      guard head == .value(id) || head == .operation(id) else { return false }
      return tail == from.subject && (kind == .operand(place) || kind == .link)
    }
  }
}

extension GraphView.Place {
  var subject: DotGraph.Subject {
    switch self {
    case .value(let id): .value(id)
    case .box(let index): .box(index)
    }
  }
}

extension DotGraph.Subject {
  var place: GraphView.Place? {
    switch self {
    case .value(let id): .value(id)
    case .box(let index): .box(index)
    default: nil
    }
  }
}
