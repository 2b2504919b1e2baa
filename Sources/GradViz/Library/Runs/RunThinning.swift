/// Which steps of a run keep the numbers of their graphs, where all of them would be too many: every second,
/// fourth and so on of those that have any, and always the first of each graph.
struct RunThinning {
  private let most: Int
  private var stride = 1
  private var taken = 0
  private var held = 0
  private var seen: Set<Int> = []

  /// - Parameter most: how many numbers may be held.
  init(most: Int) { self.most = most }

  /// Whether the numbers of the next step that has any will not stay.
  ///
  /// - Parameter graphs: how many graphs there are, those included that no step has yet.
  func skipsNext(graphs: Int) -> Bool { taken % stride != 0 && seen.count == graphs }

  /// Judges the last of some steps, and the earlier ones anew if they hold too much.
  ///
  /// Amortised O(1) a step, unless most of the numbers are those of first steps.
  mutating func took(_ steps: inout [RunFile.Step]) {
    guard let last = steps.indices.last, let graph = steps[last].graph else { return }
    if !seen.insert(graph).inserted, taken % stride != 0 { steps[last].dropNumbers() }
    taken += 1
    held += steps[last].data.count
    // What is left may be the first steps of many graphs, which stay.
    while held > most, stride <= 1 << 20 {
      stride *= 2
      held = 0
      var place = 0
      var first: Set<Int> = []
      for index in steps.indices {
        guard let graph = steps[index].graph else { continue }
        if !first.insert(graph).inserted, place % stride != 0 { steps[index].dropNumbers() }
        held += steps[index].data.count
        place += 1
      }
    }
  }
}

extension RunFile.Step {
  /// Leaves metrics alone.
  mutating func dropNumbers() {
    data = []
    grad = []
  }
}
