/// Eight samples on their way through a program.
struct BatchLanes: ~Copyable {
  typealias Lane = SIMD8<Double>
  typealias Padding = SIMDMask<SIMD8<Int64>>

  // Cells are written through `(data + cell).pointee`: of `data[cell] += …` the thread sanitizer of Swift 6.3.1
  // makes invalid code.
  private let program: BatchProgram
  private let job: BatchProgram.Job
  private let data: UnsafeMutablePointer<Lane>
  private let grad: UnsafeMutablePointer<Lane>
  /// The lanes without a sample, nil if there are none.
  private var padding: Padding?
  private(set) var sums = BatchProgram.PartSums(blocks: [], shared: [])

  init(_ program: BatchProgram, _ job: BatchProgram.Job) {
    self.program = program
    self.job = job
    data = .allocate(capacity: program.cellCount)
    grad = .allocate(capacity: program.cellCount)
    data.initialize(repeating: .zero, count: program.cellCount)
    grad.initialize(repeating: .zero, count: program.cellCount)
    for (cell, number) in program.constants { (data + Int(cell)).pointee = Lane(repeating: number) }
    for (cell, number) in zip(program.sharedCells, job.parameters.shared) {
      (data + Int(cell)).pointee = Lane(repeating: number)
    }
  }

  deinit {
    data.deallocate()
    grad.deallocate()
  }

  mutating func clearSums(_ blockNumbers: Int) {
    sums = BatchProgram.PartSums(
      blocks: Array(repeating: 0, count: job.isBackward ? blockNumbers : 0),
      shared: Array(repeating: 0, count: program.sharedCells.count))
  }

  /// Runs up to eight samples from `first` on. Lanes without a sample repeat the last one and count nothing.
  mutating func run(_ first: Int, _ count: Int) {
    let isPadding = Lane(0, 1, 2, 3, 4, 5, 6, 7) .>= Double(count)
    padding = count == BatchProgram.lanes ? nil : isPadding
    let width = program.inputCount
    for (column, cell) in program.inputCells.enumerated() {
      var lanes = Lane.zero
      for lane in 0..<BatchProgram.lanes {
        lanes[lane] = job.rows[(first + min(lane, count - 1)) * width + column]
      }
      (data + Int(cell)).pointee = lanes
    }
    forward()
    let root = data[Int(program.rootCell)]
    for lane in 0..<count {
      job.roots[first + lane] = root[lane]
      for (index, cell) in program.observedCells.enumerated() {
        job.observed[(first + lane) * program.observedCount + index] = data[Int(cell)][lane]
      }
    }
    guard job.isBackward else { return }
    grad.update(repeating: .zero, count: program.cellCount)
    var seed = Lane.zero
    for lane in 0..<count { seed[lane] = job.weight }
    (grad + Int(program.rootCell)).pointee = seed
    backward()
    for (index, cell) in program.sharedCells.enumerated() {
      sums.shared[index] += BatchLanes.total((grad + Int(cell)).pointee, padding)
    }
  }

  /// The sum over the lanes, in pairs, but for those without a sample: their gradient of zero, times infinity, is
  /// nobody's.
  @inline(__always)
  static func total(_ lanes: Lane, _ padding: Padding?) -> Double {
    let lanes = padding.map { lanes.replacing(with: 0, where: $0) } ?? lanes
    let four = lanes.lowHalf + lanes.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  // MARK: - Forward

  private func forward() {
    for instruction in program.instructions {
      let result = data + Int(instruction.result)
      let a = data + Int(instruction.a)
      let b = data + Int(instruction.b)
      switch instruction.op {
      case nil: forward(program.denses[Int(instruction.a)])
      case .add?: result.pointee = a.pointee + b.pointee
      case .subtract?: result.pointee = a.pointee - b.pointee
      case .multiply?: result.pointee = a.pointee * b.pointee
      // NaN stays NaN.
      case .relu?: result.pointee = a.pointee.replacing(with: 0, where: a.pointee .<= 0)
      case .divide?: result.pointee = a.pointee / b.pointee
      case let op?:
        let (x, y) = (a.pointee, b.pointee)
        var z = Lane.zero
        for lane in 0..<BatchProgram.lanes { z[lane] = op.result(x[lane], y[lane]) }
        result.pointee = z
      }
    }
  }

  private func forward(_ dense: BatchProgram.Dense) {
    var x = data + dense.firstCell
    for (index, cell) in dense.inputs.enumerated() { (x + index).pointee = (data + Int(cell)).pointee }
    job.parameters.numbers.withUnsafeBufferPointer { numbers in
      let block = numbers.baseAddress! + dense.firstParameter
      for layer in dense.shape.layers {
        let y = x + layer.inputs
        BatchKernel.forward(layer, block + layer.firstParameter, x, y)
        x = y
      }
    }
  }

  // MARK: - Backward

  private mutating func backward() {
    for instruction in program.instructions.prefix(program.differentiated).reversed() {
      guard let op = instruction.op else {
        backward(program.denses[Int(instruction.a)])
        continue
      }
      let g = grad[Int(instruction.result)]
      let a = Int(instruction.a)
      let b = Int(instruction.b)
      switch op {
      case .add:
        (grad + a).pointee += g
        (grad + b).pointee += g
      case .subtract:
        (grad + a).pointee += g
        (grad + b).pointee -= g
      case .multiply:
        (grad + a).pointee += data[b] * g
        (grad + b).pointee += data[a] * g
      case .relu:
        (grad + a).pointee += g.replacing(with: 0, where: data[a] .<= 0)
      default:
        let (x, y, z) = (data[a], data[b], data[Int(instruction.result)])
        var amounts = Lane.zero
        for lane in 0..<BatchProgram.lanes {
          amounts[lane] = op.firstContribution(g[lane], x[lane], y[lane], result: z[lane])
        }
        (grad + a).pointee += amounts
        guard instruction.differentiatesB else { continue }
        for lane in 0..<BatchProgram.lanes {
          amounts[lane] = op.secondContribution(g[lane], x[lane], y[lane], result: z[lane])
        }
        (grad + b).pointee += amounts
      }
    }
  }

  private mutating func backward(_ dense: BatchProgram.Dense) {
    let shape = dense.shape
    let isFinite = job.parameters.isFinite
    let first = data + dense.firstCell
    let firstGrad = grad + dense.firstCell
    var end = shape.valueCount + shape.outputCount
    job.parameters.numbers.withUnsafeBufferPointer { numbers in
      let block = numbers.baseAddress! + dense.firstParameter
      sums.blocks.withUnsafeMutableBufferPointer { sums in
        let blockSums = sums.baseAddress! + dense.firstParameter
        for layer in shape.layers.reversed() {
          let y = end - layer.outputs
          let x = y - layer.inputs
          BatchKernel.contributions(layer.activation, first + y, firstGrad + y, layer.outputs)
          BatchKernel.backward(
            layer, block + layer.firstParameter, blockSums + layer.firstParameter, first + x, firstGrad + x,
            firstGrad + y, skipsZeros: isFinite, padding: padding)
          end = y
        }
      }
    }
    for (index, cell) in dense.inputs.enumerated() {
      (grad + Int(cell)).pointee += (firstGrad + index).pointee
    }
  }
}
