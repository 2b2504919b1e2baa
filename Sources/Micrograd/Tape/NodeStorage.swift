import Synchronization

/// Memory for tapes, of which each thread keeps some at hand.
///
/// Fresh memory costs several times what recording on it does, page by page. A loop gives back a tape for
/// each that it takes.
enum NodeStorage {
  private static let live = Atomic<Int>(0)

  /// How many nodes all tapes of the process have room for.
  static var liveNodes: Int { live.load(ordering: .relaxed) }

  /// Smaller tapes are malloc's business.
  private static let leastKept = 1024
  /// The most nodes kept for each thread: 8 MB.
  private static let mostKept = 1 << 18

  /// What a thread keeps.
  struct Shelf: ~Copyable {
    fileprivate var spares: [(nodes: UnsafeMutablePointer<Node>, capacity: Int)] = []

    deinit {
      for spare in spares { spare.nodes.deallocate() }
    }
  }

  static func take(_ capacity: Int) -> UnsafeMutablePointer<Node> {
    live.add(capacity, ordering: .relaxed)
    if capacity >= leastKept, let owned = Recorder.current.owned?.takeUnretainedValue(),
      let index = owned.shelf.spares.lastIndex(where: { $0.capacity == capacity })
    {
      return owned.shelf.spares.remove(at: index).nodes
    }
    return .allocate(capacity: capacity)
  }

  static func give(_ nodes: UnsafeMutablePointer<Node>, _ capacity: Int) {
    live.subtract(capacity, ordering: .relaxed)
    UnsafeMutableRawPointer(nodes).bindMemory(to: Node.self, capacity: capacity)
    guard capacity >= leastKept, let owned = Recorder.current.owned?.takeUnretainedValue() else {
      return nodes.deallocate()
    }
    var kept = capacity
    for spare in owned.shelf.spares { kept += spare.capacity }
    // The oldest give way, so that a change of size does not leave the shelf full of what nobody takes.
    while kept > mostKept, !owned.shelf.spares.isEmpty {
      let oldest = owned.shelf.spares.removeFirst()
      kept -= oldest.capacity
      oldest.nodes.deallocate()
    }
    guard kept <= mostKept else { return nodes.deallocate() }
    owned.shelf.spares.append((nodes, capacity))
  }
}
