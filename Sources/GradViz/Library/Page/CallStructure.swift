import Micrograd

/// Which calls of modules have equal insides, so that one layout serves them all: the sixteen neurons of a
/// layer, the hundred samples of a batch.
struct CallStructure {
  private let graph: Graph
  private let nesting: ModuleNesting

  init(_ graph: Graph, _ nesting: ModuleNesting) {
    self.graph = graph
    self.nesting = nesting
  }

  /// Equal for calls whose values, edges, modules and lengths of names are equal. O(n) in the call's values.
  func signature(of call: Int) -> UInt64 {
    var hash = Hash()
    let range = nesting.modules[call].nodes
    var outside: [Int: Int] = [:]
    for id in range {
      let node = graph.nodes[id]
      hash.add(node.op)
      hash.add(node.label.isEmpty ? 0 : shortLength(node.label, nesting.innermost[id]))
      for operand in graph.operands(of: id) {
        if range.contains(operand) {
          hash.add(id - operand)
          continue
        }
        if let known = outside[operand] {
          hash.add(-known)
          continue
        }
        outside[operand] = outside.count + 1
        let source = graph.nodes[operand]
        hash.add(-outside.count)
        hash.add(source.op.isEmpty ? 1 : 0)
        hash.add(source.role?.rawValue ?? "")
        hash.add(source.label.isEmpty ? 0 : shortLength(source.label, nesting.innermost[id]))
        if source.role == .constant { hash.add(FrameNumber.text(source.data).count) }
      }
    }
    var inner = call + 1
    while inner < nesting.modules.count, nesting.modules[inner].nodes.lowerBound < range.upperBound {
      let nodes = nesting.modules[inner].nodes
      hash.add(nodes.lowerBound - range.lowerBound)
      hash.add(nodes.count)
      hash.add(nesting.stem(inner))
      hash.add(nesting.shortName(inner).count)
      inner += 1
    }
    return hash.value
  }

  /// As long as the label is where it is used.
  private func shortLength(_ label: String, _ call: Int) -> Int {
    guard call >= 0 else { return label.count }
    let prefix = nesting.modules[call].path + "."
    return label.hasPrefix(prefix) ? label.count - prefix.count : label.count
  }

  /// FNV-1a over 64-bit words, with a final mix (G. Fowler, L. Noll, K.-P. Vo, 1991): the same in every process.
  private struct Hash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ number: Int) {
      value = (value ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01B3
      value ^= value >> 29
    }

    mutating func add(_ text: String) {
      for byte in text.utf8 { add(Int(byte)) }
      add(-7)
    }
  }
}
