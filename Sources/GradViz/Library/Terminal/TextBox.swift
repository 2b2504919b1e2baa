import Micrograd

/// A box of a drawing in a terminal: its name and its operation in the border, its numbers inside.
struct TextBox {
  enum Border {
    case round, square, double, heavy
    /// A number alone.
    case none
  }

  var name = ""
  var operation = ""
  /// A word and a number each.
  var lines: [(word: String, text: String, ink: TextCanvas.Ink)] = []
  var border = Border.round
  var ink = TextCanvas.Ink.plain
  /// Whether it keeps its place in the order of indexes: inputs and modules.
  var isOrdered = false
  /// Whether the order of what goes into it says nothing.
  var isCommutative = false

  /// In cells.
  var size: (width: Int, height: Int) {
    guard border != .none else { return (max(1, lines.map { width(of: $0) }.max() ?? 0), 1) }
    let inside = lines.map { width(of: $0) }.max() ?? 0
    let title =
      CellWidth.of(name) + CellWidth.of(operation)
      + (name.isEmpty ? 0 : 2) + (operation.isEmpty ? 0 : 3) + 2
    return (max(inside + 4, title, 5), lines.count + 2)
  }

  private func width(of line: (word: String, text: String, ink: TextCanvas.Ink)) -> Int {
    CellWidth.of(line.text) + (line.word.isEmpty ? 0 : CellWidth.of(line.word) + 1)
  }

  /// Draws it from a cell on.
  ///
  /// - Parameters:
  ///   - ins: the cells of its border where edges come in, from its corner; `outs` where they leave.
  func draw(
    on canvas: inout TextCanvas, x: Int, y: Int, width: Int, height: Int, ins: [(x: Int, y: Int)],
    outs: [(x: Int, y: Int)]
  ) {
    if border == .none {
      if let line = lines.first { canvas.write(line.text, x: x, y: y, line.ink) }
      return
    }
    let signs = Array(self.signs)
    let (across, down) = (String(signs[4]), String(signs[5]))
    func row(_ left: Character, _ right: Character) -> String {
      String(left) + String(repeating: across, count: width - 2) + String(right)
    }
    canvas.write(row(signs[0], signs[1]), x: x, y: y, ink)
    for line in 1..<(height - 1) {
      canvas.write(down + String(repeating: " ", count: width - 2) + down, x: x, y: y + line, ink)
    }
    canvas.write(row(signs[2], signs[3]), x: x, y: y + height - 1, ink)
    for (index, line) in lines.enumerated() {
      if !line.word.isEmpty { canvas.write(line.word, x: x + 2, y: y + 1 + index, line.ink) }
      canvas.write(line.text, x: x + width - 2 - CellWidth.of(line.text), y: y + 1 + index, line.ink)
    }
    for port in ins { canvas.write(port.y == 0 ? "┴" : "┤", x: x + port.x, y: y + port.y, ink) }
    for port in outs { canvas.write(port.x == width - 1 ? "├" : "┬", x: x + port.x, y: y + port.y, ink) }
    if !name.isEmpty { canvas.write(" \(name) ", x: x + 1, y: y, ink) }
    if !operation.isEmpty {
      canvas.write(" \(operation) ", x: x + width - 3 - CellWidth.of(operation), y: y, .plain)
    }
  }

  /// The corners, and the lines across and down.
  private var signs: String {
    switch border {
    case .round: "╭╮╰╯─│"
    case .square, .none: "┌┐└┘─│"
    case .double: "╔╗╚╝═║"
    case .heavy: "┏┓┗┛━┃"
    }
  }
}
