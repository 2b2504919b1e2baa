/// An SVG document with what all charts have in common: a title, panels with axes, the colours of a theme.
struct ChartPage {
  /// A rectangle in points, y downwards.
  struct Frame {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  private let width: Double
  private let height: Double
  private var body = ""

  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    add("text", at: (16, 26), class: "title", title)
  }

  mutating func add(_ markup: String) { body += markup + "\n" }

  mutating func add(
    _ element: String, at place: (x: Double, y: Double), class name: String, _ text: String, rest: String = ""
  ) {
    let (x, y) = (Coordinate.text(place.x), Coordinate.text(place.y))
    add("<text x=\"\(x)\" y=\"\(y)\" class=\"\(name)\"\(rest)>\(LabelText.escapedForXML(text))</text>")
  }

  mutating func line(_ from: (Double, Double), _ to: (Double, Double), class name: String) {
    let ends = "x1=\"\(Coordinate.text(from.0))\" y1=\"\(Coordinate.text(from.1))\" "
    add(
      "<line \(ends)x2=\"\(Coordinate.text(to.0))\" y2=\"\(Coordinate.text(to.1))\" class=\"\(name)\"/>")
  }

  /// Grid, ticks and names of two axes.
  mutating func addAxes(
    _ frame: Frame, x: ChartScale, y: ChartScale, xName: String?, yName: String,
    format: (Double) -> String = { NumberText(digits: 6, isFixed: false)($0) }
  ) {
    for tick in y.ticks {
      let height = frame.y + frame.height * (1 - y.position(tick))
      line((frame.x, height), (frame.x + frame.width, height), class: "grid")
      add("text", at: (frame.x - 8, height + 4), class: "tick end", format(tick))
    }
    for tick in x.ticks {
      let place = frame.x + frame.width * x.position(tick)
      line((place, frame.y), (place, frame.y + frame.height), class: "grid")
      guard xName != nil else { continue }
      add(
        "text", at: (place, frame.y + frame.height + 17), class: "tick middle",
        NumberText(digits: 6, isFixed: false)(tick))
    }
    line((frame.x, frame.y + frame.height), (frame.x + frame.width, frame.y + frame.height), class: "axis")
    line((frame.x, frame.y), (frame.x, frame.y + frame.height), class: "axis")
    if let xName {
      add(
        "text", at: (frame.x + frame.width / 2, frame.y + frame.height + 36), class: "name middle", xName)
    }
    let middle = Coordinate.text(frame.y + frame.height / 2)
    add(
      "<text transform=\"translate(18 \(middle)) rotate(-90)\" class=\"name middle\">"
        + "\(LabelText.escapedForXML(yName))</text>")
  }

  /// The document.
  ///
  /// - Parameter rules: gives the colours of what is special to a chart.
  func svg(
    summary: String, title: String, _ theme: DrawingOptions.Theme, rules: (Palette) -> String
  ) -> String {
    func sheet(_ palette: Palette) -> String {
      ".paper{fill:\(palette.canvas)}text{fill:\(palette.muted)}.title,.mark{fill:\(palette.ink)}"
        + ".grid{stroke:\(palette.edge);stroke-opacity:.25}.axis{stroke:\(palette.edge)}" + rules(palette)
    }
    let dark = theme == .auto ? "@media(prefers-color-scheme:dark){\(sheet(.dark))}" : ""
    let size = "\(Coordinate.text(width))\" height=\"\(Coordinate.text(height))"
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" role="img" width="\(size)" viewBox="0 0 \
      \(Coordinate.text(width)) \(Coordinate.text(height))">
      <title>\(LabelText.escapedForXML(title))</title>
      <desc>\(LabelText.escapedForXML(summary))</desc>
      <style>text{font:12px Helvetica,Arial,sans-serif}.title{font-size:15px;font-weight:bold}\
      .end{text-anchor:end}.middle{text-anchor:middle}\(sheet(theme == .dark ? .dark : .light))\
      \(dark)@media print{\(sheet(.light))}</style>
      <rect class="paper" width="100%" height="100%"/>
      \(body)</svg>

      """
  }
}
