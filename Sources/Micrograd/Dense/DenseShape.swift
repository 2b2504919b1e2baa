/// Dense layers one after another, or a part of one: what a call of an `MLP`, a `Layer` or a `Neuron`
/// computes, and how its scalar operations are numbered.
///
/// Neuron by neuron, `b + w₀·x₀ + w₁·x₁ + …` takes a product and a sum for each input, and then the
/// activation, if there is one.
final class DenseShape: PackedCall {
  /// Some neurons of a layer, all of its inputs.
  struct Layer {
    var inputs: Int
    var outputs: Int
    var activation: Op?
    /// Where the rows of the neurons start in the block: weights, then the bias.
    var firstParameter: Int
    /// Where the column of the first neuron is in the block's transposed copy, and how far apart rows are.
    var firstTransposed: Int
    var transposedStride: Int

    /// The scalar operations of one neuron.
    var nodesPerNeuron: Int { 2 * inputs + (activation == nil ? 0 : 1) }
  }

  /// What the module calls are named by.
  struct Paths {
    /// Of the call that holds those of the layers, nil if there is only one.
    var whole: String?
    /// Of each layer, nil if the call is that of a neuron.
    var layers: [String?]
    var neurons: [[String]]
  }

  let block: ParameterBlock
  let layers: UnsafeBufferPointer<Layer>
  let paths: Paths
  let scalarCount: Int
  let inputCount: Int
  let outputCount: Int
  /// The neurons of all layers.
  let neuronCount: Int
  /// The inputs of all layers.
  let valueCount: Int
  /// Whether it has all parameters of the block.
  let isWholeBlock: Bool
  /// The slots that a record takes for its numbers, and in all.
  let packedSlots: Int
  let slotCount: Int
  /// How many module calls one call of the shape is.
  let callCount: Int

  init(_ block: ParameterBlock, _ layers: [Layer], paths: Paths) {
    assert(layers.allSatisfy { $0.activation?.followsFromResult ?? true })
    self.block = block
    let storage = UnsafeMutableBufferPointer<Layer>.allocate(capacity: layers.count)
    _ = storage.initialize(from: layers)
    self.layers = UnsafeBufferPointer(storage)
    self.paths = paths
    scalarCount = layers.reduce(0) { $0 + $1.outputs * $1.nodesPerNeuron }
    inputCount = layers[0].inputs
    outputCount = layers[layers.count - 1].outputs
    neuronCount = layers.reduce(0) { $0 + $1.outputs }
    valueCount = layers.reduce(0) { $0 + $1.inputs }
    // Values, their gradients, the gradients of the sums, and the results of the last layer.
    let numbers = 2 * valueCount + neuronCount + outputCount
    // Slots of the inputs; for each output whether the pass under way has reached it, and whether any has.
    packedSlots = Node.slots(
      bytes: numbers * MemoryLayout<Double>.stride + inputCount * MemoryLayout<UInt32>.stride
        + 2 * outputCount * MemoryLayout<Bool>.stride)
    slotCount = 2 + packedSlots + scalarCount
    isWholeBlock = layers.reduce(0) { $0 + $1.outputs * ($1.inputs + 1) } == block.count
    callCount = (paths.whole == nil ? 0 : 1) + paths.layers.count { $0 != nil } + neuronCount
  }

  deinit { layers.deallocate() }

  // MARK: - As a packed call

  override func inputs(of head: UInt32, on nodes: UnsafeMutablePointer<Node>) -> UnsafeBufferPointer<UInt32> {
    DenseCall(nodes, head).inputSlots
  }

  override func expand(_ head: UInt32, on nodes: UnsafeMutablePointer<Node>, notes: inout Tape.Notes) {
    DenseCall(nodes, head).expand(notes: &notes)
  }

  override func reach(output: UInt32, of head: UInt32, on nodes: UnsafeMutablePointer<Node>) {
    DenseCall(nodes, head).reach(output)
  }

  override func backward(_ head: UInt32, on nodes: UnsafeMutablePointer<Node>, _ pass: inout BackwardPass) {
    DenseCall(nodes, head).backward(&pass)
  }
}
