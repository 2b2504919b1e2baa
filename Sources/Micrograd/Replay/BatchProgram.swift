import Dispatch

/// A graph as a list of instructions on cells of eight numbers, one for each of eight samples.
///
/// It reads from leaves and adds to them, which are the business of one thread; all else is constant.
struct BatchProgram {
  static let lanes = 8
  static let samplesPerPart = 64

  struct Instruction {
    /// nil for a dense instruction.
    var op: Op?
    /// Whether there is a second operand, and it takes a gradient: it is no constant.
    var differentiatesB = false
    /// Cells; of a dense instruction, `a` is its number.
    var a: Int32
    var b: Int32 = 0
    var result: Int32
  }

  struct Dense {
    let shape: DenseShape
    /// Where the numbers of the block start among all parameters.
    let firstParameter: Int
    /// The cells of the inputs, which are brought together.
    let inputs: [Int32]
    /// The first of the cells in which the inputs and results of all layers lie side by side.
    let firstCell: Int
  }

  let inputCount: Int
  let observedCount: Int
  /// Scalar operations of a sample.
  private(set) var operationCount = 0
  private(set) var instructions: [Instruction] = []
  /// So many of the instructions are those of the root; the others are for what is observed beside it.
  private(set) var differentiated = 0
  private var differentiatedDenses = 0
  private var differentiatedShared = 0
  private(set) var denses: [Dense] = []
  private(set) var cellCount = 0
  private(set) var inputCells: [Int32] = []
  private(set) var constants: [(cell: Int32, number: Double)] = []
  /// The cells of the leaves that are the same for all samples, and the leaves.
  private(set) var sharedCells: [Int32] = []
  private var shared: [Value] = []
  private var blocks: [(block: ParameterBlock, first: Int)] = []
  private var blockNumbers = 0
  private(set) var rootCell: Int32 = 0
  private(set) var observedCells: [Int32] = []
  /// Keeps what the graph refers to.
  private let root: Value

  init(_ root: Value, _ inputs: [Value], _ observed: [Value]) {
    self.root = root
    inputCount = inputs.count
    observedCount = observed.count
    var cells: [Value: Int32] = [:]
    for input in inputs {
      inputCells.append(newCell())
      cells[input] = inputCells[inputCells.count - 1]
    }
    compile(root, &cells)
    differentiated = instructions.count
    (differentiatedDenses, differentiatedShared) = (denses.count, shared.count)
    for value in observed { compile(value, &cells) }
    rootCell = cells[root]!
    observedCells = observed.map { cells[$0]! }
  }

  private mutating func newCell(_ count: Int = 1) -> Int32 {
    defer { cellCount += count }
    return Int32(cellCount)
  }

  private mutating func compile(_ value: Value, _ cells: inout [Value: Int32]) {
    guard !value.isLeaf else {
      _ = cell(value, &cells)
      return
    }
    let reach = Reach(below: value, expands: false)
    reach.forEachNode { tape, slot in
      let node = tape.nodes[Int(slot)]
      guard !node.isPacked else { return }
      let result = Value(storage: tape, slot: slot)
      guard cells[result] == nil else { return }
      if node.op.isConstant {
        let cell = newCell()
        constants.append((cell, node.data))
        cells[result] = cell
      } else if node.op.isPacked {
        cells[result] = compileDense(tape, slot, &cells)
      } else {
        guard let op = node.op.operation else { preconditionFailure(CustomOperation.complaint) }
        let left = tape.value(at: node.a)
        let right = op.arity > 1 ? tape.value(at: node.b) : left
        let (a, b) = (cell(left, &cells), cell(right, &cells))
        let target = newCell()
        instructions.append(
          Instruction(
            op: op, differentiatesB: op.arity > 1 && !right.isConstant, a: a, b: b,
            result: target))
        cells[result] = target
        operationCount += 1
      }
    }
  }

  private mutating func compileDense(_ tape: Tape, _ slot: UInt32, _ cells: inout [Value: Int32]) -> Int32 {
    let record = DenseCall(tape.nodes, slot)
    let shape = record.shape.takeUnretainedValue()
    let inputs = record.inputSlots.map { cell(tape.value(at: $0), &cells) }
    let firstCell = newCell(shape.valueCount + shape.outputCount)
    denses.append(
      Dense(
        shape: shape, firstParameter: first(of: shape.block), inputs: inputs, firstCell: Int(firstCell)))
    instructions.append(Instruction(op: nil, a: Int32(denses.count - 1), result: firstCell))
    for (index, output) in record.outputSlots.enumerated() {
      cells[Value(storage: tape, slot: output)] = firstCell + Int32(shape.valueCount + index)
    }
    operationCount += shape.scalarCount
    return firstCell
  }

  private mutating func first(of block: ParameterBlock) -> Int {
    if let known = blocks.first(where: { $0.block === block }) { return known.first }
    defer { blockNumbers += block.count }
    blocks.append((block, blockNumbers))
    return blockNumbers
  }

  /// The cell of an operand; leaves get theirs when they are met.
  private mutating func cell(_ value: Value, _ cells: inout [Value: Int32]) -> Int32 {
    if let known = cells[value] { return known }
    precondition(value.isLeaf, "An operand was met before it was computed.")
    let cell = newCell()
    if value.role == .constant {
      constants.append((cell, value.data))
    } else {
      sharedCells.append(cell)
      shared.append(value)
    }
    cells[value] = cell
    return cell
  }

  // MARK: - Leaves

  /// What the leaves are now.
  struct Parameters {
    /// Block by block, as in `ParameterBlock.data`.
    var numbers: [Double]
    /// Of the shared leaves.
    var shared: [Double]
    /// Whether all of a block are finite, so that a gradient of zero hands on nothing but zeros.
    var isFinite: Bool
  }

  func parameters() -> Parameters {
    var numbers: [Double] = []
    numbers.reserveCapacity(blockNumbers)
    for (block, _) in blocks {
      numbers.append(contentsOf: UnsafeBufferPointer(start: block.data, count: block.count))
    }
    var isFinite = true
    for number in numbers where !number.isFinite { isFinite = false }
    return Parameters(numbers: numbers, shared: shared.map(\.data), isFinite: isFinite)
  }

  /// Adds what the parts summed up to the gradients of the leaves, part by part.
  func deposit(_ sums: [PartSums]) {
    for (block, first) in blocks {
      for part in sums {
        for index in 0..<block.count { block.grad[index] += part.blocks[first + index] }
      }
    }
    for shape in denses.prefix(differentiatedDenses).map(\.shape) {
      for layer in shape.layers {
        let count = layer.outputs * (layer.inputs + 1)
        (shape.block.hasGrad + layer.firstParameter).update(repeating: true, count: count)
      }
    }
    for (index, leaf) in shared.prefix(differentiatedShared).enumerated() {
      for part in sums { leaf.grad += part.shared[index] }
    }
  }

  /// The gradients that one part of the samples contributes.
  struct PartSums {
    var blocks: [Double]
    var shared: [Double]
  }

  // MARK: - Running

  struct Job {
    let rows: UnsafeBufferPointer<Double>
    let count: Int
    let weight: Double
    let isBackward: Bool
    let roots: UnsafeMutableBufferPointer<Double>
    let observed: UnsafeMutableBufferPointer<Double>
    let parameters: Parameters
  }

  /// Runs the parts, each worker every so many of them.
  func run(_ job: Job, parts: Int, workers: Int) -> [PartSums] {
    let sums = UnsafeMutablePointer<PartSums?>.allocate(capacity: parts)
    sums.initialize(repeating: nil, count: parts)
    defer {
      sums.deinitialize(count: parts)
      sums.deallocate()
    }
    if workers == 1 {
      work(job, 0, 1, parts, sums)
    } else {
      // Workers share what they read, and write to parts of their own.
      nonisolated(unsafe) let shared = (program: self, job: job, sums: sums)
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        shared.program.work(shared.job, worker, workers, parts, shared.sums)
      }
    }
    return (0..<parts).map { sums[$0]! }
  }

  private func work(
    _ job: Job, _ worker: Int, _ workers: Int, _ parts: Int, _ sums: UnsafeMutablePointer<PartSums?>
  ) {
    var lanes = BatchLanes(self, job)
    for part in stride(from: worker, to: parts, by: workers) {
      let start = part * BatchProgram.samplesPerPart
      let end = min(start + BatchProgram.samplesPerPart, job.count)
      lanes.clearSums(blockNumbers)
      for first in stride(from: start, to: end, by: BatchProgram.lanes) {
        lanes.run(first, min(BatchProgram.lanes, end - first))
      }
      sums[part] = lanes.sums
    }
  }
}
