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

  private func call(_ composite: Composite, _ given: Arguments) throws(Stop) -> Object {
    var arguments = given
    let parameter = composite.parameter.flatMap { arguments.take(1, $0.name) }
    let most = composite.parameter == nil ? 1 : 2
    guard arguments.keywords.isEmpty, (1...most).contains(given.positional.count) else {
      throw .fault(
        "'\(composite.rawValue)' takes \(Counted.arguments(1)), not \(Counted.number(given.count))")
    }
    if let parameter, parameter.number == nil {
      throw .fault("the second argument of '\(composite.rawValue)' is a number, not \(described(parameter))")
    }
    let item = given.positional[0]
    try makeRoom(for: 16)
    if let value = item.value {
      let result = composite.apply(value, parameter?.number?.double)
      return item.number == nil ? .value(result) : .real(result)
    }
    guard let number = item.number else {
      throw .fault("'\(composite.rawValue)' takes a value, not \(described(item))")
    }
    return .float(composite.apply(.constant(number.double), parameter?.number?.double).data)
  }

  private func expect(
    _ counts: ClosedRange<Int>, _ arguments: Arguments, _ native: Builtin.Native, _ example: String
  ) throws(Stop) {
    if let keyword = arguments.keywords.first {
      throw .fault(
        "'\(native.rawValue)' has no '\(Literal.shortened(keyword.name))' here; write it as in \(example)")
    }
    guard counts.contains(arguments.positional.count) else {
      throw .fault(
        "'\(native.rawValue)' takes \(Counted.arguments(counts.lowerBound)), not "
          + "\(Counted.number(arguments.positional.count)), as in \(example)")
    }
  }

  private mutating func call(_ native: Builtin.Native, _ given: Arguments) throws(Stop) -> Object? {
    var arguments = given
    let items = given.positional
    switch native {
    case .print:
      try print(arguments)
      return Object.none
    case .value: return try makeValue(arguments)
    case .neuron, .layer, .mlp: return .network(try makeNetwork(native, arguments))
    case .drawDot, .trace:
      if let first = items.first { try draw(first) }
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
      _ = arguments.take("strict")
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
      return .iterator(Iteration(.items(try elements(of: items[0]).reversed()), graveyard))
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
    case .list: return .list(List(items.isEmpty ? [] : try elements(of: items[0]), graveyard))
    case .tuple: return .tuple(Tuple(items.isEmpty ? [] : try elements(of: items[0]), graveyard))
    case .set:
      let set = SetObject(graveyard)
      if let first = items.first {
        for item in try elements(of: first) { set.insert(item, try key(of: item)) }
      }
      return .set(set)
    case .float, .int: return try number(native, arguments)
    case .bool: return .bool(items.isEmpty ? false : try isTrue(items[0]))
    case .str: return .text(items.isEmpty ? "" : display(items[0]))
    case .repr:
      try expect(1...1, arguments, native, "repr(x)")
      return .text(represented(items[0]))
    case .round: return try round(arguments)
    case .isinstance:
      try expect(2...2, arguments, native, "isinstance(x, float)")
      var kinds = [items[1]]
      if case .tuple(let tuple) = items[1] { kinds = tuple.items }
      for kind in kinds where isInstance(items[0], of: kind) { return .bool(true) }
      return .bool(false)
    case .type:
      try expect(1...1, arguments, native, "type(x)")
      for kind in [.bool, .int, .float, .str, .list, .tuple, .set, .range, .value, .neuron, .layer, .mlp]
        as [Builtin.Native]
      where isInstance(items[0], of: .builtin(.native(kind))) { return .builtin(.native(kind)) }
      throw .fault("there is no type for \(described(items[0])) here")
    case .any, .all:
      try expect(1...1, arguments, native, "any(x > 0 for x in xs)")
      for item in try elements(of: items[0]) where try isTrue(item) == (native == .any) {
        return .bool(native == .any)
      }
      return .bool(native == .all)
    case .pow:
      try expect(2...2, arguments, native, "pow(x, 2)")
      return try binary(.power, items[0], items[1])
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
      guard let whole = Int(exactly: rounded) else {
        throw .fault("\(PythonText.repr(number.double)) has no whole number of 64 bits")
      }
      return .int(whole)
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
    }
  }

  // MARK: - Iterators

  private mutating func iterations(_ objects: [Object]) throws(Stop) -> [Iteration] {
    var parts: [Iteration] = []
    for object in objects { parts.append(try iterator(over: object)) }
    return parts
  }

  private func depth(around parts: [Iteration]) throws(Stop) -> Int {
    let depth = 1 + (parts.map(\.depth).max() ?? 0)
    guard depth <= Iteration.mostNested else {
      throw .fault("iterators are nested more than \(Iteration.mostNested) deep; make a list(…) of one")
    }
    return depth
  }

  func length(of object: Object) throws(Stop) -> Int {
    switch object {
    case .list(let list): return list.items.count
    case .tuple(let tuple): return tuple.items.count
    case .set(let set): return set.items.count
    case .range(let range): return range.count
    case .text(let text): return text.string.unicodeScalars.count
    default: throw .fault("\(described(object)) has no length")
    }
  }

  private func range(_ items: [Object]) throws(Stop) -> Object {
    var numbers: [Int] = []
    for item in items {
      guard let number = item.wholeNumber else {
        throw .fault("'range' takes whole numbers, such as range(10), not \(described(item))")
      }
      numbers.append(number)
    }
    if numbers.count == 3 && numbers[2] == 0 { throw .fault("the step of a range cannot be 0") }
    return .range(
      numbers.count == 1
        ? RangeObject(0, numbers[0], 1)
        : RangeObject(numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : 1))
  }

  // MARK: - Numbers

  private mutating func sum(_ object: Object, start: Object?) throws(Stop) -> Object {
    switch object {
    case .list, .tuple, .set, .range, .iterator: break
    default: throw .fault("'sum' takes a list such as [a, b], not \(described(object))")
    }
    let items = try elements(of: object)
    try makeRoom(for: items.count)
    var rest = items[...]
    guard var total = start ?? rest.popFirst() else { return .int(0) }
    // `True + True` is 2, and so is the sum of one.
    if start == nil, case .bool(let flag) = total { total = .int(flag ? 1 : 0) }
    for item in rest {
      if start == nil, case .text = item { throw .fault("'sum' adds values, not texts") }
      total = try binary(.add, total, item)
    }
    return total
  }

  private mutating func extreme(_ native: Builtin.Native, _ given: Arguments) throws(Stop) -> Object? {
    var arguments = given
    let function = arguments.take("key")
    let preset = arguments.take("default")
    if let keyword = arguments.keywords.first {
      throw .fault("'\(native.rawValue)' has no '\(Literal.shortened(keyword.name))' here")
    }
    let items: [Object]
    if given.positional.count == 1 {
      switch given.positional[0] {
      case .list, .tuple, .set, .range, .iterator, .text: items = try elements(of: given.positional[0])
      default:
        throw .fault(
          "'\(native.rawValue)' takes a list or two arguments, not 1, as in \(native.rawValue)(a, b)")
      }
    } else {
      items = given.positional
    }
    guard let first = items.first else {
      if let preset { return preset }
      throw .fault("'\(native.rawValue)' takes two arguments or a list that is not empty")
    }
    if let function, !function.isNone {
      try proceed(
        Continuation(native == .max ? .max : .min, function, [Iteration(.items(items), graveyard)]))
      return nil
    }
    let isRecorded = items.contains { $0.value != nil }
    var best = first
    for item in items.dropFirst() {
      if isRecorded {
        best = try apply(native == .max ? .max : .min, best, item)
      } else if let sign = try order(item, best), native == .max ? sign > 0 : sign < 0 {
        best = item
      }
    }
    return best
  }

  private func number(_ native: Builtin.Native, _ arguments: Arguments) throws(Stop) -> Object {
    try expect(0...(native == .int ? 2 : 1), arguments, native, "\(native.rawValue)(x)")
    guard let item = arguments.positional.first else { return native == .int ? .int(0) : .float(0) }
    if case .text(let text) = item {
      let digits = text.string.filter { !$0.isWhitespace }.replacing("_", with: "")
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
  private func round(_ given: Arguments) throws(Stop) -> Object {
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
      return overflow ? .int(whole) : .int(result)
    }
    guard number.double.isFinite else { return .float(number.double) }
    if places < 0 {
      var unit = 1.0
      for _ in 0..<(-places) { unit *= 10 }
      return .float((number.double / unit).rounded(.toNearestOrEven) * unit)
    }
    let text = try format(.float(number.double), ".\(places)f")
    return .float(Double(text) ?? number.double)
  }

  private func isInstance(_ object: Object, of kind: Object) -> Bool {
    guard case .builtin(.native(let native)) = kind else { return false }
    switch (native, object) {
    case (.value, _):
      if case .value = object { return true }
      if case .whole(let whole) = object { return !whole.isNumber }
      return false
    case (.bool, .bool), (.str, .text), (.list, .list), (.tuple, .tuple), (.set, .set), (.range, .range):
      return true
    case (.int, _):
      if case .int? = object.number { return true }
      return false
    case (.float, _):
      if case .float? = object.number { return true }
      return false
    case (.neuron, .network(let part)): return part.isNeuron
    case (.layer, .network(let part)): return part.isLayer
    case (.mlp, .network(let part)): return !part.isNeuron && !part.isLayer
    default: return false
    }
  }

  // MARK: - Values

  private mutating func makeValue(_ given: Arguments) throws(Stop) -> Object {
    var arguments = given
    let example = "Value(2.0, label='a')"
    guard let data = arguments.take(0, "data"), given.positional.count <= 4 else {
      throw .fault("Value(…) takes one number, such as \(example)")
    }
    // The lecture's own class has its operands second, the shorter one the label.
    var label = arguments.take("label")
    for item in given.positional.dropFirst() {
      if case .text = item { label = item }
    }
    for known in ["_children", "_op"] { _ = arguments.take(known) }
    if let keyword = arguments.keywords.first {
      let hint =
        Spelling.nearest(to: keyword.name, among: ["data", "label"]).map { "; did you mean '\($0)'?" } ?? ""
      throw .fault("Value(…) has no '\(Literal.shortened(keyword.name))'\(hint)")
    }
    var name = ""
    if case .text(let text)? = label { name = text.string }
    if let label, name.isEmpty, label.number != nil {
      throw .fault("expected label='…' after the number of Value(…)")
    }
    try makeRoom(for: 1)
    switch data.number {
    case .int(let number)?: return .whole(Whole(Value(Double(number), label: name), number, isNumber: false))
    case .float(let number)?: return .value(Value(number, label: name))
    case nil: break
    }
    switch data {
    // A leaf of its own with the number of the other, as in the lecture.
    case .value(let value): return .value(Value(value.data, label: name))
    case .whole(let whole):
      guard let number = whole.number else { return .value(Value(whole.value.data, label: name)) }
      return .whole(Whole(Value(Double(number), label: name), number, isNumber: false))
    default: throw .fault("Value(…) takes one number, such as \(example), not \(described(data))")
    }
  }

  /// The values of a list, plain numbers as constants.
  mutating func values(of object: Object, for name: String) throws(Stop) -> [Value] {
    switch object {
    case .list, .tuple, .iterator, .range, .set: break
    default:
      if let value = object.value { return [value] }
      throw .fault("'\(name)' takes a list such as [a, b], not \(described(object))")
    }
    var values: [Value] = []
    for item in try elements(of: object) {
      if let value = item.value {
        values.append(value)
      } else if let number = item.number {
        values.append(.constant(number.double))
      } else {
        throw .fault("'\(name)' takes a list of values, and in this one is \(described(item))")
      }
    }
    return values
  }

  private mutating func callOnLists(_ native: Builtin.Native, _ given: Arguments) throws(Stop) -> Object? {
    var arguments = given
    let name = native.rawValue
    switch native {
    case .grad: return try gradients(arguments)
    case .dot:
      try expect(2...2, arguments, native, "dot(w, x)")
      let (a, b) = (
        try values(of: arguments.positional[0], for: name), try values(of: arguments.positional[1], for: name)
      )
      guard a.count == b.count else {
        throw .fault("'dot' takes two lists of one length, not of \(a.count) and \(b.count)")
      }
      guard !a.isEmpty else { throw .fault("'dot' takes lists of at least one element") }
      try makeRoom(for: 2 * a.count)
      return result(Micrograd.dot(a, b), arguments.positional)
    case .crossEntropy:
      try expect(2...2, arguments, native, "cross_entropy(logits, 1)")
      let logits = try values(of: arguments.positional[0], for: name)
      guard let target = arguments.positional[1].wholeNumber, logits.indices.contains(target) else {
        throw .fault(
          "'cross_entropy' takes a list of \(logits.count) logits and the number of the right class, "
            + "from 0 to \(logits.count - 1)")
      }
      try makeRoom(for: 4 * logits.count + 3)
      return result(Micrograd.crossEntropy(logits, target: target), [arguments.positional[0]])
    default:
      _ = arguments.take("dim")
      try expect(1...1, arguments, native, "\(name)([a, b])")
      let values = try values(of: arguments.positional[0], for: name)
      guard !values.isEmpty else { throw .fault("'\(name)' takes a list of at least one element") }
      try makeRoom(for: 5 * values.count)
      switch native {
      case .mean: return result(Micrograd.mean(values), arguments.positional)
      case .logsumexp: return result(Micrograd.logSumExp(values), arguments.positional)
      default:
        let isNumber = self.isNumber(arguments.positional[0])
        return .list(List(Micrograd.softmax(values).map { isNumber ? .real($0) : .value($0) }, graveyard))
      }
    }
  }

  private func result(_ value: Value, _ operands: [Object]) -> Object {
    operands.allSatisfy { isNumber($0) } ? .real(value) : .value(value)
  }

  /// Whether all elements of a list behave as numbers.
  private func isNumber(_ object: Object) -> Bool {
    switch object {
    case .list(let list): list.items.allSatisfy { $0.number != nil }
    case .tuple(let tuple): tuple.items.allSatisfy { $0.number != nil }
    default: object.number != nil
    }
  }

  // MARK: - Files

  private mutating func loadRows(_ arguments: Arguments) throws(Stop) -> Object {
    guard arguments.count == 1, case .text(let name)? = arguments.positional.first else {
      throw .fault("'load' takes the name of a CSV file, as in X, y = load('points.csv')")
    }
    guard let load = options.load else {
      throw .fault(
        "there is no folder to load '\(Literal.shortened(name.string))' from; put the text into a file beside it"
      )
    }
    let rows: Program.Rows
    do { rows = try load(name.string) } catch { throw .fault("\(error)") }
    try makeRoom(for: rows.inputs.reduce(0) { $0 + $1.count })
    let answers = rows.answers.map { answer in Int(exactly: answer).map { Object.int($0) } ?? .float(answer) }
    let inputs = rows.inputs.map { row in Object.list(List(row.map { .float($0) }, graveyard)) }
    return .tuple(
      Tuple(
        [.list(List(inputs, graveyard)), .list(List(answers, graveyard))],
        graveyard))
  }
}

extension Object {
  var isNone: Bool {
    if case .none = self { return true }
    return false
  }
}

extension Numeral {
  /// The integer, if it is one.
  var whole: Int? {
    if case .int(let number) = self { return number }
    return nil
  }
}
