/// What a program computed: the values by name, and the one it is about.
public struct Evaluation {
  /// A value and the name a statement gave it.
  public typealias Binding = (name: String, value: Value)

  /// A gradient that the text set by hand and nothing touched afterwards.
  public typealias Claim = (name: String, value: Value, grad: Double)

  /// The value that the program, or the caller, chose.
  public let root: Value
  /// The input leaves in order of statement, used or not. Names are unique: of a name that is bound several times,
  /// earlier bindings are `a@1`, `a@2` and so on.
  public let inputs: [Binding]
  /// The weights and biases of networks that have names, such as `net.layers[0].neurons[1].b`.
  public let parameters: [Binding]
  /// Every binding of a computed value, in order of statement.
  public let computed: [Binding]
  /// Gradients that were set by hand.
  public let claims: [Claim]
  /// Whether the text called `backward()`, or set gradients itself: then they are the text's.
  public let hasGradients: Bool
  /// What the text says of its values, in comments before or behind the statements that bind them.
  public let notes: [Value: String]
  /// Whether the text called `backward()` on the root.
  public let isBackwardDone: Bool
}

/// A choice of root or input that the program does not have.
public struct EvaluationError: Error, Sendable, CustomStringConvertible {
  /// What went wrong, and what to do about it.
  public let description: String

  package init(description: String) { self.description = description }
}

/// What an execution left: an evaluation if there is a value to be about, what it printed either way.
package struct Execution {
  package var evaluation: Evaluation?
  /// Why there is no evaluation.
  package var reason: (any Error)?
  package var hasPrinted = false
  package var remarks: [String] = []
  /// How often each `backward()` expression was called.
  package var backwardCounts: [Int64: Int] = [:]
  /// The expression of the last `backward()`.
  package var lastSite: Int64?
  /// The line whose `backward()`, the last of all, added to gradients of an earlier one.
  package var addsUpAt: Int?
  /// The leaves that changed since the last `backward()`, as they were then.
  var before: [Value: Journal.State] = [:]

  /// Runs `body` with all leaves as they were at the last `backward()`: a loop updates them after it.
  package func atBackward<Result>(_ body: () throws -> Result) rethrows -> Result {
    let present = before.keys.map { ($0, $0.data, $0.grad) }
    for (value, state) in before {
      if value.isLeaf && value.data != state.data { value.data = state.data }
      if value.hasGrad { value.grad = state.grad }
    }
    defer {
      for (value, data, grad) in present {
        if value.isLeaf && value.data != data { value.data = data }
        if value.hasGrad { value.grad = grad }
      }
    }
    return try body()
  }
}
