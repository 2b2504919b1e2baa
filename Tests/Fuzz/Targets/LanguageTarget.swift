import Micrograd

/// A text is read, run, and asked for its gradients.
func runText(_ bytes: [UInt8]) {
  guard let program = try? Program(parsing: bytes), let evaluation = try? program.evaluate() else { return }
  if !evaluation.hasGradients { evaluation.root.backward() }
}
