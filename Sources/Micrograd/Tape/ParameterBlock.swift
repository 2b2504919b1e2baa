/// The parameters of a module, side by side: leaves whose numbers and gradients lie in memory as the
/// module's layers go through them.
///
/// A layer of `m` neurons with `n` inputs has `m` rows of `n` weights and a bias. A handle to a parameter
/// keeps the block, and nothing else.
final class ParameterBlock: ValueStorage {
  /// The layers: inputs and neurons of each.
  let shapes: [(inputs: Int, outputs: Int)]
  let count: Int
  let data: UnsafeMutablePointer<Double>
  let grad: UnsafeMutablePointer<Double>
  let hasGrad: UnsafeMutablePointer<Bool>
  /// Whether all of `hasGrad` is known to be true.
  var allHaveGrad = false
  var labels: [String]
  /// The variable that the module is bound to, which the paths of its calls begin with; empty for none.
  private(set) var name = ""

  /// Where the tape of this sequence number has its copy of the block, with these numbers.
  var copySequence: UInt64 = 0
  var copySlot = Node.none

  /// As `Leaf.tapeSequence` and `Leaf.tapeSlot`, for each parameter.
  let places: UnsafeMutablePointer<(sequence: UInt64, slot: UInt32)>

  init(_ shapes: [(inputs: Int, outputs: Int)], _ numbers: [Double], labels: [String]) {
    self.shapes = shapes
    count = numbers.count
    self.labels = labels
    data = .allocate(capacity: count)
    for (index, number) in numbers.enumerated() { (data + index).initialize(to: number) }
    grad = .allocate(capacity: count)
    grad.initialize(repeating: 0, count: count)
    hasGrad = .allocate(capacity: count)
    hasGrad.initialize(repeating: false, count: count)
    places = .allocate(capacity: count)
    places.initialize(repeating: (0, Node.none), count: count)
  }

  deinit {
    data.deallocate()
    grad.deallocate()
    hasGrad.deallocate()
    places.deallocate()
  }

  /// Gives the module the name of a variable, which all labels begin with.
  func take(name: String) {
    self.name = name
    for index in labels.indices { labels[index] = "\(name).\(labels[index])" }
  }

  /// A path within the module, from the variable on.
  func path(_ path: String) -> String {
    if name.isEmpty { return path }
    return path.isEmpty ? name : "\(name).\(path)"
  }

  /// The handle of a parameter.
  func value(_ index: Int) -> Value { Value(storage: self, slot: Node.parameter | UInt32(index)) }

  func set(_ number: Double, at index: Int) {
    data[index] = number
    // What was recorded with the old number keeps it; what comes next takes the new one.
    copySequence = 0
    places[index].sequence = 0
  }

  func deposit(_ amount: Double, at index: Int) {
    grad[index] += amount
    hasGrad[index] = true
  }
}
