extension Machine {
  func number(_ native: Builtin.Native, _ given: Arguments) throws(Stop) -> Object {
    var arguments = given
    let base = native == .int ? arguments.take(1, "base") : nil
    try expect(0...(native == .int ? 2 : 1), arguments, native, "\(native.rawValue)(x)")
    guard let item = arguments.positional.first else { return native == .int ? .int(0) : .float(0) }
    if case .text(let text) = item {
      let word = text.string.trimmed { $0.isPythonSpace }
      guard !word.has("__"), !word.begins(with: "_"), !word.ends(with: "_"),
        !word.unicodeScalars.contains(where: \.isPythonSpace)
      else {
        throw .fault(
          "'\(Literal.shortened(text.string))' is no \(native == .int ? "whole number" : "number")")
      }
      let digits = word.replacing("_", with: "")
      if native == .int { return .int(try Machine.whole(text.string, base: base)) }
      if native == .float {
        switch digits.lowercased() {
        case "inf", "+inf", "infinity", "+infinity": return .float(.infinity)
        case "-inf", "-infinity": return .float(-.infinity)
        case "nan", "+nan", "-nan": return .float(.nan)
        default:
          if digits.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }),
            let number = Double(
              digits.hasPrefix(".") ? "0" + digits : (digits.hasSuffix(".") ? digits + "0" : digits))
          {
            return .float(number)
          }
        }
      }
      throw .fault("'\(Literal.shortened(text.string))' is no \(native == .int ? "whole number" : "number")")
    }
    guard base == nil else {
      throw .fault("'int' takes a text beside a base, as in int('ff', 16), not \(described(item))")
    }
    guard let number = item.number ?? item.value.map({ .float($0.data) }) else {
      throw .fault("'\(native.rawValue)' takes a number or a text, not \(described(item))")
    }
    if native == .float { return .float(number.double) }
    if let whole = number.whole { return .int(whole) }
    return .int(try Machine.whole(number.double.rounded(.towardZero)))
  }

  /// The integer that a rounded number is.
  static func whole(_ rounded: Double, _ remedy: String = "") throws(Stop) -> Int {
    if let whole = Int(exactly: rounded) { return whole }
    let shown = PythonText.repr(rounded)
    throw .fault(
      rounded.isFinite ? "\(shown) as an int has more than 64 bits\(remedy)" : "\(shown) is no whole number")
  }

  /// The integer that a text spells, in a base from 2 to 36; in base 0 its prefix says the base.
  private static func whole(_ text: String, base object: Object?) throws(Stop) -> Int {
    guard let base = object.map({ $0.wholeNumber }) ?? 10, base == 0 || (2...36).contains(base) else {
      throw .fault("the base of 'int' is 0, or from 2 to 36")
    }
    let shown = "'\(Literal.shortened(text))'"
    var rest = Array(text.trimmed { $0.isPythonSpace }.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    var radix = base == 0 ? 10 : base
    var isRight = true
    let mark = rest.first == UInt8(ascii: "0") ? rest.dropFirst().first.map { $0 | 0x20 } : nil
    let own = mark.flatMap { [UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2][$0] }
    if let own, base == 0 || base == own {
      radix = own
      rest.removeFirst(2)
      if rest.first == UInt8(ascii: "_") { rest.removeFirst() }
    } else if base == 0, rest.first == UInt8(ascii: "0") {
      // As in a program, 010 is no number.
      isRight = rest.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "_") }
    }
    // Single underscores between digits.
    let parts = rest.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    isRight =
      isRight
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy { digit in
            Character(UnicodeScalar(digit)).hexDigitValue.map { $0 < radix }
              ?? (digit | 0x20 >= 0x61 && digit | 0x20 <= 0x7A && Int(digit | 0x20) - 87 < radix)
          }
      }
    guard isRight else {
      throw .fault(
        "\(shown) is no whole number"
          + (object == nil ? "" : base == 0 ? " of a program" : " of base \(base)"))
    }
    let digits = (isNegative ? "-" : "") + String(decoding: parts.joined(), as: UTF8.self)
    guard let number = Int(digits, radix: radix) else { throw .fault("\(shown) has more than 64 bits") }
    return number
  }

  /// Python's rounding: to the nearest, and to the even one of two.
  func round(_ given: Arguments) throws(Stop) -> Object {
    var arguments = given
    let digits = arguments.take(1, "ndigits")
    guard let item = given.positional.first, let number = item.number ?? item.value.map({ .float($0.data) })
    else {
      throw .fault("'round' takes a number, as in round(x, 2)")
    }
    guard let digits, !digits.isNone else {
      if let whole = number.whole { return .int(whole) }
      return .int(
        try Machine.whole(
          number.double.rounded(.toNearestOrEven), "; write round(x, 0) for the nearest float"))
    }
    guard let places = digits.wholeNumber, (-400...400).contains(places) else {
      throw .fault("'round' takes a whole number of digits")
    }
    if let whole = number.whole {
      guard places < 0 else { return .int(whole) }
      guard places > -19 else { return .int(0) }
      var unit = 1
      for _ in 0..<(-places) { unit *= 10 }
      let (quotient, rest) = (whole / unit, whole % unit)
      let half = Swift.abs(rest) * 2
      let away = half > unit || (half == unit && quotient % 2 != 0)
      let (result, overflow) = (quotient + (away ? (whole < 0 ? -1 : 1) : 0)).multipliedReportingOverflow(
        by: unit)
      guard !overflow else { throw .fault("\(whole), rounded to \(places) digits, has more than 64 bits") }
      return .int(result)
    }
    guard number.double.isFinite else { return .float(number.double) }
    if places < 0 {
      guard places >= -308 else { return .float(number.double.sign == .minus ? -0.0 : 0) }
      var unit = 1.0
      for _ in 0..<(-places) { unit *= 10 }
      return .float((number.double / unit).rounded(.toNearestOrEven) * unit)
    }
    let text = try format(.float(number.double), ".\(places)f")
    return .float(Double(text) ?? number.double)
  }
}
