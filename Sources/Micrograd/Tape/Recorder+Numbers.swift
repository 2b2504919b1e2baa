/// What is recorded less often than one operation on one or two values.
extension Recorder {
  /// Records a value and a number written beside it, the number in its place.
  @inline(__always)
  static func record(_ op: Op, _ left: Value, number: Double) -> Value {
    let recorder = current
    var a = recorder.slotAtHand(of: left)
    if a >= Node.parameter || recorder.room < 2 { a = current.place(left) }
    let b = recorder.append(constant: number)
    return recorder.value(recorder.append(op, op.result(recorder.nodes[Int(a)].data, number), a, b))
  }

  @inline(__always)
  static func record(_ op: Op, number: Double, _ right: Value) -> Value {
    let recorder = current
    var b = recorder.slotAtHand(of: right)
    if b >= Node.parameter || recorder.room < 2 { b = current.place(right) }
    let a = recorder.append(constant: number)
    return recorder.value(recorder.append(op, op.result(number, recorder.nodes[Int(b)].data), a, b))
  }

  static func record(constant number: Double) -> Value {
    let recorder = current
    if recorder.room < 1 { current.makeRoom() }
    return recorder.value(recorder.append(constant: number))
  }

  static func record(
    custom name: String, _ operands: [Value], _ data: Double, _ partials: [Double]
  ) -> Value {
    let recorder = current
    current.makeRoom(for: operands.count + 2, newerThan: operands[1...], operands[0])
    let slots = operands.map { recorder.slot(of: $0) }
    let operation = CustomOperation(name, slots, partials)
    return recorder.value(recorder.append(custom: .passUnretained(operation), data))
  }

  /// Appends an operation of the user's own, and before it the node that owns it.
  func append(custom operation: Unmanaged<ValueStorage>, _ data: Double) -> UInt32 {
    let owner = append(
      Node(data: 0, grad: Tape.bits(of: operation), a: Node.none, b: Node.none, op: .external))
    tape._withUnsafeGuaranteedRef { $0.own(owner) }
    return append(Node(data: data, grad: 0, a: owner, b: Node.none, op: .custom))
  }

  // MARK: - Sums

  /// Records the sum of values, from the first to the last.
  static func sum(_ values: [Value]) -> Value {
    guard values.count > 1 else { return values[0] }
    var rest = values[...]
    var total = rest.removeFirst()
    while !rest.isEmpty {
      let part = rest.prefix(longestPart)
      rest = rest.dropFirst(part.count)
      let recorder = current
      recorder.makeRoom(for: 2 * part.count + 2, newerThan: part, total)
      var sum = recorder.slot(of: total)
      for value in part { sum = recorder.append(.add, sum, recorder.slot(of: value)) }
      total = recorder.value(sum)
    }
    return total
  }

  /// Records `a₀·b₀ + a₁·b₁ + …`: first all products, then their sum.
  static func dot(_ a: [Value], _ b: [Value]) -> Value {
    let recorder = current
    let count = a.count
    guard count <= longestPart else { return sum(zip(a, b).map { $0 * $1 }) }
    recorder.makeRoom(for: 4 * count, newerThan: a[...], b[0])
    if b.contains(where: recorder.isNewer) { recorder.retireTape(room: 4 * count) }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * count) { slots in
      // Operands first, so that the products lie side by side.
      for index in 0..<count {
        slots[2 * index] = recorder.slot(of: a[index])
        slots[2 * index + 1] = recorder.slot(of: b[index])
      }
      let first = recorder.count
      for index in 0..<count { _ = recorder.append(.multiply, slots[2 * index], slots[2 * index + 1]) }
      var sum = first
      for product in first + 1..<first + UInt32(count) { sum = recorder.append(.add, sum, product) }
      return recorder.value(sum)
    }
  }

  /// Longer sums are recorded in parts, so that no tape needs to be larger than others.
  private static let longestPart = 4096
}
