/// How wide text is in the page, whose font is the reader's: that of DejaVu Sans, one of the widest in use, so that
/// nothing overflows elsewhere.
enum TextWidth {
  /// In ems. Widths are those of the font's metrics, rounded, for groups of characters that are about equal.
  static func ems(_ text: String, isBold: Bool = false) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ems($1) } * (isBold ? 1.1 : 1)
  }

  private static func ems(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "0"..."9": 0.64
    case " ", ".", ",", "i", "j", "l", "'", ":", ";", "|", "!": 0.32
    case "f", "t", "r", "(", ")", "[", "]", "-", "/", "I", "\"": 0.41
    case "m", "w", "M", "W", "@", "%", "…": 0.97
    case "\u{2212}", "+", "=", "<", ">": 0.84
    case "A"..."Z": 0.72
    case _ where scalar.value < 0x80: 0.62
    // Combining marks stand on what comes before them.
    case _ where scalar.properties.canonicalCombiningClass != .notReordered: 0
    case _ where scalar.value >= 0x1F000: 1.4
    case _ where scalar.value >= 0x2E80: 1.05
    default: 0.72
    }
  }

  /// The widest number of at most so many characters.
  static func number(ofLength length: Int) -> Double {
    switch length {
    case ...7: ems("\u{2212}8.8e\u{2212}8")
    case 8: ems("\u{2212}8.88e\u{2212}8")
    case 9: ems("\u{2212}8.88e\u{2212}88")
    default: ems(FrameNumber.widest)
    }
  }
}
