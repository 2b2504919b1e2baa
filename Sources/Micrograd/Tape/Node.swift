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
