import Synchronization

/// Graphviz, started ahead of the first drawing.
package enum GraphvizStart {
  private static let begun = Atomic<Bool>(false)

  /// Loads Graphviz's plugins on its thread, and they the system's fonts on another, while the caller goes on.
  ///
  /// A process that does so ends by `_exit`: in `exit` libraries end while they are loaded.
  package static func begin() {
    guard !begun.exchange(true, ordering: .relaxed) else { return }
    GraphvizExecutor.shared.add { GraphvizActor.assumeIsolated { Graphviz.prepare() } }
  }

  /// Whether `begin()` was called.
  package static var hasBegun: Bool { begun.load(ordering: .relaxed) }
}
