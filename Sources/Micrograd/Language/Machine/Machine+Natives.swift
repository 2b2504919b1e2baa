extension Machine {
  /// Calls a built-in function.
  ///
  /// - Returns: nil if it calls a function of the text first.
  mutating func call(_ builtin: Builtin, _ arguments: Arguments) throws(Stop) -> Object? {
    switch builtin {
    case .random(let function): return try call(function, arguments)
    case .op(let op):
      guard arguments.keywords.isEmpty, arguments.count == op.arity else {
        throw .fault(
          "'\(op.symbol)' takes \(Counted.arguments(op.arity)), not \(Counted.number(arguments.count))")
      }
      return op.arity == 1
        ? try apply(op, arguments.positional[0])
        : try apply(op, arguments.positional[0], arguments.positional[1])
    case .composite(let composite): return try call(composite, arguments)
    case .native(let native): return try call(native, arguments)
    }
  }

  func expect(
    _ counts: ClosedRange<Int>, _ arguments: Arguments, _ native: Builtin.Native, _ example: String
  ) throws(Stop) {
    if let keyword = arguments.keywords.first {
      throw .fault(
        "'\(native.rawValue)' has no '\(Literal.shortened(keyword.name))' here; write it as in \(example)")
    }
    guard counts.contains(arguments.positional.count) else {
      throw .fault(
        "'\(native.rawValue)' takes \(counts.contains(0) ? "at most " : "")"
          + "\(Counted.arguments(counts.contains(0) ? counts.upperBound : counts.lowerBound)), not "
          + "\(Counted.number(arguments.positional.count)), as in \(example)")
    }
  }

  mutating func call(_ native: Builtin.Native, _ given: Arguments) throws(Stop) -> Object? {
    var arguments = given
    let items = given.positional
    switch native {
    case .print:
      try print(arguments)
      return Object.none
    case .value: return try makeValue(arguments)
    case .neuron, .layer, .mlp: return .network(try makeNetwork(native, arguments))
    case .drawDot, .trace:
      guard let first = items.first else {
        throw .fault("'\(native.rawValue)' takes a value, as in \(native.rawValue)(L)")
      }
      try draw(first)
      return .drawing
    case .sum:
      let start = arguments.take(1, "start")
      try expect(1...2, arguments, native, "sum([a, b])")
      return try sum(items[0], start: start)
    case .len:
      try expect(1...1, arguments, native, "len(xs)")
      return .int(try length(of: items[0]))
    case .range:
      try expect(1...3, arguments, native, "range(10)")
      return try range(items)
    case .zip:
      guard arguments.take("strict") == nil, arguments.keywords.isEmpty else {
        throw .fault("'zip' takes lists alone here, as in zip(xs, ys); it ends with the shortest")
      }
      let parts = try iterations(items)
      return .iterator(Iteration(.zip(parts), depth: try depth(around: parts), graveyard))
    case .enumerate:
      let start = arguments.take(1, "start")?.wholeNumber ?? 0
      try expect(1...2, arguments, native, "enumerate(xs)")
      let inner = try iterator(over: items[0])
      return .iterator(
        Iteration(.enumerate(inner, from: start), depth: try depth(around: [inner]), graveyard))
    case .reversed:
      try expect(1...1, arguments, native, "reversed(xs)")
      if case .range(let range) = items[0], range.count > 0 {
        return .iterator(
          Iteration(
            .range(RangeObject(range[range.count - 1], range.start &- range.step.signum(), -range.step)),
            graveyard))
      }
      return .iterator(Iteration(over: try elements(of: items[0]).reversed(), graveyard))
    case .map, .filter:
      guard items.count >= 2, arguments.keywords.isEmpty, native == .map || items.count == 2 else {
        throw .fault("'\(native.rawValue)' takes a function and a list, as in \(native.rawValue)(f, xs)")
      }
      try proceed(
        Continuation(native == .map ? .map : .filter, items[0], try iterations(Array(items.dropFirst()))))
      return nil
    case .sorted:
      let isReversed =
        try arguments.take("reverse").map { object throws(Stop) in try isTrue(object) } ?? false
      let function = arguments.take("key")
      try expect(1...1, arguments, native, "sorted(xs)")
      if let function, !function.isNone {
        try proceed(Continuation(.sort(isReversed: isReversed), function, [try iterator(over: items[0])]))
        return nil
      }
      let elements = try elements(of: items[0])
      return .list(List(try sorted(elements, by: elements, isReversed: isReversed), graveyard))
    case .max, .min: return try extreme(native, arguments)
    case .list:
      try expect(0...1, arguments, native, "list(xs)")
      return .list(List(items.isEmpty ? [] : try elements(of: items[0]), graveyard))
    case .tuple:
      try expect(0...1, arguments, native, "tuple(xs)")
      return .tuple(Tuple(items.isEmpty ? [] : try elements(of: items[0]), graveyard))
    case .set:
      try expect(0...1, arguments, native, "set(xs)")
      return try set(of: items.first ?? .tuple(Tuple([], graveyard)))
    case .dict:
      let table = Table.dictionary(graveyard)
      if let first = items.first { try merge(first, into: table) }
      for (name, object) in arguments.keywords {
        table.set(.text(name), .text(ExactText(string: name)), to: object)
      }
      return .dictionary(table)
    case .iter:
      try expect(1...1, arguments, native, "iter(xs)")
      return .iterator(try iterator(over: items[0]))
    case .next:
      try expect(1...2, arguments, native, "next(it)")
      guard case .iterator(let iteration) = items[0] else {
        throw .fault("'next' takes an iterator, such as iter(xs), not \(described(items[0]))")
      }
      if let item = try next(iteration) { return item }
      guard items.count > 1 else {
        throw .fault("the iterator has no further element; next(it, None) gives None")
      }
      return items[1]
    case .callable:
      try expect(1...1, arguments, native, "callable(f)")
      switch items[0] {
      case .function, .builtin, .method, .network: return .bool(true)
      default: return .bool(false)
      }
    case .format, .chr, .ord, .bin, .hex, .oct: return try callOnTexts(native, arguments)
    case .float, .int: return try number(native, arguments)
    case .bool:
      try expect(0...1, arguments, native, "bool(x)")
      return .bool(items.isEmpty ? false : try isTrue(items[0]))
    case .str:
      try expect(0...1, arguments, native, "str(x)")
      return .text(items.isEmpty ? "" : try spelled(items[0], as: display))
    case .repr:
      try expect(1...1, arguments, native, "repr(x)")
      return .text(try spelled(items[0], as: represented))
    case .round: return try round(arguments)
    case .isinstance:
      try expect(2...2, arguments, native, "isinstance(x, float)")
      var kinds = [items[1]]
      if case .tuple(let tuple) = items[1] { kinds = tuple.items }
      for kind in kinds where isInstance(items[0], of: kind) { return .bool(true) }
      return .bool(false)
    case .type:
      try expect(1...1, arguments, native, "type(x)")
      return try type(of: items[0])
    case .any, .all:
      try expect(1...1, arguments, native, "any(x > 0 for x in xs)")
      for item in try elements(of: items[0]) where try isTrue(item) == (native == .any) {
        return .bool(native == .any)
      }
      return .bool(native == .all)
    case .pow where items.count == 3: return try powerOfRemainders(items)
    case .pow:
      try expect(2...2, arguments, native, "pow(x, 2)")
      return try binary(.power, items[0], items[1])
    case .powOf: return try call(.native(.pow), arguments)?.floating
    case .fabs: return try call(.op(.abs), arguments)?.floating
    case .divmod:
      try expect(2...2, arguments, native, "divmod(7, 2)")
      return .tuple(
        Tuple(
          [try binary(.floorDivide, items[0], items[1]), try binary(.remainder, items[0], items[1])],
          graveyard))
    case .floor, .ceil:
      try expect(1...1, arguments, native, "math.floor(x)")
      guard let number = items[0].number else { throw .fault("'\(native.rawValue)' takes a number") }
      if case .int = number { return .int(number.whole ?? 0) }
      let rounded = native == .floor ? number.double.rounded(.down) : number.double.rounded(.up)
      return .int(try Machine.whole(rounded))
    case .isnan, .isinf, .isfinite:
      try expect(1...1, arguments, native, "math.isnan(x)")
      guard let number = (items[0].number?.double ?? items[0].value?.data) else {
        throw .fault("'\(native.rawValue)' takes a number")
      }
      return .bool(native == .isnan ? number.isNaN : (native == .isinf ? number.isInfinite : number.isFinite))
    case .isclose:
      let relative = arguments.take("rel_tol")?.number?.double ?? 1e-9
      let absolute = arguments.take("abs_tol")?.number?.double ?? 0
      try expect(2...2, arguments, native, "math.isclose(a, b)")
      guard let a = items[0].number?.double ?? items[0].value?.data,
        let b = items[1].number?.double ?? items[1].value?.data
      else { throw .fault("'isclose' takes two numbers") }
      return .bool(
        a == b
          || (a.isFinite && b.isFinite
            && Swift.abs(a - b) <= Swift.max(relative * Swift.max(Swift.abs(a), Swift.abs(b)), absolute))
      )
    case .logOf:
      guard (1...2).contains(items.count), arguments.keywords.isEmpty else {
        throw .fault("'log' takes a number, and perhaps a base")
      }
      let log = try apply(.log, items[0])
      return items.count == 1 ? log : try binary(.divide, log, try apply(.log, items[1]))
    case .clamp:
      let low = arguments.take(1, "min")
      let high = arguments.take(2, "max")
      guard let first = items.first, arguments.keywords.isEmpty, items.count <= 3 else {
        throw .fault("'clamp' takes a value and its bounds, as in clamp(x, 0, 1)")
      }
      var result = first
      if let low, !low.isNone { result = try apply(.max, result, low) }
      if let high, !high.isNone { result = try apply(.min, result, high) }
      return result
    case .softmax, .logsumexp, .mean, .dot, .crossEntropy, .grad: return try callOnLists(native, arguments)
    case .load: return try loadRows(arguments)
    case .noneType, .ellipsisType:
      try expect(0...0, arguments, native, native == .noneType ? "None" : "...")
      return native == .noneType ? Object.none : .ellipsis
    case .factorial, .comb, .perm, .gcd, .lcm, .hypot, .degrees, .radians, .copysign, .trunc, .fmod, .isqrt,
      .prod, .dist, .atan2, .cbrt, .exp2, .modf, .frexp, .ldexp, .gamma, .lgamma, .erfc, .remainder,
      .nextafter,
      .ulp, .fsum, .sumprod:
      return try callMath(native, arguments)
    }
  }
}
