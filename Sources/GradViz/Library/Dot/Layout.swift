/// Where a layout put everything, in points, y upwards: a graph of the same shape can be rendered again without a
/// layout.
struct Layout: Sendable, Equatable {
  struct Point: Sendable, Equatable {
    var x: Double
    var y: Double
  }

  /// A rectangle by its center.
  struct Box: Sendable, Equatable {
    var center: Point
    var width: Double
    var height: Double
  }

  /// A Bézier curve, and where the tips of its arrows are.
  struct Curve: Sendable, Equatable {
    var startTip: Point?
    var endTip: Point?
    var points: [Point]
  }

  struct Edge: Sendable, Equatable {
    var curves: [Curve]
    /// The centers of the label and of that at the head.
    var label: Point?
    var headLabel: Point?
  }

  struct Frame: Sendable, Equatable {
    /// nil if Graphviz drew none.
    var box: Box?
    var label: Point?
  }

  /// The border of the drawing, and its caption.
  var bounds: Frame
  /// In the order of the graph's nodes, edges and clusters.
  var nodes: [Box] = []
  var edges: [Edge] = []
  var clusters: [Frame] = []

  var size: (width: Double, height: Double) { (bounds.box?.width ?? 0, bounds.box?.height ?? 0) }
}

// MARK: - As Graphviz writes it

extension Layout.Point {
  /// Reads `27,18`; nil if it is no point.
  init?(_ text: Substring) {
    // By bytes: characters of texts are ten times as slow to find, and splines are most of what a layout says.
    let numbers = text.utf8.split(separator: UInt8(ascii: ","))
    guard numbers.count == 2, let x = Double(Substring(numbers[0])), let y = Double(Substring(numbers[1]))
    else { return nil }
    self.init(x: x, y: y)
  }

  init?(_ text: String) { self.init(text[...]) }

  var text: String { "\(x),\(y)" }
}

extension Layout.Box {
  /// Reads `0,0,54,36`, the lower left and the upper right corner; nil if it is no box.
  init?(corners text: String) {
    let numbers = text.split(separator: ",").compactMap { Double($0) }
    guard numbers.count == 4 else { return nil }
    let (left, low, right, high) = (numbers[0], numbers[1], numbers[2], numbers[3])
    self.init(
      center: .init(x: (left + right) / 2, y: (low + high) / 2), width: right - left, height: high - low)
  }

  var corners: String {
    "\(center.x - width / 2),\(center.y - height / 2),\(center.x + width / 2),\(center.y + height / 2)"
  }
}

extension Layout.Edge {
  /// Reads curves such as `e,63,18 45,18 50,18 55,18 60,18`, with `;` between several.
  init(spline: String, label: String, headLabel: String) {
    curves = spline.utf8.split(separator: UInt8(ascii: ";")).map { part in
      var curve = Layout.Curve(points: [])
      for word in part.split(separator: UInt8(ascii: " ")).lazy.map(Substring.init) {
        if word.hasPrefix("e,") {
          curve.endTip = Layout.Point(word.dropFirst(2))
        } else if word.hasPrefix("s,") {
          curve.startTip = Layout.Point(word.dropFirst(2))
        } else if let point = Layout.Point(word) {
          curve.points.append(point)
        }
      }
      return curve
    }
    self.label = Layout.Point(label)
    self.headLabel = Layout.Point(headLabel)
  }

  var spline: String {
    curves.map { curve in
      let tips = [curve.startTip.map { "s,\($0.text)" }, curve.endTip.map { "e,\($0.text)" }].compactMap {
        $0
      }
      return (tips + curve.points.map(\.text)).joined(separator: " ")
    }.joined(separator: ";")
  }
}
