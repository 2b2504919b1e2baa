/// One scalar operation on a tape: 32 bytes.
///
/// Operands are slots of the same tape. For a value that lives elsewhere the tape holds a node with
/// `op == .external`: its `data` is the number at the time of recording, `a` the slot at home, `b` the
/// previous external node of this tape, and the bits of `grad` hold an owned reference to its home.
struct Node {
  var data: Double
  var grad: Double
  var a: UInt32
  var b: UInt32
  var op: Op
  var hasGrad: Bool
  /// The number of the settlement that found this node and all below it at rest; see `Settlement`.
  var settled: UInt32

  /// The slot of a value that is a leaf of its own, and the end of the list of external nodes.
  static let none = UInt32.max
}
