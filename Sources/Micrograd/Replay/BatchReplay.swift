/// Runs a recorded graph for many samples at once.
///
/// The graph of one sample is recorded once; then some of its leaves take other numbers from sample to sample:
///
///     let x = Value(0.0), target = Value(0.0)
///     let loss = (net([x])[0] - target) ** 2
///     let replay = BatchReplay(of: loss, inputs: [x, target])
///     let results = replay.run([0.1, 1.0,   0.2, 3.0])   // two samples: x and target of each
///     results.roots                                        // two losses
///     net.parameters[0].grad                               // the sum of both derivatives
///
/// Samples go through the graph eight at a time, in SIMD lanes. The order in which their contributions are added
/// up is fixed: it depends neither on the number of threads nor on the machine, so results are the same bits
/// everywhere that the functions of the C library are. They agree with those of recording each sample to
/// rounding (1e-12), not to the bit, as sums are formed in another order.
///
/// The values of the graph itself keep their numbers; leaves that are not inputs get gradients. A graph that a
/// program would build differently for another sample needs a replay of its own. A run costs O(n) for each
/// eight samples.
public final class BatchReplay {
  /// What a run gives, sample by sample.
  public struct Results: Sendable {
    /// The root's numbers.
    public var roots: [Double]
    /// The numbers of the observed values: those of the first sample, then those of the second, and so on.
    public var observed: [Double]
  }

  private let program: BatchProgram
  /// From so many scalar operations on, a second thread is used. Measured: at one million it is no gain, at five
  /// million a third, at twenty million nearly half.
  private static let worthThreads = 4_000_000

  /// - Parameters:
  ///   - root: what is computed, and differentiated.
  ///   - inputs: the leaves that differ from sample to sample.
  ///   - observed: values whose numbers are wanted as well.
  /// - Precondition: The inputs are leaves, all different.
  public init(of root: Value, inputs: [Value], observing observed: [Value] = []) {
    precondition(inputs.allSatisfy(\.isLeaf), "Only leaves can differ from sample to sample.")
    precondition(Set(inputs).count == inputs.count, "A leaf cannot be two inputs.")
    program = BatchProgram(root, inputs, observed)
  }

  /// Runs the graph for samples, and adds the derivatives of `weight · Σ root` to the gradients of the leaves
  /// that are not inputs.
  ///
  /// - Parameters:
  ///   - rows: the numbers of the inputs, sample by sample.
  ///   - weight: what each root counts; one over the number of samples gives the derivatives of the mean.
  ///   - threads: the most threads to use. More than one are used where there is enough to do.
  /// - Precondition: There are as many numbers as inputs for every sample.
  public func run(_ rows: [Double], weight: Double = 1, threads: Int = 2) -> Results {
    run(rows, weight: weight, threads: threads, isBackward: true)
  }

  /// Runs the graph for samples without derivatives.
  public func forward(_ rows: [Double], threads: Int = 2) -> Results {
    run(rows, weight: 0, threads: threads, isBackward: false)
  }

  private func run(_ rows: [Double], weight: Double, threads: Int, isBackward: Bool) -> Results {
    let width = program.inputCount
    precondition(
      width > 0 ? rows.count % width == 0 : rows.isEmpty,
      "\(rows.count) numbers are not a whole number of samples of \(width).")
    let count = width > 0 ? rows.count / width : 0
    var results = Results(
      roots: Array(repeating: 0, count: count),
      observed: Array(repeating: 0, count: count * program.observedCount))
    guard count > 0 else { return results }
    // Parts of a fixed size, added up in order: so the number of threads changes nothing.
    let partCount = (count + BatchProgram.samplesPerPart - 1) / BatchProgram.samplesPerPart
    let isWorth = count * program.operationCount >= BatchReplay.worthThreads
    let workers = isWorth ? max(1, min(threads, partCount)) : 1
    let parameters = program.parameters()
    rows.withUnsafeBufferPointer { rows in
      results.roots.withUnsafeMutableBufferPointer { roots in
        results.observed.withUnsafeMutableBufferPointer { observed in
          let job = BatchProgram.Job(
            rows: rows, count: count, weight: weight, isBackward: isBackward, roots: roots,
            observed: observed,
            parameters: parameters)
          let sums = program.run(job, parts: partCount, workers: workers)
          if isBackward { program.deposit(sums) }
        }
      }
    }
    return results
  }
}
