import Micrograd

/// One layout for many moments of a graph: an SVG document with blanks for its numbers.
///
/// Boxes are laid out for the widest number, so that from frame to frame only text and marks change and
/// nothing moves. Filling a template costs O(n) and no layout.
///
///     let template = try FrameTemplate(Graph(of: loss))
///     template.fill(Graph(of: loss), caption: "step 10")
public struct FrameTemplate: Sendable {
  private enum Blank: Sendable {
    case data(Int)
    case grad(Int)
    /// Further classes of the group of a value.
    case valueClass(Int)
    /// Further classes of the group of a relu, and whether it says "dead".
    case reluClass(Int)
    case reluText(Int)
    case caption
    /// A line of numbers of a box that stands for many values.
    case boxLine(box: Int, line: Int)
    /// The bias in such a box, by its id.
    case bias(Int)
    /// Further classes of the group of such a box, and how many of its relus are dead.
    case boxClass(Int)
    case boxDead(Int)
    /// The look of the edge of a weight, by its id.
    case weight(Int)
  }

  /// What a group of the document stands for.
  private enum Group {
    case node(DotGraph.Subject)
    case weight(Int)
  }

  /// A stretch of the document, and the blank behind it.
  private var parts: [(text: [UInt8], blank: Blank?)] = []
  private let reserved: Int
  private let options: DrawingOptions
  private let view: GraphView
  private let layout: Layout
  private let palette: Palette
  private let isDense: Bool
  /// The ids of the weights that are drawn as edges.
  private let weights: [Int]

  /// Lays out a graph.
  ///
  /// - Parameters:
  ///   - graph: any moment of the graph; all others must have the same topology.
  ///   - options: how it is drawn; the style is always modern.
  /// - Throws: `GraphvizError`, `GraphViewError`, `ColourError`.
  public init(_ graph: Graph, options: DrawingOptions = DrawingOptions()) throws {
    var options = options
    options.style = .modern
    if let background = options.background, Colour(background) == nil { throw ColourError(background) }
    self.options = options
    view = try GraphView(of: graph, options)
    let style = ModernStyle(graph, view, options, content: .blanks)
    (palette, isDense, weights) = (style.palette, style.isDense, style.neurons.weights.compactMap(\.self))
    var (drawn, own) = style.dotGraph().laidOutHere(options.direction)
    drawn.scale = Raster.scale(options.scale)
    drawn.title = "Training step"
    drawn.summary = "A moment of a training; the numbers differ from frame to frame."
    let laidOut = try GraphvizExecutor.shared.wait { [drawn, own] () throws(GraphvizError) in
      if let own { return (layout: own, rendered: try Graphviz.render(drawn, as: [.svg], at: own)) }
      return try Graphviz.layOut(drawn, rendering: [.svg])
    }
    layout = laidOut.layout
    let document = SVGDocument.finish(laidOut.rendered[0], drawn)
    reserved = document.count + document.count / 8
    cut(document, drawn, graph, style)
  }

  /// The document with the numbers of a moment in its blanks.
  ///
  /// - Precondition: `graph` has the topology of the one that was laid out.
  public func fill(_ graph: Graph, caption: String = "") -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(reserved)
    let scale = WeightScale(weights.lazy.map { graph.nodes[$0].data }, palette, isDense: isDense)
    for part in parts {
      out += part.text
      switch part.blank {
      case .data(let id): out += FrameNumber.text(graph.nodes[id].data).utf8
      case .grad(let id): out += (graph.nodes[id].grad.map(FrameNumber.text) ?? "—").utf8
      case .valueClass(let id): if graph.isAlarming(id) { out += " alarm".utf8 }
      case .reluClass(let id): if graph.isDeadRelu(id) { out += " dead".utf8 }
      case .reluText(let id): if graph.isDeadRelu(id) { out += "dead".utf8 }
      case .boxLine(let box, let line):
        out += BoxText(view.boxes[box], graph, nil, FrameNumber.text).numbers[line].utf8
      case .bias(let id): out += FrameNumber.text(graph.nodes[id].data).utf8
      case .boxClass(let box):
        if BoxText(view.boxes[box], graph, nil, FrameNumber.text).isDead { out += " dead".utf8 }
      case .boxDead(let box):
        out += (BoxText(view.boxes[box], graph, nil, FrameNumber.text).dead ?? "").utf8
      case .weight(let id): out += scale.look(of: graph.nodes[id].data).groupAttributes.utf8
      case .caption: out += LabelText.escapedForXML(LabelText.visible(caption)).utf8
      case nil: break
      }
    }
    return out
  }

  /// A bitmap of a moment, in the same layout.
  ///
  /// - Precondition: `graph` has the topology of the one that was laid out.
  /// - Throws: `GraphvizError`.
  public func png(_ graph: Graph, caption: String = "") throws(GraphvizError) -> [UInt8] {
    let content = ModernStyle.Content.frame(caption: LabelText.visible(caption))
    var drawn = ModernStyle(graph, view, options, content: content).dotGraph().suited
    drawn.scale = Raster.scale(options.scale)
    return try GraphvizExecutor.shared.wait { [drawn, layout] () throws(GraphvizError) in
      try Graphviz.render(drawn, as: [.png], at: layout)[0]
    }
  }

  // MARK: - Cutting the document

  private mutating func cut(
    _ document: [UInt8], _ drawn: DotGraph, _ graph: Graph, _ style: ModernStyle
  ) {
    var groups = Dictionary(
      uniqueKeysWithValues: drawn.nodes.map { (Array($0.subject.name.utf8)[...], Group.node($0.subject)) })
    for (index, edge) in drawn.edges.enumerated() {
      if let weight = edge.weight { groups[Array(DotGraph.edgeName(index).utf8)[...]] = .weight(weight) }
    }
    var text: [UInt8] = []
    func end(_ blank: Blank) {
      parts.append((text, blank))
      text = []
    }
    var group: (subject: Group, lines: [SVGLine])?
    var hasCaption = false
    for line in SVGLine.all(in: document) {
      if case .group(let id) = line.kind, let subject = groups[id] { group = (subject, []) }
      guard group != nil else {
        if let content = line.content, !hasCaption {
          hasCaption = true
          text += document[line.bytes.startIndex..<content.lowerBound]
          end(.caption)
          text += document[content.upperBound..<line.bytes.endIndex]
        } else {
          text += line.bytes
        }
        text.append(UInt8(ascii: "\n"))
        continue
      }
      group!.lines.append(line)
      guard case .groupEnd = line.kind, let (subject, lines) = group else { continue }
      group = nil
      let blanks = blanks(subject, graph, style)
      let contents = lines.map(\.content)
      // The numbers are the last lines of text.
      var skipped = contents.count { $0 != nil } - blanks.texts.count
      var texts = blanks.texts[...]
      for (index, line) in lines.enumerated() {
        if index == 0, let classes = blanks.classes,
          let quote = line.bytes.lastIndex(of: UInt8(ascii: "\""))
        {
          text += document[line.bytes.startIndex..<quote]
          end(classes)
          text += document[quote..<line.bytes.endIndex]
        } else if let content = contents[index], skipped <= 0, let (prefix, blank) = texts.popFirst() {
          text += document[line.bytes.startIndex..<content.lowerBound]
          text += prefix.utf8
          end(blank)
          text += document[content.upperBound..<line.bytes.endIndex]
        } else {
          if contents[index] != nil { skipped -= 1 }
          if case .weight = subject { text += line.inheriting } else { text += line.bytes }
        }
        text.append(UInt8(ascii: "\n"))
      }
    }
    // A document ends with an empty line, as ever.
    text.append(UInt8(ascii: "\n"))
    parts.append((text, nil))
  }

  /// What is blank in a group: its classes, and its last lines of text.
  private func blanks(
    _ group: Group, _ graph: Graph, _ style: ModernStyle
  ) -> (classes: Blank?, texts: [(prefix: String, blank: Blank)]) {
    guard case .node(let subject) = group else {
      if case .weight(let id) = group { return (.weight(id), []) }
      return (nil, [])
    }
    switch subject {
    case .value(let id):
      guard graph.nodes[id].role != .constant else { return (.valueClass(id), [("", .data(id))]) }
      let prefixes = style.prefixes(id)
      return (
        .valueClass(id), [(LabelText.escapedForXML(prefixes.data), .data(id)), (prefixes.grad, .grad(id))]
      )
    case .operation(let id):
      return graph.nodes[id].op == "relu" ? (.reluClass(id), [("", .reluText(id))]) : (nil, [])
    case .box(let index):
      var lines: [(prefix: String, blank: Blank)] = BoxText.prefixes.indices.map {
        (BoxText.prefixes[$0], .boxLine(box: index, line: $0))
      }
      if let neuron = style.neurons.texts[index], let bias = neuron.bias {
        let prefix = neuron.line(graph, FrameNumber.text).prefix
        lines.insert((LabelText.escapedForXML(prefix), .bias(bias)), at: 0)
      }
      let hasRelus = BoxText(view.boxes[index], graph, nil, FrameNumber.text).dead != nil
      if hasRelus { lines.append(("", .boxDead(index))) }
      return (hasRelus ? .boxClass(index) : nil, lines)
    case .stub, .legend, .text: return (nil, [])
    }
  }
}
