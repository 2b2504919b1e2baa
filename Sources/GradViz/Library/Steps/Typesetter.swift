/// A typeset formula: lines of text and of fractions around its origin, the left end of its baseline. In points, y
/// upwards.
struct Typeset: Sendable {
  private(set) var width = 0.0
  private(set) var ascent = 0.0
  private(set) var descent = 0.0
  private(set) var lines: [TextLine] = []
  private(set) var boxes: [FilledBox] = []

  /// Runs that are not in `lines` yet: what stands side by side becomes one line, which a browser spaces with its own
  /// font.
  private var open: [TextLine.Run] = []
  private var openStart = 0.0
  private let size: Double
  private let ink: Ink

  /// - Complexity: O(n) in the pieces; they are nested a few levels deep, as the table of operations has them.
  init(_ pieces: [Formula.Piece], size: Double, ink: Ink = .plain) {
    self.size = size
    self.ink = ink
    for piece in pieces { add(piece) }
    close()
  }

  /// A line of words.
  init(_ runs: [TextLine.Run]) {
    (size, ink) = (runs.first?.size ?? 12, .plain)
    for run in runs { add(run) }
    close()
  }

  func moved(x: Double, y: Double) -> (lines: [TextLine], boxes: [FilledBox]) {
    (lines.map { $0.moved(x: x, y: y) }, boxes.map { $0.moved(x: x, y: y) })
  }

  private mutating func add(_ run: TextLine.Run) {
    if open.isEmpty { openStart = width }
    if let last = open.last, last.ink == run.ink, last.size == run.size, last.isBold == run.isBold,
      last.isItalic == run.isItalic, last.rise == run.rise
    {
      open[open.count - 1].text += run.text
    } else {
      open.append(run)
    }
    width += run.width
    ascent = max(ascent, run.rise + 0.76 * run.size)
    descent = max(descent, 0.22 * run.size - run.rise)
  }

  private mutating func add(_ text: String, _ ink: Ink? = nil, isItalic: Bool = false) {
    add(TextLine.Run(text: text, ink: ink ?? self.ink, size: size, isItalic: isItalic))
  }

  private mutating func close() {
    guard !open.isEmpty else { return }
    lines.append(TextLine(center: .init(x: (openStart + width) / 2, y: 0), runs: open))
    open = []
  }

  /// Puts what is typeset already at the end of the line.
  private mutating func append(_ part: Typeset, rise: Double, at x: Double? = nil) {
    let moved = part.moved(x: x ?? width, y: rise)
    lines += moved.lines
    boxes += moved.boxes
    ascent = max(ascent, rise + part.ascent)
    descent = max(descent, part.descent - rise)
    if x == nil { width += part.width }
  }

  private mutating func add(_ piece: Formula.Piece) {
    switch piece {
    case .text(let text): add(text)
    case .name(let name): addName(name, ink)
    case .term(let name): addName(LabelText.term(name), ink)
    case .grad(let name):
      addName(LabelText.term(name), .gradient)
      add(".grad", .gradient)
    case .number(let number, let part, let isBracketed, let why):
      let ink: Ink =
        switch part {
        case .value: .value
        case .upstream, .sum: .gradient
        case .local: .local
        }
      if isBracketed && why.isEmpty { add("(", ink) }
      if why.isEmpty {
        add(number, ink)
      } else {
        addStack(
          Typeset([.text(isBracketed ? "(\(number))" : number)], size: size, ink: ink),
          over: Typeset(why, size: max(0.58 * size, 10), ink: ink))
      }
      if isBracketed && why.isEmpty { add(")", ink) }
    case .partial(let result, let operand):
      addFraction(
        Typeset([.text("∂"), .term(result)], size: 0.78 * size, ink: .local),
        Typeset([.text("∂"), .term(operand)], size: 0.78 * size, ink: .local), .local)
    case .fraction(let over, let under):
      addFraction(
        Typeset(over, size: 0.82 * size, ink: ink), Typeset(under, size: 0.82 * size, ink: ink), ink)
    case .power(let base, let exponent):
      for piece in base { add(piece) }
      let small = Typeset(exponent, size: 0.7 * size, ink: ink)
      // A plain exponent stays in the line, so that it follows its base whatever the font.
      if small.boxes.isEmpty, small.lines.count == 1, !open.isEmpty {
        for var run in small.lines[0].runs {
          run.rise += 0.38 * size
          add(run)
        }
      } else {
        close()
        append(small, rise: 0.38 * size)
      }
    case .call(let name, let inside):
      add("\(name)(")
      for (index, pieces) in inside.enumerated() {
        if index > 0 { add(", ") }
        for piece in pieces { add(piece) }
      }
      add(")")
    }
  }

  /// A name of more than a letter stands upright, as functions do.
  private mutating func addName(_ name: String, _ ink: Ink) {
    // Isolated once.
    add(name.hasPrefix("\u{2068}") ? name : LabelText.isolated(name), ink, isItalic: name.count == 1)
  }

  /// A number on the line, and something small below it.
  private mutating func addStack(_ number: Typeset, over why: Typeset) {
    close()
    let wide = max(number.width, why.width)
    append(number, rise: 0, at: width + (wide - number.width) / 2)
    append(why, rise: -number.descent - why.ascent - 1, at: width + (wide - why.width) / 2)
    width += wide
  }

  private mutating func addFraction(_ over: Typeset, _ under: Typeset, _ ink: Ink) {
    close()
    let wide = max(over.width, under.width) + 4
    // Where the minus signs of the line are.
    let axis = 0.3 * size
    let gap = 0.12 * size
    let left = width + 2
    append(over, rise: axis + gap + over.descent, at: left + (wide - over.width) / 2)
    append(under, rise: axis - gap - under.ascent, at: left + (wide - under.width) / 2)
    boxes.append(
      FilledBox(
        box: .init(center: .init(x: left + wide / 2, y: axis), width: wide, height: max(0.05 * size, 0.8)),
        ink: ink))
    width += wide + 4
  }
}
