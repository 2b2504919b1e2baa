/// Sums of `math` that are rounded once, at their end.
extension Machine {
  /// `math.fsum(xs)`. Of values it is recorded as their sum from the first to the last, and what that lost by rounding
  /// is added to it as a number, so that the result is the exact sum, rounded once.
  mutating func exactSum(_ object: Object) throws(Stop) -> Object {
    let items = try elements(of: object).map(\.floating)
    try spend(items.count)
    var exact = ExactSum()
    for item in items {
      guard let operand = Operand(item) else {
        throw .fault("'math.fsum' adds numbers, not \(described(item))")
      }
      exact.add(operand.double)
    }
    guard items.contains(where: { $0.value != nil }) else { return .float(exact.rounded) }
    return try corrected(try sum(.tuple(Tuple(items, graveyard)), start: nil), to: exact.rounded)
  }

  /// `math.sumprod(xs, ys)`: of integers an integer, else the exact sum of the exact products, rounded once.
  mutating func exactProductSum(_ left: Object, _ right: Object) throws(Stop) -> Object {
    let (a, b) = (try elements(of: left), try elements(of: right))
    guard a.count == b.count else { throw .fault("'math.sumprod' takes two lists of one length") }
    try spend(2 * a.count)
    try makeRoom(for: 2 * a.count)
    var exact = ExactSum()
    var total = Object.int(0)
    var isWhole = true
    for (index, (x, y)) in zip(a, b).enumerated() {
      guard let p = Operand(x), let q = Operand(y) else {
        throw .fault("'math.sumprod' multiplies numbers, not \(described(Operand(x) == nil ? x : y))")
      }
      isWhole = isWhole && p.int != nil && q.int != nil
      exact.add(product: p.double, q.double)
      let product = try binary(.multiply, x, y)
      total = index == 0 ? product : try binary(.add, total, product)
    }
    if isWhole { return total }
    return total.value == nil ? .float(exact.rounded) : try corrected(total.floating, to: exact.rounded)
  }

  /// A recorded sum with what rounding took from it added, once or, where nearly all of it was lost, a few times.
  private mutating func corrected(_ sum: Object, to exact: Double) throws(Stop) -> Object {
    var sum = sum
    for _ in 0..<4 {
      guard let value = sum.value, value.data != exact, value.data.isFinite, exact.isFinite else {
        return sum
      }
      sum = try binary(.add, sum, .float(exact - value.data))
    }
    return sum
  }
}

/// A sum without an error: as numbers whose bits don't overlap, the smallest first.
///
///     var sum = ExactSum()
///     for _ in 0..<10 { sum.add(0.1) }
///     sum.rounded   // 1.0, where 0.1 + 0.1 + … is 0.9999999999999999
///
/// Source: J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates",
/// Discrete & Computational Geometry 18 (1997). A number takes O(p) time, where p, the numbers kept, is 40 at most.
struct ExactSum {
  private var parts: [Double] = []
  /// The plain sum: what the result is once it is infinite or NaN.
  private var plain = 0.0
  private var isFinite = true

  mutating func add(_ number: Double) {
    plain += number
    guard isFinite else { return }
    var number = number
    var kept = 0
    for index in parts.indices {
      let part = parts[index]
      let sum = number + part
      let (large, small) = abs(number) < abs(part) ? (part, number) : (number, part)
      let error = small - (sum - large)
      if error != 0 {
        parts[kept] = error
        kept += 1
      }
      number = sum
    }
    parts.removeLast(parts.count - kept)
    if number != 0 { parts.append(number) }
    isFinite = number.isFinite
  }

  /// Adds a product without rounding it.
  mutating func add(product a: Double, _ b: Double) {
    let product = a * b
    add(product)
    let error = (-product).addingProduct(a, b)
    if product.isFinite { add(error) }
  }

  /// The sum, rounded to the nearest, and to the even one of two.
  var rounded: Double {
    guard isFinite else { return plain }
    var rest = parts
    guard var sum = rest.popLast() else { return 0 }
    var error = 0.0
    while let part = rest.popLast() {
      let large = sum
      sum = large + part
      error = part - (sum - large)
      if error != 0 { break }
    }
    // Half of the last bit was rounded to even, and what is left says that the other way is nearer.
    if let part = rest.last, (error < 0 && part < 0) || (error > 0 && part > 0) {
      let doubled = error * 2
      let other = sum + doubled
      if other - sum == doubled { sum = other }
    }
    return sum
  }
}
