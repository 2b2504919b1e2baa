/// Cells that characters are put into, and lines between them.
struct TextCanvas {
  /// What a cell is about, which a terminal shows as a colour of its own scheme.
  enum Ink: Sendable, Equatable {
    case plain, line, input, parameter, constant, result, module, gradient, alarm

    /// The parameters of Select Graphic Rendition (ECMA-48); nil for what the terminal does without.
    var code: String? {
      switch self {
      case .plain: nil
      case .line, .constant: "2"
      case .input: "34"
      case .parameter: "33"
      case .result: "32"
      case .module: "36"
      case .gradient: "35"
      case .alarm: "1;31"
      }
    }
  }

  private struct Cell {
    /// nil for the second half of a wide character.
    var character: Character? = " "
    var ink = Ink.plain
    /// Where lines leave the cell: the bits of up, down, left and right.
    var ways: UInt8 = 0
    /// The line that was here first.
    var net = -1
    var isCrossing = false
  }

  let width: Int
  let height: Int
  private var cells: [Cell]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Array(repeating: Cell(), count: width * height)
  }

  // MARK: - Text

  /// Writes characters from a cell on; what does not fit into the canvas is left out.
  mutating func write(_ text: String, x: Int, y: Int, _ ink: Ink) {
    guard (0..<height).contains(y) else { return }
    var x = x
    for character in text {
      let size = CellWidth.of(character)
      guard x >= 0, size > 0, x + size <= width else { continue }
      cells[y * width + x] = Cell(character: character, ink: ink)
      if size > 1 { cells[y * width + x + 1] = Cell(character: nil, ink: ink) }
      x += size
    }
  }

  // MARK: - Lines

  private static let (up, down, left, right): (UInt8, UInt8, UInt8, UInt8) = (1, 2, 4, 8)

  /// Draws a straight line. Lines of one net join where they meet, those of two nets cross.
  mutating func line(_ net: Int, from a: (x: Int, y: Int), to b: (x: Int, y: Int)) {
    let (low, high) = (a.x + a.y < b.x + b.y ? (a, b) : (b, a))
    if low.y == high.y {
      for x in low.x..<high.x {
        add(net, TextCanvas.right, x, low.y)
        add(net, TextCanvas.left, x + 1, low.y)
      }
    } else {
      for y in low.y..<high.y {
        add(net, TextCanvas.down, low.x, y)
        add(net, TextCanvas.up, low.x, y + 1)
      }
    }
  }

  private mutating func add(_ net: Int, _ way: UInt8, _ x: Int, _ y: Int) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let index = y * width + x
    if cells[index].net < 0 { cells[index].net = net }
    if cells[index].net != net { cells[index].isCrossing = true }
    cells[index].ways |= way
    cells[index].ink = .line
    cells[index].character = TextCanvas.sign(cells[index].ways, isCrossing: cells[index].isCrossing)
  }

  private static func sign(_ ways: UInt8, isCrossing: Bool) -> Character {
    switch ways {
    case left, right, left | right: "─"
    case up, down, up | down: "│"
    case down | right: "╭"
    case down | left: "╮"
    case up | right: "╰"
    case up | left: "╯"
    case up | down | right: "├"
    case up | down | left: "┤"
    case down | left | right: "┬"
    case up | left | right: "┴"
    // A dot joins, as in diagrams of circuits.
    default: isCrossing ? "┼" : "•"
    }
  }

  // MARK: - The result

  /// The rows, without spaces at their ends.
  ///
  /// - Parameter hasColours: whether inks are written as escape sequences.
  func text(hasColours: Bool) -> String {
    var text = ""
    for y in 0..<height {
      let row = cells[(y * width)..<((y + 1) * width)]
      let end = row.lastIndex { $0.character != " " }.map { $0 + 1 } ?? row.startIndex
      var ink = Ink.plain
      for cell in row[..<end] {
        guard let character = cell.character else { continue }
        if hasColours, cell.ink != ink, character != " " {
          text += "\u{1B}[0m" + (cell.ink.code.map { "\u{1B}[\($0)m" } ?? "")
          ink = cell.ink
        }
        text.append(character)
      }
      if ink != .plain { text += "\u{1B}[0m" }
      text += "\n"
    }
    return text
  }
}
