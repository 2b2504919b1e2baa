/// A number that remembers how it was computed.
///
///     let a = Value(2.0, label: "a"), b = Value(-3.0, label: "b"), c = Value(10.0, label: "c")
///     let e = a * b
///     let d = e + c
///     let f = Value(-2.0, label: "f")
///     let L = d * f
///     L.backward()
///     L.data     // -8.0
///     a.grad     // 6.0
///     L.prev     // [d, f]
///
/// A value is a handle of 16 bytes to a place on a tape (see `Tape`) or to a leaf; copies are the same
/// value, and values compare and hash by identity. Creating one by an operation is O(1).
///
/// A value may be sent to another task; two tasks cannot share one graph at a time, which the compiler
/// checks. A graph lives as long as a handle to one of its values above it does. Memory stays bounded in
/// loops that call `backward()` or let go of their results; a program that always holds its previous
/// result and never calls `backward()` keeps all of its history, as that history is its graph.
public struct Value {
  let storage: ValueStorage
  /// The slot on the tape `storage`; `Node.none` if `storage` is a `Leaf`, the index and `Node.parameter` if it is a
  /// `ParameterBlock`.
  let slot: UInt32

  @inline(__always)
  init(storage: ValueStorage, slot: UInt32) {
    self.storage = storage
    self.slot = slot
  }

  /// A leaf: an input unless `role` says otherwise.
  ///
  ///     Value(2.0, label: "a").data   // 2.0
  public init(_ data: Double, label: String = "", role: Role = .input) {
    self.init(storage: Leaf(data, label: label, role: role), slot: Node.none)
  }

  /// A leaf from an integer.
  public init(_ data: Int, label: String = "", role: Role = .input) {
    self.init(Double(data), label: label, role: role)
  }

  /// A number inside an expression, drawn small and grey. Operators make these from numbers on their own.
  public static func constant(_ number: Double) -> Value {
    Recorder.record(constant: number)
  }
}

@available(*, unavailable)
extension Value: Sendable {}

extension Value: Hashable {
  /// Whether both are the same value, not merely equal numbers. Compare `data` for the latter.
  public static func == (left: Value, right: Value) -> Bool {
    left.storage === right.storage && left.slot == right.slot
  }

  /// Hashes the identity of the value, as `==` compares it.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(storage))
    hasher.combine(slot)
  }
}

extension Value: CustomStringConvertible {
  /// As micrograd prints it: `Value(data=2.0, grad=6.0)`; without the gradient if it was not computed.
  public var description: String {
    let name = label.isEmpty ? "" : "label=\(label), "
    return hasGrad ? "Value(\(name)data=\(data), grad=\(grad))" : "Value(\(name)data=\(data))"
  }
}

extension Value {
  /// Whether the value has no operands and is not a number inside an expression.
  @inline(__always)
  var isLeaf: Bool { slot >= Node.parameter }

  /// Whether it is a number inside an expression, which takes no gradient.
  var isConstant: Bool {
    isLeaf ? isSingleLeaf && leaf.isConstant : node.pointee.op.isConstant
  }

  /// The tape of a value that is not a leaf.
  @inline(__always)
  var tape: Tape { unsafeDowncast(storage, to: Tape.self) }

  @inline(__always)
  var node: UnsafeMutablePointer<Node> { tape.nodes + Int(slot) }

  @inline(__always)
  private var isSingleLeaf: Bool { slot == Node.none }

  @inline(__always)
  private var leaf: Leaf { unsafeDowncast(storage, to: Leaf.self) }

  @inline(__always)
  private var block: ParameterBlock { unsafeDowncast(storage, to: ParameterBlock.self) }

  /// The place in the block.
  @inline(__always)
  private var index: Int { Int(slot & ~Node.parameter) }

  /// The number. It can be set on leaves; what was recorded with the old number keeps it.
  ///
  /// - Precondition: Only the `data` of a leaf can be set.
  public var data: Double {
    // Inlined into `p.data = f(p.data)` in a loop, it makes the optimiser of Swift 6.3.1 emit invalid code,
    // which the compiler then refuses. Other modules call it anyway.
    @inline(never) get {
      if !isLeaf { return node.pointee.data }
      return isSingleLeaf ? leaf.data : block.data[index]
    }
    nonmutating set {
      guard isLeaf else {
        preconditionFailure(
          "The data of '\(op)' is computed from its operands; set the data of a leaf and build it again.")
      }
      if isSingleLeaf {
        leaf.data = newValue
        leaf.tapeSequence = 0
      } else {
        block.set(newValue, at: index)
      }
    }
  }

  /// The derivative of the root of the last `backward()` by this value; 0 before, see `hasGrad`.
  ///
  /// Leaves add up over calls until `zeroGrad()`. Others start from zero at every call that reaches them.
  /// Constants take no gradient.
  public var grad: Double {
    get {
      if !isLeaf { return node.pointee.grad }
      return isSingleLeaf ? leaf.grad : block.grad[index]
    }
    nonmutating set {
      if !isLeaf {
        node.pointee.grad = newValue
        node.pointee.hasGrad = true
      } else if isSingleLeaf {
        leaf.grad = newValue
        leaf.hasGrad = true
      } else {
        block.grad[index] = newValue
        block.hasGrad[index] = true
      }
    }
  }

  /// Whether a `backward()` has reached this value: tells a gradient of zero from none.
  public var hasGrad: Bool {
    if !isLeaf { return node.pointee.hasGrad }
    return isSingleLeaf ? leaf.hasGrad : block.hasGrad[index]
  }

  /// Sets the gradient of this value back to zero.
  public func zeroGrad() {
    if hasGrad { grad = 0 }
  }

  /// The name shown in drawings; empty if none was given.
  public var label: String {
    get {
      if !isLeaf { return tape.withNotes { $0.labels[slot] } ?? "" }
      return isSingleLeaf ? leaf.label : block.labels[index]
    }
    nonmutating set {
      if !isLeaf {
        tape.withNotes { $0.labels[slot] = newValue }
      } else if isSingleLeaf {
        leaf.label = newValue
      } else {
        block.labels[index] = newValue
      }
    }
  }

  /// The symbol of the operation that made it, see `Op`; empty for a leaf and for a number inside an expression.
  public var op: String {
    if isLeaf { return "" }
    if node.pointee.op.isCustom { return CustomOperation.of(node.pointee, on: tape.nodes).name }
    return operation?.symbol ?? ""
  }

  /// The operation that made it, nil for a leaf.
  package var operation: Op? { isLeaf ? nil : node.pointee.op.operation }

  /// The operands, in order; the same value twice if it was used twice.
  public var prev: [Value] {
    guard !isLeaf else { return [] }
    tape.expand(slot)
    var operands: [Value] = []
    tape.forEachOperand(of: node.pointee, at: slot) { operands.append(tape.value(at: $0)) }
    return operands
  }

  /// What it is for, if it has no operands; nil if it was computed.
  public var role: Role? {
    if !isLeaf { return node.pointee.op.isConstant ? .constant : nil }
    return isSingleLeaf ? leaf.role : .parameter
  }
}
