extension Value {
  /// Computes the derivative of this value by every value below it.
  ///
  ///     let a = Value(3.0)
  ///     let b = a + a
  ///     b.backward()
  ///     a.grad   // 2.0
  ///
  /// Walks the graph in reverse order of creation, which is a reverse topological order, and applies the
  /// chain rule: each operand gets the local derivative times the gradient of the result, added up over
  /// all uses. Leaves add to what they hold already (see `zeroGrad()`); all others that the call reaches
  /// start from zero. Values that this one does not depend on keep what they had.
  ///
  /// O(n) in the values below this one, without recursion.
  public func backward() {
    if isLeaf {
      grad += 1
    } else {
      var pass = BackwardPass()
      pass.run(from: self)
    }
    Recorder.current.endOfBackward()
  }
}

/// One backward pass under way.
struct BackwardPass: ~Copyable {
  var frontier = Frontier()
  /// The tape under way.
  var nodes: UnsafeMutablePointer<Node>
  var marks: UnsafeMutablePointer<UInt64>

  init() {
    // Set by `visit` before any use.
    nodes = UnsafeMutablePointer(bitPattern: MemoryLayout<Node>.alignment).unsafelyUnwrapped
    marks = UnsafeMutablePointer(bitPattern: MemoryLayout<UInt64>.alignment).unsafelyUnwrapped
  }

  mutating func run(from root: Value) {
    let top = frontier.marks(of: Unmanaged.passUnretained(root.tape))
    deposit(1, on: root.node, slot: root.slot, top)
    while let next = frontier.popNewest() {
      visit(next)
      next.marks.deallocate()
    }
    withExtendedLifetime(root) {}
  }

  private mutating func visit(_ visit: Frontier.Visit) {
    nodes = visit.tape._withUnsafeGuaranteedRef { $0.nodes }
    marks = visit.marks
    // Constants of the loop: what it writes might, for all the compiler knows, be these.
    let (nodes, marks) = (nodes, marks)
    for word in stride(from: visit.wordCount - 1, through: 0, by: -1) {
      var bits = marks[word]
      while bits != 0 {
        let bit = 63 - bits.leadingZeroBitCount
        marks[word] = bits & ~(1 << UInt64(bit))
        let slot = word &<< 6 | bit
        propagate(nodes + slot, nodes, marks)
        bits = marks[word]
      }
    }
  }

  /// The chain rule at one node.
  @inline(__always)
  private mutating func propagate(
    _ node: UnsafeMutablePointer<Node>, _ nodes: UnsafeMutablePointer<Node>,
    _ marks: UnsafeMutablePointer<UInt64>
  ) {
    let grad = node.pointee.grad
    let op = node.pointee.op
    let (a, b) = (node.pointee.a, node.pointee.b)
    if op.isPacked {
      let head = UInt32(node - nodes)
      return PackedCall.at(head, on: nodes).backward(head, on: nodes, &self)
    }
    if node.pointee.isPacked {
      marks[Int(a >> 6)] |= 1 << UInt64(a & 63)
      return PackedCall.at(a, on: nodes).reach(output: b, of: a, on: nodes)
    }
    switch op {
    case .operation(.add):
      deposit(grad, a, nodes, marks)
      deposit(grad, b, nodes, marks)
    case .operation(.multiply):
      let (x, y) = (nodes[Int(a)].data, nodes[Int(b)].data)
      deposit(y * grad, a, nodes, marks)
      deposit(x * grad, b, nodes, marks)
    case .operation(let op): propagate(op, node.pointee, nodes, marks)
    case .custom: propagate(custom: node.pointee, nodes, marks)
    default: break
    }
  }

  /// A function of its own, so that the loop around it keeps its numbers in registers.
  @inline(never)
  private mutating func propagate(
    _ op: Op, _ node: Node, _ nodes: UnsafeMutablePointer<Node>, _ marks: UnsafeMutablePointer<UInt64>
  ) {
    let x = nodes[Int(node.a)].data
    guard op.arity > 1 else {
      return deposit(op.firstContribution(node.grad, x, 0, result: node.data), node.a, nodes, marks)
    }
    let other = nodes[Int(node.b)]
    deposit(op.firstContribution(node.grad, x, other.data, result: node.data), node.a, nodes, marks)
    guard !other.op.isConstant else { return }
    deposit(op.secondContribution(node.grad, x, other.data, result: node.data), node.b, nodes, marks)
  }

  mutating func deposit(_ amount: Double, _ slot: UInt32) { deposit(amount, slot, nodes, marks) }

  @inline(__always)
  mutating func deposit(
    _ amount: Double, _ slot: UInt32, _ nodes: UnsafeMutablePointer<Node>,
    _ marks: UnsafeMutablePointer<UInt64>
  ) {
    let node = nodes + Int(slot)
    switch node.pointee.op {
    case .constant: break
    case .external: depositOutside(amount, node)
    default: deposit(amount, on: node, slot: slot, marks)
    }
  }

  @inline(__always)
  private func deposit(
    _ amount: Double, on node: UnsafeMutablePointer<Node>, slot: UInt32,
    _ marks: UnsafeMutablePointer<UInt64>
  ) {
    let word = marks + Int(slot >> 6)
    let bit: UInt64 = 1 << UInt64(slot & 63)
    if word.pointee & bit != 0 {
      node.pointee.grad += amount
    } else {
      word.pointee |= bit
      node.pointee.grad = 0 + amount  // 0 + turns -0 into 0
      node.pointee.hasGrad = true
    }
  }

  private mutating func depositOutside(_ amount: Double, _ external: UnsafeMutablePointer<Node>) {
    let storage = Tape.storage(of: external)
    let slot = external.pointee.a
    if slot == Node.none {
      return storage._withUnsafeGuaranteedRef {
        let leaf = unsafeDowncast($0, to: Leaf.self)
        guard !leaf.isConstant else { return }
        leaf.grad += amount
        leaf.hasGrad = true
      }
    }
    if slot >= Node.parameter {
      let index = Int(slot & ~Node.parameter)
      return storage._withUnsafeGuaranteedRef {
        unsafeDowncast($0, to: ParameterBlock.self).deposit(amount, at: index)
      }
    }
    let (tape, node) = place(storage, slot)
    guard !node.pointee.op.isConstant else { return }
    deposit(amount, on: node, slot: slot, frontier.marks(of: tape))
  }

  /// A node on another tape.
  func place(_ storage: Unmanaged<ValueStorage>, _ slot: UInt32) -> (
    Unmanaged<Tape>, UnsafeMutablePointer<Node>
  ) {
    let tape = Unmanaged<Tape>.fromOpaque(storage.toOpaque())
    return (tape, tape._withUnsafeGuaranteedRef { $0.nodes } + Int(slot))
  }
}
