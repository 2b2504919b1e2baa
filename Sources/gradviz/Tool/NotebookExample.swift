import Micrograd

/// A section of the micrograd notebook.
struct NotebookExample: Sendable {
  let name: String
  let title: String
  let build: @Sendable () -> Value

  static let all = [
    NotebookExample(name: "expression", title: "A simple expression: L = (a * b + c) * f") {
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
    NotebookExample(name: "neuron", title: "A neuron by hand: o = tanh(x1*w1 + x2*w2 + b)") {
      let o = weightedSum().tanh()
      o.label = "o"
      return o
    },
    NotebookExample(
      name: "neuron-exp", title: "The same neuron with exp and division: o = (e - 1) / (e + 1), e = exp(2n)"
    ) {
      let e = (2 * weightedSum()).exp()
      e.label = "e"
      let o = (e - 1) / (e + 1)
      o.label = "o"
      return o
    },
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
