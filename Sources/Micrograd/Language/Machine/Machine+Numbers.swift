extension Machine {
  func number(_ native: Builtin.Native, _ arguments: Arguments) throws(Stop) -> Object {
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
      if native == .int, let number = Int(digits) { return .int(number) }
      if native == .float {
        switch digits.lowercased() {
        case "inf", "+inf", "infinity": return .float(.infinity)
        case "-inf", "-infinity": return .float(-.infinity)
        case "nan": return .float(.nan)
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
    guard let number = item.number ?? item.value.map({ .float($0.data) }) else {
      throw .fault("'\(native.rawValue)' takes a number or a text, not \(described(item))")
    }
    if native == .float { return .float(number.double) }
    if let whole = number.whole { return .int(whole) }
    guard let whole = Int(exactly: number.double.rounded(.towardZero)) else {
      throw .fault("\(PythonText.repr(number.double)) has no whole number of 64 bits")
    }
    return .int(whole)
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
      guard let whole = Int(exactly: number.double.rounded(.toNearestOrEven)) else {
        throw .fault("\(PythonText.repr(number.double)) has no whole number of 64 bits")
      }
      return .int(whole)
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
