import CSystem

/// Functions of Python's `math`, most of which only plain numbers have.
extension Machine {
  mutating func callMath(_ native: Builtin.Native, _ arguments: Arguments) throws(Stop) -> Object {
    let name = native.rawValue
    var arguments = arguments
    let start = native == .prod ? arguments.take("start") : nil
    if let keyword = arguments.keywords.first {
      throw .fault("'math.\(name)' has no '\(Literal.shortened(keyword.name))' here")
    }
    let items = arguments.positional
    func expect(_ count: Int) throws(Stop) {
      guard items.count == count else {
        throw .fault("'math.\(name)' takes \(Counted.arguments(count)), not \(Counted.number(items.count))")
      }
    }
    func whole(_ index: Int) throws(Stop) -> Int {
      guard let number = items[index].wholeNumber else {
        throw .fault("'math.\(name)' takes whole numbers, not \(described(items[index]))")
      }
      return number
    }
    func double(_ object: Object) throws(Stop) -> Double {
      guard let number = object.number else {
        throw .fault("'math.\(name)' takes numbers, not \(described(object)); of a value it is its .data")
      }
      return number.double
    }
    switch native {
    case .factorial:
      try expect(1)
      let count = try whole(0)
      guard count >= 0 else { throw .fault("'math.factorial' takes a number from 0 on, not \(count)") }
      return .int(try product(count < 2 ? [] : Array(2...min(count, 100)), "\(count)!"))
    case .perm where items.count == 1:
      return .int(try choices(try whole(0), try whole(0), isOrdered: true))
    case .comb, .perm:
      try expect(2)
      return .int(try choices(try whole(0), try whole(1), isOrdered: native == .perm))
    case .gcd, .lcm:
      var result = native == .gcd ? 0 : 1
      for index in items.indices {
        let number = try whole(index).magnitude
        guard let next = native == .gcd ? Machine.gcd(result, number) : Machine.lcm(result, number) else {
          throw .fault("the result of 'math.\(name)' has more than 64 bits")
        }
        result = next
      }
      return .int(result)
    case .isqrt:
      try expect(1)
      let number = try whole(0)
      guard number >= 0 else { throw .fault("'math.isqrt' takes a number from 0 on, not \(number)") }
      var root = Int(Double(number).squareRoot())
      while root.multipliedReportingOverflow(by: root).overflow || root * root > number { root -= 1 }
      while !(root + 1).multipliedReportingOverflow(by: root + 1).overflow, (root + 1) * (root + 1) <= number
      {
        root += 1
      }
      return .int(root)
    case .trunc:
      try expect(1)
      if let number = items[0].wholeNumber { return .int(number) }
      return .int(try Machine.whole(try double(items[0]).rounded(.towardZero)))
    case .prod:
      try expect(1)
      var result = start ?? .int(1)
      for item in try elements(of: items[0]) { result = try binary(.multiply, result, item) }
      return result
    case .hypot:
      var result = 0.0
      for item in items { result = CSystem.hypot(result, try double(item)) }
      return .float(result)
    case .dist:
      try expect(2)
      let (a, b) = (try elements(of: items[0]), try elements(of: items[1]))
      guard a.count == b.count else { throw .fault("'math.dist' takes two lists of one length") }
      var result = 0.0
      for (x, y) in zip(a, b) { result = CSystem.hypot(result, try double(x) - double(y)) }
      return .float(result)
    case .fsum:
      try expect(1)
      return try exactSum(items[0])
    case .sumprod:
      try expect(2)
      return try exactProductSum(items[0], items[1])
    case .ldexp:
      try expect(2)
      return .float(CSystem.ldexp(try double(items[0]), Int32(clamping: try whole(1))))
    case .copysign, .fmod, .atan2, .remainder, .nextafter:
      try expect(2)
      return .float(callFloats(native, try double(items[0]), try double(items[1])))
    default:
      try expect(1)
      return callFloats(native, try double(items[0]))
    }
  }

  private func product(_ factors: [Int], _ what: String) throws(Stop) -> Int {
    var result = 1
    for factor in factors {
      let (next, overflow) = result.multipliedReportingOverflow(by: factor)
      guard !overflow else { throw .fault("\(what) has more than 64 bits") }
      result = next
    }
    return result
  }

  /// How many ways there are to take some of so many.
  private func choices(_ count: Int, _ taken: Int, isOrdered: Bool) throws(Stop) -> Int {
    guard count >= 0, taken >= 0 else {
      throw .fault("how many there are and are taken is counted from 0 on")
    }
    guard taken <= count else { return 0 }
    let few = isOrdered ? taken : min(taken, count - taken)
    var result = 1
    for step in 0..<few {
      var factor = count - step
      var divisor = isOrdered ? 1 : step + 1
      // What remains of the divisor divides the product.
      let common = Machine.gcd(factor, divisor.magnitude) ?? 1
      factor /= common
      divisor /= common
      result /= divisor
      result = try product([result, factor], "the result")
    }
    return result
  }

  private static func gcd(_ a: Int, _ b: UInt) -> Int? {
    var (x, y) = (a.magnitude, b)
    while y != 0 { (x, y) = (y, x % y) }
    return Int(exactly: x)
  }

  private static func lcm(_ a: Int, _ b: UInt) -> Int? {
    guard a != 0, b != 0, let common = gcd(a, b) else { return 0 }
    let (result, overflow) = (a.magnitude / UInt(common)).multipliedReportingOverflow(by: b)
    return overflow ? nil : Int(exactly: result)
  }

  /// `pow(base, exponent, modulus)`.
  func powerOfRemainders(_ items: [Object]) throws(Stop) -> Object {
    guard let base = items[0].wholeNumber, let power = items[1].wholeNumber,
      let divisor = items[2].wholeNumber, divisor != 0
    else {
      throw .fault("'pow' with a third argument, which is not 0, takes whole numbers, as in pow(2, 10, 7)")
    }
    let modulus = divisor.magnitude
    func product(_ a: UInt, _ b: UInt) -> UInt {
      modulus.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder
    }
    var square = base.magnitude % modulus
    if base < 0 && square > 0 { square = modulus - square }
    if power < 0 {
      guard let inverse = Machine.inverse(of: square, modulus) else {
        throw .fault("\(base) has no inverse modulo \(divisor): they have a common divisor")
      }
      square = inverse
    }
    var exponent = power.magnitude
    var result = 1 % modulus
    while exponent > 0 {
      if exponent & 1 == 1 { result = product(result, square) }
      square = product(square, square)
      exponent >>= 1
    }
    // A remainder has the sign of the divisor.
    return .int(divisor > 0 || result == 0 ? Int(result) : -Int(modulus - 1 - result) - 1)
  }

  /// What a number is multiplied by to be 1 modulo another: by Euclid's algorithm. nil if there is none.
  ///
  /// - Precondition: The number is below the modulus.
  private static func inverse(of number: UInt, _ modulus: UInt) -> UInt? {
    var (rest, next) = (modulus, number)
    // Of each remainder, by what the number was multiplied; below the modulus, and signs alternate.
    var (factor, nextFactor): (UInt, UInt) = (0, 1)
    var isPositive = false
    while next != 0 {
      let quotient = rest / next
      (rest, next) = (next, rest - quotient * next)
      (factor, nextFactor) = (nextFactor, factor &+ quotient &* nextFactor)
      isPositive.toggle()
    }
    guard rest == 1 else { return nil }
    return isPositive || factor == 0 ? factor % modulus : modulus - factor
  }
}

extension Object {
  /// The number without its being an integer, as `math` returns it.
  var floating: Object {
    switch self {
    case .bool(let flag): .float(flag ? 1 : 0)
    case .int(let number): .float(Double(number))
    case .whole(let whole): whole.isNumber ? .real(whole.value) : .value(whole.value)
    default: self
    }
  }
}
