/// How wide text is, without asking for a font: the same on every machine, and so are drawings.
///
/// The advance widths are those of DejaVu Sans, which is what most systems without Helvetica and Arial draw with;
/// those two are narrower by a tenth, so that text always fits.
enum TextExtent {
  /// Thousandths of the font size, from the space on.
  private static let ascii: [Double] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636,
    636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295,
    295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838,
    500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521,
    392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  ]

  /// The width of a line in units of its font size. O(n).
  ///
  ///     TextExtent.width("grad 6")   // 3.248
  static func width(_ line: some StringProtocol) -> Double {
    var sum = 0.0
    for scalar in line.unicodeScalars {
      switch scalar.value {
      case 0x20...0x7E: sum += ascii[Int(scalar.value) - 0x20]
      case 0xB7: sum += 318
      case 0x2202: sum += 520
      case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: break
      case 0xA0...0x2E7F: sum += 840
      // East Asian characters and emoji are as wide as they are high.
      default: sum += 1000
      }
    }
    return sum / 1000
  }
}
