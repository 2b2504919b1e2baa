/// Anything with parameters that can be trained.
public protocol Module {
  /// The parameters, always in the same order.
  var parameters: [Value] { get }
}

extension Module {
  /// Sets the gradients of all parameters back to zero.
  public func zeroGrad() {
    for parameter in parameters { parameter.zeroGrad() }
  }
}
