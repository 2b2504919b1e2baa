/// Single pictures of a sequence.
extension StepTemplate {
  /// A document of its own.
  func svg(_ frame: StepFrame) -> [UInt8] {
    let edges = edges(frame.activeEdges)
    let scale = weightScale(frame)
    var out: [UInt8] = []
    for part in parts {
      switch part {
      case .fixed(let bytes): out += bytes
      case .group(let group):
        out += group.opening + " class=\"".utf8 + group.classes
        out += classes(group.subject, frame, edges, scale).utf8
        out += "\">\n".utf8 + group.title + group.shapes + group.texts
        if case .node(let subject) = group.subject, let place = subject.place, let box = frame.boxes[place] {
          for line in lines(place, box) { out += line.svg().utf8 }
        }
        out += "</g>\n".utf8
      }
    }
    return StepTemplate.inserting(captionSVG(frame.caption), into: out)
  }

  /// What a group has beside the classes that it has in all pictures; of a weight, further attributes as well.
  func classes(
    _ subject: Group.Subject, _ frame: StepFrame, _ edges: Set<Int>, _ scale: WeightScale
  ) -> String {
    switch subject {
    case .edge(let index):
      return (edges.contains(index) ? " now" : "")
        + (weightLook(index, frame, scale)?.groupAttributes ?? "")
    case .node(.operation(let id)):
      return (frame.deadOperations.contains(id) ? " dead" : "")
        + (frame.activeOperations.contains(id) ? " now" : "")
    case .node(let subject): return subject.place.flatMap { frame.boxes[$0]?.classes } ?? ""
    }
  }

  /// The caption as a group that says what it is to those who listen.
  func captionSVG(_ caption: StepCaption, classes: String = "") -> String {
    let (lines, boxes) = strip.typeset(caption)
    return "<g class=\"caption\(classes)\">\n"
      + "<title>\(LabelText.escapedForXML(caption.plainText))</title>\n"
      + boxes.map { $0.svg() }.joined() + lines.map { $0.svg() }.joined() + "</g>\n"
  }

  /// Puts text before the end of the group of the whole drawing.
  static func inserting(_ text: String, into document: [UInt8]) -> [UInt8] {
    let end = Array("</g>\n</svg>".utf8)
    var at = document.count - end.count
    while at > 0, !document[at...].starts(with: end) { at -= 1 }
    return Array(document[..<at] + text.utf8 + document[at...])
  }

  // MARK: - Drawn by Graphviz

  /// How many pixels a bitmap has whose scale nobody chose.
  var plainPixels: Double {
    // Graphviz adds a margin of 9 points on each side.
    (layout.size.width + 18) * (layout.size.height + 18) * Raster.pixelsPerPoint * Raster.pixelsPerPoint
  }

  /// A picture in a format of Graphviz, without a layout.
  ///
  /// - Throws: `GraphvizError`.
  func rendered(_ frame: StepFrame, as format: Format) throws(GraphvizError) -> [UInt8] {
    var (picture, places) = (drawn, layout)
    let edges = edges(frame.activeEdges)
    let scale = weightScale(frame)
    for index in drawn.edges.indices {
      picture.edges[index].attributes += weightLook(index, frame, scale)?.edgeAttributes ?? []
    }
    for index in edges {
      picture.edges[index].attributes += [("color", palette.now), ("penwidth", "2.4")]
    }
    var lines: [TextLine] = []
    for (index, node) in drawn.nodes.enumerated() {
      if case .operation(let id) = node.subject {
        if frame.deadOperations.contains(id) { picture.nodes[index].paint(palette.dead, "dashed") }
        if frame.activeOperations.contains(id) { picture.nodes[index].mark(palette.now) }
      }
      guard let place = node.subject.place, let box = frame.boxes[place] else { continue }
      if box.isPending { picture.nodes[index].paint(fill: palette.canvas, "dashed") }
      if box.isDead { picture.nodes[index].paint(palette.dead, "dashed") }
      if box.isAlarming { picture.nodes[index].paint(palette.alarm) }
      if box.isActive { picture.nodes[index].mark(palette.now) }
      lines += self.lines(place, box)
    }
    let caption = strip.typeset(frame.caption)
    var count = 0
    func add(_ node: DotGraph.Node, _ box: Layout.Box) {
      picture.nodes.append(node)
      places.nodes.append(box)
      count += 1
    }
    for box in caption.boxes { add(box.node(count, palette), box.box) }
    for line in lines + caption.lines {
      for (node, box) in line.nodes(from: count, palette) { add(node, box) }
    }
    return try GraphvizExecutor.shared.wait { [picture, places] () throws(GraphvizError) in
      try Graphviz.render(picture, as: [format], at: places)[0]
    }
  }
}

extension DotGraph.Node {
  fileprivate func attribute(_ name: String) -> String? { attributes.last { $0.name == name }?.value }

  /// The last of several attributes of one name holds.
  fileprivate mutating func paint(fill: String, _ style: String? = nil) {
    attributes.append(("fillcolor", fill))
    if let style { attributes.append(("style", "\(attribute("style") ?? "rounded,filled"),\(style)")) }
  }

  fileprivate mutating func paint(_ paint: Palette.Paint, _ style: String? = nil) {
    self.paint(fill: paint.fill, style)
    attributes.append(("color", paint.line))
  }

  fileprivate mutating func mark(_ colour: String) {
    attributes += [("color", colour), ("penwidth", "2.4")]
    if let style = attribute("style"), style.hasSuffix(",dashed") {
      attributes.append(("style", String(style.dropLast(7))))
    }
  }
}
