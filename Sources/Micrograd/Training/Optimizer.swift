/// Moves parameters against their gradients.
///
///     let optimizer = SGD(net.parameters, learningRate: 0.05)
///     optimizer.zeroGrad(); loss.backward(); optimizer.step()
public protocol Optimizer: AnyObject {
  var parameters: [Value] { get }
  /// The size of a step; may be changed from step to step.
  var learningRate: Double { get set }
  /// What the optimizer remembers from step to step, as numbers; setting it resumes.
  var state: OptimizerState { get set }
  /// Changes the `data` of every parameter by its `grad`. O(n).
  func step()
}

extension Optimizer {
  /// Sets the gradients of all parameters back to zero.
  public func zeroGrad() {
    for parameter in parameters { parameter.zeroGrad() }
  }
}

/// What an optimizer remembers: how many steps it took, and averages for each parameter.
public struct OptimizerState: Sendable, Codable, Equatable {
  /// How many steps were taken.
  public var steps = 0
  /// Of gradients; empty before the first step and where there is none.
  public var first: [Double] = []
  /// Of squared gradients.
  public var second: [Double] = []

  /// The state before the first step.
  public init() {}
}

/// Stochastic gradient descent, with momentum if wanted.
///
/// `v ← momentum·v + grad`, `p ← p - learningRate·v`, as in PyTorch; without momentum `v` is the gradient.
public final class SGD: Optimizer {
  /// What is adjusted.
  public let parameters: [Value]
  /// How far a step goes along the gradient.
  public var learningRate: Double
  /// How much of the last step is taken again, from 0 to 1.
  public let momentum: Double
  /// What is remembered from step to step.
  public var state = OptimizerState()

  /// Gradient descent, with momentum if it is not 0.
  public init(_ parameters: [Value], learningRate: Double, momentum: Double = 0) {
    self.parameters = parameters
    self.learningRate = learningRate
    self.momentum = momentum
  }

  /// Moves every parameter by its gradient. O(n) in the parameters.
  public func step() {
    state.steps += 1
    guard momentum != 0 else {
      for parameter in parameters { parameter.data -= learningRate * parameter.grad }
      return
    }
    let isFirst = state.first.isEmpty
    if isFirst { state.first = Array(repeating: 0, count: parameters.count) }
    for (index, parameter) in parameters.enumerated() {
      state.first[index] = momentum * state.first[index] + parameter.grad
      parameter.data -= learningRate * state.first[index]
    }
  }
}

/// Adam with decoupled weight decay.
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2019, algorithm 2:
/// `m ← β₁m + (1-β₁)g`, `v ← β₂v + (1-β₂)g²`, `p ← p - lr·(m̂ / (√v̂ + ε) + decay·p)`, with
/// `m̂ = m / (1-β₁ᵗ)` and `v̂ = v / (1-β₂ᵗ)`.
public final class AdamW: Optimizer {
  /// What is adjusted.
  public let parameters: [Value]
  /// How far a step goes along the gradient.
  public var learningRate: Double
  /// How slowly the means of gradients and of their squares change.
  public let betas: (Double, Double)
  /// What is added to the root of the mean square, so that nothing is divided by 0.
  public let epsilon: Double
  /// By which share of the learning rate every parameter shrinks at each step.
  public let weightDecay: Double
  /// What is remembered from step to step.
  public var state = OptimizerState()

  /// AdamW (I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2019).
  public init(
    _ parameters: [Value], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 1e-2
  ) {
    self.parameters = parameters
    self.learningRate = learningRate
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// Moves every parameter by its gradient. O(n) in the parameters.
  public func step() {
    if state.first.isEmpty {
      state.first = Array(repeating: 0, count: parameters.count)
      state.second = state.first
    }
    state.steps += 1
    let firstCorrection = 1 - power(betas.0, state.steps)
    let secondCorrection = 1 - power(betas.1, state.steps)
    for (index, parameter) in parameters.enumerated() {
      let grad = parameter.grad
      state.first[index] = betas.0 * state.first[index] + (1 - betas.0) * grad
      state.second[index] = betas.1 * state.second[index] + (1 - betas.1) * grad * grad
      let mean = state.first[index] / firstCorrection
      let scale = (state.second[index] / secondCorrection).squareRoot() + epsilon
      parameter.data -= learningRate * (mean / scale + weightDecay * parameter.data)
    }
  }

  /// By squaring, which gives the same bits everywhere.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
