/// The curve of the loss over the steps of a run, and that of the accuracy below it.
struct LossChart {
  typealias Point = (step: Int, value: Double)

  private let losses: [Point]
  private let accuracies: [Point]
  /// Steps whose loss is no finite number.
  private let failures: [Int]

  /// nil if no step has a finite loss.
  init?(_ steps: [(step: Int, metrics: [String: Double])]) {
    let losses = steps.compactMap { step, metrics in metrics["loss"].map { (step, $0) } }
    self.losses = losses.filter { $0.1.isFinite }
    failures = losses.filter { !$0.1.isFinite }.map(\.0)
    accuracies = steps.compactMap { step, metrics in
      metrics["accuracy"].flatMap { $0.isFinite ? (step, $0) : nil }
    }
    guard !self.losses.isEmpty else { return nil }
  }

  func svg(_ theme: DrawingOptions.Theme = .auto) -> String {
    let hasAccuracy = !accuracies.isEmpty
    let size = (width: 720.0, height: hasAccuracy ? 420.0 : 320.0)
    var page = ChartPage(width: size.width, height: size.height, title: "Loss by step")
    let top = ChartPage.Frame(x: 78, y: 46, width: size.width - 78 - 24, height: 216)
    let first = Double(losses[0].step)
    let last = max(Double(losses.last!.step), Double(failures.last ?? 0), first + 1)
    let x = ChartScale(exactly: first...last, about: 8)
    let y = lossScale
    page.addAxes(top, x: x, y: y, xName: hasAccuracy ? nil : "step", yName: "loss")
    page.add(path(losses, x, y, top, class: "loss"))
    for step in failures {
      let place = Coordinate.text(top.x + top.width * x.position(Double(step)))
      page.add(
        "<path class=\"failure\" d=\"M\(place) \(Coordinate.text(top.y))v\(Coordinate.text(top.height))\"/>")
    }
    mark(losses.last!, x, y, top, &page, "mark")
    if hasAccuracy {
      let bottom = ChartPage.Frame(x: top.x, y: 286, width: top.width, height: 80)
      let share = ChartScale(exactly: 0...1, about: 2)
      page.addAxes(bottom, x: x, y: share, xName: "step", yName: "accuracy") {
        NumberText(digits: 0, isFixed: false)($0 * 100) + " %"
      }
      page.add(path(accuracies, x, share, bottom, class: "accuracy"))
    }
    return page.svg(summary: summary, title: "Loss by step", theme) { palette in
      ".loss{stroke:\(palette.input.line)}.accuracy{stroke:\(palette.parameter.line)}"
        + ".loss,.accuracy{fill:none;stroke-width:2;stroke-linejoin:round}"
        + ".dot{fill:\(palette.input.line)}.failure{stroke:\(palette.alarm.line);stroke-width:2;stroke-dasharray:3,3}"
    }
  }

  private var summary: String {
    let number = NumberText(digits: 6, isFixed: false)
    var text =
      "The loss goes from \(number(losses[0].value)) at step \(losses[0].step) to "
      + "\(number(losses.last!.value)) at step \(losses.last!.step)"
    if let accuracy = accuracies.last { text += ", the accuracy to \(number(accuracy.value * 100)) %" }
    if let failure = failures.first { text += "; from step \(failure) on it is no finite number" }
    return text + "."
  }

  /// In powers of ten where the loss falls over more than one and a half of them.
  private var lossScale: ChartScale {
    let (least, most) = (losses.map(\.value).min()!, losses.map(\.value).max()!)
    if least > 0, most / least > 30, most.isFinite {
      return ChartScale(logarithmicallyCovering: least...most)
    }
    return ChartScale(covering: Swift.min(0, least)...Swift.max(most, least + 1e-12))
  }

  /// A line through the points; of more than fit on the screen, the extremes of each column.
  private func path(
    _ points: [Point], _ x: ChartScale, _ y: ChartScale, _ frame: ChartPage.Frame, class name: String
  ) -> String {
    var shown = points
    let columns = Int(frame.width)
    if points.count > 3 * columns {
      shown = (0..<columns).flatMap { column -> [Point] in
        let part = points[(column * points.count / columns)..<((column + 1) * points.count / columns)]
        let low = part.min { $0.value < $1.value }!
        let high = part.max { $0.value < $1.value }!
        return low.step <= high.step ? [low, high] : [high, low]
      }
      shown.append(points.last!)
    }
    var d = ""
    for (index, point) in shown.enumerated() {
      let place = position(point, x, y, frame)
      d += "\(index == 0 ? "M" : "L")\(Coordinate.text(place.x)) \(Coordinate.text(place.y))"
    }
    return "<path class=\"\(name)\" d=\"\(d)\"/>"
  }

  private func position(
    _ point: Point, _ x: ChartScale, _ y: ChartScale, _ frame: ChartPage.Frame
  ) -> (x: Double, y: Double) {
    (
      frame.x + frame.width * x.position(Double(point.step)),
      frame.y + frame.height * (1 - y.position(point.value))
    )
  }

  private func mark(
    _ point: Point, _ x: ChartScale, _ y: ChartScale, _ frame: ChartPage.Frame, _ page: inout ChartPage,
    _ name: String
  ) {
    let place = position(point, x, y, frame)
    page.add(
      "<circle class=\"dot\" cx=\"\(Coordinate.text(place.x))\" cy=\"\(Coordinate.text(place.y))\" r=\"3.5\"/>"
    )
    let isHigh = place.y < frame.y + 24
    page.add(
      "text", at: (place.x - 4, place.y + (isHigh ? 18 : -9)), class: "\(name) end",
      NumberText(digits: 4, isFixed: false)(point.value))
  }
}
