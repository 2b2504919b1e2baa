/// Places in a drawing, in points.
enum Coordinate {
  /// One decimal is less than what a screen shows; what is no place at all, or none that a drawing can have,
  /// becomes the nearest that is.
  static func text(_ number: Double) -> String {
    let tenths = number.isNaN ? 0 : Int((min(max(number, -1e9), 1e9) * 10).rounded())
    let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
    return (tenths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
  }
}
