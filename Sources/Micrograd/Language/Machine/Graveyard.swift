/// All containers of an execution, and where they leave what they held: nesting of any depth is released without
/// recursion, and what refers to itself is released with the execution.
final class Graveyard {
  private var buried: [[Object]] = []
  private var isReleasing = false
  /// The container that was made last; the others follow it. It takes itself out before it goes.
  fileprivate unowned(unsafe) var newest: Container?

  /// Takes objects out and releases them, or leaves them to the release that is under way. Nobody else may hold the
  /// list, or it would be released there, one inside of another.
  func bury(_ objects: inout [Object]) {
    buried.append([])
    swap(&buried[buried.count - 1], &objects)
    guard !isReleasing else { return }
    isReleasing = true
    while buried.popLast() != nil {}
    isReleasing = false
  }

  /// Empties all containers that are left, which is the end of every circle. O(n) in them and their objects.
  func clear() {
    while let container = newest {
      container.leave()
      bury(&container.items)
    }
  }
}

/// An object that refers to others.
class Container {
  final let graveyard: Graveyard
  /// Everything it refers to that may refer to it.
  final var items: [Object]
  // Its neighbours in the list of the graveyard, which own nothing.
  private final unowned(unsafe) var newer: Container?
  private final unowned(unsafe) var older: Container?
  private final var isListed = true

  init(_ items: [Object], _ graveyard: Graveyard) {
    self.items = items
    self.graveyard = graveyard
    older = graveyard.newest
    older?.newer = self
    graveyard.newest = self
  }

  /// Leaves the list of the graveyard.
  fileprivate final func leave() {
    guard isListed else { return }
    isListed = false
    newer?.older = older
    older?.newer = newer
    if newer == nil { graveyard.newest = older }
    newer = nil
    older = nil
  }

  deinit {
    leave()
    if items.contains(where: \.isContainer) { graveyard.bury(&items) }
  }
}
