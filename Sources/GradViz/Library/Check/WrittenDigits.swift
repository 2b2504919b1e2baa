import LibC

/// How far the numbers of a file may be from those that were computed, since a program wrote them with a few digits
/// only: half a unit of the last digit.
///
/// `%.5g` keeps so many significant digits, `%.4f` so many decimals, and which of them it was is not told. So the larger
/// of both holds: it is that of the digits for the large numbers of a file, and that of the decimals for the small ones.
struct WrittenDigits: Equatable {
  /// The most digits that a number has, from its first one that isn't 0; nil if they are more than nine.
  private(set) var significant: Int?
  /// The most decimals that a number has; nil if none has any.
  private(set) var decimals: Int?

  /// With fewer, numbers are more likely typed by hand, and exact; with more, nothing of a single is lost.
  private static let usual = 3...9

  /// From so many digits on, a number is all that a Double can be.
  private static let whole = 15

  /// Counts the digits of numbers.
  ///
  ///     WrittenDigits(of: [0.5123, 0.7775, 1])?.uncertainty(of: 0.7775)   // 0.00005
  ///
  /// - Returns: nil if a number has more than nine digits and more than nine decimals, or none three digits.
  /// - Complexity: O(n); it ends with the first number that has too many.
  init?(of numbers: some Sequence<Double>) {
    var (most, least) = (0, 0)
    for number in numbers where number.isFinite && number != 0 {
      let (length, last) = WrittenDigits.extent(of: number)
      most = max(most, length)
      least = min(least, last)
      guard most < WrittenDigits.whole,
        most <= WrittenDigits.usual.upperBound || least >= -WrittenDigits.usual.upperBound
      else { return nil }
    }
    guard most >= WrittenDigits.usual.lowerBound else { return nil }
    if most <= WrittenDigits.usual.upperBound { significant = most }
    if least < 0 { decimals = -least }
    if significant == nil, decimals == nil { return nil }
  }

  /// Half a unit of the last digit that a number was written with, if not as a 0 at its end.
  func uncertainty(of number: Double) -> Double {
    guard number.isFinite else { return 0 }
    var most = 0.0
    if let decimals { most = 0.5 * pow(10, -Double(decimals)) }
    if let significant, number != 0 {
      most = max(most, 0.5 * pow(10, floor(log10(number.magnitude)) - Double(significant - 1)))
    }
    return most
  }

  /// How many digits a number has, zeros at both ends not counted, and the power of ten that its last one counts.
  static func extent(of number: Double) -> (length: Int, last: Int) {
    let parts = "\(number.magnitude)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    var digits = Array(mantissa.joined().utf8)
    var last = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - (mantissa.count > 1 ? mantissa[1].utf8.count : 0)
    while digits.count > 1, digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      last += 1
    }
    return (digits.drop { $0 == UInt8(ascii: "0") }.count, last)
  }
}
