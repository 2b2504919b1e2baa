/// One layout for many moments of a graph: an SVG document with blanks for its numbers.
///
/// Boxes are laid out for the widest number, so that from frame to frame only text and marks change and
/// nothing moves. Filling a template costs O(n) and no layout.
///
///     let template = try FrameTemplate(Snapshot(of: loss))
///     template.fill(Snapshot(of: loss), caption: "step 10")
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
    /// Further classes of the group of such a box, and how many of its relus are dead.
    case boxClass(Int)
    case boxDead(Int)
  }

  /// A stretch of the document, and the blank behind it.
  private var parts: [(text: [UInt8], blank: Blank?)] = []
  private let reserved: Int
  private let options: DrawingOptions
  private let view: GraphView
  private let placement: Placement

  /// Lays out a graph.
  ///
  /// - Parameters:
  ///   - snapshot: any moment of the graph; all others must have the same topology.
  ///   - options: how it is drawn; the style is always modern.
  /// - Throws: `GraphvizError`, `GraphViewError`, `ColourError`.
  public init(_ snapshot: Snapshot, options: DrawingOptions = DrawingOptions()) throws {
    var options = options
    options.style = .modern
    if let background = options.background, Colour(background) == nil { throw ColourError(background) }
    self.options = options
    view = try GraphView(of: snapshot, options)
    var scene = ModernStyle(snapshot, view, options, content: .blanks).makeScene()
    scene.title = "Training step"
    scene.summary = "A moment of a training; the numbers differ from frame to frame."
    let laidOut = try GraphvizExecutor.shared.wait { [scene] () throws(GraphvizError) in
      try Graphviz.place(scene, rendering: .svg)
    }
    placement = laidOut.placement
    let document = SVGDocument.finish(laidOut.rendered, scene)
    reserved = document.count + document.count / 8
    cut(document, snapshot)
  }

  /// The document with the numbers of a moment in its blanks.
  ///
  /// - Precondition: `snapshot` has the topology of the one that was laid out.
  public func fill(_ snapshot: Snapshot, caption: String = "") -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(reserved)
    for part in parts {
      out += part.text
      switch part.blank {
      case .data(let id): out += FrameNumber.text(snapshot.nodes[id].data).utf8
      case .grad(let id): out += (snapshot.nodes[id].grad.map(FrameNumber.text) ?? "—").utf8
      case .valueClass(let id): if snapshot.isAlarming(id) { out += " alarm".utf8 }
      case .reluClass(let id): if snapshot.isDeadRelu(id) { out += " dead".utf8 }
      case .reluText(let id): if snapshot.isDeadRelu(id) { out += "dead".utf8 }
      case .boxLine(let box, let line):
        out += BoxText(view.boxes[box], snapshot, FrameNumber.text).numbers[line].utf8
      case .boxClass(let box):
        if BoxText(view.boxes[box], snapshot, FrameNumber.text).isDead { out += " dead".utf8 }
      case .boxDead(let box):
        out += (BoxText(view.boxes[box], snapshot, FrameNumber.text).dead ?? "").utf8
      case .caption: out += LabelText.escapedForXML(LabelText.visible(caption)).utf8
      case nil: break
      }
    }
    return out
  }

  /// A bitmap of a moment, in the same layout.
  ///
  /// - Precondition: `snapshot` has the topology of the one that was laid out.
  /// - Throws: `GraphvizError`.
  public func png(_ snapshot: Snapshot, caption: String = "") throws(GraphvizError) -> [UInt8] {
    let content = ModernStyle.Content.frame(caption: LabelText.visible(caption))
    var scene = ModernStyle(snapshot, view, options, content: content).makeScene()
    scene.scale = Raster.scale(options.scale)
    return try GraphvizExecutor.shared.wait { [scene, placement] () throws(GraphvizError) in
      try Graphviz.render(scene, as: [.png], at: placement)[0]
    }
  }

  // MARK: - Cutting the document

  private mutating func cut(_ document: [UInt8], _ snapshot: Snapshot) {
    var text: [UInt8] = []
    func end(_ blank: Blank) {
      parts.append((text, blank))
      text = []
    }
    /// The lines of the group of one value or operation, and its id.
    var group: (kind: Character, id: Int, lines: [ArraySlice<UInt8>])?
    var hasCaption = false
    for line in document.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if let open = FrameTemplate.group(line) { group = (open.kind, open.id, []) }
      guard group != nil else {
        if !hasCaption, line.starts(with: "<text".utf8), let content = FrameTemplate.content(of: line) {
          hasCaption = true
          text += document[line.startIndex..<content.lowerBound]
          end(.caption)
          text += document[content.upperBound..<line.endIndex]
        } else {
          text += line
        }
        text.append(UInt8(ascii: "\n"))
        continue
      }
      group!.lines.append(line)
      guard line.elementsEqual("</g>".utf8), let done = group else { continue }
      group = nil
      let blanks = blanks(done.kind, done.id, snapshot)
      let texts = done.lines.indices.filter { done.lines[$0].starts(with: "<text".utf8) }
      for (index, line) in done.lines.enumerated() {
        if index == 0, let classes = blanks.classes, let quote = line.lastIndex(of: UInt8(ascii: "\"")) {
          text += document[line.startIndex..<quote]
          end(classes)
          text += document[quote..<line.endIndex]
        } else if let place = texts.suffix(blanks.texts.count).firstIndex(of: index),
          let content = FrameTemplate.content(of: line)
        {
          let (prefix, blank) = blanks.texts[place - (texts.endIndex - blanks.texts.count)]
          text += document[line.startIndex..<content.lowerBound]
          text += prefix.utf8
          end(blank)
          text += document[content.upperBound..<line.endIndex]
        } else {
          text += line
        }
        text.append(UInt8(ascii: "\n"))
      }
    }
    parts.append((text, nil))
  }

  /// The kind and the id in `<g id="v12" class="…">`: a value, an operation or a box of many values.
  private static func group(_ line: ArraySlice<UInt8>) -> (kind: Character, id: Int)? {
    guard line.starts(with: "<g id=\"".utf8) else { return nil }
    let name = line.dropFirst(7).prefix { $0 != UInt8(ascii: "\"") }
    let text = String(decoding: name, as: UTF8.self)
    guard let kind = text.first, "vob".contains(kind) else { return nil }
    return Int(text.dropFirst()).map { (kind, $0) }
  }

  /// Where the text of `<text …>text</text>` is.
  private static func content(of line: ArraySlice<UInt8>) -> Range<Int>? {
    guard let start = line.firstIndex(of: UInt8(ascii: ">")) else { return nil }
    let end = line.endIndex - "</text>".utf8.count
    return start < end ? start + 1..<end : nil
  }

  /// What is blank in a group: its classes, and its last lines of text.
  private func blanks(
    _ kind: Character, _ id: Int, _ snapshot: Snapshot
  ) -> (classes: Blank?, texts: [(prefix: String, blank: Blank)]) {
    guard kind == "v" else {
      guard kind == "o" else {
        var lines: [(prefix: String, blank: Blank)] = BoxText.prefixes.indices.map {
          (BoxText.prefixes[$0], .boxLine(box: id, line: $0))
        }
        let hasRelus = BoxText(view.boxes[id], snapshot, FrameNumber.text).dead != nil
        if hasRelus { lines.append(("", .boxDead(id))) }
        return (hasRelus ? .boxClass(id) : nil, lines)
      }
      let isRelu = snapshot.nodes[id].op == "relu"
      return isRelu ? (.reluClass(id), [("", .reluText(id))]) : (nil, [])
    }
    if snapshot.nodes[id].role == .constant { return (.valueClass(id), [("", .data(id))]) }
    return (.valueClass(id), [("data ", .data(id)), ("grad ", .grad(id))])
  }
}
