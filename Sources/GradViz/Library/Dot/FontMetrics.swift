/// How wide characters are in the font that Graphviz draws with on this system.
///
/// Where Graphviz cannot be asked, and for characters that are not measured, `TextExtent` estimates.
struct FontMetrics: Sendable {
  /// The advance of characters in ems.
  private var regular: [UnicodeScalar: Double] = [:]
  private var bold: [UnicodeScalar: Double] = [:]

  /// Measured once.
  static let shared = FontMetrics()

  static let font = "Helvetica,Arial,sans-serif"

  private static let measured = (0x20...0x7E).map { UnicodeScalar($0)! } + "−·×∂…—∞⚠\u{A0}".unicodeScalars

  private init() {
    let repeated = 20
    var drawn = DotGraph()
    drawn.nodeDefaults = [
      ("class", ""), ("shape", "plaintext"), ("margin", "0"), ("fontname", FontMetrics.font),
    ]
    drawn.shapeDefaults = .init(fontSize: 20, width: 0.01, height: 0.01)
    for isBold in [false, true] {
      for scalar in FontMetrics.measured {
        let text = String(repeating: Character(scalar), count: repeated)
        _ = drawn.add(
          .text(drawn.nodes.count), .init(label: .text(text)),
          isBold ? [("fontname", FontMetrics.font + " Bold")] : [], tooltip: "")
      }
    }
    let graph = drawn
    let layout = try? GraphvizExecutor.shared.wait { () throws(GraphvizError) in
      try Graphviz.layOut(graph).layout
    }
    guard let widths = layout?.nodes.map({ $0.width / Double(20 * repeated) }),
      widths.count == drawn.nodes.count
    else { return }
    for (index, scalar) in FontMetrics.measured.enumerated() where widths[index] > 0 {
      regular[scalar] = widths[index]
      bold[scalar] = widths[index + FontMetrics.measured.count]
    }
  }

  /// The width of a line in units of its font size. O(n).
  func width(_ line: some StringProtocol, isBold: Bool = false) -> Double {
    line.unicodeScalars.reduce(0) { sum, scalar in
      sum + ((isBold ? bold : regular)[scalar] ?? TextExtent.width(String(scalar)) * (isBold ? 1.1 : 1))
    }
  }
}
