import Micrograd

/// A graph as text: boxes of Unicode's box drawing characters with their numbers and gradients, and lines between them.
///
///     let a = Value(2, label: "a")
///     let drawing = try TextDrawing(Graph(of: a * a), width: 40)
///     drawing.isDrawn                                          // true
///     drawing.text.split(separator: "\n").count                // 4
///
/// What does not fit into the width is drawn with modules closed, from top to bottom or without words, and what does
/// not fit at all is listed, layer by layer.
public struct TextDrawing: Sendable {
  /// Rows that end in newlines, none of them wider than asked for.
  public let text: String
  /// Whether boxes are drawn; a graph that is too wide for that is listed.
  public let isDrawn: Bool
  /// How many values have no box of their own.
  public let hiddenCount: Int
  /// How many boxes stand for modules that are drawn closed.
  public let closedCount: Int

  /// From so many boxes on nobody follows lines of characters.
  private static let mostBoxes = 150
  private static let mostOperands = 12
  /// More lines are not listed where modules can be closed.
  private static let mostListed = 60

  /// - Parameters:
  ///   - graph: with its numbers.
  ///   - options: which part of the graph is shown, as in drawings: depth, sample, focus, hops, the most boxes, and
  ///     digits. Looks do not matter here.
  ///   - width: the cells of a row, at least 10.
  ///   - direction: which way it runs; nil for the one that fits.
  ///   - hasColours: whether roles are coloured by escape sequences. Without it there are none in the text, whatever
  ///     labels contain.
  /// - Throws: `GraphViewError` if the options choose a value or a sample that is not there.
  /// - Complexity: O(n) in the graph; what is drawn is small.
  public init(
    _ graph: Graph, options: DrawingOptions = DrawingOptions(), width: Int = 80,
    direction: DrawingOptions.Direction? = nil, hasColours: Bool = false
  ) throws {
    let width = max(10, width)
    let views = try TextDrawing.views(graph, options)
    var found: (text: String, view: GraphView)?
    // Words first, then as much of the graph as has room.
    search: for isCompact in [false, true] {
      for view in views {
        let text = TextDrawing.drawn(graph, view, options, width, direction, isCompact, hasColours)
        if let text { found = (text, view) }
        if found != nil { break search }
      }
    }
    let view = found?.view ?? views.first { $0.count <= TextDrawing.mostListed } ?? views.last!
    isDrawn = found != nil
    text = found?.text ?? TextListing(graph, view, options, width, hasColours).text
    hiddenCount = view.hiddenCount(graph)
    closedCount = view.boxes.count
  }

  /// What the options choose, and the same with fewer and fewer modules open.
  private static func views(_ graph: Graph, _ options: DrawingOptions) throws -> [GraphView] {
    var views = [try GraphView(of: graph, options)]
    guard options.depth == nil, options.focus == nil, let deepest = ModuleNesting(graph).depths.max() else {
      return views
    }
    for depth in (0...deepest).reversed() {
      var closed = options
      closed.depth = depth
      let view = try GraphView(of: graph, closed)
      if view.count < views.last!.count { views.append(view) }
    }
    return views
  }

  /// A drawing that fits the width; nil if none does.
  private static func drawn(
    _ graph: Graph, _ view: GraphView, _ options: DrawingOptions, _ width: Int,
    _ direction: DrawingOptions.Direction?, _ isCompact: Bool, _ hasColours: Bool
  ) -> String? {
    guard view.count <= mostBoxes else { return nil }
    let directions = direction.map { [$0] } ?? [.leftToRight, .topToBottom]
    for direction in directions {
      let isLeftToRight = direction == .leftToRight
      let content = TextGraph(
        graph, view, options, isCompact: isCompact, isTitleInside: !isLeftToRight)
      for gap in isLeftToRight ? [0, 1] : [2, 3] {
        guard let canvas = draw(content, isLeftToRight, gap, width) else { continue }
        let text = canvas.text(hasColours: hasColours)
        guard isCompact else { return text }
        let name = LabelText.visible(graph.nodes[view.root].label)
        let note = "∂: ∂\(name.isEmpty ? "result" : LabelText.term(name))/∂value, the gradient"
        return text + CellWidth.elided(note, to: width) + "\n"
      }
    }
    return nil
  }

  private static func draw(
    _ content: TextGraph, _ isLeftToRight: Bool, _ gap: Int, _ width: Int
  ) -> TextCanvas? {
    var operands = Array(repeating: 0, count: content.boxes.count)
    for edge in content.edges { operands[edge.to] += 1 }
    guard operands.allSatisfy({ $0 <= mostOperands }) else { return nil }
    let items = content.boxes.map { box in
      TextLayout.Item(
        along: isLeftToRight ? box.size.width : box.size.height,
        across: isLeftToRight ? box.size.height : box.size.width, isOrdered: box.isOrdered,
        isCommutative: box.isCommutative, isBare: box.border == .none)
    }
    guard let layout = TextLayout(items, content.edges, isLeftToRight: isLeftToRight, gap: gap),
      let routes = TextRoutes(layout), (isLeftToRight ? routes.along : routes.across) <= width
    else { return nil }
    func cell(_ along: Int, _ across: Int) -> (x: Int, y: Int) {
      isLeftToRight ? (along, across) : (across, along)
    }
    let size = cell(routes.along, routes.across)
    var canvas = TextCanvas(width: size.x, height: size.y)
    for line in routes.lines {
      canvas.line(
        line.net, from: cell(line.from.along, line.from.across), to: cell(line.to.along, line.to.across))
    }
    var ins = Array(repeating: [(x: Int, y: Int)](), count: items.count)
    var outs = ins
    for hop in layout.hops {
      if let edge = hop.edge { ins[layout.edges[edge].to].append(cell(0, layout.into(hop))) }
      if let item = layout.nodes[hop.from].item {
        outs[item] = [cell(layout.items[item].along - 1, layout.out(of: hop.from))]
      }
    }
    for (index, box) in content.boxes.enumerated() {
      let corner = cell(routes.start(of: index), layout.nodes[index].place)
      let size = cell(layout.items[index].along, layout.items[index].across)
      box.draw(
        on: &canvas, x: corner.x, y: corner.y, width: size.x, height: size.y, ins: ins[index],
        outs: outs[index])
    }
    return canvas
  }
}
