/// Python's generator, and whether the text has seeded it.
struct RandomState {
  var generator = PythonRandom(seed: 0)
  var isSeeded = false
  /// Whether numbers were drawn without a seed.
  var wasDrawnUnseeded = false

  mutating func drawn() {
    if !isSeeded { wasDrawnUnseeded = true }
  }
}

extension Machine {
  mutating func call(_ function: Builtin.RandomFunction, _ arguments: Arguments) throws(Stop) -> Object {
    let items = arguments.positional
    func expect(_ count: ClosedRange<Int>) throws(Stop) {
      guard count.contains(arguments.count),
        arguments.keywords.isEmpty || function == .sample || function == .choices
      else {
        throw .fault(
          "'random.\(function.rawValue)' takes \(Counted.arguments(count.lowerBound)), not \(arguments.count)"
        )
      }
    }
    func double(_ index: Int) throws(Stop) -> Double {
      guard index < items.count, let number = items[index].number else {
        throw .fault("'random.\(function.rawValue)' takes numbers")
      }
      return number.double
    }
    func whole(_ index: Int) throws(Stop) -> Int {
      guard index < items.count, let number = items[index].wholeNumber else {
        throw .fault("'random.\(function.rawValue)' takes whole numbers")
      }
      return number
    }
    if function != .seed { random.drawn() }
    switch function {
    case .seed:
      try expect(0...1)
      random.generator = try seeded(items.first ?? .int(0))
      random.isSeeded = true
      return .none
    case .random:
      try expect(0...0)
      return .float(random.generator.random())
    case .uniform:
      try expect(2...2)
      return .float(random.generator.uniform(try double(0), try double(1)))
    case .gauss:
      try expect(0...2)
      return .float(
        random.generator.gauss(items.count > 0 ? try double(0) : 0, items.count > 1 ? try double(1) : 1))
    case .randint:
      try expect(2...2)
      let (low, high) = (try whole(0), try whole(1))
      do { return .int(try random.generator.randint(low, high)) } catch {
        throw .fault("'random.randint' finds no number: \(error)")
      }
    case .randrange:
      try expect(1...3)
      let start = items.count > 1 ? try whole(0) : 0
      let stop = items.count > 1 ? try whole(1) : try whole(0)
      let step = items.count > 2 ? try whole(2) : 1
      do { return .int(try random.generator.randrange(start, stop, step: step)) } catch {
        throw .fault("'random.randrange' finds no number: \(error)")
      }
    case .choice:
      try expect(1...1)
      let elements = try sequence(items[0], "random.choice")
      do { return elements[try random.generator.choiceIndex(count: elements.count)] } catch {
        throw .fault("'random.choice' finds nothing: \(error)")
      }
    case .choices: return try choices(arguments)
    case .normalvariate:
      try expect(0...2)
      return .float(
        random.generator.normalvariate(
          items.count > 0 ? try double(0) : 0, items.count > 1 ? try double(1) : 1))
    case .expovariate:
      try expect(0...1)
      return .float(random.generator.expovariate(items.isEmpty ? 1 : try double(0)))
    case .triangular:
      try expect(0...3)
      return .float(
        random.generator.triangular(
          items.count > 0 ? try double(0) : 0, items.count > 1 ? try double(1) : 1,
          mode: items.count > 2 ? try double(2) : nil))
    case .getrandbits:
      try expect(1...1)
      let count = try whole(0)
      guard (0...63).contains(count) else { throw .fault("'random.getrandbits' takes from 0 to 63 bits") }
      return .int(Int(random.generator.getrandbits(count)))
    case .shuffle:
      try expect(1...1)
      guard case .list(let list) = items[0] else { throw .fault("'random.shuffle' takes a list") }
      random.generator.shuffle(&list.items)
      return .none
    case .sample:
      try expect(2...2)
      var arguments = arguments
      guard let population = arguments.take(0, "population"), let k = arguments.take(1, "k")?.wholeNumber
      else {
        throw .fault("'random.sample' takes a list and how many, as in random.sample(xs, 2)")
      }
      let elements = try sequence(population, "random.sample")
      do {
        return .list(
          List(
            try random.generator.sampleIndices(count: elements.count, k: k).map { elements[$0] }, graveyard))
      } catch { throw .fault("'random.sample' finds nothing: \(error)") }
    }
  }

  private func seeded(_ seed: Object) throws(Stop) -> PythonRandom {
    switch seed.number {
    case .int(let number)?: return PythonRandom(seed: number)
    case .float(let number)? where !number.isNaN: return PythonRandom(seed: number)
    default:
      throw .fault("'random.seed' takes a number, such as random.seed(42), not \(described(seed))")
    }
  }

  /// `random.choices(population, weights, k=…)`.
  private mutating func choices(_ given: Arguments) throws(Stop) -> Object {
    var arguments = given
    guard let population = arguments.take(0, "population") else {
      throw .fault("'random.choices' takes a list, as in random.choices(xs, k=2)")
    }
    var weights: [Double]?
    if let object = arguments.take(1, "weights"), !object.isNone {
      weights = []
      var total = 0.0
      for item in try elements(of: object) {
        guard let number = item.number, number.double >= 0, number.double.isFinite else {
          throw .fault("weights are numbers from 0 on, not \(described(item))")
        }
        total += number.double
        weights!.append(total)
      }
    }
    let count = arguments.take("k") ?? .int(1)
    let elements = try sequence(population, "random.choices")
    guard arguments.keywords.isEmpty, given.positional.count <= 2, let k = count.wholeNumber, k >= 0 else {
      throw .fault("'random.choices' takes a list, weights and how many, as in random.choices(xs, k=2)")
    }
    try spend(elements: k)
    guard !elements.isEmpty, weights == nil || (weights!.count == elements.count && weights!.last! > 0) else {
      throw .fault("'random.choices' takes a list that is not empty, and a weight for each of its elements")
    }
    return .list(
      List(
        (0..<k).map { _ in
          elements[random.generator.weightedIndex(count: elements.count, cumulative: weights)]
        }, graveyard))
  }

  private mutating func sequence(_ object: Object, _ name: String) throws(Stop) -> [Object] {
    switch object {
    case .list, .tuple, .range, .text: return try elements(of: object)
    default: throw .fault("'\(name)' takes a list, not \(described(object))")
    }
  }
}
