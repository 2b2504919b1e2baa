/// A number in text before it is filled up to its width.
struct NumberParts {
  /// `-`, `+`, a space or nothing.
  var sign = ""
  /// `0x`, `0o`, `0b` or nothing.
  var prefix = ""
  /// The digits before the point; none for infinity.
  var whole = ""
  /// The point and what follows it; the name of what is not finite.
  var rest = ""

  /// Parts of a number's text that has no sign.
  init(unsigned text: String) {
    let whole = text.prefix { $0.isASCII && $0.isNumber }
    self.whole = String(whole)
    rest = String(text[whole.endIndex...])
  }

  /// The sign, prefix and digits of an integer in the base that the letter of a format stands for.
  mutating func setInteger(_ number: Int, _ type: Unicode.Scalar?, _ spec: FormatSpec) {
    let radix = type.flatMap { ["b": 2, "o": 8, "x": 16, "X": 16][$0] } ?? 10
    whole = String(number.magnitude, radix: radix, uppercase: type == "X")
    if spec.isAlternate, radix != 10, let type { prefix = "0\(type)" }
    setSign(isNegative: number < 0, spec.sign)
  }

  mutating func setSign(isNegative: Bool, _ sign: FormatSpec.Sign?) {
    switch sign {
    case _ where isNegative: self.sign = "-"
    case .always: self.sign = "+"
    case .space: self.sign = " "
    case .minus, nil: self.sign = ""
    }
  }

  /// In groups of so many digits with a separator between them, with zeros in front up to so many characters.
  mutating func group(by size: Int, _ separator: Unicode.Scalar, upTo width: Int) {
    var count = whole.utf8.count
    func length(_ digits: Int) -> Int { digits + (digits - 1) / size }
    while length(count) < width { count += 1 }
    let digits = String(repeating: "0", count: count - whole.utf8.count) + whole
    var grouped = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (count - place) % size == 0 { grouped.unicodeScalars.append(separator) }
      grouped.append(digit)
    }
    whole = grouped
  }

  /// Everything, filled up to the width of a format.
  func text(_ spec: FormatSpec) -> String {
    let alignment = spec.alignment ?? (spec.isZeroFilled ? .split : .right)
    let (left, right) =
      alignment == .split ? (sign + prefix, whole + rest) : ("", sign + prefix + whole + rest)
    return Padding(spec, alignment).text(right, after: left)
  }
}

/// What fills a text up to its width.
struct Padding {
  private let spec: FormatSpec
  private let alignment: FormatSpec.Alignment

  init(_ spec: FormatSpec, _ alignment: FormatSpec.Alignment) {
    self.spec = spec
    self.alignment = alignment
  }

  func text(_ text: String, after start: String = "") -> String {
    let missing = max(0, spec.width - start.unicodeScalars.count - text.unicodeScalars.count)
    let before =
      switch alignment {
      case .left: 0
      case .right, .split: missing
      case .center: missing / 2
      }
    return start + fill(before) + text + fill(missing - before)
  }

  private func fill(_ count: Int) -> String {
    String(String.UnicodeScalarView(repeatElement(spec.fill, count: count)))
  }
}
