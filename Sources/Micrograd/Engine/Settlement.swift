import Synchronization

/// Knows which nodes are at rest: their gradient is zero, and so is that of everything below them, and a
/// further zero from above would change nothing.
///
/// A loop that feeds each result into the next and differentiates at every step (`h = (h * w).tanh();
/// h.backward()`) has a history in which gradients have long vanished. Without this, every call walks all
/// of it again. Skipping zeros outright would be wrong twice: `0 · ∞` is NaN, and gradients of an earlier
/// call must be set to zero. So a node is settled only after a call found zeros from it down to the leaves,
/// and all settlements lapse as soon as any settled node gets a gradient again.
enum Settlement {
  private static let stamp = Atomic<UInt32>(1)

  /// What `Node.settled` equals if the node is at rest now; nil if the stamps are used up.
  @inline(__always)
  static var current: UInt32? {
    let now = stamp.load(ordering: .relaxed)
    return now == .max ? nil : now
  }

  /// Must be called before a node gets a gradient other than zero.
  @inline(__always)
  static func disturb(_ node: UnsafeMutablePointer<Node>) {
    let settled = node.pointee.settled
    guard settled != 0 else { return }
    // Whoever moves the stamp on first is enough: every older settlement lapses.
    _ = stamp.compareExchange(expected: settled, desired: settled + 1, ordering: .relaxed)
  }

  /// Must be called when numbers of nodes change, which may be infinite now.
  static func lapse() {
    let now = stamp.load(ordering: .relaxed)
    if now != .max { _ = stamp.compareExchange(expected: now, desired: now + 1, ordering: .relaxed) }
  }
}
