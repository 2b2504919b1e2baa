#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How numbers are shown.
public struct NumberText: Sendable {
  /// Decimals, 0 to 17.
  public var digits: Int
  /// Always all decimals, and plain ASCII: `-8.0000`. Else as short as it gets: `−8`.
  public var isFixed: Bool

  public init(digits: Int, isFixed: Bool) {
    self.digits = min(max(digits, 0), 17)
    self.isFixed = isFixed
  }

  /// The number as text.
  ///
  ///     NumberText(digits: 4, isFixed: false)(-0.70710678)   // "−0.7071"
  ///     NumberText(digits: 4, isFixed: false)(1.5e-7)        // "1.5e−7"
  ///     NumberText(digits: 4, isFixed: true)(-8)             // "-8.0000"
  public func callAsFunction(_ number: Double) -> String {
    if number.isNaN { return isFixed ? "nan" : "NaN" }
    if number.isInfinite {
      return isFixed ? (number > 0 ? "inf" : "-inf") : (number > 0 ? "∞" : "−∞")
    }
    if isFixed { return formatted("%.*f", digits, number) }
    guard number != 0 else { return "0" }
    let size = number.magnitude
    // Where the decimals would show too little of the number, or too much of it.
    if size >= 1e9 || formatted("%.*f", digits, size).allSatisfy({ $0 == "0" || $0 == "." }) || size < 1e-4 {
      return typeset(scientific(number))
    }
    return typeset(trimmed(formatted("%.*f", digits, number)))
  }

  private func scientific(_ number: Double) -> String {
    let parts = formatted("%.*e", min(digits, 3), number).split(separator: "e")
    return trimmed(String(parts[0])) + "e" + String(Int(parts[1])!)
  }

  private func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  private func typeset(_ text: String) -> String {
    String(text.map { $0 == "-" ? "\u{2212}" : $0 })
  }

  private func formatted(_ format: String, _ digits: Int, _ number: Double) -> String {
    // Long enough for any double: 309 digits before the point, 17 behind it.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
      let length = withVaList([Int32(digits), number]) {
        vsnprintf(buffer.baseAddress, buffer.count, format, $0)
      }
      return String(decoding: buffer.prefix(Int(length)).lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
}
