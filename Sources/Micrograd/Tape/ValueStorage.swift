/// The object that keeps a value's numbers: a leaf of its own, a block of parameters, or the tape it was
/// recorded on.
class ValueStorage {
  /// Whether it refers to other storage.
  var isTape: Bool { false }
}

/// A value without operands that the user made.
///
/// It refers to nothing, so keeping it keeps nothing else alive.
final class Leaf: ValueStorage {
  var data: Double
  var grad = 0.0
  var hasGrad = false
  let role: Role
  /// Whether its gradient starts afresh once a program clears those of others: data that a text has in a list, which
  /// no program would clear.
  var startsAfresh = false
  var label: String

  @inline(__always)
  var isConstant: Bool {
    if case .constant = role { true } else { false }
  }

  /// Where the tape of this sequence number has its external node for this leaf and this number.
  var tapeSequence: UInt64 = 0
  var tapeSlot = Node.none

  init(_ data: Double, label: String, role: Role) {
    self.data = data
    self.label = label
    self.role = role
  }
}
