/// The decimal digits of a double: all of them, or as few as read back as the same number.
///
///     DecimalDigits(exact: 0.1)                      // the 55 digits of 0.1000000000000000055511151231257827…
///     DecimalDigits(shortest: 0.1)                   // the one of 0.1
///     DecimalDigits(exact: 2.5).rounded(decimals: 0) // that of 2: halves go to the even digit, as in C and Python
///
/// A double is `m · 2ᵉ`; with a negative `e` that is `m · 5⁻ᵉ` with the point `−e` digits from the right, so whole
/// numbers are enough. At most 767 digits; the work grows with their square, and is small for numbers of everyday
/// size.
struct DecimalDigits {
  /// Decimal digits, 0 to 9, without a zero in front; none for 0.
  private(set) var digits: [UInt8]
  /// Where the point stands: so many digits before it; negative if zeros follow it.
  private(set) var point: Int

  /// All digits of a number that is finite; its sign does not count.
  init(exact number: Double) {
    precondition(number.isFinite, "only finite numbers have digits")
    guard number != 0 else {
      self.init(digits: [], point: 0)
      return
    }
    var mantissa = number.magnitude.significandBitPattern
    var exponent = Int(number.magnitude.exponentBitPattern) - 1075
    if number.isNormal { mantissa |= 1 << 52 } else { exponent += 1 }
    let spared = min(mantissa.trailingZeroBitCount, max(0, -exponent))
    mantissa >>= UInt64(spared)
    exponent += spared
    var whole = WholeNumber(mantissa)
    whole.multiply(by: exponent < 0 ? 5 : 2, times: abs(exponent))
    let digits = whole.digits
    self.init(digits: digits, point: digits.count + min(exponent, 0))
  }

  /// As few digits as tell the number from its neighbours, and of those the nearest; as the standard library
  /// finds them.
  init(shortest number: Double) {
    precondition(number.isFinite, "only finite numbers have digits")
    let parts = number.magnitude.description.split(separator: "e")
    let exponent = parts.count == 2 ? Int(parts[1])! : 0
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let all = mantissa.joined().utf8.map { $0 - UInt8(ascii: "0") }
    let zeros = all.prefix { $0 == 0 }.count
    var digits = Array(all[zeros...])
    while digits.last == 0 { digits.removeLast() }
    self.init(digits: digits, point: digits.isEmpty ? 0 : mantissa[0].utf8.count + exponent - zeros)
  }

  private init(digits: [UInt8], point: Int) {
    self.digits = digits
    self.point = point
  }

  /// With so many digits behind the point.
  func rounded(decimals: Int) -> DecimalDigits { rounded(digits: point + decimals) }

  /// With so many digits in all; half goes to even. 0 digits or fewer leave 0 or a single 1.
  func rounded(digits count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    guard count >= 0 else { return DecimalDigits(digits: [], point: 0) }
    let rest = digits[count...]
    let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let isOdd = count > 0 && digits[count - 1] & 1 == 1
    var kept = Array(digits[..<count])
    guard isHalf ? isOdd : rest.first! >= 5 else {
      return DecimalDigits(digits: kept, point: kept.isEmpty ? 0 : point)
    }
    while kept.last == 9 { kept.removeLast() }
    if kept.isEmpty { return DecimalDigits(digits: [1], point: point + 1) }
    kept[kept.count - 1] += 1
    return DecimalDigits(digits: kept, point: point)
  }

  /// The digit at a place counted from the first; 0 beyond both ends.
  subscript(place: Int) -> UInt8 { digits.indices.contains(place) ? digits[place] : 0 }
}

/// A whole number of any size, in words of nine decimal digits, the lowest first.
private struct WholeNumber {
  private static let base: UInt64 = 1_000_000_000
  private var words: [UInt32] = []

  init(_ number: UInt64) {
    var rest = number
    while rest > 0 {
      words.append(UInt32(rest % Self.base))
      rest /= Self.base
    }
  }

  /// Multiplies by a power of a small number, as many factors at once as a word holds.
  mutating func multiply(by factor: UInt64, times: Int) {
    let atOnce = factor == 2 ? 29 : 12
    var left = times
    while left > 0 {
      let count = min(left, atOnce)
      multiply(by: (0..<count).reduce(1) { power, _ in power * factor })
      left -= count
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for place in words.indices {
      let product = UInt64(words[place]) * factor + carry
      words[place] = UInt32(product % Self.base)
      carry = product / Self.base
    }
    if carry > 0 { words.append(UInt32(carry)) }
  }

  var digits: [UInt8] {
    var digits: [UInt8] = []
    for word in words {
      var rest = word
      for _ in 0..<9 {
        digits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }
}
