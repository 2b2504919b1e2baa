/// One scalar operation on a tape: 32 bytes.
///
/// Operands are slots of the same tape. For a value that lives elsewhere the tape holds a node with
/// `op` `.external`: its `data` is the number at the time of recording, `a` the slot there, `b` the
/// previous node of this tape that owns a reference, and the bits of `grad` hold the reference to its storage.
struct Node {
  var data: Double
  var grad: Double
  var a: UInt32
  var b: UInt32
  var op: Opcode
  var hasGrad = false
  /// Whether this is an output of a call that was not expanded: `a` is then the slot of the call's head, `b` the number
  /// of the output, and `op` what it will be. See `PackedCall`.
  var isPacked = false

  /// How many slots of a tape hold so many bytes.
  static func slots(bytes: Int) -> Int {
    (bytes + MemoryLayout<Node>.stride - 1) / MemoryLayout<Node>.stride
  }

  /// The slot of a value that is a leaf of its own, and the end of the list of references.
  static let none = UInt32.max
  /// Added to the index of a value that is a parameter in a block. Slots of leaves are at or above it, slots
  /// on tapes below.
  static let parameter: UInt32 = 1 << 31
}

/// What a node of a tape is: an operation, or one of those that no user sees. One byte.
enum Opcode {
  case operation(Op)
  /// A number written inside an expression; it has no operands.
  case constant
  /// A stand-in on one tape for a value that lives elsewhere.
  case external
  /// The head of a call recorded in one piece; see `PackedCall`.
  case packed
  /// An operation of the user's own, of any number of operands; see `CustomOperation`.
  case custom

  /// The operation, for a node that has operands.
  @inline(__always)
  var operation: Op? {
    if case .operation(let op) = self { op } else { nil }
  }

  @inline(__always)
  var isConstant: Bool {
    if case .constant = self { true } else { false }
  }

  @inline(__always)
  var isExternal: Bool {
    if case .external = self { true } else { false }
  }

  @inline(__always)
  var isPacked: Bool {
    if case .packed = self { true } else { false }
  }

  @inline(__always)
  var isCustom: Bool {
    if case .custom = self { true } else { false }
  }
}
