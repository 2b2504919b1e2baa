import Micrograd

/// A graph that no drawing of its width shows, as a list: a layer behind the other, operands before results.
struct TextListing {
  private(set) var text = ""

  private typealias Cell = (text: String, ink: TextCanvas.Ink)

  private let width: Int
  private let hasColours: Bool

  init(_ graph: Graph, _ view: GraphView, _ options: DrawingOptions, _ width: Int, _ hasColours: Bool) {
    self.width = width
    self.hasColours = hasColours
    let content = TextGraph(graph, view, options, isCompact: false, isTitleInside: false)
    let ranks = TextRanks(content.edges, count: content.boxes.count).ranks
    let order = content.boxes.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    let samples = SampleNesting(graph)
    let rows = order.map { row($0, content, samples) }
    // Beside each other where there is room, else below.
    let numbers = (0...1).map { column in rows.map { CellWidth.of($0.numbers[column].text) }.max() ?? 0 }
    let room = width - numbers.reduce(0, +) - 4
    var last = ranks[order.first ?? 0]
    for (index, row) in zip(order, rows) {
      if ranks[index] != last { text += "\n" }
      last = ranks[index]
      if room >= 16 {
        let name = row.names.first { CellWidth.of($0) <= room } ?? CellWidth.elided(row.names.last!, to: room)
        add(CellWidth.padded(name, to: min(room, 48)), row.ink)
        for (cell, size) in zip(row.numbers, numbers) {
          text += "  "
          add(CellWidth.padded(cell.text, to: size, isAtEnd: true), cell.ink)
        }
        while text.last == " " { text.removeLast() }
        text += "\n"
      } else {
        let name = row.names.first { CellWidth.of($0) <= width } ?? row.names.last!
        for (place, cell) in ([(name, row.ink)] + row.numbers).enumerated() where !cell.text.isEmpty {
          let indent = place == 0 ? "" : "  "
          add(indent + CellWidth.elided(cell.text, to: width - indent.count), cell.ink)
          text += "\n"
        }
      }
    }
  }

  private struct Row {
    /// The name and where it is from, and shorter ways to say it.
    var names: [String]
    var ink: TextCanvas.Ink
    /// Data and gradient.
    var numbers: [Cell]
  }

  private func row(_ index: Int, _ content: TextGraph, _ samples: SampleNesting) -> Row {
    let box = content.boxes[index]
    let (names, origin) = (content.listedNames(index, samples), content.origins[index])
    let isFormula = origin.contains(" ") || origin.contains("(")
    func cell(_ word: String) -> Cell {
      box.lines.first { $0.word == word }.map { ("\(word) \($0.text)", $0.ink) } ?? ("", .plain)
    }
    let whole =
      if box.border == .heavy {
        "\(names[0]): \(origin)"
      } else if origin.isEmpty {
        names[0]
      } else {
        isFormula ? "\(names[0]) = \(origin)" : "\(names[0]) (\(origin))"
      }
    let shorter = box.border == .heavy ? names : []
    return Row(names: [whole] + shorter, ink: box.ink, numbers: [cell("data"), cell("grad")])
  }

  private mutating func add(_ words: String, _ ink: TextCanvas.Ink) {
    guard hasColours, let code = ink.code else {
      text += words
      return
    }
    text += "\u{1B}[\(code)m\(words)\u{1B}[0m"
  }
}
