/// How Python writes a float that is finite, without its sign: the digits, and where the point goes.
struct FloatText {
  /// `1.50e+00` and `1.50` keep so many decimals; with `#` the point stays even without any.
  var isAlternate = false

  /// `f`: so many digits behind the point.
  func fixed(_ number: Double, decimals: Int) -> String {
    positional(DecimalDigits(exact: number).rounded(decimals: decimals), decimals: decimals)
  }

  /// `e`: one digit before the point, so many behind it, and an exponent.
  func scientific(_ number: Double, decimals: Int) -> String {
    scientific(DecimalDigits(exact: number).rounded(digits: decimals + 1), decimals: decimals)
  }

  /// `g`: so many digits in all, without zeros at the end, in the shorter of both ways.
  ///
  /// As a float, that is in a format without a letter, `.0` marks a whole number, and has its place in the count.
  func general(_ number: Double, digits count: Int, asFloat: Bool = false) -> String {
    let count = max(count, 1)
    let digits = DecimalDigits(exact: number).rounded(digits: count)
    let shown = isAlternate ? count : digits.significant
    return arranged(digits, shown: shown, largestPoint: asFloat ? count - 1 : count, asFloat: asFloat)
  }

  /// `repr`: as few digits as read back as the same number.
  func shortest(_ number: Double) -> String {
    let digits = DecimalDigits(shortest: number)
    return arranged(digits, shown: digits.significant, largestPoint: 16, asFloat: true)
  }

  private func arranged(
    _ digits: DecimalDigits, shown: Int, largestPoint: Int, asFloat: Bool
  ) -> String {
    let point = digits.digits.isEmpty ? 1 : digits.point
    guard point > -4, point <= largestPoint else { return scientific(digits, decimals: shown - 1) }
    return positional(digits, decimals: max(shown - point, asFloat ? 1 : 0))
  }

  private func positional(_ digits: DecimalDigits, decimals: Int) -> String {
    let whole = digits.point > 0 ? text(digits, 0..<digits.point) : "0"
    return whole + fraction(digits, digits.point..<(digits.point + decimals))
  }

  private func scientific(_ digits: DecimalDigits, decimals: Int) -> String {
    let exponent = digits.digits.isEmpty ? 0 : digits.point - 1
    let size = String(exponent.magnitude)
    return text(digits, 0..<1) + fraction(digits, 1..<(decimals + 1)) + (exponent < 0 ? "e-" : "e+")
      + (size.utf8.count < 2 ? "0" : "") + size
  }

  private func fraction(_ digits: DecimalDigits, _ places: Range<Int>) -> String {
    places.isEmpty && !isAlternate ? "" : "." + text(digits, places)
  }

  private func text(_ digits: DecimalDigits, _ places: Range<Int>) -> String {
    String(decoding: places.map { digits[$0] + UInt8(ascii: "0") }, as: UTF8.self)
  }
}

extension DecimalDigits {
  /// Digits without the zeros at the end; 1 for zero itself.
  fileprivate var significant: Int { max(1, (digits.lastIndex { $0 != 0 } ?? 0) + 1) }
}
