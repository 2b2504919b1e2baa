/// Numbers that never fall, as near as possible to given ones by weighted squares.
///
///     MonotoneFit([(3, 1), (1, 1), (5, 1)]).values   // [2.0, 2.0, 5.0]
///
/// Neighbours that fall are pooled (M. Ayer et al., 1955). O(n).
struct MonotoneFit {
  let values: [Double]

  init(_ wanted: [(place: Double, weight: Double)]) {
    var runs: [(sum: Double, weight: Double, count: Int)] = []
    for (place, weight) in wanted {
      runs.append((place * weight, weight, 1))
      while runs.count > 1 {
        let (a, b) = (runs[runs.count - 2], runs[runs.count - 1])
        guard a.sum / a.weight > b.sum / b.weight else { break }
        runs.removeLast()
        runs[runs.count - 1] = (a.sum + b.sum, a.weight + b.weight, a.count + b.count)
      }
    }
    values = runs.flatMap { Array(repeating: $0.sum / $0.weight, count: $0.count) }
  }
}
