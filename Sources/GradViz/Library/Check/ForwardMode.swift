/// Forward mode: how the root changes as one value does, carried from operation to operation.
///
/// It adds along the graph in the other direction than `backward()` does and shares nothing with its
/// accumulation, only the rules.
struct ForwardMode {
  /// Which numbers are carried.
  enum Slopes {
    /// By the rules of the operations.
    case rules
    /// By differences, to one side where there is a kink: upwards for 1, downwards for -1.
    case oneSided(Double)
  }

  private let graph: MeasuredGraph
  /// The edges by operand.
  private var uses: [Int32]
  private var firstUse: [Int]
  private var tangents: [WideDouble]
  /// The rules by place in `uses`, and what of the tangents a Double can hold.
  private var rules: [(consumer: Int32, slope: Double)]
  private var doubles: [Double]
  /// Nodes to be visited, a bit each, in order of their ids.
  private var pending: [UInt64]
  /// How many edges were walked so far.
  private(set) var work = 0

  init(_ graph: MeasuredGraph) {
    self.graph = graph
    let count = graph.graph.nodes.count
    firstUse = Array(repeating: 0, count: count + 1)
    for edge in graph.edges { firstUse[Int(edge.operand) + 1] += 1 }
    for id in 0..<count { firstUse[id + 1] += firstUse[id] }
    var next = firstUse
    uses = Array(repeating: 0, count: graph.edges.count)
    for (index, edge) in graph.edges.enumerated() {
      uses[next[Int(edge.operand)]] = Int32(index)
      next[Int(edge.operand)] += 1
    }
    rules = uses.map { (graph.edges[Int($0)].consumer, graph.edges[Int($0)].rule.double) }
    tangents = Array(repeating: .zero, count: count)
    doubles = Array(repeating: 0, count: count)
    pending = Array(repeating: 0, count: count / 64 + 1)
  }

  /// The slope of the root by a value. O(descendants + n / 64).
  mutating func slope(by start: Int, _ slopes: Slopes) -> WideDouble {
    if case .rules = slopes, let slope = slopeInRange(by: start) { return WideDouble(slope) }
    let root = graph.graph.root
    var visited: [Int] = []
    var seed = WideDouble(1)
    if case .oneSided(let direction) = slopes { seed = WideDouble(direction) }
    tangents[start] = seed
    mark(start)
    work += pending.count / 64
    for word in (start >> 6)...(root >> 6) {
      while pending[word] != 0 {
        let id = word << 6 + pending[word].trailingZeroBitCount
        pending[word] &= pending[word] - 1
        visited.append(id)
        if id != start, case .oneSided = slopes, isKink(id) {
          tangents[id] = graph.slope(of: id, along: graph.edges(of: id).map { tangents[Int($0.operand)] })
        }
        if !tangents[id].isZero { carry(id, slopes) }
      }
    }
    let result = tangents[root]
    for id in visited { tangents[id] = .zero }
    return result * seed
  }

  /// Products of which neither they nor a sum of them leaves the range in which a Double has all its digits.
  private static let range = 1e-280...1e280

  /// The same by the rules, to the bit, without the cost of a wide range; nil if a number on the way is too small or too large.
  private mutating func slopeInRange(by start: Int) -> Double? {
    let root = graph.graph.root
    var result = 0.0
    var isInRange = true
    doubles[start] = 1
    mark(start)
    work += pending.count / 64
    for word in (start >> 6)...(root >> 6) {
      while pending[word] != 0 {
        let id = word << 6 + pending[word].trailingZeroBitCount
        pending[word] &= pending[word] - 1
        let tangent = doubles[id]
        doubles[id] = 0
        if id == root { result = tangent }
        work += firstUse[id + 1] - firstUse[id]
        guard tangent != 0 else { continue }
        for place in firstUse[id]..<firstUse[id + 1] {
          let (consumer, slope) = rules[place]
          guard slope != 0 else { continue }
          let change = tangent * slope
          if !ForwardMode.range.contains(change.magnitude) { isInRange = false }
          doubles[Int(consumer)] += change
          mark(Int(consumer))
        }
      }
    }
    return isInRange ? result : nil
  }

  private mutating func carry(_ id: Int, _ slopes: Slopes) {
    for use in uses[firstUse[id]..<firstUse[id + 1]] {
      let edge = graph.edges[Int(use)]
      let consumer = Int(edge.consumer)
      work += 1
      var factor = edge.rule
      if case .oneSided = slopes, let slope = edge.slope {
        guard slope.kind != .kink else {
          mark(consumer)
          continue
        }
        factor = WideDouble(slope.value)
      }
      guard !factor.isZero else { continue }
      tangents[consumer] += tangents[id] * factor
      mark(consumer)
    }
  }

  private mutating func mark(_ id: Int) { pending[id >> 6] |= 1 << UInt64(id & 63) }

  private func isKink(_ id: Int) -> Bool {
    graph.edges(of: id).contains { $0.slope?.kind == .kink }
  }
}
