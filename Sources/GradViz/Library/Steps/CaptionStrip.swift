/// The strip above a drawing: the formula of a step, and below it what goes on and what it means.
struct CaptionStrip: Sendable {
  /// In points: as large as it is on the page; at least as large as what is written in boxes.
  private static let formulaSizes = [20.0, 18, 16, 14, 12]
  private static let remarkSize = 12.0
  private static let pillSize = 10.0
  /// What a formula may take of a small drawing, on whose account it is not made smaller.
  private static let leastWidth = 480.0

  private let title: String
  private var captions: [StepCaption] = []
  private var formulaSize = 20.0
  private var ascent = 0.0
  private var descent = 0.0
  private var phaseWidth = 0.0
  private var hasNotes = false
  private(set) var height = 0.0
  /// The middle of the drawing, and the top of the strip.
  private var center = 0.0
  private var top = 0.0

  init(title: String) { self.title = title }

  mutating func makeRoom(for caption: StepCaption) { captions.append(caption) }

  /// Grows a layout at its top, and in width if the captions need it, and takes the place above it.
  mutating func place(above layout: inout Layout) {
    let size = layout.size
    let most = max(size.width, CaptionStrip.leastWidth)
    formulaSize = CaptionStrip.formulaSizes.last!
    for size in CaptionStrip.formulaSizes where captions.allSatisfy({ formula($0, size).width <= most }) {
      formulaSize = size
      break
    }
    hasNotes = captions.contains { !$0.note.isEmpty }
    var width = 0.0
    for caption in captions {
      let formula = formula(caption, formulaSize)
      ascent = max(ascent, formula.ascent)
      descent = max(descent, formula.descent)
      phaseWidth = max(phaseWidth, pill(caption).width)
      width = max(width, formula.width, remark(caption).width + phaseWidth + 40, note(caption).width)
    }
    captions = []
    height =
      (title.isEmpty ? 0 : 20) + (hasNotes ? 20 : 0) + (ascent + descent > 0 ? ascent + descent + 8 : 0) + 34
    height = (size.height + height).rounded(.up) - size.height
    let total = max(size.width, width).rounded(.up)
    layout.move(x: (total - size.width) / 2)
    layout.bounds.box = Layout.Box(
      center: .init(x: total / 2, y: (size.height + height) / 2), width: total, height: size.height + height)
    center = total / 2
    top = size.height + height
  }

  /// The caption at its place.
  func typeset(_ caption: StepCaption) -> (lines: [TextLine], boxes: [FilledBox]) {
    var (lines, boxes): ([TextLine], [FilledBox]) = ([], [])
    func add(_ part: Typeset, x: Double, baseline: Double) {
      let moved = part.moved(x: x, y: baseline)
      lines += moved.lines
      boxes += moved.boxes
    }
    var y = top
    if !title.isEmpty {
      let line = Typeset([.init(text: title, ink: .muted, size: 13, isBold: true)])
      add(line, x: center - line.width / 2, baseline: y - 13)
      y -= 20
    }
    if hasNotes {
      let note = note(caption)
      add(note, x: center - note.width / 2, baseline: y - 13)
      y -= 20
    }
    if ascent + descent > 0 {
      let formula = formula(caption, formulaSize)
      add(formula, x: center - formula.width / 2, baseline: y - ascent - 2)
      y -= ascent + descent + 8
    }
    let (pill, remark) = (pill(caption), remark(caption))
    let hasPill = pill.width > 0
    let start = center - (remark.width + (hasPill ? phaseWidth + 26 : 0)) / 2
    if hasPill {
      boxes.append(
        FilledBox(
          box: .init(
            center: .init(x: start + (phaseWidth + 16) / 2, y: y - 11), width: phaseWidth + 16, height: 16),
          ink: caption.phase == "backward" ? .gradient : .value, radius: 8))
      add(pill, x: start + 8 + (phaseWidth - pill.width) / 2, baseline: y - 14.6)
    }
    add(remark, x: start + (hasPill ? phaseWidth + 26 : 0), baseline: y - 15)
    return (lines, boxes)
  }

  private func formula(_ caption: StepCaption, _ size: Double) -> Typeset {
    Typeset(caption.formula.pieces, size: size)
  }

  private func pill(_ caption: StepCaption) -> Typeset {
    Typeset(
      caption.phase.isEmpty
        ? [] : [.init(text: caption.phase, ink: .canvas, size: CaptionStrip.pillSize, isBold: true)])
  }

  private func remark(_ caption: StepCaption) -> Typeset {
    // The pill says which way it goes.
    let text = caption.remark.trimmingPrefix("\(caption.phase): ")
    return Typeset([.init(text: String(text), ink: .muted, size: CaptionStrip.remarkSize)])
  }

  private func note(_ caption: StepCaption) -> Typeset {
    let text = LabelText.elided(LabelText.visible(caption.note), to: 100)
    return Typeset(text.isEmpty ? [] : [.init(text: text, ink: .plain, size: 13, isItalic: true)])
  }
}

extension Layout {
  /// Moves everything to the right.
  mutating func move(x: Double) {
    func moved(_ point: Point) -> Point { Point(x: point.x + x, y: point.y) }
    func moved(_ frame: Frame) -> Frame {
      var frame = frame
      frame.box?.center.x += x
      frame.label?.x += x
      return frame
    }
    bounds = moved(bounds)
    clusters = clusters.map(moved)
    for index in nodes.indices { nodes[index].center.x += x }
    for index in edges.indices {
      edges[index].label = edges[index].label.map(moved)
      edges[index].headLabel = edges[index].headLabel.map(moved)
      edges[index].curves = edges[index].curves.map { curve in
        Curve(
          startTip: curve.startTip.map(moved), endTip: curve.endTip.map(moved),
          points: curve.points.map(moved))
      }
    }
  }
}
