import LibC
import Micrograd

/// What a network of two inputs makes of the plane: a colour for each class, stronger where the network is
/// surer, the line between two classes, and the samples.
struct BoundaryChart {
  /// The network's answer at a point: a class (or 0 where numbers are predicted), and how sure, from 0 to 1.
  private struct Answer {
    var place: Int
    var strength: Double
    /// Of one output; positive for the second of two classes.
    var score: Double
  }

  private let net: MLP
  private let description: TrainingDescription
  private let step: Int

  private static let cells = 72
  private static let levels = 5
  private static let frame = ChartPage.Frame(x: 78, y: 46, width: 420, height: 420)

  /// nil unless the network has two inputs and there are samples.
  ///
  /// - Parameters:
  ///   - parameters: the numbers of the network by label.
  ///   - step: when it had them.
  init?(_ description: TrainingDescription, parameters: [String: Double], step: Int) {
    guard description.columns.count == 2, !description.points.isEmpty,
      // Nothing is allocated for a network that the run has no numbers of.
      let count = description.plan.parameterCount(inputs: 2, outputs: description.outputs),
      count <= parameters.count
    else { return nil }
    let net = description.plan.network(inputs: 2, outputs: description.outputs)
    for parameter in net.parameters {
      guard let number = parameters[parameter.label], number.isFinite else { return nil }
      parameter.data = number
    }
    self.net = net
    self.description = description
    self.step = step
  }

  private var hasClasses: Bool { !description.classNames.isEmpty }

  func svg(_ theme: DrawingOptions.Theme = .auto) -> String {
    let x = BoundaryChart.scale(description.points.map { $0[0] })
    let y = BoundaryChart.scale(description.points.map { $0[1] })
    let grid = scores(x, y)
    let title =
      (hasClasses ? "Decision boundary" : "Predicted numbers") + " at step \(step)"
      + (accuracy.map { " · \($0)" } ?? "")
    var page = ChartPage(width: 680, height: 520, title: title)
    addSurface(grid, &page)
    let frame = BoundaryChart.frame
    page.addAxes(
      frame, x: x, y: y, xName: LabelText.elided(LabelText.visible(description.columns[0])),
      yName: LabelText.elided(LabelText.visible(description.columns[1])))
    if hasClasses && description.outputs == 1 && description.classNames.count == 2 {
      page.add(boundary(grid))
    }
    addPoints(x, y, &page)
    addLegend(grid, &page)
    let what =
      hasClasses
      ? "The plane of the two inputs, coloured by the class that the network gives each point"
      : "The plane of the two inputs, coloured by the number that the network predicts"
    return page.svg(
      summary: "\(what), with \(Count.things(description.points.count, "sample")).", title: title, theme
    ) {
      palette in
      var rules = ".boundary{fill:none;stroke:\(palette.ink);stroke-width:1.6}"
      rules +=
        ".sample{stroke:\(palette.canvas);stroke-width:1}.wrong{fill:none;stroke:\(palette.ink);stroke-width:1.6}"
      for (index, colour) in BoundaryChart.colours(palette).enumerated() {
        rules += ".k\(index){fill:\(colour)}"
      }
      return rules
    }
  }

  // MARK: - The network's answers

  private static func scale(_ numbers: [Double]) -> ChartScale {
    let finite = numbers.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let margin = max(0.1 * (high - low), 1e-9 * max(low.magnitude, high.magnitude), 1e-12)
    return ChartScale(exactly: (low - margin)...(high + margin))
  }

  private func answer(_ input: [Double]) -> Answer {
    let scaled = description.preparation?.scaled(input) ?? input
    let outputs = net(scaled.map { Value($0) }).map(\.data)
    guard hasClasses else {
      let number = description.preparation?.target.scaling?.restored(outputs[0]) ?? outputs[0]
      return Answer(place: 0, strength: 0, score: number)
    }
    let place = TrainingPlan.decision(outputs, classCount: description.classNames.count)
    guard outputs.count > 1 else {
      return Answer(place: place, strength: min(1, outputs[0].magnitude), score: outputs[0])
    }
    let greatest = outputs.max()!
    let share = 1 / outputs.reduce(0) { $0 + exp($1 - greatest) }
    let chance = 1 / Double(outputs.count)
    return Answer(place: place, strength: (share - chance) / (1 - chance), score: 0)
  }

  /// Row by row from the top, at the corners of the cells.
  private func scores(_ x: ChartScale, _ y: ChartScale) -> [[Answer]] {
    let cells = BoundaryChart.cells
    return (0...cells).map { row in
      (0...cells).map { column in
        answer([
          x.lower + (x.upper - x.lower) * Double(column) / Double(cells),
          y.upper - (y.upper - y.lower) * Double(row) / Double(cells),
        ])
      }
    }
  }

  private var accuracy: String? {
    guard hasClasses else { return nil }
    let right = description.points.count { answer(Array($0.prefix(2))).place == Int(exactly: $0[2]) }
    let share = Double(right) / Double(description.points.count)
    return "accuracy \(NumberText(digits: 1, isFixed: false)(share * 100)) %"
  }

  // MARK: - Drawing

  /// Blue and orange first, which all readers tell apart; shapes differ as well.
  private static func colours(_ palette: Palette) -> [String] {
    [
      palette.input.line, palette.parameter.line, palette.result.line, palette.gradient, palette.alarm.line,
      palette.muted,
    ]
  }

  /// Cells of one look side by side become one rectangle.
  private func addSurface(_ grid: [[Answer]], _ page: inout ChartPage) {
    let frame = BoundaryChart.frame
    // Sides are rounded before they are subtracted, or lines of the canvas would be seen between rectangles.
    func side(_ index: Int, from start: Double) -> Double {
      ((start + frame.width / Double(BoundaryChart.cells) * Double(index)) * 10).rounded() / 10
    }
    let (low, high) = numberRange(grid)
    page.add("<g shape-rendering=\"crispEdges\">")
    for row in 0..<BoundaryChart.cells {
      var start = 0
      let looks = (0..<BoundaryChart.cells).map { look(grid[row][$0], low, high) }
      for column in 1...BoundaryChart.cells
      where column == BoundaryChart.cells || looks[column] != looks[start] {
        let (place, level) = looks[start]
        if level > 0 {
          let (left, top) = (side(start, from: frame.x), side(row, from: frame.y))
          let (right, bottom) = (side(column, from: frame.x), side(row + 1, from: frame.y))
          page.add(
            "<rect class=\"k\(place)\" x=\"\(Coordinate.text(left))\" y=\"\(Coordinate.text(top))\" "
              + "width=\"\(Coordinate.text(right - left))\" height=\"\(Coordinate.text(bottom - top))\" "
              + "fill-opacity=\"0.\(level * 9 < 10 ? "0" : "")\(level * 9)\"/>")
        }
        start = column
      }
    }
    page.add("</g>")
  }

  private func look(_ answer: Answer, _ low: Double, _ high: Double) -> (Int, Int) {
    let steps = Double(BoundaryChart.levels)
    guard hasClasses else {
      guard answer.score.isFinite else { return (0, 0) }
      // In halves, since the distance of two numbers may be more than any number.
      let share = (answer.score / 2 - low / 2) / max(high / 2 - low / 2, 1e-300)
      return (0, Int((2 * steps * min(max(share, 0), 1)).rounded()))
    }
    let strength = answer.strength.isFinite ? min(max(answer.strength, 0), 1) : 0
    return (answer.place % 6, 1 + Int((strength * (steps - 1)).rounded(.down)))
  }

  private func numberRange(_ grid: [[Answer]]) -> (Double, Double) {
    let finite = grid.joined().map(\.score).filter(\.isFinite)
    return (finite.min() ?? 0, finite.max() ?? 1)
  }

  /// Where the one output is zero, cell by cell (marching squares).
  private func boundary(_ grid: [[Answer]]) -> String {
    let frame = BoundaryChart.frame
    let size = frame.width / Double(BoundaryChart.cells)
    var d = ""
    for row in 0..<BoundaryChart.cells {
      for column in 0..<BoundaryChart.cells {
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
        let numbers = corners.map { grid[row + $0.1][column + $0.0].score }
        var crossings: [String] = []
        for side in 0..<4 {
          let (a, b) = (numbers[side], numbers[(side + 1) % 4])
          guard (a > 0) != (b > 0), (a - b).isFinite else { continue }
          let t = a / (a - b)
          let (from, to) = (corners[side], corners[(side + 1) % 4])
          let px = Double(column + from.0) + t * Double(to.0 - from.0)
          let py = Double(row + from.1) + t * Double(to.1 - from.1)
          crossings.append("\(Coordinate.text(frame.x + size * px)) \(Coordinate.text(frame.y + size * py))")
        }
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          d += "M\(crossings[pair])L\(crossings[pair + 1])"
        }
      }
    }
    return "<path class=\"boundary\" d=\"\(d)\"/>"
  }

  private func addPoints(_ x: ChartScale, _ y: ChartScale, _ page: inout ChartPage) {
    let frame = BoundaryChart.frame
    for point in description.points where point.allSatisfy(\.isFinite) {
      let place = (
        x: frame.x + frame.width * x.position(point[0]),
        y: frame.y + frame.height * (1 - y.position(point[1]))
      )
      let kind = hasClasses ? Int(exactly: point[2]) ?? 0 : 0
      page.add(BoundaryChart.mark(kind, place))
      if hasClasses && answer(Array(point.prefix(2))).place != kind {
        page.add(
          "<circle class=\"wrong\" cx=\"\(Coordinate.text(place.x))\" cy=\"\(Coordinate.text(place.y))\" r=\"7.5\"/>"
        )
      }
    }
  }

  /// Circle, square, triangle and diamond in turn.
  private static func mark(_ kind: Int, _ place: (x: Double, y: Double)) -> String {
    let name = "sample k\(kind % 6)"
    let (x, y) = (Coordinate.text(place.x), Coordinate.text(place.y))
    switch kind % 4 {
    case 0: return "<circle class=\"\(name)\" cx=\"\(x)\" cy=\"\(y)\" r=\"4.2\"/>"
    case 1:
      let corner = (Coordinate.text(place.x - 3.8), Coordinate.text(place.y - 3.8))
      return "<rect class=\"\(name)\" x=\"\(corner.0)\" y=\"\(corner.1)\" width=\"7.6\" height=\"7.6\"/>"
    case 2: return "<path class=\"\(name)\" d=\"M\(x) \(Coordinate.text(place.y - 5))l4.6 8.2h-9.2z\"/>"
    default:
      return "<path class=\"\(name)\" d=\"M\(x) \(Coordinate.text(place.y - 5.4))l5 5.4l-5 5.4l-5 -5.4z\"/>"
    }
  }

  private func addLegend(_ grid: [[Answer]], _ page: inout ChartPage) {
    let x = BoundaryChart.frame.x + BoundaryChart.frame.width + 24
    var y = BoundaryChart.frame.y + 10
    guard hasClasses else {
      let (low, high) = numberRange(grid)
      let number = NumberText(digits: 3, isFixed: false)
      page.add("text", at: (x, y), class: "mark", "predicted")
      for level in 0...5 {
        page.add(
          "<rect class=\"k0\" x=\"\(Coordinate.text(x))\" y=\"\(Coordinate.text(y + 14 + 18 * Double(5 - level)))\" width=\"18\" height=\"18\" fill-opacity=\"0.\(level * 18 < 10 ? "0" : "")\(level * 18)\"/>"
        )
      }
      page.add("text", at: (x + 26, y + 27), class: "tick", number(high))
      page.add("text", at: (x + 26, y + 118), class: "tick", number(low))
      return
    }
    page.add("text", at: (x, y), class: "mark", "class")
    for (index, name) in description.classNames.prefix(12).enumerated() {
      y += 22
      page.add(BoundaryChart.mark(index, (x + 6, y - 4)))
      page.add("text", at: (x + 20, y), class: "tick", LabelText.elided(LabelText.visible(name), to: 14))
    }
    y += 28
    page.add(
      "<circle class=\"wrong\" cx=\"\(Coordinate.text(x + 6))\" cy=\"\(Coordinate.text(y - 4))\" r=\"6\"/>")
    page.add("text", at: (x + 20, y), class: "tick", "ring: wrong")
    y += 22
    page.add("text", at: (x, y), class: "tick", "paler: less sure")
  }
}
