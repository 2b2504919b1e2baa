import CNumberText

/// How numbers are shown.
package struct NumberText: Sendable {
  /// Decimals, 0 to 17.
  package var digits: Int
  /// Always all decimals, and plain ASCII: `-8.0000`. Else as short as it gets: `−8`.
  package var isFixed: Bool

  /// Numbers with so many decimals, from 0 to 17.
  package init(digits: Int, isFixed: Bool) {
    self.digits = min(max(digits, 0), 17)
    self.isFixed = isFixed
  }

  /// The number as text.
  ///
  ///     NumberText(digits: 4, isFixed: false)(-0.70710678)   // "−0.7071"
  ///     NumberText(digits: 4, isFixed: false)(1.5e-7)        // "1.5e−7"
  ///     NumberText(digits: 4, isFixed: true)(-8)             // "-8.0000"
  package func callAsFunction(_ number: Double) -> String {
    if number.isNaN { return isFixed ? "nan" : "NaN" }
    if number.isInfinite {
      return isFixed ? (number > 0 ? "inf" : "-inf") : (number > 0 ? "∞" : "−∞")
    }
    guard number != 0 || isFixed else { return "0" }
    // Long enough for any double: 309 digits before the point, 17 behind it.
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
      var length = format(number, digits, isScientific: false, buffer)
      if isFixed { return text(buffer[..<length]) }
      let size = number.magnitude
      // Where the decimals would show too little of the number, or too much of it.
      let notZero = CChar(UInt8(ascii: "1"))...CChar(UInt8(ascii: "9"))
      let hasDigits = buffer[..<length].contains { notZero.contains($0) }
      guard size < 1e9, size >= 1e-4, hasDigits else {
        length = format(number, min(digits, 3), isScientific: true, buffer)
        return scientific(buffer[..<length])
      }
      return text(trimmed(buffer[..<length]))
    }
  }

  /// All digits that tell the number from its neighbours; NaN has no sign, whatever its bits say.
  ///
  ///     NumberText.exact(0.1)            // "0.1"
  ///     NumberText.exact(-.nan)          // "nan"
  package static func exact(_ number: Double) -> String { number.isNaN ? "nan" : "\(number)" }

  /// The number in decimal digits, for a program to read, as far as they say something.
  ///
  ///     NumberText.rounded(297312.08830873, to: 0.4)     // "297312.1"
  ///     NumberText.rounded(-2.5, to: 0.001)              // "-2.5"
  ///
  /// - Parameter unit: differences below it don't matter. One too small for decimals leaves all digits, as do
  ///   numbers that are not finite, or from 1e15 on.
  package static func rounded(_ number: Double, to unit: Double) -> String {
    var (decimals, step) = (0, 1.0)
    while step > unit, decimals <= 17 { (decimals, step) = (decimals + 1, step / 10) }
    guard decimals <= 17, number.magnitude < 1e15 else { return exact(number) }
    var text = NumberText(digits: decimals, isFixed: true)(number)
    if decimals > 0 {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text == "-0" ? "0" : text
  }

  private typealias Characters = Slice<UnsafeMutableBufferPointer<CChar>>

  private func format(
    _ number: Double, _ digits: Int, isScientific: Bool, _ buffer: UnsafeMutableBufferPointer<CChar>
  ) -> Int {
    Int(
      gradviz_format(
        buffer.baseAddress!, Int32(buffer.count), isScientific ? 1 : 0, Int32(digits), number))
  }

  /// Without zeros at the end, and without a leading zero or a plus in the exponent.
  private func scientific(_ characters: Characters) -> String {
    let mark = characters.firstIndex(of: CChar(UInt8(ascii: "e"))) ?? characters.endIndex
    let exponent = characters[mark...].dropFirst()
    let isNegative = exponent.first == CChar(UInt8(ascii: "-"))
    let digits = exponent.dropFirst().drop { $0 == CChar(UInt8(ascii: "0")) }
    return text(trimmed(characters[..<mark])) + (isNegative ? "e\u{2212}" : "e") + text(digits)
  }

  private func trimmed(_ characters: Characters) -> Characters {
    guard characters.contains(CChar(UInt8(ascii: "."))) else { return characters }
    var characters = characters
    while characters.last == CChar(UInt8(ascii: "0")) { characters.removeLast() }
    if characters.last == CChar(UInt8(ascii: ".")) { characters.removeLast() }
    return characters
  }

  /// With a minus sign of its own, unless it is plain.
  private func text(_ characters: Characters) -> String {
    let isNegative = !isFixed && characters.first == CChar(UInt8(ascii: "-"))
    let rest = (isNegative ? characters.dropFirst() : characters).lazy.map { UInt8(bitPattern: $0) }
    let plain = String(decoding: rest, as: UTF8.self)
    return isNegative ? "\u{2212}" + plain : plain
  }
}
