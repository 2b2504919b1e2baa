import Micrograd

/// A section of the micrograd notebook.
struct NotebookExample: Sendable {
  let name: String
  let title: String
  /// Prints what it finds on the way, and gives the value whose graph is shown.
  let build: @Sendable (_ print: (String) throws -> Void) throws -> Value

  static let all = [
    NotebookExample(name: "expression", title: "A simple expression: L = (a * b + c) * f") { _ in
      let a = Value(2.0, label: "a")
      let b = Value(-3.0, label: "b")
      let c = Value(10.0, label: "c")
      let f = Value(-2.0, label: "f")
      let e = a * b
      e.label = "e"
      let d = e + c
      d.label = "d"
      let loss = d * f
      loss.label = "L"
      return loss
    },
    NotebookExample(name: "neuron", title: "A neuron by hand: o = tanh(x1*w1 + x2*w2 + b)") { _ in
      let o = weightedSum().tanh()
      o.label = "o"
      return o
    },
    NotebookExample(
      name: "neuron-exp", title: "The same neuron with exp and division: o = (e - 1) / (e + 1), e = exp(2n)"
    ) { _ in
      let e = (2 * weightedSum()).exp()
      e.label = "e"
      let o = (e - 1) / (e + 1)
      o.label = "o"
      return o
    },
    NotebookExample(
      name: "mlp", title: "Training with the nn module: MLP(3, [4, 4, 1]) on four samples", build: train),
    NotebookExample(
      name: "cross-entropy", title: "Cross entropy of two samples with three classes", build: crossEntropies),
  ]

  /// Twenty steps of gradient descent from the lecture's initial weights; the graph is that of the first
  /// sample's loss after them.
  @Sendable private static func train(_ print: (String) throws -> Void) throws -> Value {
    let net = MLP(3, [4, 4, 1], activation: .tanh)
    for (parameter, weight) in zip(net.parameters, lectureWeights) { parameter.data = weight }
    let data = DataSet.lecture
    func loss(_ samples: Range<Int>) -> Value {
      sum(
        samples.map { sample in
          let x = data.inputs[sample].enumerated().map { Value($1, label: "x[\($0)]") }
          return squaredError(net(x), [data.targets[sample]])
        })
    }
    let optimizer = SGD(net.parameters, learningRate: 0.05)
    for step in 0..<20 {
      let loss = loss(0..<4)
      optimizer.zeroGrad()
      loss.backward()
      try print("step \(step)  loss \(loss.data)")
      optimizer.step()
    }
    for (input, target) in zip(data.inputs, data.targets) {
      try print("net(\(input)) = \(net(input.map { Value($0) })[0].data), should be \(target)")
    }
    optimizer.zeroGrad()
    let last = loss(0..<1)
    last.label = "loss"
    return last
  }

  @Sendable private static func crossEntropies(_ print: (String) throws -> Void) throws -> Value {
    let logits = [[2.0, -1.0, 3.0], [0.5, 2.0, -1.5]].enumerated().map { sample, row in
      row.enumerated().map { Value($1, label: "z\(sample)[\($0)]") }
    }
    for (row, target) in zip(logits, [0, 1]) {
      try print("softmax \(softmax(row).map(\.data)), class \(target)")
    }
    let loss = crossEntropy(logits, targets: [0, 1])
    loss.label = "loss"
    return loss
  }

  /// What Python's `random.seed(1337)` draws from -1 to 1, neuron by neuron, weights before the bias.
  private static let lectureWeights = [
    0.23550571390294128, 0.06653114721000164, -0.26830328150124894, 0.1715747078045431,
    -0.6686254326224383, 0.6487474938152629, -0.23259038277158273, 0.5792256498313748,
    0.8434530197925192, -0.3847332240409951, 0.9844941451716409, -0.5901079958448365,
    0.31255526637777775, 0.8246106857787521, -0.7814232047574572, 0.6408752595662697,
    -0.20252189189007108, -0.8693137391598071, 0.39841666323128555, -0.3037961142013801,
    -0.19282493884310759, 0.6032250931493106, 0.6001302646227185, 0.32749776568749045,
    0.6650130652363544, 0.1889136153241595, -0.07813264062433589, 0.9151267732861252, 0.5914405264235476,
    -0.3725442040076463, 0.3810827422406471, 0.8301999957053683, -0.08568482691922008,
    -0.4702876239420326, -0.598037011209763, -0.8653994554527067, 0.05088685407468296,
    0.23734644010332318, 0.15459549089529045, -0.9122391928398941, -0.18505999501786086,
  ]

  private static func weightedSum() -> Value {
    let x1 = Value(2.0, label: "x1")
    let x2 = Value(0.0, label: "x2")
    let w1 = Value(-3.0, label: "w1", role: .parameter)
    let w2 = Value(1.0, label: "w2", role: .parameter)
    let b = Value(6.881373587019543, label: "b", role: .parameter)
    let x1w1 = x1 * w1
    x1w1.label = "x1*w1"
    let x2w2 = x2 * w2
    x2w2.label = "x2*w2"
    let sum = x1w1 + x2w2
    sum.label = "x1*w1 + x2*w2"
    let n = sum + b
    n.label = "n"
    return n
  }
}
