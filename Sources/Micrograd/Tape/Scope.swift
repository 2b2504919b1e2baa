/// Gives what `body` computes a name as a part of the graph, as a call of a module does: drawings put a frame
/// around it, or close it to one box.
///
///     let loss = scope("regularisation") { 1e-4 * sum(net.parameters.map { $0 * $0 }) }
///
/// Scopes nest. An index at the end, as in `samples[3]`, tells scopes of a kind apart.
///
/// - Throws: What `body` throws.
public func scope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
  try Recorder.current.call(name, body)
}
