/// A layout of a graph with frames inside of frames: layers one behind the other, neurons and samples below each other
/// in the order of their indexes, and no edge over a box.
///
/// Each frame is a `LayoutLevel` of its own, from the innermost outwards, so that what is in a frame stays there.
/// O(n log n) in boxes and edges, but for the lines that are pulled straight.
struct NestedLayout: Sendable {
  private(set) var boxes: [LayoutRectangle]
  /// Of the operations in front of boxes.
  private(set) var heads: [LayoutRectangle?]
  private(set) var frames: [LayoutRectangle]
  /// The corners of each edge; the last is where its arrow ends.
  var paths: [[LayoutPoint]]
  /// The centers of the labels of edges.
  var labels: [LayoutPoint?]
  /// Where lines are interrupted by their own labels.
  var gaps: [Int: (from: LayoutPoint, to: LayoutPoint)] = [:]
  private(set) var size = NestedGraph.Size(along: 0, across: 0)

  let graph: NestedGraph
  /// Whether names of frames are above what is in them in the drawing, rather than beside it.
  private let isTitleAcross: Bool

  private var headGap: Double { graph.isTight ? 5 : NestedGraph.headGap }
  private var padding: Double { graph.isTight ? 5 : 8 }

  /// - Parameter isTitleAcross: whether the names of frames take room across the reading direction, as they do when
  ///   it is from left to right.
  init(_ graph: NestedGraph, isTitleAcross: Bool) {
    self.graph = graph
    self.isTitleAcross = isTitleAcross
    let nowhere = LayoutRectangle(
      start: .init(along: 0, across: 0), size: .init(along: 0, across: 0))
    boxes = Array(repeating: nowhere, count: graph.boxes.count)
    heads = Array(repeating: nil, count: graph.boxes.count)
    frames = Array(repeating: nowhere, count: graph.frames.count)
    paths = Array(repeating: [], count: graph.edges.count)
    labels = Array(repeating: nil, count: graph.edges.count)
    var levels = makeLevels()
    place(&levels)
  }

  // MARK: - Levels

  /// A level with where its items and wires come from.
  private struct Part {
    var level: LayoutLevel
    /// Items of boxes and frames.
    var itemOfBox: [Int: Int] = [:]
    var itemOfFrame: [Int: Int] = [:]
    /// Which edges begin, end or pass here on which wire: by edge those that end here or come in, by box those that
    /// leave.
    var wireOfEdge: [Int: Int] = [:]
    var wireOfSource: [Int: Int] = [:]
    var paths: [[LayoutPoint]] = []
    /// Where edges come in and leave, from the center of the frame.
    var entries: [Int: Double] = [:]
    var exits: [Int: Double] = [:]
    /// What the frame takes before the inside begins.
    var margin = LayoutPoint(along: 0, across: 0)
  }

  /// Frames around a frame or a box, the innermost first; the whole drawing is `frames.count`.
  private func surroundings(_ frame: Int?) -> [Int] {
    sequence(first: frame) { $0.map { graph.frames[$0].parent } ?? nil }.prefix { $0 != nil }.map { $0! }
      + [graph.frames.count]
  }

  private func makeLevels() -> [Part] {
    var parts = (0...graph.frames.count).map {
      Part(
        level: LayoutLevel(
          isRoot: $0 == graph.frames.count, isTight: graph.isTight, columnGap: graph.columnGap))
    }
    var order = [Int](repeating: .max, count: graph.frames.count)
    for (box, content) in graph.boxes.enumerated() {
      for frame in surroundings(content.frame).dropLast() { order[frame] = min(order[frame], box) }
    }
    for (index, box) in graph.boxes.enumerated() {
      let level = box.frame ?? graph.frames.count
      let lead = box.head.map { $0.along + headGap } ?? 0
      let count = parts[level].level.items.count
      parts[level].itemOfBox[index] = count
      parts[level].level.items.append(
        LayoutLevel.Item(
          content: .box(index),
          size: .init(
            along: box.size.along + lead, across: max(box.size.across, box.head?.across ?? 0)),
          lead: lead, order: index, leader: count, isLeaf: box.isLeaf, isOrdered: box.isOrdered,
          isSum: box.isSum, isClosed: box.isClosed))
    }
    for (index, frame) in graph.frames.enumerated() where order[index] < .max {
      let level = frame.parent ?? graph.frames.count
      let count = parts[level].level.items.count
      parts[level].itemOfFrame[index] = count
      parts[level].level.items.append(
        LayoutLevel.Item(
          content: .frame(index), size: .init(along: 0, across: 0), order: order[index], leader: count,
          isOrdered: true))
    }
    for (index, edge) in graph.edges.enumerated() { addWires(index, edge, &parts) }
    // Innermost frames come last, and are laid out first.
    for frame in graph.frames.indices.reversed() {
      finish(&parts[frame])
      let title = graph.frames[frame].title
      let margin =
        isTitleAcross
        ? LayoutPoint(along: padding, across: 4 + title.across)
        : LayoutPoint(along: 4 + title.along, across: padding)
      parts[frame].margin = margin
      let inside = parts[frame].level.size
      var size = NestedGraph.Size(
        along: inside.along + margin.along + padding,
        across: inside.across + margin.across + padding)
      if isTitleAcross {
        size.along = max(size.along, title.along + 14)
      } else {
        size.across = max(size.across, title.across + 14)
      }
      let parent = graph.frames[frame].parent ?? graph.frames.count
      guard let item = parts[parent].itemOfFrame[frame] else { continue }
      parts[parent].level.items[item].size = size
      frames(frame, in: parent, &parts, item, size)
    }
    finish(&parts[graph.frames.count])
    return parts
  }

  /// Tells the level around a frame where wires meet it.
  private func frames(
    _ frame: Int, in parent: Int, _ parts: inout [Part], _ item: Int, _ size: NestedGraph.Size
  ) {
    let shift = parts[frame].margin.across - size.across / 2
    for (edge, across) in parts[frame].entries {
      if let wire = parts[parent].wireOfEdge[edge], parts[parent].level.wires[wire].to == item {
        parts[parent].level.wires[wire].toOffset = across + shift
      }
    }
    for (source, across) in parts[frame].exits {
      if let wire = parts[parent].wireOfSource[source] {
        parts[parent].level.wires[wire].fromOffset = across + shift
      }
      // Edges that end on the level around.
      for (index, wire) in parts[parent].level.wires.enumerated()
      where wire.from == item && wire.source == source {
        parts[parent].level.wires[index].fromOffset = across + shift
      }
    }
  }

  private func finish(_ part: inout Part) {
    part.level.layOut()
    part.paths = part.level.route()
    for (edge, wire) in part.wireOfEdge where part.level.wires[wire].from == nil {
      part.entries[edge] = part.paths[wire].first?.across
    }
    for (source, wire) in part.wireOfSource { part.exits[source] = part.paths[wire].last?.across }
  }

  /// The ways of an edge through the levels that it passes.
  private func addWires(_ index: Int, _ edge: NestedGraph.Edge, _ parts: inout [Part]) {
    let (out, into) = (surroundings(graph.boxes[edge.tail].frame), surroundings(graph.boxes[edge.head].frame))
    let shared = out.first { into.contains($0) }!
    let outer = out.prefix { $0 != shared }
    let inner = into.prefix { $0 != shared }
    func item(_ box: Int, below frame: Int?, _ level: Int) -> Int {
      frame.map { parts[level].itemOfFrame[$0]! } ?? parts[level].itemOfBox[box]!
    }
    var below: Int?
    for level in outer {
      if parts[level].wireOfSource[edge.tail] == nil {
        parts[level].wireOfSource[edge.tail] = parts[level].level.wires.count
        parts[level].level.wires.append(
          LayoutLevel.Wire(from: item(edge.tail, below: below, level), to: nil, source: edge.tail, place: 0))
      }
      below = level
    }
    let isBus = graph.boxes[edge.head].frame != nil && !graph.boxes[edge.head].isClosed
    let from = item(edge.tail, below: below, shared)
    let to = item(edge.head, below: inner.last, shared)
    parts[shared].wireOfEdge[index] = parts[shared].level.wires.count
    parts[shared].level.wires.append(
      LayoutLevel.Wire(
        from: from, to: to, source: edge.tail, place: edge.place, isBus: isBus && !inner.isEmpty,
        label: inner.isEmpty || graph.boxes[edge.head].isClosed ? edge.label : nil))
    for (position, level) in inner.enumerated() {
      parts[level].wireOfEdge[index] = parts[level].level.wires.count
      parts[level].level.wires.append(
        LayoutLevel.Wire(
          from: nil, to: item(edge.head, below: position == 0 ? nil : inner[position - 1], level),
          source: edge.tail, place: edge.place, isBus: isBus && position > 0,
          label: position == 0 ? edge.label : nil))
    }
  }

  // MARK: - The whole

  private mutating func place(_ parts: inout [Part]) {
    let root = graph.frames.count
    size = parts[root].level.size
    var origins = [LayoutPoint](repeating: .init(along: 0, across: 0), count: root + 1)
    // Frames around others come first.
    for level in [root] + Array(graph.frames.indices) {
      if level != root { origins[level] = frames[level].start + parts[level].margin }
      for item in parts[level].level.items {
        let start =
          origins[level] + LayoutPoint(along: item.start, across: item.center - item.size.across / 2)
        switch item.content {
        case .frame(let frame): frames[frame] = LayoutRectangle(start: start, size: item.size)
        case .box(let box): place(box, item, start)
        case .passage: break
        }
      }
    }
    for (index, edge) in graph.edges.enumerated() {
      let (out, into) = (
        surroundings(graph.boxes[edge.tail].frame), surroundings(graph.boxes[edge.head].frame)
      )
      let shared = out.first { into.contains($0) }!
      var points: [LayoutPoint] = []
      for level in out.prefix(while: { $0 != shared }) {
        points += parts[level].paths[parts[level].wireOfSource[edge.tail]!].map { $0 + origins[level] }
      }
      for level in [shared] + into.prefix(while: { $0 != shared }).reversed() {
        points += parts[level].paths[parts[level].wireOfEdge[index]!].map { $0 + origins[level] }
      }
      paths[index] = points
    }
    straighten()
    for index in graph.edges.indices { finish(index) }
    placeLabels()
  }

  private mutating func place(_ box: Int, _ item: LayoutLevel.Item, _ start: LayoutPoint) {
    let content = graph.boxes[box]
    func middle(_ size: NestedGraph.Size, _ along: Double) -> LayoutRectangle {
      LayoutRectangle(
        start: .init(along: along, across: start.across + (item.size.across - size.across) / 2), size: size)
    }
    boxes[box] = middle(content.size, start.along + item.lead)
    heads[box] = content.head.map { middle($0, start.along) }
  }
}
