/// What happened to gradients, for pictures, remarks and claims.
struct Journal {
  /// A leaf as it was at the last `backward()`.
  struct State {
    let data: Double
    let grad: Double
    let hasGrad: Bool
  }

  /// The root of the last `backward()`.
  var root: Value?
  /// The expression that called it.
  var lastSite: Int64?
  /// How often each expression called `backward()`.
  var counts: [Int64: Int] = [:]
  /// What was changed by hand since the last `backward()`, as it was before.
  private(set) var before: [Value: State] = [:]
  /// Whether any gradient was set back since then.
  var wasCleared = false
  var hasWarned = false
  /// The line of the last `backward()`, if it added to gradients of an earlier one.
  var addsUpAt: Int?
  /// Gradients that were set by hand, in order.
  private(set) var claims: [(value: Value, grad: Double)] = []
  private var claimed: [Value: Int] = [:]
  var hasClaims: Bool { !claimed.isEmpty }

  mutating func note(_ value: Value) {
    guard root != nil, before[value] == nil else { return }
    before[value] = State(data: value.data, grad: value.grad, hasGrad: value.hasGrad)
  }

  mutating func start(from root: Value) {
    self.root = root
    before.removeAll(keepingCapacity: true)
    wasCleared = false
  }

  mutating func claim(_ value: Value, _ grad: Double) {
    if let index = claimed[value] {
      claims[index].grad = grad
    } else {
      claimed[value] = claims.count
      claims.append((value, grad))
    }
  }

  mutating func withdraw(_ value: Value) {
    if let index = claimed.removeValue(forKey: value) { claims[index].grad = .signalingNaN }
  }

  func isClaimed(_ value: Value) -> Bool { claimed[value] != nil }

  /// The claims that nothing touched afterwards.
  var standing: [(value: Value, grad: Double)] {
    claims.filter { claimed[$0.value] != nil && $0.value.grad.bitPattern == $0.grad.bitPattern }
  }
}

extension Machine {
  mutating func setGradient(of value: Value, to grad: Double) {
    journal.note(value)
    if grad == 0 && value.hasGrad && !journal.isClaimed(value) {
      journal.wasCleared = true
    } else {
      if grad == 0 { journal.wasCleared = true }
      journal.claim(value, grad)
    }
    value.grad = grad
  }

  mutating func zeroGradients(of values: [Value]) {
    journal.wasCleared = true
    for value in values {
      journal.note(value)
      journal.withdraw(value)
      value.zeroGrad()
    }
  }

  mutating func backward(_ object: Object) throws(Stop) {
    guard let value = object.value else {
      throw .fault(
        "this number is computed from numbers alone, so it has no gradients; give the inputs names first")
    }
    var addsUp = false
    if journal.root != nil && !journal.wasCleared { addsUp = try self.addsUp(value) }
    journal.addsUpAt = addsUp ? line : nil
    if addsUp, !journal.hasWarned {
      journal.hasWarned = true
      remarks.append(
        "line \(line): backward() adds to gradients of an earlier backward() that no zero_grad() has cleared")
    }
    if journal.root != nil && journal.wasCleared { try clearData(below: value) }
    value.backward()
    journal.start(from: value)
    let site = Int64(code) << 32 | Int64(ip)
    journal.counts[site, default: 0] += 1
    journal.lastSite = site
    guard faultCount == 0, let onBackward = options.onBackward else { return }
    try spend(program.notes.count)
    do { try onBackward(site, value, notes) } catch { throw .bound("\(error)") }
  }

  /// Sets gradients of data back that the text itself has no reason to clear.
  private mutating func clearData(below root: Value) throws(Stop) {
    guard !root.isLeaf else { return }
    let reach = Reach(below: root, expands: false)
    try spend(reach.count / 4)
    reach.forEachNode { tape, slot in
      tape.forEachOperand(of: tape.nodes[Int(slot)], at: slot) { operand in
        guard tape.nodes[Int(operand)].op.isExternal else { return }
        let value = tape.value(at: operand)
        guard value.slot == Node.none else { return }
        let leaf = unsafeDowncast(value.storage, to: Leaf.self)
        if leaf.startsAfresh && leaf.grad != 0 { leaf.grad = 0 }
      }
    }
  }

  /// Whether a leaf below a value holds a gradient that is not 0.
  private mutating func addsUp(_ value: Value) throws(Stop) -> Bool {
    let order = value.topologicalOrder()
    try spend(2 * order.count)
    return order.contains { $0.isLeaf && $0.hasGrad && $0.grad != 0 }
  }

  /// The line under way, counted from 1 in its cell.
  private var line: Int {
    program.text.place(of: Int(program.codes[code].places[ip - 1])).line
  }

  mutating func backwardStep(_ value: Value) {
    for operand in value.prev { journal.note(operand) }
    value.backwardStep()
  }

  mutating func draw(_ object: Object) throws(Stop) {
    guard let value = object.value else {
      throw .fault("a graph is about one value, and this is \(described(object))")
    }
    bindings.drawn = value
  }

  /// `grad(L, a)`, `grad(L, [a, b])`.
  mutating func gradients(_ arguments: Arguments) throws(Stop) -> Object {
    guard arguments.positional.count == 2, arguments.keywords.isEmpty else {
      throw .fault("'grad' takes a value and what to differentiate by, as in grad(L, a) or grad(L, [a, b])")
    }
    guard let root = arguments.positional[0].value else {
      throw .fault("'grad' differentiates a value, not \(described(arguments.positional[0]))")
    }
    let others = arguments.positional[1]
    if let value = others.value {
      return .value(try derivatives(of: root, by: [value])[0])
    }
    let values = try values(of: others, for: "grad")
    guard !values.isEmpty else { return .list(List([], graveyard)) }
    return .list(List(try derivatives(of: root, by: values).map { .value($0) }, graveyard))
  }

  private mutating func derivatives(of root: Value, by values: [Value]) throws(Stop) -> [Value] {
    if !root.isLeaf {
      let count = Reach(below: root).count
      try spend(2 * count)
      try makeRoom(for: 4 * count)
    }
    return Micrograd.gradient(of: root, by: values)
  }
}
