/// How large a bitmap may be.
enum Raster {
  /// Looks crisp on screens and slides.
  static let pixelsPerPoint = 2.0
  /// Cairo's limit is 32,767 a side; beyond 24 million pixels a drawing takes seconds.
  static let longestSide = 32_000.0
  static let mostPixels = 24e6

  /// A scale that someone asked for, within bounds.
  static func scale(_ wanted: Double) -> Double { min(max(wanted, 0.1), 10) }

  /// Pixels per inch for a drawing of this size in points, such that it stays within the limits.
  static func resolution(width: Double, height: Double, scale: Double) -> Double {
    let wanted = pixelsPerPoint * scale
    // Graphviz adds a margin around the drawing.
    let (w, h) = (width + 16, height + 16)
    let bySide = longestSide / max(w, h)
    let byArea = (mostPixels / (w * h)).squareRoot()
    return 72 * min(wanted, bySide, byArea)
  }
}
