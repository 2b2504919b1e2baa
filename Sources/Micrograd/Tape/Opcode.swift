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
